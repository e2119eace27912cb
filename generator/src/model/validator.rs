//! Schemas that values are checked against where no Rust type says the same: what JSON Schema says of
//! them, keyword by keyword.

use crate::api::JsonType;
use crate::diagnostic::Place;
use serde_json::Value;

/// A validator is known by the schema that it is made of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ValidatorId {
    pub place: Place,
    pub part: Part,
}

impl ValidatorId {
    /// The validator with all that a schema says.
    pub fn whole(place: Place) -> Self {
        Self { place, part: Part::Whole }
    }
}

/// How much of a schema is in a validator.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// All that a schema says.
    Whole,
    /// The rules of these schemas that the struct made of them does not have.
    Rest(Vec<Place>),
}

/// A validator.
#[derive(Clone, Debug)]
pub struct Validator {
    pub id: ValidatorId,
    pub keywords: Vec<Keyword>,
}

/// A schema inside another.
#[derive(Clone, Debug)]
pub enum Inner {
    /// One that has a validator of its own.
    Validator(ValidatorId),
    Inline(Vec<Keyword>),
}

/// A regular expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// As the description has it.
    pub ecma: String,
    /// As the `regex` crate takes it.
    pub regex: String,
    /// Where it stands.
    pub place: Place,
}

/// What narrows the values. Each holds for one type of JSON, and lets the others pass.
#[derive(Clone, Debug)]
pub enum Keyword {
    /// Null is a value, whatever the other keywords say.
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
    MinItems(u64),
    MaxItems(u64),
    Unique,
    Items(Inner),
    /// `items` with a schema for each place, and `additionalItems`.
    Tuple(Vec<Inner>, Others),
    MinProperties(u64),
    MaxProperties(u64),
    Required(Vec<String>),
    /// What is required and read only.
    RequiredInResponses(Vec<String>),
    /// The schema of a read-only property: it is ignored in a request.
    InResponses(Inner),
    Properties {
        named: Vec<(String, Inner)>,
        patterns: Vec<(Pattern, Inner)>,
        others: Others,
    },
    /// Where the member is there, the others are.
    Dependency(String, Vec<String>),
    /// Where the member is there, the object is as that schema says.
    SchemaDependency(String, Inner),
    AllOf(Vec<Inner>),
    AnyOf(Vec<Inner>),
    OneOf(Vec<Inner>),
    Not(Inner),
}

/// What the items or members may be that nothing else names.
#[derive(Clone, Debug)]
pub enum Others {
    Any,
    Refused,
    Each(Inner),
}

impl Others {
    /// Their schema.
    pub fn each(&self) -> Option<&Inner> {
        match self {
            Self::Each(inner) => Some(inner),
            Self::Any | Self::Refused => None,
        }
    }
}
