//! Sets of scalars: the values of an `enum`.

use crate::diagnostic::{Place, Placed};
use serde_json::Value;
use std::fmt;

/// A set of scalars.
#[derive(Debug, Default)]
pub(crate) struct Enum {
    pub values: Vec<EnumValue>,
    /// Whether other values of the same type are also accepted.
    pub open: bool,
}

/// One of the values.
#[derive(Debug)]
pub(crate) struct EnumValue {
    pub scalar: Scalar,
    pub place: Place,
    /// The name in the spec, and its place.
    pub name: Option<Placed<String>>,
    pub description: Option<String>,
}

/// A value that contains no other values. A whole number is an integer, unless its schema has the type `number`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Scalar {
    Boolean(bool),
    Integer(i64),
    Number(f64),
    String(String),
}

impl Scalar {
    /// Returns the scalar as JSON.
    pub(crate) fn to_json(&self) -> Value {
        match self {
            Self::Boolean(boolean) => Value::from(*boolean),
            Self::Integer(integer) => Value::from(*integer),
            Self::Number(number) => Value::from(*number),
            Self::String(text) => Value::from(text.as_str()),
        }
    }

    /// Returns the string, if it is one.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            Self::Boolean(_) | Self::Integer(_) | Self::Number(_) => None,
        }
    }
}

impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(boolean) => boolean.fmt(f),
            Self::Integer(integer) => integer.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::String(text) => f.write_str(text),
        }
    }
}

/// The type that the values of a set have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EnumKind {
    Strings,
    Integers,
    Numbers,
    Mixed,
}

impl Enum {
    /// Returns the type that all values have.
    pub(crate) fn kind(&self) -> EnumKind {
        let all = |is: fn(&Scalar) -> bool| self.values.iter().all(|value| is(&value.scalar));
        if all(|scalar| matches!(scalar, Scalar::String(_))) {
            EnumKind::Strings
        } else if all(|scalar| matches!(scalar, Scalar::Integer(_))) {
            EnumKind::Integers
        } else if all(|scalar| matches!(scalar, Scalar::Integer(_) | Scalar::Number(_))) {
            EnumKind::Numbers
        } else {
            EnumKind::Mixed
        }
    }
}
