//! Values that are made from schemas: valid ones come back equal, and those with one constraint broken are rejected at
//! its place. `stubsmith-tests` does the same with published specs.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use std::fs;
use std::sync::Arc;
use stubsmith_golden::round_trip::{
    Api, Context, EchoContainerRequest, EchoContainerResponse, EchoEventRequest, EchoEventResponse,
    EchoPetRequest, EchoPetResponse, Rejection, service,
};
use stubsmith_tests::bodies::Answer;
use stubsmith_tests::round_trip::{cases, fault, parse};
use stubsmith_tests::values::{Document, Maker};
use tower::ServiceExt as _;

struct Echo;

impl Api for Echo {
    type Error = Rejection;

    async fn echo_pet(&self, _: Context, request: EchoPetRequest) -> Result<EchoPetResponse, Rejection> {
        Ok(request.body.into())
    }

    async fn echo_container(
        &self,
        _: Context,
        request: EchoContainerRequest,
    ) -> Result<EchoContainerResponse, Rejection> {
        Ok(request.body.into())
    }

    async fn echo_event(
        &self,
        _: Context,
        request: EchoEventRequest,
    ) -> Result<EchoEventResponse, Rejection> {
        Ok(request.body.into())
    }
}

async fn send(router: &Router, path: &str, body: &str) -> (String, String) {
    let request = Request::post(path).body(Body::from(body.to_owned())).unwrap();
    let (parts, body) = router.clone().oneshot(request).await.unwrap().into_parts();
    let text = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
    (parts.status.as_str().to_owned(), text)
}

#[tokio::test]
async fn values_come_back_and_broken_ones_are_rejected() {
    let router = service(Arc::new(Echo));
    let spec = parse(&fs::read_to_string("../golden/round_trip/spec.yaml").unwrap()).unwrap();
    let document = Document(&spec);
    let (defaults, mut maker) = (document.defaults(), Maker::new(&document));
    let mut faults = Vec::new();
    for path in ["/pets", "/containers", "/events"] {
        let schema = &spec["paths"][path]["post"]["responses"]["200"]["schema"];
        let cases: Vec<_> = (0..25).flat_map(|_| cases(&mut maker, schema)).collect();
        assert!(cases.len() > 500, "{path}: {} cases", cases.len());
        for case in cases {
            let (status, text) = send(&router, path, &case.sent.to_string()).await;
            let again = if status == "200" { Some(send(&router, path, &text).await) } else { None };
            faults.extend(fault(&case, &Answer { status, text, again }, &defaults));
        }
    }
    assert!(faults.is_empty(), "{} faults: {:#?}", faults.len(), &faults[..faults.len().min(5)]);
}
