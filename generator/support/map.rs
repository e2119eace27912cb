//! Objects that are maps in Rust, since `additionalProperties` has a type.

use super::{Decode, Properties, Trail, decode::Seed};
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use std::collections::{BTreeMap, btree_map::Entry};
use std::fmt;

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
                true => Err(A::Error::custom("duplicate property")),
            };
            let value = value.inspect_err(|_| self.0.push(&key))?;
            entries.insert(key, value);
        }
        Ok(entries)
    }
}

impl<'de, A: MapAccess<'de, Error = E>, E: Error> Properties<'_, A, E> {
    /// Decodes a property without a row as the type in the schema, and keeps it.
    pub(crate) fn typed<T: Decode>(&mut self, properties: &mut BTreeMap<String, T>) -> bool {
        match properties.entry(std::mem::take(&mut self.names.other)) {
            Entry::Vacant(entry) => {
                let mut slot = None;
                self.take(entry.key(), &mut slot);
                slot.map(|value| entry.insert(value));
            }
            Entry::Occupied(entry) => self.fail(entry.key(), E::custom("duplicate property")),
        }
        true
    }
}
