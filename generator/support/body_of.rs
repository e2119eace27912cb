//! JSON bodies whose media type is a special one.

use super::media_type::accept;
use super::{Decode, Rejection, body};
use axum::{body::Body, http::HeaderMap};

/// Reads a JSON body of one of these media types, and of no other that is JSON as well.
pub async fn body_of<T: Decode>(headers: &HeaderMap, consumed: &[&str], body: Body) -> Result<T, Rejection> {
    accept(headers, consumed)?;
    body::body(headers, body).await
}
