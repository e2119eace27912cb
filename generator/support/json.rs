//! JSON responses.

use super::reason::reason;
use super::{CHECK_RESPONSES, Decode, Rejection, Trail};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::fmt;

/// Creates a response with a JSON body. If responses are checked, the body is decoded again. Returns an error if it
/// does not match its schema.
pub fn json(status: StatusCode, body: &dyn Encode) -> Result<Response, Rejection> {
    let mut bytes = Vec::with_capacity(128);
    encode(format_args!("the body"), body, &mut bytes)?;
    Ok((status, [(header::CONTENT_TYPE, "application/json")], bytes).into_response())
}

/// Appends a value as JSON. The messages of errors name the value with `what`.
pub(super) fn encode(
    what: fmt::Arguments<'_>,
    body: &dyn Encode,
    bytes: &mut Vec<u8>,
) -> Result<(), Rejection> {
    let breach = |reason: String| Rejection::InvalidResponse { reason };
    let start = bytes.len();
    let mut output = serde_json::Serializer::new(&mut *bytes);
    body.encode(&mut output).map_err(|error| breach(error.to_string()))?;
    let mut trail = Trail { of_response: true, ..Trail::default() };
    let checked = body.check(bytes.get(start..).unwrap_or_default(), &mut trail);
    checked.map_err(|error| match (trail.pointer(), reason(&error, &trail)) {
        (pointer, reason) if pointer.is_empty() => breach(format!("{what}: {reason}")),
        (pointer, reason) => breach(format!("{what} at `{pointer}`: {reason}")),
    })
}

/// A type that can be serialized as JSON and decoded again.
pub trait Encode {
    fn encode(&self, output: &mut serde_json::Serializer<&mut Vec<u8>>) -> serde_json::Result<()>;
    fn check(&self, bytes: &[u8], trail: &mut Trail) -> serde_json::Result<()>;
}

impl<T: Serialize + Decode> Encode for T {
    fn encode(&self, output: &mut serde_json::Serializer<&mut Vec<u8>>) -> serde_json::Result<()> {
        self.serialize(output)
    }

    fn check(&self, bytes: &[u8], trail: &mut Trail) -> serde_json::Result<()> {
        if CHECK_RESPONSES {
            T::decode(&mut serde_json::Deserializer::from_slice(bytes), trail)?;
        }
        Ok(())
    }
}
