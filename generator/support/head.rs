//! Responses to HEAD.

use axum::body::Body;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// A response without `Content-Length`: the length of GET's body is not known, and an empty body would set it to 0.
pub fn head(status: StatusCode) -> Response {
    (status, Body::from_stream(Body::empty().into_data_stream())).into_response()
}
