//! A test of a server, without a socket.

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use guest_events::service;
use std::sync::Arc;
use stubsmith_recipes::Server;
use tower::ServiceExt as _;

#[tokio::test]
async fn a_poll_without_events_returns_an_empty_chunk() {
    let request = Request::get("/_matrix/client/api/v1/events?access_token=secret");
    let request = request.body(Body::empty()).unwrap();
    let response = service(Arc::<Server>::default()).oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let body = to_bytes(response.into_body(), 1_000_000).await.unwrap();
    assert_eq!(body, r#"{"chunk":[]}"#);
}
