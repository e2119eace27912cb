//! `allowEmptyValue`: parameters that clients may send without a value. If the type is not a string, a parameter
//! without a value is treated as absent.

use super::Rejection;
use super::argument::{Argument, Scalar};

impl Argument<'_> {
    /// Treats an empty value as absent.
    pub(crate) fn unless_empty(mut self) -> Self {
        self.text = self.text.map(|raw| raw.filter(|raw| !raw.text.is_empty()));
        self
    }

    /// Decodes a parameter that must be present, but may be empty.
    pub(crate) fn required_or_empty<T: Scalar>(self) -> Result<Option<T>, Rejection> {
        self.given()?.unless_empty().optional()
    }
}
