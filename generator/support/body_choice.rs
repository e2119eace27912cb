//! Bodies in several media types, each with its own decoder.

use super::body::{json_body, optional_json_body, receive_json};
use super::media_type::{Consumed, has_content, most_specific, unsupported};
use super::{Decode, Rejection};
use axum::body::Body;
use axum::http::HeaderMap;

/// Returns the decoder of a body: the number next to the most specific media type that includes its `Content-Type`.
/// Without a `Content-Type`, the body is JSON if that is accepted. Returns `None` if there is no body.
pub async fn choose_body(
    headers: &HeaderMap,
    body: &mut Body,
    accepted: Consumed,
    decoders: &[usize],
) -> Result<Option<usize>, Rejection> {
    let found = most_specific(headers, accepted, "application/json")?;
    let found = found.and_then(|index| decoders.get(index).copied());
    let known = found.map(drop).ok_or_else(|| unsupported(headers, accepted));
    Ok(if has_content(known, headers, body).await? { found } else { None })
}

/// Receives and decodes a JSON body.
pub async fn chosen_json_body<T: Decode>(
    headers: &HeaderMap,
    consumed: Consumed,
    body: Body,
) -> Result<T, Rejection> {
    json_body(&receive_json(headers, consumed, body).await?)
}

/// Receives and decodes a JSON body that may be absent.
pub async fn optional_chosen_json_body<T: Decode>(
    headers: &HeaderMap,
    consumed: Consumed,
    body: Body,
) -> Result<Option<T>, Rejection> {
    optional_json_body(&receive_json(headers, consumed, body).await?)
}
