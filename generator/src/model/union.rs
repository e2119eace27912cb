//! Unions: values of one of several alternatives.

use super::{Check, Expr, Scalar};
use crate::diagnostic::Place;

/// A value of one of several alternatives: an enum with a variant for each.
#[derive(Debug)]
pub(crate) struct Union {
    pub choose: Choose,
    /// The variant of objects without the property that selects it, or with an unknown value.
    pub otherwise: Option<usize>,
    pub variants: Vec<Variant>,
}

/// How the variant of a value is selected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Choose {
    /// By the value of this property, which differs from variant to variant.
    Tag(String),
    /// Exactly one alternative must match.
    OneOf,
    /// At least one alternative must match.
    AnyOf,
}

/// A variant.
#[derive(Debug)]
pub(crate) struct Variant {
    pub label: Label,
    /// The place of its schema, or of the `$ref` to it.
    pub place: Option<Place>,
    pub description: Option<String>,
    pub expr: Expr,
    pub checks: Vec<Check>,
    /// Its only value. It has no payload then.
    pub constant: Option<Scalar>,
    /// The values of the property that select it.
    pub tags: Vec<Scalar>,
    pub known: Known,
}

/// The name of a variant, before it is an identifier. It depends on the alternative alone.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Label {
    /// The name of the schema at this place.
    Schema(Place),
    Value(Scalar),
    /// A word: a property, a format or a JSON type.
    Word(String),
    /// An array of values with this name.
    List(Box<Label>),
    /// A map of values with this name.
    Map(Box<Label>),
}

/// The JSON types of a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct JsonTypes(u8);

impl JsonTypes {
    pub(crate) const NULL: Self = Self(1);
    pub(crate) const BOOLEAN: Self = Self(2);
    pub(crate) const NUMBER: Self = Self(4);
    /// A number without a fraction.
    pub(crate) const INTEGER: Self = Self(Self::NUMBER.0 | Self::WHOLE);
    pub(crate) const STRING: Self = Self(8);
    pub(crate) const ARRAY: Self = Self(16);
    pub(crate) const OBJECT: Self = Self(32);
    pub(crate) const ANY: Self = Self(63);
    /// The bit that tells integers from other numbers.
    const WHOLE: u8 = 64;
    const NAMES: [(Self, &'static str); 6] = [
        (Self::NULL, "null"),
        (Self::BOOLEAN, "boolean"),
        (Self::NUMBER, "number"),
        (Self::STRING, "string"),
        (Self::ARRAY, "array"),
        (Self::OBJECT, "object"),
    ];

    pub(crate) fn or(self, other: Self) -> Self {
        let has_fractions = |types: Self| types.has(Self::NUMBER) && types.0 & Self::WHOLE == 0;
        let both = self.0 | other.0;
        Self(if has_fractions(self) || has_fractions(other) { both & !Self::WHOLE } else { both })
    }

    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 & !Self::WHOLE != 0
    }

    /// Returns the names of the types.
    pub(crate) fn names(self) -> impl Iterator<Item = &'static str> {
        let names = Self::NAMES.into_iter().filter(move |(json, _)| self.has(*json));
        names.map(move |(json, name)| match json == Self::NUMBER && self.0 & Self::WHOLE != 0 {
            true => "integer",
            false => name,
        })
    }
}

/// What the generated code knows about an alternative before it decodes it. If a value contradicts it, the alternative
/// certainly rejects the value.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Known {
    pub types: JsonTypes,
    pub required: Vec<String>,
    /// Properties with few values, if they are present.
    pub tags: Vec<(String, Vec<Scalar>)>,
    /// Whether other properties are rejected.
    pub closed: bool,
}

impl Variant {
    /// Creates the variant of the schema at a place, which this value of the discriminator selects.
    pub(crate) fn of_schema(place: Place, expr: Expr, tag: Scalar) -> Self {
        Self {
            label: Label::Schema(place.clone()),
            place: Some(place),
            description: None,
            expr,
            checks: Vec::new(),
            constant: None,
            tags: vec![tag],
            known: Known::default(),
        }
    }
}

impl Union {
    /// Returns the property that selects the variant, if one does.
    pub(crate) fn tag(&self) -> Option<&str> {
        match &self.choose {
            Choose::Tag(property) => Some(property),
            Choose::OneOf | Choose::AnyOf => None,
        }
    }
}
