//! Bearer tokens in requests that the generated code creates. (RFC 6750)

use super::Bearer;
use super::outgoing_request::OutgoingRequest;

impl OutgoingRequest {
    /// Adds a bearer token.
    pub(crate) fn present_bearer(&mut self, bearer: &Bearer) {
        self.insert_secret("Authorization", &format!("Bearer {}", bearer.token.expose()));
    }
}
