//! Credentials that must not reach a log.

use std::fmt;

/// A secret in a request. `Debug` does not show it. It does not implement `PartialEq`, since such a comparison leaks
/// the secret through its timing: look up a hash of the secret, or compare in constant time.
#[derive(Clone)]
pub struct Secret(pub(super) String);

impl Secret {
    /// Returns the secret itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Creates a secret, for a client or for the unit test of a method.
impl<T: Into<String>> From<T> for Secret {
    fn from(text: T) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}
