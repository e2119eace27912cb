//! Arrays whose items are parameters one by one, and that have items where none is given.

use super::multi::Arguments;
use std::borrow::Cow;

impl Arguments<'_> {
    /// Themselves, or these texts where none is given.
    pub(crate) fn or(mut self, texts: &[&'static str]) -> Self {
        if self.texts.as_ref().is_ok_and(Vec::is_empty) {
            self.texts = Ok(texts.iter().map(|text| Cow::Borrowed(*text)).collect());
        }
        self
    }
}
