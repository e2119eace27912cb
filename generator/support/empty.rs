//! Parameters that may be sent without a value. Only a string can be made of none: for any other type it
//! is as if the parameter was absent.

use super::Rejection;
use super::argument::{Argument, Scalar};

impl Argument<'_> {
    pub(crate) fn unless_empty(mut self) -> Self {
        self.text = self.text.map(|text| text.filter(|text| !text.is_empty()));
        self
    }

    /// A parameter that has to be there, and need not have a value.
    pub(crate) fn required_or_empty<T: Scalar>(self) -> Result<Option<T>, Rejection> {
        self.given()?.unless_empty().optional()
    }
}
