//! Values with a `format`: types of other crates, read by the grammar of the format. The crates themselves accept more
//! texts than the grammar.

use super::check::{Verdict, hold};
use super::{Decode, Trail};
use serde::de::{Deserializer, Error, Visitor};
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

/// A type that has the values of a format.
pub trait Format: Sized {
    /// The reason why a text is rejected. In a message, it follows the name of the value.
    const MUST_BE: &'static str;
    /// Parses a text of the format. Returns `None` for any other text.
    fn parse(text: &str) -> Option<Self>;
    /// Returns whether a text has the format.
    fn has(text: &str) -> bool {
        Self::parse(text).is_some()
    }
}

/// A type whose own `Serialize` writes a text that the format does not allow.
pub trait Write: Format {
    /// Returns the text, or `None` if the format has no text for the value.
    fn write(&self) -> Option<String>;
}

/// Implements `Decode` for types with a format.
macro_rules! decode_text {
    ($($type:ty),*) => { $(impl super::Decode for $type {
        fn decode<'de, D: serde::Deserializer<'de>>(input: D, _: &mut super::Trail) -> Result<Self, D::Error> {
            super::format::decode(input)
        }
    })* };
}
pub(super) use decode_text;

/// Decodes a string.
pub(super) fn decode<'de, T: Format, D: Deserializer<'de>>(input: D) -> Result<T, D::Error> {
    input.deserialize_str(Text(PhantomData))
}

struct Text<T>(PhantomData<T>);

impl<T: Format> Visitor<'_> for Text<T> {
    type Value = T;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        T::parse(text).ok_or_else(|| E::custom(T::MUST_BE))
    }
}

/// Parses the text of a `default`.
///
/// # Panics
/// The generator has checked the text, so it does not panic.
pub fn known<T: Format>(text: &str) -> T {
    match T::parse(text) {
        Some(value) => value,
        None => unreachable!("`{text}` {}", T::MUST_BE),
    }
}

/// Requires that the rule holds for the text of the value.
pub fn text<T: Serialize>(
    rule: impl Fn(&String, &mut Trail) -> Verdict,
) -> impl Fn(&T, &mut Trail) -> Verdict {
    move |value, trail| match serde_json::to_value(value) {
        Ok(Value::String(text)) => rule(&text, trail),
        _ => hold(false, || "must be a string".to_owned()),
    }
}

/// A value that is serialized as the text of its format. The type's own `Serialize` writes another text, or does not
/// exist.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Formatted<T>(pub T);

impl<T> Deref for Formatted<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> From<T> for Formatted<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: Write> Format for Formatted<T> {
    const MUST_BE: &'static str = T::MUST_BE;
    fn parse(text: &str) -> Option<Self> {
        T::parse(text).map(Self)
    }
}

impl<T: Write> Decode for Formatted<T> {
    fn decode<'de, D: Deserializer<'de>>(input: D, _: &mut Trail) -> Result<Self, D::Error> {
        decode(input)
    }
}

impl<T: Write> Serialize for Formatted<T> {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        match self.0.write() {
            Some(text) => output.serialize_str(&text),
            None => Err(serde::ser::Error::custom(T::MUST_BE)),
        }
    }
}
