//! JSON bodies of requests.

use super::media_type::text_media_type;
use super::{Decode, Rejection, Trail, chunks};
use axum::{body::Body, http::HeaderMap};

/// Reads a JSON body, up to axum's `DefaultBodyLimit`.
pub async fn body<T: Decode>(headers: &HeaderMap, body: Body) -> Result<T, Rejection> {
    accept_json(headers)?;
    json_body(&chunks::whole(body).await?)
}

/// Refuses a body that is said to be anything but JSON.
pub fn accept_json(headers: &HeaderMap) -> Result<(), Rejection> {
    match text_media_type(headers)? {
        Some(given) if !is_json(&given) => Err(Rejection::UnsupportedMediaType),
        _ => Ok(()),
    }
}

/// RFC 6839, section 3.1: `application/json` and every type with the suffix `+json`.
fn is_json(media_type: &str) -> bool {
    ["application/json", "text/json"].contains(&media_type) || media_type.ends_with("+json")
}

/// Decodes a JSON body.
pub fn json_body<T: Decode>(bytes: &[u8]) -> Result<T, Rejection> {
    let mut trail = Trail { of_request: true, ..Trail::default() };
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = T::decode(&mut json, &mut trail).and_then(|value| json.end().map(|()| value));
    value.map_err(|error| refusal(&error, &trail))
}

/// Decodes a JSON body that may be absent.
pub fn optional_json_body<T: Decode>(bytes: &[u8]) -> Result<Option<T>, Rejection> {
    if bytes.is_empty() { Ok(None) } else { json_body(bytes).map(Some) }
}

fn refusal(error: &serde_json::Error, trail: &Trail) -> Rejection {
    let text = error.to_string();
    let reason = text.rsplit_once(" at line ").map_or(text.as_str(), |(reason, _)| reason).to_owned();
    match error.is_data() {
        true => Rejection::WrongJson { pointer: trail.pointer(), reason },
        false => Rejection::NotJson { reason: text },
    }
}
