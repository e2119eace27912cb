//! Validators: schemas whose rules no Rust type expresses, keyword by keyword.

use crate::api::JsonType;
use crate::diagnostic::Place;
use crate::presets::Preset;
use serde_json::Value;

/// The identity of a validator: the schema that it checks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ValidatorId {
    pub place: Place,
    pub part: Part,
}

impl ValidatorId {
    /// Creates the id of the validator of all keywords of a schema.
    pub(crate) fn whole(place: Place) -> Self {
        Self { place, part: Part::Whole }
    }
}

/// Which keywords a validator checks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    /// All keywords of the schema.
    Whole,
    /// The keywords of schemas that their struct does not enforce.
    Rest {
        schemas: Vec<Place>,
        /// The place of a union that an enum enforces.
        without: Option<Box<Place>>,
    },
    /// The keywords of this form with files that its parameters do not enforce.
    Form,
}

/// A validator.
#[derive(Clone, Debug)]
pub(crate) struct Validator {
    pub id: ValidatorId,
    pub keywords: Vec<Keyword>,
}

/// A schema inside another.
#[derive(Clone, Debug)]
pub(crate) enum Inner {
    /// A schema with its own validator.
    Validator(ValidatorId),
    Inline(Vec<Keyword>),
}

/// A regular expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pattern {
    /// As written in the spec.
    pub ecma: String,
    /// As the `regex` crate accepts it.
    pub regex: String,
    /// The place of the pattern.
    pub place: Place,
}

/// A keyword that narrows values. Each applies to one JSON type, and accepts values of the others.
#[derive(Clone, Debug)]
pub(crate) enum Keyword {
    /// Null is accepted, regardless of the other keywords.
    Nullable,
    Types(Vec<JsonType>),
    Enum(Vec<Value>),
    AtLeast(f64),
    AtMost(f64),
    MoreThan(f64),
    LessThan(f64),
    MultipleOf(f64),
    MinLength(u64),
    MaxLength(u64),
    Pattern(Pattern),
    Format(&'static Preset),
    /// The schema of the JSON in a string.
    Content(Inner),
    MinItems(u64),
    MaxItems(u64),
    Unique,
    Items(Inner),
    /// `items` with a schema for each item, and `additionalItems`.
    Tuple(Vec<Inner>, Others),
    MinProperties(u64),
    MaxProperties(u64),
    Required(Vec<String>),
    /// Required properties that are read-only.
    RequiredInResponses(Vec<String>),
    RequiredInRequests(Vec<String>),
    /// The property is write-only: a response must not have it.
    WriteOnly,
    /// The schema of a read-only property, which is ignored in a request.
    InResponses(Inner),
    Properties {
        named: Vec<(String, Inner)>,
        patterns: Vec<(Pattern, Inner)>,
        others: Others,
    },
    /// If the property is present, the others must be present too.
    Dependency(String, Vec<String>),
    /// If the property is present, the object must match the schema.
    SchemaDependency(String, Inner),
    AllOf(Vec<Inner>),
    AnyOf(Vec<Inner>),
    OneOf(Vec<Inner>),
    Not(Inner),
    /// `if`, and the schemas of `then` and `else`.
    If(Inner, Inner, Inner),
    /// The minimum and maximum number of items that the schema accepts.
    Contains(Inner, u64, Option<u64>),
    PropertyNames(Inner),
    /// The properties that no other keyword of the same list evaluates.
    UnevaluatedProperties(Others),
    UnevaluatedItems(Others),
}

/// The items or properties that no other keyword describes.
#[derive(Clone, Debug)]
pub(crate) enum Others {
    Any,
    Rejected,
    Each(Inner),
}

impl Others {
    /// Their schema, if there is one.
    pub(crate) fn each(&self) -> Option<&Inner> {
        match self {
            Self::Each(inner) => Some(inner),
            Self::Any | Self::Rejected => None,
        }
    }
}
