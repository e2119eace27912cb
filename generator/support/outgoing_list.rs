//! Arrays in requests that the generated code creates, as JSON in lines or after record separators (RFC 7464).

use super::Decode;
use super::media_type::{is_json, is_json_sequence};
use super::outgoing_items::json;
use super::outgoing_request::OutgoingRequest;
use serde::Serialize;
use serde_json::Value;

impl OutgoingRequest {
    /// Sets a body that is an array, as JSON or as its items, depending on the media type.
    pub(crate) fn write_json_list<T: Serialize + Decode>(mut self, media_type: &str, body: &T) -> Self {
        let is_checked = super::CHECK_RESPONSES && self.is_checked;
        let bytes = match json(body, is_checked) {
            Ok(bytes) => bytes,
            Err(reason) => {
                self.fail(format!("the body{reason}"));
                return self;
            }
        };
        if is_json(media_type) {
            self.set_body(media_type, bytes);
            return self;
        }
        let start = if is_json_sequence(media_type) { "\u{1E}" } else { "" };
        match serde_json::from_slice::<Vec<Value>>(&bytes) {
            Ok(items) => {
                let lines = items.iter().map(|item| format!("{start}{item}\n"));
                self.set_body(media_type, lines.collect::<String>());
            }
            Err(_) => self.fail("the body is not an array"),
        }
        self
    }
}
