//! Bodies of bytes in responses to requests that the generated code creates.

use super::received_response::{Declared, ReceivedResponse};
use super::{Content, OutgoingError};

impl ReceivedResponse<'_> {
    /// Returns the bytes of a body with one of these media types.
    pub(crate) fn read_bytes(&self, declared: Declared) -> Result<Content, OutgoingError> {
        self.expect_media_type(declared)?;
        let declared = declared.iter().find(|media_type| !media_type.contains('*'));
        let media_type = self.media_type().or(declared.copied()).unwrap_or("application/octet-stream");
        Ok(Content::new(media_type, self.body.take()))
    }
}
