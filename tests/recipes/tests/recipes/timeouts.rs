//! Timeouts: one for all requests, and one for a single operation, with the API's own error body.

use crate::EVENTS;
use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use guest_events::{fallbacks, operations, routes, service};
use std::sync::Arc;
use std::time::Duration;
use stubsmith_recipes::{MatrixError, Server, serve};
use tokio::time;
use tower_http::timeout::TimeoutLayer;

/// The handler's future is dropped, and the response has no body.
fn app(server: Arc<Server>, limit: Duration) -> Router {
    service(server).layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, limit))
}

/// A layer of one operation runs after routing, and before `authenticate`.
fn impatient(server: Arc<Server>, limit: Duration) -> Router {
    let timed = move |request: Request, next: Next| async move {
        let late = |_| MatrixError::new(StatusCode::SERVICE_UNAVAILABLE, "M_UNKNOWN", "This took too long");
        time::timeout(limit, next.run(request)).await.map_err(late)
    };
    let routes = routes(server).map(|operation, route| {
        if *operation == operations::GET_EVENTS { route.layer(middleware::from_fn(timed)) } else { route }
    });
    fallbacks::<Server>(routes.into_router())
}

#[tokio::test]
async fn a_request_that_takes_too_long_gets_a_503() {
    let client = serve(app(Arc::default(), Duration::from_millis(50))).await.unwrap();
    let answer = client.send(&format!("GET {EVENTS}&timeout=60000"), &[]).await.unwrap();
    assert_eq!(answer, "HTTP/1.1 503 Service Unavailable\ncontent-length: 0\n\n");
    let answer = client.send(&format!("GET {EVENTS}&timeout=1"), &[]).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\n"), "{answer}");
}

#[tokio::test]
async fn an_operation_that_takes_too_long_gets_the_api_s_own_error() {
    let client = serve(impatient(Arc::default(), Duration::from_millis(50))).await.unwrap();
    let answer = client.send(&format!("GET {EVENTS}&timeout=60000"), &[]).await.unwrap();
    assert_eq!(
        answer,
        "HTTP/1.1 503 Service Unavailable\n\
         content-type: application/json\n\
         content-length: 52\n\n\
         {\"errcode\":\"M_UNKNOWN\",\"error\":\"This took too long\"}"
    );
    let answer = client.send(&format!("GET {EVENTS}&timeout=1"), &[]).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\n"), "{answer}");
}
