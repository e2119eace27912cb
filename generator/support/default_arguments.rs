//! Arrays with a default, if the client sends each item as one parameter.

use super::argument::Raw;
use super::multi::Arguments;

impl Arguments<'_> {
    /// Uses these items if the parameter is absent.
    pub(crate) fn or(mut self, texts: &[&'static str]) -> Self {
        if self.texts.as_ref().is_ok_and(Vec::is_empty) {
            self.texts = Ok(texts.iter().map(|text| Raw::plain(*text)).collect());
        }
        self
    }
}
