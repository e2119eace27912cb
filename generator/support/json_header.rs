//! Response headers that are JSON.

use super::ascii_json::in_ascii;
use super::header::insert;
use super::reason::reason;
use super::{CHECK_RESPONSES, Decode, Rejection, Trail};
use axum::response::Response;
use serde::Serialize;

/// Adds a header that is JSON in one line, if it has a value. If responses are checked, the value is decoded again.
pub fn json_header<T: Serialize + Decode>(
    response: &mut Response,
    name: &'static str,
    value: Option<&T>,
) -> Result<(), Rejection> {
    let Some(value) = value else { return Ok(()) };
    let breach =
        |reason: String| Rejection::InvalidResponse { reason: format!("the header `{name}`{reason}") };
    let json = serde_json::to_string(value).map_err(|error| breach(format!(": {error}")))?;
    if CHECK_RESPONSES {
        let mut trail = Trail { of_response: true, ..Trail::default() };
        let checked = T::decode(&mut serde_json::Deserializer::from_str(&json), &mut trail);
        checked.map_err(|error| match (trail.pointer(), reason(&error, &trail)) {
            (pointer, reason) if pointer.is_empty() => breach(format!(": {reason}")),
            (pointer, reason) => breach(format!(" at `{pointer}`: {reason}")),
        })?;
    }
    insert(response, name, &in_ascii(&json))
}
