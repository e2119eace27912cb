//! The targets of callbacks, from values of requests and responses.

use super::outgoing_query::percent_encoded;
use super::outgoing_request::{text_of, value_of};
use serde::Serialize;
use serde_json::Value;

/// Returns the text of a scalar.
pub fn target_text(value: &impl Serialize) -> String {
    value_of(value).ok().flatten().and_then(|value| text_of(&value).ok()).unwrap_or_default()
}

/// Returns the text of a scalar that is a part of a URL, and must not change the URL around it.
pub fn encoded_target_text(value: &impl Serialize) -> String {
    percent_encoded(&target_text(value))
}

/// Returns the text of any JSON value, if it is a scalar.
pub fn target_json(value: &Value) -> Option<String> {
    text_of(value).ok()
}

/// Returns the text of any JSON value that is a part of a URL, if it is a scalar.
pub fn encoded_target_json(value: &Value) -> Option<String> {
    target_json(value).map(|text| percent_encoded(&text))
}
