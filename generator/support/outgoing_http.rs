//! HTTP authentication in requests that the generated code creates. (RFC 9110, section 11.4)

use super::Http;
use super::outgoing_request::OutgoingRequest;

impl OutgoingRequest {
    /// Adds the credentials of a scheme.
    pub(crate) fn present_http(&mut self, scheme: &str, http: &Http) {
        self.insert_secret("Authorization", &format!("{scheme} {}", http.credentials.expose()));
    }
}
