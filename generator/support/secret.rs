//! Credentials that must not reach a log.

use super::{Query, Rejection};
use std::fmt;

/// A secret that the caller presented. `Debug` shows nothing of it, and there is no `PartialEq`:
/// look its hash up, or compare in constant time.
#[derive(Clone)]
pub struct Secret(pub(super) String);

impl Secret {
    /// The secret itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl Query<'_> {
    /// Whether a parameter of this name has anything in it.
    pub(crate) fn presents(self, name: &'static str) -> bool {
        self.values(name).any(|value| value.map_or(true, |value| !value.is_empty()))
    }

    /// The credentials of this name. Empty ones are none.
    pub(crate) fn secret(self, name: &'static str) -> Result<Option<Secret>, Rejection> {
        let text: Option<String> = self.get(name).optional()?;
        Ok(text.filter(|text| !text.is_empty()).map(Secret))
    }
}
