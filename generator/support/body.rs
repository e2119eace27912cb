//! JSON bodies of requests.

use super::media_type::text_media_type;
use super::{Decode, Rejection, Trail};
use axum::{
    RequestExt as _,
    body::{Body, Bytes, to_bytes},
    extract::Request,
    http::HeaderMap,
};

/// Reads a JSON body, up to axum's `DefaultBodyLimit`.
pub async fn body<T: Decode>(headers: &HeaderMap, body: Body) -> Result<T, Rejection> {
    decode(&read(headers, body).await?)
}

/// Reads a JSON body that may be absent.
pub async fn optional_body<T: Decode>(headers: &HeaderMap, body: Body) -> Result<Option<T>, Rejection> {
    let bytes = read(headers, body).await?;
    if bytes.is_empty() { Ok(None) } else { decode(&bytes).map(Some) }
}

async fn read(headers: &HeaderMap, body: Body) -> Result<Bytes, Rejection> {
    if text_media_type(headers)?.is_some_and(|given| !is_json(&given)) {
        return Err(Rejection::UnsupportedMediaType);
    }
    to_bytes(Request::new(body).into_limited_body(), usize::MAX).await.map_err(|_| Rejection::TooLarge)
}

/// RFC 6839, section 3.1: `application/json` and every type with the suffix `+json`.
fn is_json(media_type: &str) -> bool {
    ["application/json", "text/json"].contains(&media_type) || media_type.ends_with("+json")
}

fn decode<T: Decode>(bytes: &[u8]) -> Result<T, Rejection> {
    let mut trail = Trail { of_request: true, ..Trail::default() };
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = T::decode(&mut json, &mut trail).and_then(|value| json.end().map(|()| value));
    value.map_err(|error| refusal(&error, &trail))
}

fn refusal(error: &serde_json::Error, trail: &Trail) -> Rejection {
    let text = error.to_string();
    let reason = text.rsplit_once(" at line ").map_or(text.as_str(), |(reason, _)| reason).to_owned();
    match error.is_data() {
        true => Rejection::WrongJson { pointer: trail.pointer(), reason },
        false => Rejection::NotJson { reason: text },
    }
}
