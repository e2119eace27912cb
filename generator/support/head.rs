//! Responses to HEAD.

use axum::body::Body;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// Creates a response without `Content-Length`. The length of the body for GET is not known, and an empty body would
/// set it to 0.
pub fn head(status: StatusCode) -> Response {
    (status, Body::from_stream(Body::empty().into_data_stream())).into_response()
}
