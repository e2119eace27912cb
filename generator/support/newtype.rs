//! Newtypes: arrays and maps that contain themselves.

/// `newtype!(Type [checks])` implements serde's traits for a struct with one field.
#[allow(unused_macros, reason = "not every spec has newtypes")]
macro_rules! newtype {
    ($type:ty $([$($check:expr),+])?) => {
        impl support::Decode for $type {
            fn decode<'de, D: ::serde::Deserializer<'de>>(
                input: D,
                trail: &mut support::Trail,
            ) -> Result<Self, D::Error> {
                let value = Self(support::Decode::decode(input, trail)?);
                $(if trail.is_strict() {
                    $($check(&value.0, trail).map_err(::serde::de::Error::custom)?;)+
                })?
                Ok(value)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                support::deserialize(input)
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
                ::serde::Serialize::serialize(&self.0, output)
            }
        }
    };
}
pub(crate) use newtype;
