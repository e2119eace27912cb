//! Parameters with a default.

use super::Argument;
use std::borrow::Cow;

impl Argument<'_> {
    /// Uses this text if the parameter is absent.
    pub(crate) fn or(mut self, text: &'static str) -> Self {
        self.text = self.text.map(|own| own.or(Some(Cow::Borrowed(text))));
        self
    }
}
