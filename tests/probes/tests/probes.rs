//! The requests of `requests.json` to both versions of the API, with the status and the body of each response.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use probes::{VERSIONS, service};
use serde::Deserialize;
use std::collections::BTreeMap;
use tower::ServiceExt as _;

/// A request, and the response that the specification asks for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Probe {
    /// The method and the path.
    send: String,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    body: String,
    status: u16,
    /// The body of a response with status 200, to the byte.
    response: Option<String>,
    /// A part of the body of another response, as the generated code words it.
    reason: Option<String>,
    /// The header `Allow`.
    allow: Option<String>,
}

fn probes() -> Vec<Probe> {
    serde_json::from_str(include_str!("../requests.json")).unwrap()
}

async fn send(router: &Router, probe: &Probe) -> (u16, Option<String>, String) {
    let (method, path) = probe.send.split_once(' ').unwrap();
    let request = Request::builder().method(method).uri(path);
    let request = probe.headers.iter().fold(request, |request, (name, value)| request.header(name, value));
    let request = request.body(Body::from(probe.body.clone())).unwrap();
    let (parts, body) = router.clone().oneshot(request).await.unwrap().into_parts();
    let allow = parts.headers.get("allow").map(|allow| allow.to_str().unwrap().to_owned());
    let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
    (parts.status.as_u16(), allow, body)
}

#[tokio::test]
async fn each_request_is_echoed_or_rejected_with_its_reason() {
    let probes = probes();
    assert_eq!(probes.len(), 26);
    for version in VERSIONS {
        let router = service(version).unwrap();
        for probe in &probes {
            let (status, allow, body) = send(&router, probe).await;
            assert_eq!((status, &allow), (probe.status, &probe.allow), "{version}: {probe:?}: {body}");
            match (&probe.response, &probe.reason) {
                (Some(expected), None) => assert_eq!(&body, expected, "{version}: {probe:?}"),
                (None, Some(reason)) => assert!(body.contains(reason), "{version}: {probe:?}: {body}"),
                _ => panic!("a probe has a response or a reason: {probe:?}"),
            }
        }
    }
}
