//! Newtypes: an array or a map that holds itself.

/// `newtype!(Type, rules..)`: implements reading and writing for a struct around one value.
macro_rules! newtype {
    ($type:ty $(, $rule:expr)*) => {
        impl Decode for $type {
            fn decode<'de, D: Deserializer<'de>>(input: D, trail: &mut Trail) -> Result<Self, D::Error> {
                let value = Self(Decode::decode(input, trail)?);
                $($rule(&value.0, trail).map_err(serde::de::Error::custom)?;)*
                Ok(value)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                Self::decode(input, &mut Trail::default())
            }
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(output)
            }
        }
    };
}
pub(crate) use newtype;
