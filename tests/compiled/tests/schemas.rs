//! What schemas say beside the types: patterns.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use std::sync::Arc;
use stubsmith_golden::expressions;
use tower::ServiceExt as _;

/// The status, and what is said of the request.
async fn send(router: Router, method: &str, uri: &str, body: &str) -> String {
    let request = Request::builder().method(method).uri(uri).body(Body::from(body.to_owned())).unwrap();
    let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
    let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
    format!("{} {body}", parts.status.as_u16())
}

struct Patterns;

impl expressions::Api for Patterns {
    type Error = expressions::Rejection;

    async fn put_room(
        &self,
        _: expressions::Context,
        _: expressions::PutRoomRequest,
    ) -> Result<expressions::PutRoomResponse, expressions::Rejection> {
        Ok(expressions::PutRoomResponse::NoContent)
    }

    async fn name_rooms(
        &self,
        _: expressions::Context,
        _: expressions::NameRoomsRequest,
    ) -> Result<expressions::NameRoomsResponse, expressions::Rejection> {
        Ok(expressions::NameRoomsResponse::NoContent)
    }

    async fn add_name(
        &self,
        _: expressions::Context,
        _: expressions::AddNameRequest,
    ) -> Result<expressions::AddNameResponse, expressions::Rejection> {
        Ok(expressions::AddNameResponse::NoContent)
    }
}

#[tokio::test]
async fn patterns_hold_for_members_items_values_parameters_and_bodies() {
    let put_room = [
        ("/rooms/!a:b", r#"{"name": "é"}"#, r"400 the body at `/name`: must match `^\w[\w\-.]*$`"),
        ("/rooms/!a:b", r#"{"name": "a.b", "code": "x", "codes": ["x", null]}"#, "204 "),
        ("/rooms/!a:b", r#"{"name": "a", "code": "a1"}"#, "400 the body at `/code`: must match `^[a-z]+$`"),
        (
            "/rooms/!a:b",
            r#"{"name": "a", "codes": ["x", "y"]}"#,
            "400 the body at `/codes/1`: must match `^x`",
        ),
        ("/rooms/!a:b", r#"{"name": "a", "ahead": "x", "smile": "so 😀"}"#, "204 "),
        (
            "/rooms/!a:b",
            r#"{"name": "a", "text": "\"&\""}"#,
            r#"400 the body at `/text`: must match `^"[^"&&]+"$`"#,
        ),
        ("/rooms/a", r#"{"name": "a"}"#, r"400 parameter `id` must match `^![^:]+:\S+$`"),
        ("/rooms/!a:%E2%80%A8", r#"{"name": "a"}"#, r"400 parameter `id` must match `^![^:]+:\S+$`"),
        ("/rooms/!a:b?tags=a,b", r#"{"name": "a"}"#, "204 "),
        ("/rooms/!a:b?tags=a,B", r#"{"name": "a"}"#, "400 parameter `tags` at `/1` must match `^[a-z]+$`"),
    ];
    for (uri, body, expected) in put_room {
        let router = expressions::service(Arc::new(Patterns));
        assert_eq!(send(router, "PUT", uri, body).await, expected, "{uri} {body}");
    }
    let names = [
        ("PUT", r#"{"x": "a", "y": "-"}"#, r"400 the body at `/y`: must match `^\w[\w\-.]*$`"),
        ("POST", r#""-""#, r"400 the body: must match `^\w[\w\-.]*$`"),
        ("POST", "", "204 "),
    ];
    for (method, body, expected) in names {
        let router = expressions::service(Arc::new(Patterns));
        assert_eq!(send(router, method, "/names", body).await, expected, "{method} {body}");
    }
}
