//! Decoding of what fewer descriptions have: maps, null, boxes, small integers, closed enums.

use super::{Decode, Members, Trail, decode::Seed};
use serde::{
    Serialize, Serializer,
    de::{Deserializer, Error, MapAccess, Visitor},
};
use std::{collections::BTreeMap, fmt};

impl Decode for i32 {
    fn decode<'de, D: Deserializer<'de>>(input: D, trail: &mut Trail) -> Result<Self, D::Error> {
        let wide = i64::decode(input, trail)?;
        Self::try_from(wide).map_err(|_| D::Error::custom("an integer of at most 32 bits is expected"))
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode<'de, D: Deserializer<'de>>(input: D, trail: &mut Trail) -> Result<Self, D::Error> {
        T::decode(input, trail).map(Self::new)
    }
}

/// A value that may be null. Absence is `Option`'s.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nullable<T> {
    /// `null`
    Null,
    /// A value.
    Value(T),
}

impl<T> Nullable<T> {
    /// The value, where it is not null.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
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
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn decode<'de, D: Deserializer<'de>>(input: D, trail: &mut Trail) -> Result<Self, D::Error> {
        input.deserialize_map(Seed::<Self>::new(trail))
    }
}

impl<'de, T: Decode> Visitor<'de> for Seed<'_, BTreeMap<String, T>> {
    type Value = BTreeMap<String, T>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = BTreeMap::new();
        while let Some(key) = map.next_key::<String>()? {
            let value = match entries.contains_key(&key) {
                false => map.next_value_seed(Seed::new(self.0)),
                true => Err(A::Error::custom("the member is given twice")),
            };
            let value = value.inspect_err(|_| self.0.push(&key))?;
            entries.insert(key, value);
        }
        Ok(entries)
    }
}

impl<'de, A: MapAccess<'de, Error = E>, E: Error> Members<'_, A, E> {
    /// Keeps a member without a row, whose type the description gives.
    pub(crate) fn typed<T: Decode>(&mut self, members: &mut BTreeMap<String, T>) -> bool {
        self.other(|name, value| members.insert(name, value))
    }
}
