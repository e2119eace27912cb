//! Request bodies that are text or JSON, depending on their media type.

use super::argument::Scalar;
use super::body::{json_body, optional_json_body, receive_json};
use super::media_type::{Consumed, accept_text};
use super::text_body::{optional_text_body, text_body};
use super::{Decode, Rejection};
use axum::body::Body;
use axum::http::{HeaderMap, header};

/// Reads a required body with one of these media types. The body is JSON if its media type is in the second list, and
/// text otherwise.
pub async fn text_or_json_body<T: Scalar + Decode>(
    headers: &HeaderMap,
    consumed: Consumed,
    json: Consumed,
    body: Body,
) -> Result<T, Rejection> {
    match is_one_of(headers, json) {
        true => json_body(&receive_json(headers, json, body).await?),
        false => text_body(headers, consumed, body).await,
    }
}

/// Reads an optional body. A body without content is absent.
pub async fn optional_text_or_json_body<T: Scalar + Decode>(
    headers: &HeaderMap,
    consumed: Consumed,
    json: Consumed,
    body: Body,
) -> Result<Option<T>, Rejection> {
    match is_one_of(headers, json) {
        true => optional_json_body(&receive_json(headers, json, body).await?),
        false => optional_text_body(headers, consumed, body).await,
    }
}

fn is_one_of(headers: &HeaderMap, json: Consumed) -> bool {
    headers.contains_key(header::CONTENT_TYPE) && accept_text(headers, json).is_ok()
}
