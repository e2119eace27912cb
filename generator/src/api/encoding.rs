//! Encodings that have no effect.

use super::Encoding;
use crate::codes;
use crate::diagnostic::{Diagnostic, Place};

impl Encoding {
    /// Returns the place of the keyword `encoding` that has it.
    pub(crate) fn keyword(&self) -> Place {
        let around = self.place.pointer.split_last().map(|(around, _)| around);
        Place::value(self.place.file, around.unwrap_or_default()).key()
    }

    /// Creates the warning for encodings in another object than a request body, of which this is the first one. "The
    /// encoding object SHALL only apply to requestBody objects when the media type is multipart or
    /// application/x-www-form-urlencoded." (OpenAPI 3.0.3, "Media Type Object")
    pub(crate) fn without_effect(&self, object: &str) -> Diagnostic {
        let message = format!("`encoding` has no effect in {object}: it applies only to forms in requests");
        Diagnostic::new(codes::NOT_ENFORCED, self.keyword(), message)
    }
}
