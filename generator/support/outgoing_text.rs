//! Bodies of text and of bytes in requests that the generated code creates.

use super::outgoing_request::{OutgoingBody, OutgoingRequest, text_of, value_of};
use super::stream::BodyStream;
use serde::Serialize;

impl OutgoingRequest {
    /// Sets a body of text. A string is sent unchanged, and numbers and booleans are sent as in JSON.
    pub(crate) fn write_text(mut self, media_type: &str, body: &impl Serialize) -> Self {
        match value_of(body).and_then(|value| value.map_or(Ok(String::new()), |value| text_of(&value))) {
            Ok(text) => self.set_body(media_type, text),
            Err(reason) => self.fail(format!("the body {reason}")),
        }
        self
    }

    /// Sets a body of bytes.
    pub(crate) fn write_stream(mut self, media_type: &str, body: BodyStream) -> Self {
        self.set_body(media_type, OutgoingBody::Stream(body.into_body()));
        self
    }
}
