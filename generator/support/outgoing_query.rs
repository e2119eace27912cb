//! The query of a request that the generated code creates.

use super::outgoing_request::{OutgoingRequest, ParameterStyle, pairs_of, value_of};
use serde::Serialize;
use std::fmt::Write as _;

impl OutgoingRequest {
    /// Adds a query parameter, if it has a value.
    pub(crate) fn add_query(mut self, name: &str, value: &impl Serialize, style: ParameterStyle) -> Self {
        let pairs = value_of(value).and_then(|value| match value {
            Some(value) => pairs_of(name, &value, style, &percent_encoded),
            None => Ok(Vec::new()),
        });
        match pairs {
            Ok(pairs) => pairs.iter().for_each(|(name, value)| add_pair(&mut self.query, name, value)),
            Err(reason) => self.fail(format!("the query parameter `{name}` {reason}")),
        }
        self
    }
}

/// Adds a pair whose value is already encoded.
pub(super) fn add_pair(pairs: &mut String, name: &str, value: &str) {
    if !pairs.is_empty() {
        pairs.push('&');
    }
    pairs.push_str(&percent_encoded(name));
    pairs.push('=');
    pairs.push_str(value);
}

/// Percent-encodes all bytes but those of unreserved characters. (RFC 3986, section 2.3)
pub(super) fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string never fails.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}
