//! Layers for the operations of one tag.

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use std::sync::Arc;
use stubsmith_recipes::serve;

async fn not_stored(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn app(server: Arc<petstore::Server>) -> Router {
    let routes = petstore::petstore::routes(server).map(|operation, route| {
        let is_order = operation.tags.contains(&"orders");
        if is_order { route.layer(middleware::from_fn(not_stored)) } else { route }
    });
    petstore::petstore::fallbacks::<petstore::Server>(routes.into_router())
}

#[tokio::test]
async fn the_layer_is_only_around_the_operations_of_its_tag() {
    let client = serve(app(Arc::new(petstore::Server::new("till")))).await.unwrap();
    let paths = [
        ("GET /v1/orders/7", true),
        ("DELETE /v1/orders/7", true),
        ("POST /v1/orders", true),
        ("GET /v1/pets", false),
        ("GET /v1/users/me", false),
    ];
    for (start, expected) in paths {
        let answer = client.send(start, &[]).await.unwrap();
        assert_eq!(answer.contains("\ncache-control: no-store\n"), expected, "{start}: {answer}");
    }
}
