//! The server that responds with the examples of the spec.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use std::sync::Arc;
use stubsmith_golden::{example_server, examples};
use tower::ServiceExt as _;

/// Status, media type and body, in a line.
async fn call(router: &Router, method: &str, uri: &str, key: Option<&str>, body: &str) -> String {
    let request = Request::builder().method(method).uri(uri);
    let request = key.map_or(Request::builder().method(method).uri(uri), |key| request.header("x-key", key));
    let answer = router.clone().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap();
    let media_type = answer.headers().get("content-type").map(|value| value.to_str().unwrap().to_owned());
    let status = answer.status().as_u16();
    let body = String::from_utf8(to_bytes(answer.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap();
    format!("{status} {} {body}", media_type.unwrap_or_default())
}

#[tokio::test]
async fn operations_respond_with_their_examples() {
    let router = example_server::service(Arc::new(example_server::example_server::Examples));
    let rooms = r#"[{"name":"Lobby","kind":"big","size":3,"doors":[{"wide":true}]}]"#;
    let room = r#"{"name":"Hall","kind":"big","size":3}"#;
    for (method, uri, key, body, expected) in [
        ("GET", "/rooms", Some("k"), "", format!("200 application/json {rooms}")),
        ("POST", "/rooms", None, r#"{"name":"x","kind":"big"}"#, format!("202 application/json {room}")),
        ("DELETE", "/rooms", None, "", "204  ".to_owned()),
        ("GET", "/names", None, "", r#"200 application/json ["Lobby"]"#.to_owned()),
        ("POST", "/names", None, "", "200 text/plain; charset=utf-8 Lobby".to_owned()),
        ("PUT", "/names", None, "", "200 text/plain; charset=utf-8 3".to_owned()),
        ("GET", "/photo", None, "", "200 image/svg+xml <svg/>".to_owned()),
        ("PUT", "/photo", None, "", "200 text/plain; charset=utf-8 it is kept".to_owned()),
    ] {
        assert_eq!(call(&router, method, uri, key, body).await, expected, "{method} {uri}");
    }
}

#[tokio::test]
async fn an_operation_without_an_example_is_not_implemented() {
    let router = example_server::service(Arc::new(example_server::example_server::Examples));
    for (method, id) in [("DELETE", "deletePhoto"), ("POST", "tellPhoto")] {
        let answer = call(&router, method, "/photo", None, "").await;
        assert_eq!(answer, format!("501 text/plain; charset=utf-8 `{id}` is not implemented"));
    }
}

/// Everything else is as in any other server.
#[tokio::test]
async fn requests_are_checked_all_the_same() {
    let router = example_server::service(Arc::new(example_server::example_server::Examples));
    assert!(call(&router, "GET", "/rooms", None, "").await.starts_with("401 "));
    let answer = call(&router, "POST", "/rooms", None, r#"{"name":"x"}"#).await;
    assert_eq!(answer, "400 text/plain; charset=utf-8 the body: property `kind` is missing");
    let router = examples::service(Arc::new(examples::example_server::Examples));
    let answer = call(&router, "GET", "/rooms/a", None, "").await;
    assert_eq!(answer, r#"200 application/json {"name":"Lobby","size":3,"seen_by":2}"#);
}
