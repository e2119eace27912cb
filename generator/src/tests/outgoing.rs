//! The support code that creates requests, and reads their responses.

use crate::support::{
    self, BodyStream, Connection, Operation, OutgoingError, OutgoingRequest, ParameterStyle, ReceivedBody,
    ReceivedResponse, TargetPiece, check, encoded_target_json, encoded_target_text, join_target, newtype,
    object, target_text,
};
use axum::body::{Body, Bytes};
use axum::http::response::Parts;
use axum::http::{Response, Uri};
use serde_json::{Value, json};
use std::convert::Infallible;
use std::panic;

#[derive(Debug, PartialEq)]
struct Secret {
    id: Option<i64>,
    password: Option<String>,
}

object!(Secret {
    "id" => id: optional.read_only(),
    "password" => password: required_write_only,
    .. => ignored,
});

/// A value whose type checks it.
#[derive(Debug, PartialEq)]
struct Level(i64);

newtype!(Level[check::maximum(9)]);

/// A value whose serialization panics.
struct Panics;

impl serde::Serialize for Panics {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        panic!("on purpose")
    }
}

fn new() -> OutgoingRequest {
    OutgoingRequest::new("ping", "POST", &[])
}

fn reason(request: OutgoingRequest) -> String {
    let error = request.send_to(&Uri::from_static("https://a.example")).unwrap_err();
    match error {
        OutgoingError::InvalidRequest { operation: "ping", reason } => reason,
        other => panic!("{other:?}"),
    }
}

fn query(value: &Value, style: ParameterStyle) -> Result<String, String> {
    match new().add_query("p", value, style).send_to(&Uri::from_static("/")) {
        Ok(request) => Ok(request.uri().query().unwrap_or_default().to_owned()),
        Err(OutgoingError::InvalidRequest { reason, .. }) => Err(reason),
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn parameters_are_written_in_each_style() {
    use ParameterStyle::{Deep, Delimited, Entries, Exploded, Json};
    let rows = [
        (json!("a b&c"), Exploded, "p=a%20b%26c"),
        (json!(""), Exploded, "p="),
        (json!(-1.5), Exploded, "p=-1.5"),
        (json!(null), Exploded, ""),
        (json!([1, "x"]), Exploded, "p=1&p=x"),
        (json!([]), Exploded, ""),
        (json!({"a": 1, "b": true}), Exploded, "a=1&b=true"),
        (json!(["a", "b"]), Delimited(','), "p=a,b"),
        (json!(["a", "b"]), Delimited('|'), "p=a%7Cb"),
        (json!([]), Delimited(','), "p="),
        (json!({"a": 1, "b": 2}), Delimited(' '), "p=a%201%20b%202"),
        (json!({"a": 1, "b": 2}), Entries(','), "p=a=1,b=2"),
        (
            json!({"a": {"b": [1, 2]}, "c": [{"d": 1}]}),
            Deep,
            "p%5Ba%5D%5Bb%5D%5B%5D=1&p%5Ba%5D%5Bb%5D%5B%5D=2&p%5Bc%5D%5B0%5D%5Bd%5D=1",
        ),
        (json!({"a": [null]}), Json, "p=%7B%22a%22%3A%5Bnull%5D%7D"),
    ];
    for (value, style, expected) in rows {
        assert_eq!(query(&value, style).as_deref(), Ok(expected), "{value} {style:?}");
    }
}

#[test]
fn a_value_that_would_be_read_as_another_one_is_rejected() {
    use ParameterStyle::{Deep, Delimited, Exploded};
    let rows = [
        (json!(["a,b"]), Delimited(','), "has an item that contains the separator `,`"),
        (
            json!([""]),
            Delimited(','),
            "has a single item that is empty, which is written like an array without items",
        ),
        (json!([[1]]), Exploded, "has an array or an object inside, which its style cannot represent"),
        (json!({"a": null}), Deep, "has a value that is null, which text cannot represent"),
    ];
    for (value, style, expected) in rows {
        assert_eq!(query(&value, style), Err(format!("the query parameter `p` {expected}")), "{value}");
    }
}

#[test]
fn a_stream_has_its_own_media_type_or_a_declared_one() {
    let form = "multipart/form-data; boundary=x";
    let send = |declared: &[&str], body: BodyStream| new().write_stream(declared, body);
    let rows = [
        (&["multipart/form-data"][..], BodyStream::new(form, "a"), form),
        (&["application/json", "image/*"], BodyStream::new("image/png", "a"), "image/png"),
        (&["image/*", "text/csv"], "a".into(), "text/csv"),
        (&["image/*"], "a".into(), "application/octet-stream"),
    ];
    for (declared, body, expected) in rows {
        let request = send(declared, body).send_to(&Uri::from_static("/")).unwrap();
        assert_eq!(request.headers()["content-type"], expected, "{declared:?}");
    }
    let other = send(&["image/*"], BodyStream::new(form, "a"));
    assert_eq!(reason(other), format!("the media type `{form}` of the body is not declared"));
}

#[test]
fn headers_and_cookies_cannot_break_out_of_their_lines() {
    for text in ["a\r\nb: c", "\u{e9}", " a", "a\t"] {
        let request = new().add_header("x", &text, ParameterStyle::Exploded);
        assert_eq!(reason(request), "the header `x` must be visible ASCII", "{text:?}");
    }
    let json = new().add_header("x", &json!({"a": "\u{e9}"}), ParameterStyle::Json);
    let json = json.add_cookie("a", &"1; b=2", ParameterStyle::Exploded).add_cookie(
        "c",
        &3,
        ParameterStyle::Exploded,
    );
    let request = json.send_to(&Uri::from_static("/")).unwrap();
    assert_eq!(request.headers()["x"], r#"{"a":"\u00e9"}"#);
    assert_eq!(request.headers()["cookie"], "a=1%3B%20b%3D2; c=3");
    let cookie = new().add_cookie("a", &json!(";"), ParameterStyle::Json);
    assert_eq!(reason(cookie), "the cookie `a` has a character that a cookie cannot have");
}

#[test]
fn the_first_error_is_returned() {
    let request = new().add_header("x", &"\n", ParameterStyle::Exploded);
    assert_eq!(
        reason(request.add_header("y", &"\n", ParameterStyle::Exploded)),
        "the header `x` must be visible ASCII"
    );
}

#[test]
fn the_query_is_added_to_that_of_the_target() {
    let rows = [
        ("https://a.example", "https://a.example/?p=1"),
        ("https://a.example/b?", "https://a.example/b?p=1"),
        ("https://a.example/b?c=d", "https://a.example/b?c=d&p=1"),
        ("/b", "/b?p=1"),
    ];
    for (target, expected) in rows {
        let request = new().add_query("p", &1, ParameterStyle::Exploded);
        let request = request.send_to(&Uri::from_static(target)).unwrap();
        assert_eq!(request.uri().to_string(), expected);
    }
}

#[test]
fn write_only_properties_are_only_in_requests() {
    let secret = Secret { id: Some(1), password: Some("p".to_owned()) };
    let request = new().write_json("application/json", &secret).send_to(&Uri::from_static("/")).unwrap();
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(serde_json::to_string(&secret).unwrap(), r#"{"id":1}"#);
    let without = Secret { id: None, password: None };
    let request = new().write_checked_json("application/json", &without);
    assert_eq!(reason(request), "the body: property `password` is missing");
    // A panic while a request is written does not change how responses are written.
    let panics = || new().write_form(&[], &Panics);
    assert!(panic::catch_unwind(|| drop(panics())).is_err());
    assert_eq!(serde_json::to_string(&secret).unwrap(), r#"{"id":1}"#);
}

#[test]
fn headers_of_responses_are_decoded() {
    let response = Response::builder()
        .header("n", " 5 ")
        .header("list", "1, 2")
        .header("list", "3")
        .header("set-cookie", "a=1, b")
        .header("set-cookie", "c=2")
        .header("json", r#"{"a":1}"#)
        .header("twice", "1")
        .header("twice", "1");
    let (parts, ()) = response.body(()).unwrap().into_parts();
    let response = ReceivedResponse::new("ping", &parts, axum::body::Bytes::new());
    assert_eq!(response.required_header::<i64>("N").unwrap(), 5);
    assert_eq!(response.optional_header::<i64>("none").unwrap(), None);
    assert_eq!(response.header_items::<i64>("list", Some(',')).unwrap(), [1, 2, 3]);
    assert_eq!(response.header_items::<String>("none", Some(',')).unwrap(), Vec::<String>::new());
    assert_eq!(response.required_header_items::<String>("set-cookie", None).unwrap(), ["a=1, b", "c=2"]);
    assert_eq!(response.required_json_header::<Value>("json").unwrap(), json!({"a": 1}));
    let errors = [
        response.required_header::<i64>("none").unwrap_err(),
        response.optional_header::<i64>("list").unwrap_err(),
        response.optional_header::<i64>("json").unwrap_err(),
        response.required_header_items::<i64>("none", Some(',')).unwrap_err(),
        response.optional_json_header::<i64>("json").unwrap_err(),
    ];
    let reasons = errors.map(|error| error.to_string().split_once("is invalid: ").unwrap().1.to_owned());
    assert_eq!(
        reasons,
        [
            "the header `none` is missing",
            "the header `list` appears more than once",
            "the header `json` must be an integer",
            "the header `none` is missing",
            "the header `json`: must be an integer, not an object",
        ]
    );
}

/// The server of a client need not be exact, but a type is.
#[tokio::test]
async fn a_client_enforces_no_constraints_on_text() {
    static PING: Operation = Operation {
        id: "ping",
        method: "POST",
        path: "/",
        tags: &[],
        statuses: &[200],
        security: &[&[]],
        route: "/",
        allow: "POST",
        challenges: &[],
    };
    fn levels(response: &ReceivedResponse<'_>) -> Result<Vec<Level>, OutgoingError> {
        let mut all = response.header_items("list", Some(','))?;
        all.push(response.required_header("one")?);
        all.push(response.read_text(&["text/plain"])?);
        Ok(all)
    }
    let respond = |list: &str, one: &str, body: &'static str| {
        let response = Response::builder().header("list", list).header("one", one);
        response.header("content-type", "text/plain").body(Body::from(body)).unwrap()
    };
    let by_client = async |list: &'static str, one: &'static str, body: &'static str| {
        let respond =
            tower::service_fn(move |_| async move { Ok::<_, Infallible>(respond(list, one, body)) });
        let read = |parts: &Parts, body: ReceivedBody| levels(&ReceivedResponse::new("ping", parts, body));
        Connection::new(respond, "")
            .send_request(&PING, new().at_path("/"), read)
            .await
            .map_err(|error| error.to_string())
    };
    let large = [10, 5, 11, 12].map(Level);
    assert_eq!(by_client("10,5", "11", "12").await.as_deref(), Ok(large.as_slice()));
    for (list, one, body) in [("x", "1", "1"), ("1", "x", "1"), ("1", "1", "x")] {
        let error = by_client(list, one, body).await.unwrap_err();
        assert!(error.ends_with("must be an integer"), "{error}");
    }
    // A server that sends a request itself, such as a webhook, enforces them.
    for (list, one, body) in [("10", "1", "1"), ("1", "11", "1"), ("1", "1", "12")] {
        let (parts, _) = respond(list, one, "").into_parts();
        let response = ReceivedResponse::new("ping", &parts, Bytes::from_static(body.as_bytes()));
        let error = levels(&response).unwrap_err().to_string();
        assert!(error.ends_with("must be at most 9"), "{error}");
    }
}

#[test]
fn texts_of_targets_do_not_change_the_url_around_them() {
    assert_eq!(target_text(&"https://a.example/b?c"), "https://a.example/b?c");
    assert_eq!(encoded_target_text(&"a/../b?c#d"), "a%2F..%2Fb%3Fc%23d");
    assert_eq!(encoded_target_json(&json!(5)).as_deref(), Some("5"));
    assert_eq!(encoded_target_json(&json!({})), None);
}

#[test]
fn values_do_not_make_dot_segments() {
    use TargetPiece::{Segment, Text};
    let rows: [(&[TargetPiece<'_>], Option<&str>); 12] = [
        (&[Text("/a/"), Segment("b"), Text("/c")], Some("/a/b/c")),
        (&[Text("/a//../"), Segment("b")], Some("/a//../b")),
        (&[Text("/a/"), Segment("..")], None),
        (&[Text("/a/"), Segment(""), Text("/")], None),
        (&[Text("/a/"), Segment(""), Text("?b")], None),
        (&[Text("/a/"), Segment(""), Text("b?")], Some("/a/b?")),
        (&[Text("/a/."), Segment(""), Text("#")], None),
        (&[Text("/a/"), Segment("."), Segment("."), Text("/")], None),
        (&[Text("/a/"), Segment("."), Text("%2E"), Text("/..")], None),
        (&[Text("/a/"), Segment("."), Text("x"), Segment("."), Text("/..")], Some("/a/.x./..")),
        (&[Text("/"), Segment("a"), Text("/"), Segment("..")], None),
        (&[Text("https://x?"), Text("/"), Segment("a")], Some("https://x?/a")),
    ];
    for (pieces, expected) in rows {
        assert_eq!(join_target(pieces).as_deref(), expected, "{pieces:?}");
    }
}

/// A server rejects a key that appears twice.
#[test]
fn an_api_key_replaces_a_parameter_with_its_name() {
    let key = support::Secret::from("k 1");
    let mut request = new().add_query("key", &"a", ParameterStyle::Exploded);
    request = request.add_query("keys", &"b", ParameterStyle::Exploded);
    request.present_query("key", &key);
    let uri = request.send_to(&Uri::from_static("/")).unwrap().uri().to_string();
    assert_eq!(uri, "/?keys=b&key=k%201");
    let mut request = new().add_cookie("key", &"a", ParameterStyle::Exploded);
    request = request.add_cookie("keys", &"b", ParameterStyle::Exploded);
    request.present_cookie("key", &support::Secret::from("k1"));
    let request = request.send_to(&Uri::from_static("/")).unwrap();
    assert_eq!(request.headers()["cookie"], "keys=b; key=k1");
}
