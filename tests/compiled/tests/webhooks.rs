//! Webhooks: a request that the generated code creates arrives equal at the receiver that it generates, and so does the
//! response.

use crate::client::{request, send};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{Request, Uri, response};
use std::sync::{Arc, Mutex};
use stubsmith_golden::webhooks as api;
use stubsmith_golden::webhooks::received_webhooks as received;
use stubsmith_golden::webhooks::{outgoing, types};
use tower::ServiceExt as _;

/// Receives webhooks, and remembers each as `Debug` shows it.
#[derive(Default)]
struct Receiver {
    seen: Mutex<Vec<String>>,
}

impl Receiver {
    fn remember(&self, request: &impl std::fmt::Debug) {
        self.seen.lock().unwrap().push(format!("{request:?}"));
    }
}

impl api::Api for Receiver {
    type Principal = ();
    type Error = api::Rejection;

    async fn authenticate(
        &self,
        _: &api::Context,
        credentials: api::Credentials,
    ) -> Result<(), api::Rejection> {
        let api::Credentials::Signature { signature } = credentials;
        if signature.expose() == "signed" { Ok(()) } else { Err(api::Rejection::MissingCredentials) }
    }
}

impl received::ReceivedWebhooksApi for Receiver {
    async fn parcel_arrived(
        &self,
        _: api::Context,
        (): (),
        request: received::ParcelArrivedRequest,
    ) -> Result<received::ParcelArrivedResponse, api::Rejection> {
        self.remember(&request);
        Ok(match request.x_attempt {
            1 => received::ParcelArrivedResponse::Ok {
                headers: received::ParcelArrivedOkHeaders {
                    x_next: Some("soon".to_owned()),
                    x_kinds: vec![types::Kind::Box, types::Kind::Letter],
                    ..received::ParcelArrivedOkHeaders::new(3)
                },
                body: types::Receipt::new("r1"),
            },
            2 => received::ParcelArrivedResponse::NoContent,
            3 => received::ParcelArrivedResponse::ClientError {
                status: axum::http::StatusCode::GONE,
                body: types::Problem::new("gone"),
            },
            _ => received::ParcelArrivedResponse::Default {
                status: axum::http::StatusCode::BAD_GATEWAY,
                body: "later".to_owned(),
            },
        })
    }

    async fn parcel_moved(
        &self,
        _: api::Context,
        request: received::ParcelMovedRequest,
    ) -> Result<received::ParcelMovedResponse, api::Rejection> {
        match request.body {
            received::ParcelMovedBody::Bytes(stream) => {
                self.remember(&stream.text().await?);
                Ok(received::ParcelMovedOk::Png(vec![1, 2, 3].into()).into())
            }
            body => {
                self.remember(&body);
                let receipt = types::Receipt::new("r2");
                Ok(receipt.into())
            }
        }
    }

    async fn parcel_photographed(
        &self,
        _: api::Context,
        request: received::ParcelPhotographedRequest,
    ) -> Result<received::ParcelPhotographedResponse, api::Rejection> {
        self.remember(&request);
        Ok(received::ParcelPhotographedResponse::Ok)
    }

    async fn parcel_pictured(
        &self,
        _: api::Context,
        request: received::ParcelPicturedRequest,
    ) -> Result<received::ParcelPicturedResponse, api::Rejection> {
        self.remember(&request.size);
        Ok(received::ParcelPicturedResponse::NoContent)
    }

    async fn ping_get(&self, _: api::Context) -> Result<received::PingGetResponse, api::Rejection> {
        self.remember(&"ping");
        Ok(received::PingGetResponse::Ok("pong".to_owned()))
    }
}

/// Sends a request to the receiver. Returns the response, and the request as the receiver saw it.
async fn deliver(request: Request<Body>) -> (response::Parts, Bytes, Vec<String>) {
    let receiver = Arc::new(Receiver::default());
    let router: Router = received::router(Arc::clone(&receiver));
    let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let seen = receiver.seen.lock().unwrap().clone();
    (parts, body, seen)
}

fn target(path: &'static str) -> Uri {
    Uri::from_static(path)
}

fn parcel() -> types::Parcel {
    types::Parcel {
        code: Some("abc".to_owned()),
        label: Some("für \"Ann\"".to_owned()),
        ..types::Parcel::new(types::Kind::Box)
    }
}

fn arrived(attempt: i64) -> received::ParcelArrivedRequest {
    received::ParcelArrivedRequest {
        x_attempt: attempt,
        x_tags: vec!["a".to_owned(), "b c".to_owned()],
        dry: true,
        ids: vec![3, -4],
        filter: Some(received::ParcelArrivedFilter { kind: Some("a&b=c +%".to_owned()), size: Some(9) }),
        session: Some("x;y z".to_owned()),
        body: parcel(),
    }
}

fn signed(mut request: Request<Body>) -> Request<Body> {
    request.headers_mut().insert("x-signature", "signed".parse().unwrap());
    request
}

#[tokio::test]
async fn a_webhook_arrives_equal_at_its_receiver() {
    let sent = format!("{:?}", arrived(1));
    let request =
        arrived(1).into_request(&target("https://example.com/hooks/parcel.arrived?from=us")).unwrap();
    assert_eq!(
        request.uri().to_string(),
        "https://example.com/hooks/parcel.arrived?from=us&dry=true&ids=3&ids=-4\
         &filter%5Bkind%5D=a%26b%3Dc%20%2B%25&filter%5Bsize%5D=9"
    );
    assert_eq!(request.headers()["cookie"], "session=x%3By%20z");
    assert_eq!(request.headers()["accept"], "application/json, text/plain");
    let (parts, body, seen) = deliver(signed(request)).await;
    assert_eq!(seen, [sent]);
    let response = received::ParcelArrivedResponse::read(&parts, body).unwrap();
    let received::ParcelArrivedResponse::Ok { headers, body } = response else { panic!("{response:?}") };
    assert_eq!(headers.x_next.as_deref(), Some("soon"));
    assert_eq!(headers.x_left, 3);
    assert_eq!(headers.x_kinds, [types::Kind::Box, types::Kind::Letter]);
    assert_eq!(body.id, "r1");
}

#[tokio::test]
async fn each_status_is_a_variant() {
    let cases =
        [(2, "NoContent"), (3, "ClientError { status: 410"), (4, "Default { status: 502, body: \"later\"")];
    for (attempt, expected) in cases {
        let request = arrived(attempt).into_request(&target("/hooks/parcel.arrived")).unwrap();
        let (parts, body, _) = deliver(signed(request)).await;
        let response = received::ParcelArrivedResponse::read(&parts, body).unwrap();
        assert!(format!("{response:?}").starts_with(expected), "{response:?}");
    }
}

#[tokio::test]
async fn the_receiver_checks_the_security_of_a_webhook() {
    let request = arrived(1).into_request(&target("/hooks/parcel.arrived")).unwrap();
    let (parts, body, seen) = deliver(request).await;
    assert_eq!((parts.status.as_u16(), seen.len()), (401, 0));
    let error = received::ParcelMovedResponse::read(&parts, body).unwrap_err();
    assert_eq!(error.to_string(), "the response to `parcelMoved` has the undeclared status 401 Unauthorized");
}

/// A request has write-only properties and no read-only ones, also in a webhook.
#[tokio::test]
async fn a_webhook_is_written_as_a_request() {
    let body = types::Parcel { id: Some(7), ..parcel() };
    let response = serde_json::to_string(&body).unwrap();
    assert_eq!(response, r#"{"id":7,"kind":"box","label":"für \"Ann\""}"#);
    let request = received::ParcelMovedRequest { body: received::ParcelMovedBody::Json(body) };
    let request = request.into_request(&target("/hooks/parcel.moved")).unwrap();
    let sent = to_bytes(request.into_body(), usize::MAX).await.unwrap();
    assert_eq!(sent, r#"{"kind":"box","code":"abc","label":"für \"Ann\""}"#);
    // The direction ends with the request.
    let again = types::Parcel { id: Some(7), ..parcel() };
    assert_eq!(serde_json::to_string(&again).unwrap(), response);
}

fn moved() -> types::Move {
    types::Move {
        steps: Some(vec![1, 2]),
        to: Some(types::inline::MoveTo { city: Some("Bonn & Köln".to_owned()), street: None }),
        ..types::Move::new("Aachen\r\n\"a=b\"")
    }
}

#[tokio::test]
async fn forms_texts_and_bytes_arrive_equal() {
    let form = received::ParcelMovedBody::Form(moved());
    let sent = format!("{form:?}");
    let request = received::ParcelMovedRequest { body: form }.into_request(&target("/hooks/parcel.moved"));
    let (parts, body, seen) = deliver(request.unwrap()).await;
    assert_eq!(seen, [sent]);
    let response = received::ParcelMovedResponse::read(&parts, body).unwrap();
    let received::ParcelMovedResponse::Ok(received::ParcelMovedOk::Json(receipt)) = response else {
        panic!("{response:?}")
    };
    assert_eq!(receipt.id, "r2");

    let bytes = received::ParcelMovedRequest { body: received::ParcelMovedBody::Bytes("raw".into()) };
    let (parts, body, seen) = deliver(bytes.into_request(&target("/hooks/parcel.moved")).unwrap()).await;
    assert_eq!(seen, ["\"raw\""]);
    let response = received::ParcelMovedResponse::read(&parts, body).unwrap();
    assert!(matches!(response, received::ParcelMovedResponse::Ok(received::ParcelMovedOk::Png(_))));

    let multipart = received::ParcelPhotographedRequest { body: moved() };
    let sent = format!("{multipart:?}");
    let request = multipart.into_request(&target("/hooks/parcel.photographed")).unwrap();
    let (parts, body, seen) = deliver(request).await;
    assert_eq!(seen, [sent]);
    assert!(received::ParcelPhotographedResponse::read(&parts, body).is_ok());

    let request = outgoing::PingGetRequest.into_request(&target("/hooks/ping")).unwrap();
    let (parts, body, seen) = deliver(request).await;
    assert_eq!(seen, ["\"ping\""]);
    let received::PingGetResponse::Ok(text) = received::PingGetResponse::read(&parts, body).unwrap();
    assert_eq!(text, "pong");
}

/// A change that makes a request invalid.
type Change = fn(&mut received::ParcelArrivedRequest);

#[test]
fn a_request_that_cannot_be_written_is_an_error() {
    let cases: [(Change, &str); 5] = [
        (|it| it.x_attempt = 0, "the parameter `X-Attempt` must be at least 1"),
        (
            |it| it.x_tags = vec!["a,b".to_owned()],
            "the header `X-Tags` has an item that contains the separator `,`",
        ),
        (|it| it.x_tags = vec!["a\nb".to_owned()], "the header `X-Tags` must be visible ASCII"),
        (|it| it.body.code = Some("ab".to_owned()), "the body at `/code`: must have at least 3 characters"),
        (|it| it.body.label = Some("x".repeat(13)), "the body at `/label`: must have at most 12 characters"),
    ];
    for (spoil, expected) in cases {
        let mut request = arrived(1);
        spoil(&mut request);
        let error = request.into_request(&target("https://example.com")).unwrap_err();
        assert_eq!(error.to_string(), format!("the request `parcel_arrived` cannot be created: {expected}"));
    }
}

#[test]
fn a_response_that_does_not_match_is_an_error() {
    let cases = [
        (200, "application/json", "{}", "the header `X-Left` is missing"),
        (200, "text/html", "{}", "the header `X-Left` is missing"),
        (404, "application/json", "{}", "the body: property `reason` is missing"),
        (404, "application/json", "", "the body is missing"),
        (
            404,
            "application/json",
            "{",
            "the body is not JSON: EOF while parsing an object at line 1 column 1",
        ),
        (404, "text/html", "<p>", "the media type `text/html` is not declared"),
    ];
    for (status, media_type, body, expected) in cases {
        let response = axum::http::Response::builder().status(status).header("content-type", media_type);
        let (parts, ()) = response.body(()).unwrap().into_parts();
        let error = received::ParcelArrivedResponse::read(&parts, body.into()).unwrap_err();
        assert!(error.to_string().ends_with(&format!("is invalid: {expected}")), "{error}");
    }
}

#[tokio::test]
async fn the_receiver_is_separate_from_the_api() {
    // `Receiver` does not implement the operations of the API, and their paths do not exist.
    let router = received::router(Arc::new(Receiver::default()));
    assert_eq!(send(&router, request("POST", "/searches")).await, "404 ");
    assert_eq!(send(&router, request("GET", "/hooks/ping")).await, "200 pong");
}

/// Returns the request of a callback, or `None` if the client sent no target, or one that is not allowed.
fn callback_of(request: &api::parcels::SubscribeRequest, parcel: types::Parcel) -> Option<Request<Body>> {
    let target: Uri = request.arrived_target()?.parse().ok()?;
    // Resolve the host as well, and reject private addresses.
    if target.scheme_str() != Some("https") {
        return None;
    }
    outgoing::SubscribeArrivedRequest { body: parcel }.into_request(&target).ok()
}

#[test]
fn a_callback_is_sent_to_the_target_of_the_request() {
    let request = |arrived: Option<&str>| api::parcels::SubscribeRequest {
        place: "a".to_owned(),
        report: None,
        x_base: "https://example.com".to_owned(),
        body: types::Subscription {
            secret: None,
            urls: types::inline::SubscriptionUrls { arrived: arrived.map(str::to_owned) },
        },
    };
    let parcel = || types::Parcel { label: None, ..parcel() };
    let sent = callback_of(&request(Some("https://example.com/a?b")), parcel()).unwrap();
    assert_eq!(
        (sent.method().as_str(), sent.uri().to_string().as_str()),
        ("POST", "https://example.com/a?b")
    );
    for target in [None, Some("http://example.com"), Some("nowhere")] {
        assert!(callback_of(&request(target), parcel()).is_none(), "{target:?}");
    }
}

/// The targets of callbacks come from the requests of their operations.
#[test]
fn targets_come_from_requests() {
    let urls = types::inline::SubscriptionUrls { arrived: Some("https://example.com/a?b".to_owned()) };
    let request = api::parcels::SubscribeRequest {
        place: "a/b c".to_owned(),
        report: None,
        x_base: "https://example.com:8443/x".to_owned(),
        body: types::Subscription { secret: None, urls },
    };
    assert_eq!(request.arrived_target().as_deref(), Some("https://example.com/a?b"));
    assert_eq!(request.left_target(), "https://example.com:8443/x/left?place=a%2Fb%20c");
    assert_eq!(request.lost_target(), None);
}
