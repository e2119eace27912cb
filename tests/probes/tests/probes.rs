//! Requests to both versions of the API, with the status and the body of each response.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use probes::{VERSIONS, service};
use tower::ServiceExt as _;

/// A request: the method, the path, the headers and the body.
type Probe<'p> = (&'p str, &'p str, &'p [(&'p str, &'p str)], &'p str);

const JSON: &[(&str, &str)] = &[("content-type", "application/json")];

async fn send(router: &Router, (method, path, headers, body): Probe<'_>) -> (u16, Option<String>, String) {
    let request = Request::builder().method(method).uri(path);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    let request = request.body(Body::from(body.to_owned())).unwrap();
    let (parts, body) = router.clone().oneshot(request).await.unwrap().into_parts();
    let allow = parts.headers.get("allow").map(|allow| allow.to_str().unwrap().to_owned());
    let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
    (parts.status.as_u16(), allow, body)
}

/// The requests, and the bodies of their responses with status 200.
const ACCEPTED: [(Probe<'static>, &str); 9] = [
    (("POST", "/pets", JSON, r#"{"meow":true,"name":"c"}"#), r#"{"meow":true,"name":"c"}"#),
    (("POST", "/pets", JSON, r#"{"bark":3,"name":"d"}"#), r#"{"bark":3,"name":"d"}"#),
    (("POST", "/owners", JSON, r#"{"name":"a","address":null}"#), r#"{"name":"a","address":null}"#),
    (
        ("POST", "/owners", JSON, r#"{"name":"a","address":{"street":"s"}}"#),
        r#"{"name":"a","address":{"street":"s"}}"#,
    ),
    (
        ("POST", "/owners", JSON, r#"{"name":"a","address":null,"second":null}"#),
        r#"{"name":"a","address":null,"second":null}"#,
    ),
    (("GET", "/search?filter[color]=red&filter[size]=3", &[], ""), r#"{"color":"red","size":3}"#),
    (("GET", "/search?filter%5Bcolor%5D=red&filter%5Bsize%5D=3", &[], ""), r#"{"color":"red","size":3}"#),
    (("GET", "/me", &[("cookie", "a=b; sid=abc")], ""), r#"{"name":"abc"}"#),
    (("GET", "/page?limit=5", &[], ""), r#"{"limit":5}"#),
];

/// The requests, the statuses of their responses, and a part of the bodies.
const REJECTED: [(Probe<'static>, u16, &str); 16] = [
    (("POST", "/pets", JSON, r#"{"meow":true,"bark":3}"#), 400, "matches several alternatives"),
    (("POST", "/pets", JSON, r#"{"name":"x"}"#), 400, "must have `meow`, or `bark`"),
    (("POST", "/owners", JSON, r#"{"name":"a"}"#), 400, "property `address` is missing"),
    (("POST", "/owners", JSON, r#"{"name":null,"address":null}"#), 400, "`/name`"),
    (("GET", "/search", &[], ""), 400, "`filter`"),
    (("GET", "/search?filter[color]=red&filter[size]=0", &[], ""), 400, "must be at least 1"),
    (("GET", "/me", &[], ""), 401, ""),
    (("GET", "/page", &[], ""), 400, "`limit`"),
    (("GET", "/page?limit=0", &[], ""), 400, "`limit` must be at least 1"),
    (("GET", "/page?limit=101", &[], ""), 400, "`limit` must be at most 100"),
    (("GET", "/page?limit=abc", &[], ""), 400, "`limit` must be a 64-bit integer"),
    (("GET", "/nope", &[], ""), 404, ""),
    (("POST", "/things", &[("content-type", "text/plain")], r#"{"id":1}"#), 415, "text/plain"),
    (("POST", "/things", JSON, r#"{"id": "#), 400, ""),
    (("POST", "/things", JSON, r#"{"id":"x"}"#), 400, "`/id`"),
    (("POST", "/things", JSON, r#"{"id":1,"tag":"a"}"#), 400, "must have at least 2 characters"),
];

#[tokio::test]
async fn valid_requests_are_echoed() {
    for version in VERSIONS {
        let router = service(version).unwrap();
        for (probe, expected) in ACCEPTED {
            let (status, _, body) = send(&router, probe).await;
            assert_eq!((status, body.as_str()), (200, expected), "{version}: {probe:?}");
        }
    }
}

#[tokio::test]
async fn invalid_requests_are_rejected_with_their_reason() {
    for version in VERSIONS {
        let router = service(version).unwrap();
        for (probe, expected, part) in REJECTED {
            let (status, _, body) = send(&router, probe).await;
            assert!(status == expected && body.contains(part), "{version}: {probe:?}: {status} {body}");
        }
        let (status, allow, _) = send(&router, ("DELETE", "/things", &[], "")).await;
        assert_eq!((status, allow.as_deref()), (405, Some("POST")), "{version}");
    }
}
