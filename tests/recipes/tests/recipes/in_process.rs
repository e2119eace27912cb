//! Tests of a server, without a socket.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header, request};
use guest_events::service;
use serde_json::{Value, json};
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

/// Sends JSON, and returns the status code and the JSON of the response, or null if its body is not JSON.
async fn call(app: &Router, request: request::Builder, body: &Value) -> (StatusCode, Value) {
    let request = request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string()));
    let response = app.clone().oneshot(request.unwrap()).await.unwrap();
    let status = response.status();
    let bytes = to_bytes(response.into_body(), 1_000_000).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

#[tokio::test]
async fn a_pet_is_added_with_the_key_of_a_till() {
    let app = petstore::petstore::service(Arc::new(petstore::Server::new("key")));
    let dog = json!({"kind": "Dog", "name": "Rollo", "size": 41.5});
    let (status, error) = call(&app, Request::post("/v1/pets"), &dog).await;
    assert_eq!((status, &error["code"]), (StatusCode::UNAUTHORIZED, &json!("unauthorized")));

    let (status, added) = call(&app, Request::post("/v1/pets").header("X-Till-Key", "key"), &dog).await;
    assert_eq!((status, &added["name"]), (StatusCode::CREATED, &json!("Rollo")));
    let (status, found) = call(&app, Request::get("/v1/pets/1"), &Value::Null).await;
    assert_eq!((status, found), (StatusCode::OK, added));
}
