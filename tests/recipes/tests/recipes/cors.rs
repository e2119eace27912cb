//! CORS: pages of another origin may call the API.

use crate::EVENTS;
use axum::Router;
use axum::http::{HeaderValue, header};
use guest_events::{OPERATIONS, service};
use std::sync::Arc;
use stubsmith_recipes::{Server, serve};
use tower_http::cors::CorsLayer;

/// The layer responds to every `OPTIONS` request itself, before credentials are checked.
fn app(server: Arc<Server>) -> Router {
    let cors = CorsLayer::new()
        .allow_origin(HeaderValue::from_static("https://app.example"))
        .allow_methods(OPERATIONS.iter().map(|operation| operation.method()).collect::<Vec<_>>())
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE]);
    service(server).layer(cors)
}

/// axum adds `Allow`, with the methods of its routes.
#[tokio::test]
async fn a_preflight_request_gets_a_response() {
    let client = serve(app(Arc::default())).await.unwrap();
    let preflight = ["Origin: https://app.example", "Access-Control-Request-Method: GET"];
    let answer = client.send("OPTIONS /_matrix/client/api/v1/events", &preflight).await.unwrap();
    assert_eq!(
        answer,
        "HTTP/1.1 200 OK\n\
         access-control-allow-methods: GET\n\
         access-control-allow-headers: authorization,content-type\n\
         access-control-allow-origin: https://app.example\n\
         allow: GET,HEAD\n\
         content-length: 0\n\n"
    );
}

/// A page may read errors as well.
#[tokio::test]
async fn the_page_may_read_responses_and_errors() {
    let client = serve(app(Arc::default())).await.unwrap();
    let origin = ["Origin: https://app.example"];
    let allowed = "access-control-allow-origin: https://app.example\n";
    let refused = "/_matrix/client/api/v1/events";
    for (path, status) in [(EVENTS, "200 OK"), (refused, "401 Unauthorized"), ("/nothing", "404 Not Found")] {
        let answer = client.send(&format!("GET {path}"), &origin).await.unwrap();
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}\n")), "{answer}");
        assert!(answer.contains(allowed), "{answer}");
    }
}

#[tokio::test]
async fn without_the_layer_options_is_not_a_method_of_the_path() {
    let client = serve(service(Arc::<Server>::default())).await.unwrap();
    let answer = client.send(&format!("OPTIONS {EVENTS}"), &[]).await.unwrap();
    assert_eq!(
        answer,
        "HTTP/1.1 405 Method Not Allowed\n\
         content-type: application/json\n\
         allow: GET, HEAD\n\
         content-length: 75\n\n\
         {\"errcode\":\"M_UNRECOGNIZED\",\"error\":\"this path does not allow this method\"}"
    );
}
