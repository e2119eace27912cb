//! Parameters with a default.

use super::Argument;
use super::argument::Raw;

impl Argument<'_> {
    /// Uses this text if the parameter is absent.
    pub(crate) fn or(mut self, text: &'static str) -> Self {
        self.text = self.text.map(|own| own.or_else(|| Some(Raw::plain(text))));
        self
    }
}
