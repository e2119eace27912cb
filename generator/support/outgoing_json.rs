//! JSON bodies of requests that the generated code creates.

use super::as_request::AsRequest;
use super::outgoing_request::OutgoingRequest;
use super::reason::reason;
use super::{CHECK_RESPONSES, Decode, Trail};
use serde::Serialize;

impl OutgoingRequest {
    /// Sets a JSON body. If responses are checked, the body is decoded again, as the receiver decodes it.
    pub(crate) fn write_json<T: Serialize + Decode>(mut self, media_type: &str, body: &T) -> Self {
        let mut bytes = Vec::new();
        let is_request = AsRequest::start();
        let written = body.serialize(&mut serde_json::Serializer::new(&mut bytes));
        drop(is_request);
        match written {
            Err(error) => self.fail(format!("the body: {error}")),
            Ok(()) => {
                if CHECK_RESPONSES && self.is_checked {
                    let mut trail = Trail { of_request: true, ..Trail::default() };
                    let decoded = T::decode(&mut serde_json::Deserializer::from_slice(&bytes), &mut trail);
                    if let Err(error) = decoded {
                        self.fail(match (trail.pointer(), reason(&error, &trail)) {
                            (pointer, reason) if pointer.is_empty() => format!("the body: {reason}"),
                            (pointer, reason) => format!("the body at `{pointer}`: {reason}"),
                        });
                    }
                }
                self.set_body(media_type, bytes);
            }
        }
        self
    }
}
