//! Answers to HEAD.

use axum::body::Body;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// An answer whose body the description does not give: how long it would be is not known, and an empty one
/// would say that it has no bytes.
pub fn head(status: StatusCode) -> Response {
    (status, Body::from_stream(Body::empty().into_data_stream())).into_response()
}
