//! Unions as data: the alternatives of the schemas that become enums, and why others do not.

use crate::api::{JsonType, SchemaId, UnionKind};
use crate::diagnostic::Place;
use std::collections::HashMap;

/// A schema that becomes an enum.
#[derive(Clone, Debug)]
pub(crate) struct Alternatives {
    pub kind: UnionKind,
    /// The place of the keyword.
    pub place: Place,
    /// The discriminator property. It alone selects the alternative.
    pub tag: Option<String>,
    /// The alternative of objects without the discriminator, or with an unknown value.
    pub otherwise: Option<usize>,
    pub members: Vec<Alternative>,
    /// The number of alternatives that are only null. They are not among the members.
    pub nulls: usize,
    /// The scalar that all alternatives are. It is the type, and a validator checks the alternatives.
    pub scalar: Option<JsonType>,
    /// The place of the `oneOf` or `anyOf` if it is distributed: each alternative also has the other keywords.
    pub distributed: Option<Place>,
}

/// An alternative.
#[derive(Clone, Debug)]
pub(crate) struct Alternative {
    pub place: Place,
    pub form: Form,
    /// Whether the schema is written in the union, and not a `$ref`.
    pub is_inline: bool,
    /// The values of the discriminator that select it.
    pub values: Vec<String>,
}

/// The values of an alternative.
#[derive(Clone, Debug)]
pub(crate) enum Form {
    /// Those of this schema.
    Schema(SchemaId),
    /// Objects that satisfy all of these schemas.
    Merged(Vec<SchemaId>),
    /// The values of one type of the schema itself, which allows several.
    Type(JsonType),
}

/// Why a union stays JSON that a validator checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Untyped {
    /// An alternative accepts values of any type.
    Any,
    /// Several `oneOf` or `anyOf` apply to the same value, or one next to `not`.
    Several,
    /// There are other keywords next to it, and the alternatives are not objects.
    Mixed,
    /// An alternative has keywords that no Rust type expresses.
    Keywords,
    /// `unevaluatedProperties` or `unevaluatedItems` is next to it.
    Unevaluated,
    /// There are too many alternatives or too many properties.
    TooMany,
    /// The same schema is an alternative twice.
    Repeated,
}

impl Untyped {
    /// Describes the reason in a message.
    pub(crate) fn why(self) -> &'static str {
        match self {
            Self::Any => "an alternative accepts any JSON value",
            Self::Several => "several `oneOf`, `anyOf` or `not` apply to the same value",
            Self::Mixed => {
                "other keywords are next to it, and an alternative is not an object, or has alternatives itself"
            }
            Self::Keywords => "an alternative is an array or a scalar that no Rust type expresses",
            Self::Unevaluated => {
                "the alternatives decide what `unevaluatedProperties` or `unevaluatedItems` applies to"
            }
            Self::TooMany => "there are too many alternatives",
            Self::Repeated => "the same schema is listed twice, so no value matches only one alternative",
        }
    }

    /// Returns the fix.
    pub(crate) fn fix(self) -> &'static str {
        match self {
            Self::Any => "give each alternative a `type`",
            Self::Several => "write one `oneOf` or `anyOf` with all combinations",
            Self::Mixed => "move the other keywords into the alternatives, or give each alternative a `type`",
            Self::Keywords => {
                "give the alternative a `type`, and no `not`, `prefixItems` or `patternProperties`"
            }
            Self::Unevaluated => "write `additionalProperties` in each alternative instead",
            Self::TooMany => "split the schema into several, such as a `oneOf` of smaller `oneOf`s",
            Self::Repeated => "remove one of the two",
        }
    }
}

/// All unions.
#[derive(Debug, Default)]
pub(super) struct Unions {
    pub(super) typed: HashMap<SchemaId, Alternatives>,
    /// The others, with the place of the keyword.
    pub(super) untyped: HashMap<SchemaId, (Untyped, Place)>,
}
