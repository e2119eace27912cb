//! Body limits other than axum's default.

use axum::Router;
use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use axum::http::{Request, StatusCode};
use std::sync::Arc;
use tower::ServiceExt as _;

fn app(server: Arc<petstore::Server>) -> Router {
    let routes = petstore::petstore::routes(server).map(|operation, route| {
        let limit = if operation.id == "putPhoto" { 10_000_000 } else { 10_000 };
        route.layer(DefaultBodyLimit::max(limit))
    });
    petstore::petstore::fallbacks::<petstore::Server>(routes.into_router())
}

/// The status of the response to a new user whose body has this size.
async fn status_of(router: Router, size: usize) -> StatusCode {
    let user = r#"{"name": "ada_l", "password": "correct horse"}"#;
    let request = Request::post("/v1/users").header("content-type", "application/json");
    let spaces = " ".repeat(size - user.len());
    let request = request.body(Body::from([user, &spaces].concat())).unwrap();
    router.oneshot(request).await.unwrap().status()
}

#[tokio::test]
async fn a_larger_body_is_rejected() {
    let server = || Arc::new(petstore::Server::new("till"));
    assert_eq!(status_of(app(server()), 10_000).await, StatusCode::CREATED);
    assert_eq!(status_of(app(server()), 10_001).await, StatusCode::PAYLOAD_TOO_LARGE);

    let around_all = petstore::petstore::service(server()).layer(DefaultBodyLimit::max(3_000_000));
    assert_eq!(status_of(around_all, 3_000_000).await, StatusCode::CREATED);
    assert_eq!(
        status_of(petstore::petstore::service(server()), 3_000_000).await,
        StatusCode::PAYLOAD_TOO_LARGE
    );
}
