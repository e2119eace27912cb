//! Keywords next to an `enum`: they hold for the values that it lists, and for all others if it is open.

use axum::body::{Body, to_bytes};
use axum::http::Request;
use std::sync::Arc;
use stubsmith_golden::enums;
use tower::ServiceExt as _;

struct Rooms;

impl enums::Api for Rooms {
    type Error = enums::Rejection;

    async fn list_rooms(
        &self,
        _: enums::Context,
        _: enums::ListRoomsRequest,
    ) -> Result<enums::ListRoomsResponse, enums::Rejection> {
        Ok(enums::types::Room::default().into())
    }

    async fn add_room(
        &self,
        _: enums::Context,
        request: enums::AddRoomRequest,
    ) -> Result<enums::AddRoomResponse, enums::Rejection> {
        Ok(request.body.into())
    }
}

/// The status and the body.
async fn send(method: &str, uri: &str, body: &'static str) -> String {
    let request = Request::builder().method(method).uri(uri).body(Body::from(body)).unwrap();
    let (parts, body) = enums::service(Arc::new(Rooms)).oneshot(request).await.unwrap().into_parts();
    let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
    format!("{} {body}", parts.status.as_u16())
}

#[tokio::test]
async fn a_listed_value_keeps_to_what_is_next_to_the_enum() {
    let cases = [
        (r#"{"short":"a"}"#, None),
        (r#"{"short":"bc"}"#, Some("400 the body at `/short`: must have at most 1 character")),
        (r#"{"short":"d"}"#, Some("400 the body at `/short`: must be one of `a`, `bc`")),
        (r#"{"starts":"a"}"#, None),
        (r#"{"starts":"b"}"#, Some("400 the body at `/starts`: must match `^a`")),
        (r#"{"small":1}"#, None),
        (r#"{"small":3000000000}"#, Some("400 the body at `/small`: must be at most 2147483647")),
        (r#"{"redundant":"bc"}"#, None),
        (r#"{"factor":0.5}"#, None),
        (r#"{"factor":3}"#, Some("400 the body at `/factor`: must be one of `2`, `1`, `0.5`")),
    ];
    for (body, expected) in cases {
        let expected = expected.map_or_else(|| format!("200 {body}"), str::to_owned);
        assert_eq!(send("POST", "/rooms/0", body).await, expected, "{body}");
    }
}

/// A table has the text of a value as the spec has it, with its spaces.
#[tokio::test]
async fn a_value_may_have_dashes_and_spaces() {
    let cases = [
        (r#"{"view":"garden - large"}"#, None),
        (r#"{"view":"- none -"}"#, None),
        (r#"{"view":"street--side"}"#, None),
        (
            r#"{"view":"garden -large"}"#,
            Some("400 the body at `/view`: must be one of `garden - large`, `- none -`, `street--side`"),
        ),
        (r#"{"code":-1}"#, None),
        (r#"{"code":"- 1"}"#, None),
        (r#"{"code":"-1"}"#, Some("400 the body at `/code`: must be one of `-1`, `- 1`")),
    ];
    for (body, expected) in cases {
        let expected = expected.map_or_else(|| format!("200 {body}"), str::to_owned);
        assert_eq!(send("POST", "/rooms/0", body).await, expected, "{body}");
    }
}

#[tokio::test]
async fn any_value_of_an_open_enum_keeps_to_what_is_next_to_it() {
    let cases = [
        (r#"{"few":9}"#, None),
        (r#"{"few":10}"#, Some("400 the body at `/few`: must be at most 9")),
        (r#"{"letters":["aa","cc"]}"#, None),
        (r#"{"letters":["aa","b"]}"#, Some("400 the body at `/letters/1`: must have at least 2 characters")),
        (r#"{"letters":["c"]}"#, Some("400 the body at `/letters/0`: must have at least 2 characters")),
    ];
    for (body, expected) in cases {
        let expected = expected.map_or_else(|| format!("200 {body}"), str::to_owned);
        assert_eq!(send("POST", "/rooms/0", body).await, expected, "{body}");
    }
    assert_eq!(send("GET", "/rooms/0?size=7", "").await, "200 {}");
    let expected = "400 parameter `size` must be at most 2147483647";
    assert_eq!(send("GET", "/rooms/0?size=2147483648", "").await, expected);
}

#[tokio::test]
async fn a_validator_reads_an_enum_as_its_type_does() {
    let cases = [
        (r#"{"rated":7.25}"#, None),
        (
            r#"{"rated":"a"}"#,
            Some("400 the body at `/rated`: must be a boolean or a number, not the string \"a\""),
        ),
        (r#"{"coded":"1"}"#, None),
        (
            r#"{"coded":1}"#,
            Some("400 the body at `/coded`: must be a boolean or a string, not the integer `1`"),
        ),
    ];
    for (body, expected) in cases {
        let expected = expected.map_or_else(|| format!("200 {body}"), str::to_owned);
        assert_eq!(send("POST", "/rooms/0", body).await, expected, "{body}");
    }
}
