//! Every combination of the parts of an operation, on the wire: a valid request is accepted, and each mistake in it is
//! rejected with its own status.

#[allow(dead_code, reason = "only the build script writes the spec")]
#[path = "../combinations.rs"]
mod all;

use all::{Combination, combinations};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response};
use std::sync::Arc;
use stubsmith_golden::combinations::{example_server::Examples, service};
use tower::ServiceExt as _;

/// A request in parts, each of which can be replaced.
#[derive(Clone)]
struct Call {
    path: String,
    query: Vec<&'static str>,
    headers: Vec<(&'static str, &'static str)>,
    media_type: &'static str,
    body: &'static str,
}

/// A media type and a body.
type Sent = (&'static str, &'static str);
/// The same, and the status of the rejection.
type Rejected = (&'static str, &'static str, u16);

const FORM: &str = "application/x-www-form-urlencoded";
const PARTS: &str = "multipart/form-data; boundary=b";
const FIELD: &str = "--b\r\ncontent-disposition: form-data; name=f\r\n\r\n5\r\n--b--";
const FILE: &str = "--b\r\ncontent-disposition: form-data; name=f\r\n\r\n5\r\n--b\r\ncontent-disposition: form-data; name=file; filename=a\r\n\r\nabc\r\n--b--";

/// For each kind of body: some that are accepted, and some that are rejected, with the status.
const BODIES: [(&[Sent], &[Rejected]); 9] = [
    (&[("", "")], &[]),
    (
        &[("application/json", r#"{"id": 1}"#), ("", r#"{"id": 1.0, "other": null}"#)],
        &[
            ("application/json", "", 400),
            ("application/json", r#"{"id": 0}"#, 400),
            ("", "{}", 400),
            ("text/css", r#"{"id": 1}"#, 415),
        ],
    ),
    (
        &[("application/json", "[1, 2]"), ("", "")],
        &[("application/json", "[3000000000]", 400), ("text/css", "[]", 415)],
    ),
    (&[("text/plain", "\u{e4}bcde")], &[("text/plain", "abcdef", 400), ("application/json", "\"a\"", 415)]),
    (
        &[("text/plain", "5"), ("application/json", "5"), ("", "")],
        &[("application/json", "\"a\"", 400), ("image/png", "5", 415)],
    ),
    (&[("image/png", "abc"), ("image/png", "")], &[("image/gif", "abc", 415), ("", "", 400)]),
    (
        &[(FORM, "f=ab"), (FORM, "f=%C3%A4b&other=1"), (FORM, "")],
        &[(FORM, "f=a", 400), (FORM, "f=ab&f=cd", 400), ("application/json", "{}", 415)],
    ),
    (
        &[(FORM, "f=5"), (PARTS, FIELD)],
        &[(FORM, "f=x", 400), (PARTS, "--b--", 400), ("application/json", "{}", 415)],
    ),
    (&[(PARTS, FILE)], &[(PARTS, FIELD, 400), (PARTS, "--b", 400), (FORM, "f=5", 415)]),
];

/// A request that the operation accepts.
fn good(combination: &Combination) -> Call {
    let mut call = Call {
        path: combination.path.replace("{id}", "7"),
        query: Vec::new(),
        headers: Vec::new(),
        media_type: "",
        body: "",
    };
    match combination.security {
        1 => call.query.push("key=k"),
        3 => {
            call.query.push("key=k");
            call.headers.push(("x-key", "k"));
        }
        _ => {}
    }
    match combination.parameters {
        1 => call.query.push("q=%20a"),
        2 => call.headers.push(("x-h", "1,2")),
        3 => {
            call.query.extend(["q=a", "q=b"]);
            call.headers.push(("h", "true"));
        }
        _ => {}
    }
    (call.media_type, call.body) = BODIES[combination.body].0[0];
    call
}

async fn send(router: &Router, call: &Call) -> Response<Body> {
    let query = if call.query.is_empty() { String::new() } else { format!("?{}", call.query.join("&")) };
    let mut request = Request::post(call.path.clone() + &query);
    for (name, value) in &call.headers {
        request = request.header(*name, *value);
    }
    if !call.media_type.is_empty() {
        request = request.header("content-type", call.media_type);
    }
    router.clone().oneshot(request.body(Body::from(call.body)).unwrap()).await.unwrap()
}

/// Sends the valid request with one part changed.
async fn status(router: &Router, combination: &Combination, change: impl FnOnce(&mut Call)) -> u16 {
    let mut call = good(combination);
    change(&mut call);
    send(router, &call).await.status().as_u16()
}

#[tokio::test]
async fn a_valid_request_is_accepted_and_each_mistake_is_rejected() {
    let router = service(Arc::new(Examples));
    let mut seen = 0;
    for of in combinations() {
        let (path, success) = (&of.path, if of.answers == 0 { 204 } else { 200 });
        let (taken, refused) = BODIES[of.body];
        for &(media_type, body) in taken {
            let status = status(&router, &of, |call| (call.media_type, call.body) = (media_type, body)).await;
            assert_eq!(status, success, "{path}: {media_type} {body}");
        }
        for &(media_type, body, expected) in refused {
            let status = status(&router, &of, |call| (call.media_type, call.body) = (media_type, body)).await;
            assert_eq!(status, expected, "{path}: {media_type} {body}");
        }
        if path.contains('{') {
            let status = status(&router, &of, |call| call.path = path.replace("{id}", "x")).await;
            assert_eq!(status, 400, "{path}");
        }
        let parameters: &[fn(&mut Call)] = match of.parameters {
            1 => &[|call| call.query.push("q=b"), |call| call.query = vec!["key=k", "q=1234567890"]],
            2 => &[|call| call.headers.push(("x-h", "a"))],
            3 => &[|call| call.headers.retain(|(name, _)| *name != "h"), |call| call.query.push("q=%FF")],
            _ => &[],
        };
        for change in parameters {
            assert_eq!(status(&router, &of, change).await, 400, "{path}");
        }
        let mut nobody = good(&of);
        nobody.query.retain(|pair| !pair.starts_with("key="));
        nobody.headers.retain(|(name, _)| *name != "x-key");
        let answer = send(&router, &nobody).await;
        let expected = if [1, 3].contains(&of.security) { 401 } else { success };
        assert_eq!(answer.status().as_u16(), expected, "{path}");
        assert_eq!(answer.headers().contains_key("www-authenticate"), expected == 401, "{path}");
        if of.answers == 2 {
            let status = status(&router, &of, |call| call.headers.push(("accept", "image/png"))).await;
            assert_eq!(status, 406, "{path}");
        }
        seen += 1;
    }
    assert_eq!(seen, 432);
}
