//! Inheritance: an object that says in one of its members, its tag, what else it has.

use super::strict_value::StrictValue;
use super::{Decode, Members, Seed, Trail};
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;
use std::fmt;

/// `tagged!(Type, "tag", "expected" { Variant = "value", .. })`: implements reading and writing for an enum
/// of structs, each of which reads and writes its own tag.
#[allow(unused_macros, reason = "a description may have structs with a tag, and no enum of them")]
macro_rules! tagged {
    ($type:ty, $tag:literal, $expected:literal { $($variant:ident = $value:literal,)* }) => {
        impl Decode for $type {
            fn decode<'de, D: Deserializer<'de>>(input: D, trail: &mut Trail) -> Result<Self, D::Error> {
                let Buffered(object) = Buffered::decode(input, trail)?;
                match object.get($tag).and_then(serde_json::Value::as_str) {
                    $(Some($value) => tagged::variant(object, trail).map(Self::$variant),)*
                    _ => Err(tagged::unknown(&object, $tag, $expected, trail)),
                }
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                Self::decode(input, &mut Trail::default())
            }
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(object) => object.serialize(output),)*
                }
            }
        }
    };
}
pub(crate) use tagged;

/// The object as what its tag says.
pub fn variant<T: Decode, E: serde::de::Error>(object: Value, trail: &mut Trail) -> Result<T, E> {
    T::decode(object, trail).map_err(E::custom)
}

/// The tag is missing, or says what is not known.
pub fn unknown<E: serde::de::Error>(object: &Value, tag: &str, expected: &str, trail: &mut Trail) -> E {
    trail.push(tag);
    match object.get(tag) {
        None => E::custom(format_args!("the member is missing: {expected}")),
        Some(_) => E::custom(expected),
    }
}

/// A tag of one struct: what it always says, and what came.
pub struct Tag {
    value: &'static str,
    slot: Option<String>,
}

impl Tag {
    pub(crate) fn new(value: &'static str) -> Self {
        Self { value, slot: None }
    }
}

impl<'de, A: MapAccess<'de, Error = E>, E: Error> Members<'_, A, E> {
    /// Takes in the member, if it is a tag: their rows are behind all others. Whether it is one.
    pub(crate) fn tag(&mut self, row: usize, names: &[&str], tags: &mut [Tag]) -> bool {
        let (Some(name), Some(tag)) = (names.get(row), tags.get_mut(row)) else { return false };
        self.take(name, &mut tag.slot);
        if tag.slot.as_deref().is_some_and(|found| found != tag.value) {
            self.trail.push(name);
            self.error = Some(E::custom(format_args!("`{}` is expected", tag.value)));
        }
        true
    }

    /// All tags came.
    pub(crate) fn tags(&self, names: &[&str], tags: Vec<Tag>) -> Result<(), E> {
        names.iter().zip(tags).try_for_each(|(name, tag)| self.required(name, tag.slot).map(drop))
    }
}

/// An object that is held until its tag is known.
pub struct Buffered(pub Value);

impl Decode for Buffered {
    fn decode<'de, D: Deserializer<'de>>(input: D, trail: &mut Trail) -> Result<Self, D::Error> {
        input.deserialize_map(Seed::<Self>::new(trail))
    }
}

impl<'de> Visitor<'de> for Seed<'_, Buffered> {
    type Value = Buffered;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Buffered, A::Error> {
        StrictValue(self.0).visit_map(members).map(Buffered)
    }
}
