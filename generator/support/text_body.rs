//! Request bodies that are text.

use super::Rejection;
use super::argument::Scalar;
use super::media_type::{Consumed, accept_text, has_content};
use super::stream::BodyStream;
use axum::body::Body;
use axum::http::{HeaderMap, header};

/// Reads a required text body with one of these media types.
pub async fn text_body<T: Scalar>(
    headers: &HeaderMap,
    consumed: Consumed,
    body: Body,
) -> Result<T, Rejection> {
    read(&text(headers, consumed, body).await?.ok_or(Rejection::MissingBody)?)
}

/// Reads an optional text body. A body without content is absent.
pub async fn optional_text_body<T: Scalar>(
    headers: &HeaderMap,
    consumed: Consumed,
    body: Body,
) -> Result<Option<T>, Rejection> {
    let text = text(headers, consumed, body).await?.filter(|text| !text.is_empty());
    text.map(|text| read(&text)).transpose()
}

/// Reads the text. Returns `None` if the body has no content, and a different media type or none.
async fn text(headers: &HeaderMap, consumed: Consumed, mut body: Body) -> Result<Option<String>, Rejection> {
    if !has_content(accept_text(headers, consumed), headers, &mut body).await? {
        return Ok(None);
    }
    let text = BodyStream::from(body).text().await?;
    Ok((headers.contains_key(header::CONTENT_TYPE) || !text.is_empty()).then_some(text))
}

fn read<T: Scalar>(text: &str) -> Result<T, Rejection> {
    T::from_text(text).ok_or_else(|| Rejection::InvalidBody { reason: T::MUST_BE.to_owned() })
}
