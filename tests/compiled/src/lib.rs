//! The golden outputs and skeletons, compiled without a warning.

include!(concat!(env!("OUT_DIR"), "/modules.rs"));

/// The name of a case, its example server, and the methods and paths of its operations.
pub type ExampleServer = (&'static str, axum::Router, Vec<(axum::http::Method, &'static str)>);

/// A type that the settings of `configured` name by its path.
pub mod foreign {
    use serde::de::{Deserialize, Deserializer, Error};
    use serde::ser::{Serialize, Serializer};
    use std::str::FromStr;

    /// `@name:server`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct UserId(String);

    impl FromStr for UserId {
        type Err = &'static str;
        fn from_str(text: &str) -> Result<Self, Self::Err> {
            let is_one = text.starts_with('@') && text.contains(':');
            if is_one { Ok(Self(text.to_owned())) } else { Err("a user id is `@name:server`") }
        }
    }

    impl<'de> Deserialize<'de> for UserId {
        fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
            String::deserialize(input)?.parse().map_err(D::Error::custom)
        }
    }

    impl Serialize for UserId {
        fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
            output.serialize_str(&self.0)
        }
    }
}
