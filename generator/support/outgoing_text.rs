//! Bodies of text and of bytes in requests that the generated code creates.

use super::media_type::{covers, essence};
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

    /// Sets a body of bytes. Without a media type, it has the first declared one that is not a range.
    pub(crate) fn write_stream(mut self, declared: &[&str], body: BodyStream) -> Self {
        let own = body.media_type().map(str::to_owned);
        let is_declared = |own: &str| declared.iter().any(|range| covers(essence(range), essence(own)));
        let media_type = match &own {
            Some(own) if !is_declared(own) => {
                self.fail(format!("the media type `{own}` of the body is not declared"));
                return self;
            }
            Some(own) => own,
            None => declared
                .iter()
                .find(|name| !name.contains('*'))
                .copied()
                .unwrap_or("application/octet-stream"),
        };
        self.set_body(media_type, OutgoingBody::Stream(body.into_body()));
        self
    }
}
