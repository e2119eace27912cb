//! The server that responds with the examples of the spec.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use std::sync::Arc;
use stubsmith_golden::{example_server, examples, openapi3_fake};
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
    let rooms = r#"[{"name":"Lobby","kind":"big","size":3,"free":"string","doors":[{"wide":true}]}]"#;
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
async fn an_operation_without_an_example_responds_with_a_value_of_its_schema() {
    let router = example_server::service(Arc::new(example_server::example_server::Examples));
    for (method, body) in [("DELETE", r#"{"name":"string"}"#), ("POST", r#""string""#)] {
        let answer = call(&router, method, "/photo", None, "").await;
        assert_eq!(answer, format!("200 application/json {body}"));
    }
    let router = openapi3_fake::service(Arc::new(openapi3_fake::example_server::Examples));
    for (uri, body) in [
        ("/text", "text/plain; charset=utf-8 stringgg"),
        ("/default", "application/json true"),
        ("/tree", r#"application/json {"name":"string","children":[],"byName":{}}"#),
        (
            "/unions",
            r#"application/json {"one":"str","any":100,"either":{"a":"string"},"objects":{"kind":"a","at":"2024-01-01"}}"#,
        ),
    ] {
        assert_eq!(call(&router, "GET", uri, None, "").await, format!("200 {body}"));
    }
    assert_eq!(call(&router, "GET", "/moved", None, "").await, "302  ");
    // No value is valid.
    for id in ["endless", "impossible", "dropped"] {
        let answer = call(&router, "GET", &format!("/{id}"), None, "").await;
        assert_eq!(answer, format!("501 text/plain; charset=utf-8 `{id}` is not implemented"));
    }
}

/// The generated code checks each response, because this is a build with debug assertions: an invalid one would be a
/// 500 response.
#[tokio::test]
async fn every_response_is_valid() {
    let (mut valid, mut invalid, mut not_implemented) = (0, Vec::new(), Vec::new());
    for (name, router, operations) in stubsmith_golden::example_servers() {
        for (method, path) in operations {
            let mut uri = String::new();
            for part in path.split_inclusive('}') {
                uri += part.split('{').next().unwrap();
                uri += if part.contains('{') { "1" } else { "" };
            }
            if uri.parse::<axum::http::Uri>().is_err() {
                continue;
            }
            let answer = call_with_token(&router, method.as_str(), &uri).await;
            let operation = format!("{name}: {method} {path}");
            match answer.get(..3) {
                Some("500") => invalid.push(operation),
                Some("501") => not_implemented.push(operation),
                _ => valid += usize::from(answer.starts_with('2')),
            }
        }
    }
    assert_eq!(invalid, Vec::<String>::new());
    assert!(valid > 200, "{valid}");
    let impossible = ["endless", "impossible", "dropped"].map(|id| format!("openapi3_fake: GET /{id}"));
    // Switching protocols needs a connection.
    let upgrade = "upgrade: GET /talk".to_owned();
    assert_eq!(not_implemented, impossible.into_iter().chain([upgrade]).collect::<Vec<_>>());
}

/// The status and the body of the response to a request with a token.
async fn call_with_token(router: &Router, method: &str, uri: &str) -> String {
    let request = Request::builder().method(method).uri(uri).header("authorization", "Bearer t");
    let answer = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let status = answer.status().as_u16();
    let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    format!("{status} {}", String::from_utf8_lossy(&body))
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
