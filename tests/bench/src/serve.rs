//! The loop of requests, which each program compiles, because the counts depend on what is inlined into it.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt as _;
use std::hint::black_box;
use tower::ServiceExt as _;

/// Sends this many requests to a router. Without a router, it only makes them.
pub async fn serve(router: Option<Router>, request: fn() -> Request<Body>, count: usize) {
    for _ in 0..count {
        let request = black_box(request());
        let Some(router) = &router else { continue };
        let response = router.clone().oneshot(request).await.expect("a router does not fail");
        assert!(response.status().is_success(), "{}", response.status());
        let body = response.into_body().collect().await.expect("the body is there").to_bytes();
        black_box(body);
    }
}
