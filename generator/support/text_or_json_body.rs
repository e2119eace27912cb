//! Bodies that are text or JSON, as the client likes.

use super::argument::Scalar;
use super::media_type::{accept, text_media_type};
use super::{Decode, Rejection, body, text_body};
use axum::{body::Body, http::HeaderMap};

/// A body that is text of one of these media types, or else JSON.
pub async fn text_or_json_body<T: Scalar + Decode>(
    headers: &HeaderMap,
    texts: &[&str],
    body: Body,
) -> Result<T, Rejection> {
    match text_media_type(headers)? {
        None => Err(Rejection::UnsupportedMediaType),
        Some(_) if accept(headers, texts).is_ok() => text_body::text_body(headers, texts, body).await,
        Some(_) => body::body(headers, body).await,
    }
}
