//! Constants of the spec, and the JSON types of values.

use super::held::Held;
use serde::{Serialize, Serializer};
use serde_json::Number;
use std::fmt;

/// The JSON types, as bits.
#[allow(non_upper_case_globals, reason = "the tables have JSON's names")]
pub mod json {
    pub const null: u8 = 1;
    pub const boolean: u8 = 2;
    pub const number: u8 = 4;
    /// A number without a fraction.
    pub const integer: u8 = number | 64;
    pub const string: u8 = 8;
    pub const array: u8 = 16;
    pub const object: u8 = 32;

    /// The types with their names in messages.
    pub const NAMES: [(u8, &str); 6] = [
        (null, "null"),
        (boolean, "a boolean"),
        (number, "a number"),
        (string, "a string"),
        (array, "an array"),
        (object, "an object"),
    ];
}

/// A constant value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Constant {
    Text(&'static str),
    Integer(i64),
    Number(f64),
    Boolean(bool),
}

pub const fn text(text: &'static str) -> Constant {
    Constant::Text(text)
}

pub const fn integer(integer: i64) -> Constant {
    Constant::Integer(integer)
}

pub const fn number(number: f64) -> Constant {
    Constant::Number(number)
}

pub const fn boolean(boolean: bool) -> Constant {
    Constant::Boolean(boolean)
}

impl Constant {
    /// Returns the bit of its JSON type.
    pub const fn json(&self) -> u8 {
        match self {
            Self::Text(_) => json::string,
            Self::Integer(_) => json::integer,
            Self::Number(_) => json::number,
            Self::Boolean(_) => json::boolean,
        }
    }

    /// Returns whether a value is equal. `1.0` is the integer 1.
    pub(super) fn is(&self, value: &Held<'_>) -> bool {
        match (self, value) {
            (Self::Text(text), Held::Text(found)) => found == text,
            (Self::Boolean(boolean), Held::Boolean(found)) => found == boolean,
            (Self::Integer(integer), Held::Signed(found)) => found == integer,
            (Self::Integer(integer), Held::Unsigned(found)) => i64::try_from(*found) == Ok(*integer),
            #[allow(clippy::cast_precision_loss, reason = "JSON has one type of number")]
            (Self::Integer(integer), Held::Float(found)) => *found == *integer as f64,
            (Self::Number(number), Held::Float(found)) => found == number,
            (Self::Integer(_) | Self::Number(_), Held::Digits(number)) => self.is_number(number),
            (Self::Text(text), Held::Untyped(found)) => found == text,
            (Self::Boolean(boolean), Held::Untyped(found)) => found.parse() == Ok(*boolean),
            (Self::Integer(_) | Self::Number(_), Held::Untyped(found)) => {
                found.parse().is_ok_and(|number: Number| self.is_number(&number))
            }
            _ => false,
        }
    }

    fn is_number(&self, number: &Number) -> bool {
        let number = number.as_i64().map(Held::Signed).or_else(|| number.as_f64().map(Held::Float));
        number.is_some_and(|number| self.is(&number))
    }
}

impl From<&'static str> for Constant {
    fn from(text: &'static str) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Constant {
    fn from(integer: i64) -> Self {
        Self::Integer(integer)
    }
}

impl From<bool> for Constant {
    fn from(boolean: bool) -> Self {
        Self::Boolean(boolean)
    }
}

impl fmt::Display for Constant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "`{text}`"),
            Self::Integer(integer) => write!(f, "`{integer}`"),
            Self::Number(number) => write!(f, "`{number}`"),
            Self::Boolean(boolean) => write!(f, "`{boolean}`"),
        }
    }
}

impl Serialize for Constant {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => output.serialize_str(text),
            Self::Integer(integer) => output.serialize_i64(*integer),
            Self::Number(number) => output.serialize_f64(*number),
            Self::Boolean(boolean) => output.serialize_bool(*boolean),
        }
    }
}
