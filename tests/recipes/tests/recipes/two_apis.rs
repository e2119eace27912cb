//! Two APIs in one process.

use crate::EVENTS;
use axum::Router;
use std::sync::Arc;
use stubsmith_recipes::{Server, serve};

/// Each API has its own error body; an unknown path gets that of the first API.
fn app(events: Server, shop: petstore::Server) -> Router {
    let shop = petstore::petstore::service(Arc::new(shop)).reset_fallback();
    // Both specs would be at `/openapi.json`, so the router without the spec is used here.
    let events = guest_events::router(Arc::new(events));
    guest_events::fallbacks::<Server>(events).merge(shop)
}

#[tokio::test]
async fn each_api_has_its_own_responses_and_errors() {
    let client = serve(app(Server::default(), petstore::Server::new("till"))).await.unwrap();
    let events = client.send(&format!("GET {EVENTS}"), &[]).await.unwrap();
    assert!(events.ends_with("\n\n{\"chunk\":[]}"), "{events}");
    let pets = client.send("GET /v1/pets", &[]).await.unwrap();
    assert!(pets.ends_with("\n\n[]"), "{pets}");

    let refusals = [
        (
            "POST",
            EVENTS,
            "405 Method Not Allowed\ncontent-type: application/json\nallow: GET, HEAD\n",
            "M_UNRECOGNIZED",
        ),
        (
            "PUT",
            "/v1/pets",
            "405 Method Not Allowed\ncontent-type: application/json\nallow: GET, POST, HEAD\n",
            "method-not-allowed",
        ),
        ("GET", "/v1/nothing", "404 Not Found\ncontent-type: application/json\n", "M_UNRECOGNIZED"),
    ];
    for (method, path, head, code) in refusals {
        let answer = client.send(&format!("{method} {path}"), &[]).await.unwrap();
        assert!(answer.starts_with(&format!("HTTP/1.1 {head}")) && answer.contains(code), "{answer}");
    }
}
