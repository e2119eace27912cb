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
    (@field required $object:ident $name:literal $field:ident) => { $object.required($name, $field)? };
    (@field optional $object:ident $name:literal $field:ident) => { $field };
    (@field defaulted $object:ident $name:literal $field:ident $default:expr) => {
        $object.defaulted($field, || $default)
    };
    ($type:ty {
        $($field:ident: $kind:ident($name:literal $(, $rule:expr)*) $(.$pass_over:ident())? $(= $default:expr)?,)*
    } $others:ident($($rest:ident $(, $rest_rule:expr)*)?)
        $(, tags($($tag:literal = $value:literal),+))? $(, counted($count:expr))? $(; $schema:path)?) => {
        impl Object for $type {
            const MEMBERS: &'static [&'static str] = &[$($name,)* $($($tag),+)?];

            fn members<'de, A: MapAccess<'de, Error = E>, E: serde::de::Error>(
                object: &mut Members<'_, A, E>,
            ) -> Result<Self, E> {
                $(let mut $field = None;)*
                $(let mut $rest = Default::default();)?
                $(let mut tags = vec![$(Tag::new($value)),+];)?
                let mut row = 0;
                while object.next(&mut row)? {
                    // Each row takes in the member, or counts down to the one that does.
                    _ = $($(object.$pass_over(row) ||)?
                        (object.value(&mut row, $name, &mut $field) $(&& object.check($name, &$field, $rule))*) ||)*
                        $(object.tag(row, &[$($tag),+], &mut tags) ||)?
                        object.$others($(&mut $rest)?);
                }
                $($(object.check_rest(&$rest, $rest_rule)?;)*)?
                $(object.tags(&[$($tag),+], tags)?;)?
                $(object.counted($count)?;)?
                Ok(Self { $($field: object!(@field $kind object $name $field $($default)?),)* $($rest)? })
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
                let mut object = object::Writer::new(output.serialize_map(None)?);
                $($(object.required($tag, &$value);)+)?
                $(object.$kind($name, &self.$field);)*
                $(object.$others(Self::MEMBERS, &self.$rest);)?
                object.end()
            }
        }
    };
}
pub(crate) use object;

/// An object while it is written. What goes wrong is said at its end, and nothing is written behind it.
pub struct Writer<M: SerializeMap> {
    map: M,
    error: Option<M::Error>,
}

impl<M: SerializeMap> Writer<M> {
    pub(crate) fn new(map: M) -> Self {
        Self { map, error: None }
    }

    pub(crate) fn required(&mut self, name: &str, value: &impl Serialize) {
        if self.error.is_none() {
            self.error = self.map.serialize_entry(name, value).err();
        }
    }

    pub(crate) fn optional(&mut self, name: &str, value: &Option<impl Serialize>) {
        if let Some(value) = value {
            self.required(name, value);
        }
    }

    pub(crate) fn defaulted(&mut self, name: &str, value: &impl Serialize) {
        self.required(name, value);
    }

    /// The members without a row. One that has a row is left out: it would stand there twice.
    pub(crate) fn kept<'m>(
        &mut self,
        rows: &[&str],
        members: impl IntoIterator<Item = (&'m String, &'m (impl Serialize + 'm))>,
    ) {
        let others = members.into_iter().filter(|(name, _)| !rows.contains(&name.as_str()));
        others.for_each(|(name, value)| self.required(name, value));
    }

    pub(crate) fn typed<'m>(
        &mut self,
        rows: &[&str],
        members: impl IntoIterator<Item = (&'m String, &'m (impl Serialize + 'm))>,
    ) {
        self.kept(rows, members);
    }

    pub(crate) fn end(self) -> Result<M::Ok, M::Error> {
        match self.error {
            None => self.map.end(),
            Some(error) => Err(error),
        }
    }
}
