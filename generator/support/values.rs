//! Enums of scalar values: conversions and serde's traits.

use super::{Decode, Trail};
use serde::de::{Deserializer, Error};
use serde_json::Value;
use std::borrow::Borrow;
use std::fmt;

/// Implements the conversions of an enum and serde's traits, from a table with a row for each value:
///
/// ```text
/// values!(types::Color: str, "must be one of `red`, `green`" { Red = "red", Green = "green", });
/// values!(types::Color: str { Red = "red", Green = "green", .. => Other });
/// ```
///
/// The second enum is open: `Other` holds any other value. The type is `str` for strings, `i64` for integers, `f64` for
/// numbers, and `any` for values of several JSON types.
#[allow(unused_macros, reason = "not every spec has enums")]
macro_rules! values {
    ($type:ty: str, $expected:literal { $($variant:ident = $value:literal,)+ }) => {
        values!(@closed $type, String, $expected { $($variant)+ });
        values!(@known $type, &str { $($variant = $value,)+ });
        values!(@text $type, as_str);

        impl $type {
            /// Returns the value in the spec.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $value,)+ }
            }
        }

        impl TryFrom<&str> for $type {
            type Error = support::UnknownValue;
            fn try_from(text: &str) -> Result<Self, support::UnknownValue> {
                Self::from_value(text).ok_or(support::UnknownValue(Self::EXPECTED))
            }
        }

        impl std::str::FromStr for $type {
            type Err = support::UnknownValue;
            fn from_str(text: &str) -> Result<Self, support::UnknownValue> {
                text.try_into()
            }
        }
    };
    ($type:ty: str { $($variant:ident = $value:literal,)+ .. => $other:ident }) => {
        values!(@open $type, String, $other);
        values!(@known $type, &str { $($variant = $value,)+ });
        values!(@text $type, as_str);

        impl $type {
            /// Returns the value in the spec, or the other value.
            pub fn as_str(&self) -> &str {
                match self { $(Self::$variant => $value,)+ Self::$other(value) => value }
            }
        }

        impl From<&str> for $type {
            fn from(text: &str) -> Self {
                Self::from_value(text).unwrap_or_else(|| Self::$other(text.to_owned()))
            }
        }
    };
    ($type:ty: any, $expected:literal { $($variant:ident = $value:literal,)+ }) => {
        values!(@closed $type, ::serde_json::Value, $expected { $($variant)+ });
        values!(@any $type { $($variant = $value,)+ });
    };
    ($type:ty: any { $($variant:ident = $value:literal,)+ .. => $other:ident }) => {
        values!(@open $type, ::serde_json::Value, $other);
        values!(@any $type { $($variant = $value,)+ .. => $other });
    };
    ($type:ty: i64 $($table:tt)+) => { values!(@number $type, i64, as_i64 $($table)+); };
    ($type:ty: f64 $($table:tt)+) => { values!(@number $type, f64, as_f64 $($table)+); };

    (@number $type:ty, $number:ident, $get:ident, $expected:literal { $($variant:ident = $value:literal,)+ }) => {
        values!(@closed $type, $number, $expected { $($variant)+ });
        values!(@known $type, $number { $($variant = $value,)+ });
        values!(@text $type, $get);

        impl $type {
            /// Returns the value in the spec.
            pub fn $get(self) -> $number {
                match self { $(Self::$variant => $value,)+ }
            }
        }

        impl TryFrom<$number> for $type {
            type Error = support::UnknownValue;
            fn try_from(value: $number) -> Result<Self, support::UnknownValue> {
                Self::from_value(&value).ok_or(support::UnknownValue(Self::EXPECTED))
            }
        }
    };
    (@number $type:ty, $number:ident, $get:ident { $($variant:ident = $value:literal,)+ .. => $other:ident }) => {
        values!(@open $type, $number, $other);
        values!(@known $type, $number { $($variant = $value,)+ });
        values!(@text $type, $get);

        impl $type {
            /// Returns the value in the spec, or the other value.
            pub fn $get(self) -> $number {
                match self { $(Self::$variant => $value,)+ Self::$other(value) => value }
            }
        }

        impl From<$number> for $type {
            fn from(value: $number) -> Self {
                Self::from_value(&value).unwrap_or(Self::$other(value))
            }
        }
    };
    (@any $type:ty { $($variant:ident = $value:literal,)+ $(.. => $other:ident)? }) => {
        impl $type {
            #[allow(clippy::self_named_constructors, reason = "the spec names the type")]
            fn from_value(value: &::serde_json::Value) -> Option<Self> {
                $(if support::values::is_equal(value, &$value.into()) {
                    return Some(Self::$variant);
                })+
                None
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant => ::serde::Serialize::serialize(&$value, output),)+
                    $(Self::$other(value) => ::serde::Serialize::serialize(value, output),)?
                }
            }
        }
    };

    (@closed $type:ty, $inner:ty, $expected:literal { $($variant:ident)+ }) => {
        impl $type {
            /// All values, in the order of the spec.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The error message for any other value.
            const EXPECTED: &'static str = $expected;
        }

        impl support::Decode for $type {
            fn decode<'de, D: ::serde::Deserializer<'de>>(
                input: D,
                trail: &mut support::Trail,
            ) -> Result<Self, D::Error> {
                support::values::known::<Self, $inner, _, D>(input, trail, Self::from_value, Self::EXPECTED)
            }
        }

        values!(@deserialize $type);
    };
    (@open $type:ty, $inner:ty, $other:ident) => {
        impl support::Decode for $type {
            fn decode<'de, D: ::serde::Deserializer<'de>>(
                input: D,
                trail: &mut support::Trail,
            ) -> Result<Self, D::Error> {
                let value = <$inner as support::Decode>::decode(input, trail)?;
                let found = support::values::Written::find(&value, trail, |value| Self::from_value(value));
                Ok(found.unwrap_or(Self::$other(value)))
            }
        }

        values!(@deserialize $type);
    };
    (@deserialize $type:ty) => {
        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                support::deserialize(input)
            }
        }
    };
    (@known $type:ty, &str { $($variant:ident = $value:literal,)+ }) => {
        impl $type {
            #[allow(clippy::self_named_constructors, reason = "the spec names the type")]
            fn from_value(value: &str) -> Option<Self> {
                match value {
                    $($value => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
    (@known $type:ty, $number:ident { $($variant:ident = $value:literal,)+ }) => {
        impl $type {
            #[allow(clippy::self_named_constructors, reason = "the spec names the type")]
            fn from_value(value: &$number) -> Option<Self> {
                match *value {
                    $($value => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
    (@text $type:ty, $get:ident) => {
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.$get(), f)
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
                ::serde::Serialize::serialize(&self.$get(), output)
            }
        }
    };
}
pub(crate) use values;

/// Decodes a value of an enum that has no other values.
pub fn known<'de, T, V: Decode + Written + Borrow<B>, B: ?Sized, D: Deserializer<'de>>(
    input: D,
    trail: &mut Trail,
    find: fn(&B) -> Option<T>,
    expected: &'static str,
) -> Result<T, D::Error> {
    let found = V::decode(input, trail)?.find(trail, |value| find(value.borrow()));
    found.ok_or_else(|| D::Error::custom(expected))
}

/// The type as which the values of an enum are decoded.
pub trait Written {
    /// Finds the variant of a value. If there are values of several types, a text may be a number or a boolean.
    #[inline]
    fn find<T>(&self, _: &Trail, find: impl Fn(&Self) -> Option<T>) -> Option<T> {
        find(self)
    }
}

impl Written for String {}
impl Written for i64 {}
impl Written for f64 {}

impl Written for Value {
    fn find<T>(&self, trail: &Trail, find: impl Fn(&Self) -> Option<T>) -> Option<T> {
        let scalar = || self.as_str().and_then(|text| trail.scalar(text));
        find(self).or_else(|| scalar().and_then(|scalar| find(&scalar)))
    }
}

/// The error of a conversion to an enum that does not have the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownValue(pub(crate) &'static str);

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for UnknownValue {}

/// Below this limit, each integer is a different `f64`.
const EXACT: u64 = 1 << f64::MANTISSA_DIGITS;

/// Returns whether a value equals this scalar in JSON Schema. Numbers are compared by value, so `1.0` equals `1`.
/// Beyond 2^53, a number with a fraction or an exponent may denote several integers, so only the same integer is equal.
pub(crate) fn is_equal(value: &Value, known: &Value) -> bool {
    let is_exact = known.as_i64().is_none_or(|known| known.unsigned_abs() < EXACT);
    match (value.as_f64(), known.as_f64()) {
        (Some(value), Some(known)) if is_exact => value == known,
        _ => value == known,
    }
}
