//! Bodies that are text.

use super::Rejection;
use super::argument::Scalar;
use super::media_type::{accept, text_media_type};
use super::stream::BodyStream;
use axum::{body::Body, http::HeaderMap};

/// A body that is text of one of these media types.
pub async fn text_body<T: Scalar>(
    headers: &HeaderMap,
    consumed: &[&str],
    body: Body,
) -> Result<T, Rejection> {
    accept(headers, consumed)?;
    text_media_type(headers)?;
    let text = BodyStream(body).text().await?;
    T::from_text(&text).ok_or_else(|| Rejection::WrongBody { reason: T::MUST_BE.to_owned() })
}
