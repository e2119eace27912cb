//! Structs as tables: how each member is read and written.

use serde::{Serialize, ser::SerializeMap};

/// `object!(Type { field: required("name", rules..), .. } others())`: implements reading and writing for a
/// struct. The others are the members without a row: `dropped()`, `refused()` or `kept(field)`. Tags have no
/// field: `tags("name" = "value")`. Behind a row, `.read_only()` passes over what a client sends in it;
/// `= value` is what it is where it is absent.
/// `; schemas::NAME` at the end is what the whole object is checked against.
macro_rules! object {
    (@decode $input:ident $trail:ident) => { $input.deserialize_map(Seed::<Self>::new($trail)) };
    (@decode $input:ident $trail:ident $schema:path) => { checked_object(&$schema, $input, $trail) };
    ($type:ty {
        $($field:ident: $kind:ident($name:literal $(, $rule:expr)*) $(.$pass_over:ident())? $(= $default:expr)?,)*
    } $others:ident($($rest:ident $(, $rest_rule:expr)*)?)
        $(, tags($($tag:literal = $value:literal),+))? $(, counted($count:expr))? $(; $schema:path)?) => {
        impl Object for $type {
            const MEMBERS: &'static [&'static str] = &[$($name,)* $($($tag),+)?];

            #[allow(dead_code, non_camel_case_types, unused_variables, reason = "rows are called as the fields are")]
            fn members<'de, A: MapAccess<'de>>(object: &mut Members<'_, A>) -> Result<Self, A::Error> {
                enum Row { $($field),* }
                $(let mut $field = None;)*
                $(let mut $rest = Default::default();)?
                $(let mut tags = vec![$(Tag::new($value)),+];)?
                while let Some(index) = object.index()? {
                    $(if index == Row::$field as usize {
                        $(if object.$pass_over()? {
                            continue;
                        })?
                        object.value($name, &mut $field)?;
                        $(object.check($name, &$field, $rule)?;)*
                        continue;
                    })*
                    $(if object.tag(&[$($tag),+], &mut tags, index)? {
                        continue;
                    })?
                    object.$others($(&mut $rest)?)?;
                }
                $($(object.check_rest(&$rest, $rest_rule)?;)*)?
                $(object.tags(&[$($tag),+], tags)?;)?
                $(object.counted($count)?;)?
                Ok(Self { $($field: object.$kind($name, $field $(, || $default)?)?,)* $($rest)? })
            }
        }

        impl Decode for $type {
            fn decode<'de, D: Deserializer<'de>>(input: D, trail: &mut Trail) -> Result<Self, D::Error> {
                object!(@decode input trail $($schema)?)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                Self::decode(input, &mut Trail::default())
            }
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
                let mut map = output.serialize_map(None)?;
                $($(map.serialize_entry($tag, $value)?;)+)?
                $(object::$kind(&mut map, $name, &self.$field)?;)*
                $(object::$others(&mut map, Self::MEMBERS, &self.$rest)?;)?
                map.end()
            }
        }
    };
}
pub(crate) use object;

pub fn required<M: SerializeMap>(
    map: &mut M,
    name: &'static str,
    value: &impl Serialize,
) -> Result<(), M::Error> {
    map.serialize_entry(name, value)
}

pub fn optional<M: SerializeMap>(
    map: &mut M,
    name: &'static str,
    value: &Option<impl Serialize>,
) -> Result<(), M::Error> {
    value.as_ref().map_or(Ok(()), |value| map.serialize_entry(name, value))
}

/// The members without a row. One that has a row is left out: it would stand there twice.
pub fn kept<'m, M: SerializeMap>(
    map: &mut M,
    rows: &[&str],
    members: impl IntoIterator<Item = (&'m String, &'m (impl Serialize + 'm))>,
) -> Result<(), M::Error> {
    let mut others = members.into_iter().filter(|(name, _)| !rows.contains(&name.as_str()));
    others.try_for_each(|(name, value)| map.serialize_entry(name, value))
}
pub use kept as typed;
pub use required as defaulted;
