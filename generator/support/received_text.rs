//! Bodies of text in responses to requests that the generated code creates.

use super::media_type::is_json;
use super::received_response::{Declared, ReceivedResponse, trail};
use super::{Decode, OutgoingError, TextFault, TextTree};
use std::borrow::Cow;

impl ReceivedResponse<'_> {
    /// Decodes a body of text with one of these media types.
    pub(crate) fn read_text<T: Decode>(&self, declared: Declared) -> Result<T, OutgoingError> {
        self.expect_media_type(declared)?;
        let text =
            std::str::from_utf8(self.body.bytes()).map_err(|_| self.invalid("the body is not UTF-8"))?;
        let text = TextTree::Text(Cow::Borrowed(text));
        let decoded = text.decode_with(trail(self.body.is_lenient()));
        decoded.map_err(|TextFault { reason, .. }| self.invalid(format!("the body: {reason}")))
    }

    /// Decodes a body of JSON or of text, depending on its media type.
    pub(crate) fn read_json_or_text<T: Decode>(&self, declared: Declared) -> Result<T, OutgoingError> {
        let first = declared.first().copied().unwrap_or_default();
        match is_json(self.media_type().unwrap_or(first)) {
            true => self.read_json(declared),
            false => self.read_text(declared),
        }
    }
}
