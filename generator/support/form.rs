//! Forms, which are read as queries are.

use super::media_type::{accept, text_media_type};
use super::stream::BodyStream;
use super::{Query, Rejection};
use axum::{body::Body, http::HeaderMap};

pub(super) const URLENCODED: &str = "application/x-www-form-urlencoded";

/// The fields of a form, up to axum's `DefaultBodyLimit`.
pub async fn urlencoded(headers: &HeaderMap, body: Body) -> Result<Query, Rejection> {
    accept(headers, &[URLENCODED])?;
    text_media_type(headers)?;
    BodyStream(body).text().await.map(Query::new)
}
