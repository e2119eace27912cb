//! Arrays whose items are JSON in lines or after record separators (RFC 7464). They are read and written as a whole.

use super::body::{json_body, receive_json};
use super::content_response::value;
use super::json::encode;
use super::json_items::array;
use super::media_type::{Consumed, is_json, is_json_sequence};
use super::{Decode, Rejection};
use axum::body::Body;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::Value;

/// Creates a response of an array, as JSON or as its items, depending on the media type.
pub fn json_list<T: Serialize + Decode>(
    status: StatusCode,
    media_type: &'static str,
    body: &T,
) -> Result<Response, Rejection> {
    let mut bytes = Vec::new();
    encode(format_args!("the body"), body, &mut bytes)?;
    if !is_json(media_type) {
        let start = if is_json_sequence(media_type) { "\u{1E}" } else { "" };
        let items: Vec<Value> = serde_json::from_slice(&bytes)
            .map_err(|_| Rejection::InvalidResponse { reason: "the body is not an array".to_owned() })?;
        bytes = items.iter().map(|item| format!("{start}{item}\n")).collect::<String>().into_bytes();
    }
    Ok((status, [(header::CONTENT_TYPE, value(media_type)?)], bytes).into_response())
}

/// Receives and decodes an array, up to axum's `DefaultBodyLimit`.
pub async fn json_list_body<T: Decode>(
    headers: &HeaderMap,
    consumed: Consumed,
    body: Body,
) -> Result<T, Rejection> {
    optional_json_list_body(headers, consumed, body).await?.ok_or(Rejection::MissingBody)
}

/// Receives and decodes an array that may be absent. A body with a media type, but without items, is an empty array.
pub async fn optional_json_list_body<T: Decode>(
    headers: &HeaderMap,
    consumed: Consumed,
    body: Body,
) -> Result<Option<T>, Rejection> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let bytes = receive_json(headers, consumed, body).await?;
    if bytes.is_empty() && given.is_none() {
        return Ok(None);
    }
    // A body without a media type has the only declared one, or is JSON.
    let media_type = match consumed {
        [only] => given.unwrap_or(only),
        _ => given.unwrap_or("application/json"),
    };
    match is_json(media_type) {
        true if bytes.is_empty() => Ok(None),
        true => json_body(&bytes).map(Some),
        false => json_body(&array(bytes, is_json_sequence(media_type))?).map(Some),
    }
}
