//! Parameters that have a value where they are absent.

use super::Argument;
use std::borrow::Cow;

impl Argument<'_> {
    /// Itself, or this text where it is absent.
    pub(crate) fn or(mut self, text: &'static str) -> Self {
        self.text = self.text.map(|own| own.or(Some(Cow::Borrowed(text))));
        self
    }
}
