//! Rules of schemas that types cannot express: patterns, alternatives, tuples, dependencies.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use std::sync::Arc;
use stubsmith_golden::{alternatives, expressions};
use tower::ServiceExt as _;

/// The status, and the reason of a rejection.
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
async fn patterns_are_enforced_everywhere() {
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

/// A backtracking matcher would not end; this one takes time proportional to the length of the text.
#[tokio::test]
async fn no_text_keeps_a_pattern_busy() {
    let body = format!(r#"{{"name": "a", "slow": "{}"}}"#, "a".repeat(1_000_000));
    let router = expressions::service(Arc::new(Patterns));
    assert_eq!(send(router.clone(), "PUT", "/rooms/!a:b", &body).await, "204 ");
    let refused = send(router, "PUT", "/rooms/!a:b", &body.replace("a\"}", "a!\"}")).await;
    assert_eq!(refused, "400 the body at `/slow`: must match `^(a+)+$`");
}

struct Alternatives;

impl alternatives::Api for Alternatives {
    type Error = alternatives::Rejection;

    async fn put_pet(
        &self,
        _: alternatives::Context,
        _: alternatives::PutPetRequest,
    ) -> Result<alternatives::PutPetResponse, alternatives::Rejection> {
        Ok(alternatives::PutPetResponse::NoContent)
    }

    async fn add_pets(
        &self,
        _: alternatives::Context,
        _: alternatives::AddPetsRequest,
    ) -> Result<alternatives::AddPetsResponse, alternatives::Rejection> {
        Ok(alternatives::AddPetsResponse::NoContent)
    }
}

#[tokio::test]
async fn values_are_checked_against_rules_without_a_type() {
    let cases = [
        ("PUT", r#"{"name": "x", "nick": "y", "x-a": 1, "other": null}"#, "204 "),
        ("PUT", r#"{"either": 2, "nick": "y"}"#, "400 the body: property `name` is missing"),
        ("PUT", "{}", "400 the body: matches none of the alternatives"),
        (
            "PUT",
            r#"{"name": "x", "x-a": "1"}"#,
            "400 the body at `/x-a`: must be an integer, not the string \"1\"",
        ),
        ("PUT", r#"{"either": 1}"#, "400 the body at `/either`: must be at least 2"),
        (
            "PUT",
            r#"{"name": "x", "point": [1, "2"]}"#,
            "400 the body at `/point/1`: must be a number, not the string \"2\"",
        ),
        (
            "PUT",
            r#"{"name": "x", "point": [1, 2, 3]}"#,
            "400 the body at `/point`: must have at most 2 items",
        ),
        (
            "PUT",
            r#"{"name": "x", "several": true}"#,
            "400 the body at `/several`: must be an integer or a string, not the boolean `true`",
        ),
        (
            "PUT",
            r#"{"name": "x", "several": "abc"}"#,
            "400 the body at `/several`: must have at most 2 characters",
        ),
        ("PUT", r#"{"name": "x", "fixed": [1.0, 2]}"#, "204 "),
        (
            "PUT",
            r#"{"name": "x", "fixed": [2]}"#,
            r#"400 the body at `/fixed`: must be one of `{"a":1}`, `[1,2]`, `x`"#,
        ),
        (
            "PUT",
            r#"{"name": "x", "headers": {"y": ""}}"#,
            "400 the body at `/headers`: property `y` is not allowed",
        ),
        ("PUT", r#"{"name": "x", "half": 3}"#, "204 "),
        ("PUT", r#"{"name": "x", "free": {}}"#, "400 the body at `/free`: property `a` is missing"),
        (
            "PUT",
            r#"{"name": "x", "friend": {}}"#,
            "400 the body at `/friend`: matches none of the alternatives",
        ),
        (
            "PUT",
            r#"{"name": "x", "friend": {"name": "y", "name": "z"}}"#,
            "400 the body at `/friend/name`: duplicate property",
        ),
        (
            "PUT",
            r#"{"name": "x", "code": null}"#,
            "400 the body at `/code`: matches a schema that `not` excludes",
        ),
        ("POST", r#"[{"meow": "mi"}, {"bark": "wuff", "puppies": [{"bark": "w"}]}]"#, "204 "),
        (
            "POST",
            r#"[{"meow": "mi"}, {"bark": "wuff", "puppies": [{"bark": "x"}]}]"#,
            "400 the body at `/1/puppies/0/bark`: must match `^w`",
        ),
        (
            "POST",
            r#"[{"meow": "mi", "bark": "w"}]"#,
            "400 the body at `/0`: matches several alternatives, but only one is allowed: `Cat`, `Dog`",
        ),
    ];
    for (method, body, expected) in cases {
        let router = alternatives::service(Arc::new(Alternatives));
        assert_eq!(send(router, method, "/pets", body).await, expected, "{method} {body}");
    }
}
