//! Literals: the defaults of the spec as values of Rust types.

use super::{Scalar, TypeId};
use serde_json::{Map, Value};

/// A parameter's default.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TextDefault {
    /// The strings that are parsed if the parameter is absent: one, or one for each item if each item is a separate
    /// parameter.
    pub texts: Vec<String>,
    pub value: Literal,
}

/// A value of a type, to be generated as Rust.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Literal {
    Scalar(Scalar),
    /// The text of a format.
    Text(String),
    /// A variant of an enum, by its position.
    Variant(TypeId, usize),
    /// A value that an open enum does not list.
    Other(TypeId, Box<Literal>),
    List(Vec<Literal>),
    Map(Vec<(String, Literal)>),
    /// An object with any JSON values.
    AnyObject(Map<String, Value>),
    Any(Value),
    Null,
    NotNull(Box<Literal>),
    /// A newtype, with the value inside.
    Newtype(TypeId, Box<Literal>),
    /// A struct whose properties are all absent or have defaults.
    Empty(TypeId),
    /// A struct: its fields in order, with `None` for absent properties, and the properties that have no field.
    Struct(TypeId, Vec<Option<Literal>>, Option<Box<Literal>>),
    /// A variant of a tagged enum, by its position, with the value inside.
    Union(TypeId, usize, Box<Literal>),
}

impl Literal {
    /// Returns whether `Default` of its Rust type is the value, so that the trait can be derived.
    pub(crate) fn is_default(&self) -> bool {
        match self {
            Self::Scalar(Scalar::Boolean(boolean)) => !boolean,
            Self::Scalar(Scalar::Integer(integer)) => *integer == 0,
            Self::Scalar(Scalar::Number(number)) => number.to_bits() == 0,
            Self::Scalar(Scalar::String(text)) => text.is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Map(members) => members.is_empty(),
            Self::AnyObject(members) => members.is_empty(),
            Self::Empty(_) => true,
            _ => false,
        }
    }
}
