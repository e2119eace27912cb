//! JSON bodies that are checked before they are sent.

use super::outgoing_json::set_json;
use super::outgoing_request::{OutgoingBody, OutgoingRequest};
use super::reason::reason;
use super::{CHECK_RESPONSES, Decode, Trail};
use serde::Serialize;

impl OutgoingRequest {
    /// Sets a JSON body. If responses are checked, the body is decoded again, as the receiver decodes it.
    pub(crate) fn write_checked_json<T: Serialize + Decode>(mut self, media_type: &str, body: &T) -> Self {
        set_json(&mut self, media_type, body);
        let OutgoingBody::Whole(json) = &self.body else { return self };
        if !CHECK_RESPONSES || self.error.is_some() {
            return self;
        }
        let mut trail = Trail { of_request: true, ..Trail::default() };
        if let Err(error) = T::decode(&mut serde_json::Deserializer::from_slice(json), &mut trail) {
            self.fail(match (trail.pointer(), reason(&error, &trail)) {
                (pointer, reason) if pointer.is_empty() => format!("the body: {reason}"),
                (pointer, reason) => format!("the body at `{pointer}`: {reason}"),
            });
        }
        self
    }
}
