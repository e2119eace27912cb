//! Values that may be null.

use super::{Decode, Trail, decode::Seed};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Serialize, Serializer};
use std::fmt;

/// A value that may be null. (An `Option` is a value that may be absent.)
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nullable<T> {
    /// `null`.
    Null,
    /// A value.
    Value(T),
}

impl<T> Nullable<T> {
    /// Returns the value, or `None` if it is null.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T: Serialize> Serialize for Nullable<T> {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => output.serialize_none(),
            Self::Value(value) => output.serialize_some(value),
        }
    }
}

impl<T: Decode> Decode for Nullable<T> {
    fn decode<'de, D: Deserializer<'de>>(input: D, trail: &mut Trail) -> Result<Self, D::Error> {
        input.deserialize_option(Seed::<Self>::new(trail))
    }
}

impl<'de, T: Decode> Visitor<'de> for Seed<'_, Nullable<T>> {
    type Value = Nullable<T>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }
    fn visit_none<E>(self) -> Result<Nullable<T>, E> {
        Ok(Nullable::Null)
    }
    fn visit_unit<E>(self) -> Result<Nullable<T>, E> {
        Ok(Nullable::Null)
    }
    fn visit_some<D: Deserializer<'de>>(self, input: D) -> Result<Nullable<T>, D::Error> {
        T::decode(input, self.0).map(Nullable::Value)
    }
    // A union opens an array or an object before it decodes the value as one of its alternatives.
    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Nullable<T>, A::Error> {
        self.visit_some(SeqAccessDeserializer::new(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Nullable<T>, A::Error> {
        self.visit_some(MapAccessDeserializer::new(object))
    }
}
