//! JSON request bodies.

use super::media_type::{Consumed, accept_text, has_content};
use super::reason::reason;
use super::{Decode, Rejection, Trail, chunks};
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};

/// Receives a JSON body with one of these media types, up to axum's `DefaultBodyLimit`. Returns no bytes if there is no
/// body.
pub(super) async fn receive_json(
    headers: &HeaderMap,
    consumed: Consumed,
    mut body: Body,
) -> Result<Bytes, Rejection> {
    let accepted = match consumed.contains(&"application/json") {
        true if !headers.contains_key(header::CONTENT_TYPE) => Ok(()),
        _ => accept_text(headers, consumed),
    };
    match has_content(accepted, headers, &mut body).await? {
        true => chunks::whole(body).await,
        false => Ok(Bytes::new()),
    }
}

/// Decodes a JSON body.
pub fn json_body<T: Decode>(bytes: &[u8]) -> Result<T, Rejection> {
    if bytes.is_empty() {
        return Err(Rejection::MissingBody);
    }
    let mut trail = Trail { of_request: true, ..Trail::default() };
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = T::decode(&mut json, &mut trail).and_then(|value| json.end().map(|()| value));
    value.map_err(|error| rejection(&error, &trail))
}

/// Decodes a JSON body that may be absent.
pub fn optional_json_body<T: Decode>(bytes: &[u8]) -> Result<Option<T>, Rejection> {
    if bytes.is_empty() { Ok(None) } else { json_body(bytes).map(Some) }
}

fn rejection(error: &serde_json::Error, trail: &Trail) -> Rejection {
    match error.is_data() {
        true => Rejection::InvalidJson { pointer: trail.pointer(), reason: reason(error, trail) },
        false => Rejection::MalformedJson { reason: error.to_string() },
    }
}
