//! A client in process: takes a request, and returns the response as a line of text.
#![allow(dead_code, reason = "not every test uses every function")]

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse, Response};
use std::fmt::Debug;
use tower::ServiceExt as _;

/// Status, `Allow` and body.
pub async fn send(router: &Router, request: Request<Body>) -> String {
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
    let allow =
        parts.headers.get("allow").map(|allow| format!(" [{}]", allow.to_str().unwrap())).unwrap_or_default();
    format!("{}{allow} {body}", parts.status.as_u16())
}

/// A request without a body.
pub fn request(method: &str, uri: &str) -> Request<Body> {
    with_headers(method, uri, &[])
}

/// A request with headers and without a body.
pub fn with_headers(method: &str, uri: &str, headers: &[(&str, &str)]) -> Request<Body> {
    with_body(method, uri, headers, Body::empty())
}

/// A request with a body.
pub fn with_body(method: &str, uri: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Request<Body> {
    let request = Request::builder().method(method).uri(uri);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    request.body(body.into()).unwrap()
}

/// A handler's request, or the reason of its rejection, as the response.
pub struct Seen(StatusCode, String);

impl Seen {
    /// Ends a handler, and returns its request.
    pub fn request<T>(request: &impl Debug) -> Result<T, Self> {
        Err(Self(StatusCode::OK, format!("{request:?}")))
    }

    /// Ends a handler, and returns the rejection.
    pub fn rejected(status: StatusCode, reason: &impl ToString) -> Self {
        Self(status, reason.to_string())
    }
}

impl IntoResponse for Seen {
    fn into_response(self) -> Response {
        (self.0, self.1).into_response()
    }
}
