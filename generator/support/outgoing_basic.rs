//! Basic authentication in requests that the generated code creates. (RFC 7617)

use super::Basic;
use super::outgoing_request::OutgoingRequest;

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

impl OutgoingRequest {
    /// Adds the credentials of a user. "a user-id containing a colon character is invalid"
    pub(crate) fn present_basic(&mut self, basic: &Basic) {
        let text = format!("{}:{}", basic.user, basic.password.expose());
        if basic.user.contains(':') || text.contains(char::is_control) {
            self.fail("the user must not contain a colon, and the credentials no control characters");
        }
        self.insert_secret("Authorization", &format!("Basic {}", encode_base64(text.as_bytes())));
    }
}

/// Encodes bytes as base64 with padding. (RFC 4648, section 4)
fn encode_base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte));
        let bits = bits << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = DIGITS.get(bits >> (18 - 6 * place) & 63).copied().unwrap_or(b'=');
            text.push(if place <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    text
}
