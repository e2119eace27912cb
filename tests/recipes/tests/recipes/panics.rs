//! A panic in a handler: the client gets a 500 without the cause, and the server continues.

use crate::EVENTS;
use axum::Router;
use axum::response::IntoResponse as _;
use guest_events::service;
use std::any::Any;
use std::sync::Arc;
use stubsmith_recipes::{MatrixError, Server, serve};
use tower_http::catch_panic::CatchPanicLayer;

/// The panic hook writes the message to the server's log. Without the layer, the connection is closed without a
/// response.
fn app(server: Arc<Server>) -> Router {
    let answer = |_: Box<dyn Any + Send>| MatrixError::internal().into_response();
    service(server).layer(CatchPanicLayer::custom(answer))
}

#[tokio::test]
async fn a_panic_becomes_a_500() {
    let client = serve(app(Arc::default())).await.unwrap();
    let mut connection = client.connect().await.unwrap();
    connection.send(&format!("GET {EVENTS}&from=nowhere"), &[]).await.unwrap();
    assert_eq!(
        connection.answer().await.unwrap(),
        "HTTP/1.1 500 Internal Server Error\n\
         content-type: application/json\n\
         content-length: 55\n\n\
         {\"errcode\":\"M_UNKNOWN\",\"error\":\"Internal server error\"}"
    );
    connection.send(&format!("GET {EVENTS}"), &[]).await.unwrap();
    let answer = connection.answer().await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\n"), "{answer}");
}

#[tokio::test]
async fn without_the_layer_the_connection_is_closed() {
    let client = serve(service(Arc::<Server>::default())).await.unwrap();
    let answer = client.send(&format!("GET {EVENTS}&from=nowhere"), &[]).await;
    assert_eq!(answer.unwrap_err().kind(), std::io::ErrorKind::UnexpectedEof);
    let answer = client.send(&format!("GET {EVENTS}"), &[]).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\n"), "{answer}");
}
