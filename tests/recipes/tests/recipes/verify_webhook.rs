//! The HMAC signature of a webhook is verified over the bytes of its body, before they are decoded.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::sync::{Arc, Mutex};
use stubsmith_recipes::parcels::types::Parcel;
use stubsmith_recipes::parcels::{
    Api, Context, ParcelArrivedRequest, ParcelArrivedResponse, Rejection, service,
};
use tower::ServiceExt as _;

/// The maximum number of bytes of a webhook.
const LIMIT: usize = 1_000_000;
const SIGNATURE: &str = "x-signature";

/// Rejects a request whose header does not have the signature of its body, in hexadecimal digits.
async fn verified(State(key): State<Arc<[u8]>>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, LIMIT).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    let given = parts.headers.get(SIGNATURE).and_then(|value| from_hex(value.to_str().ok()?));
    // `verify_slice` compares in constant time.
    let is_signed = mac(&key, &bytes).verify_slice(&given.unwrap_or_default()).is_ok();
    match is_signed {
        true => next.run(Request::from_parts(parts, bytes.into())).await,
        false => StatusCode::UNAUTHORIZED.into_response(),
    }
}

fn mac(key: &[u8], bytes: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length is valid");
    mac.update(bytes);
    mac
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2).map(|pair| {
        let [high, low] = <[u8; 2]>::try_from(pair).ok()?.map(|digit| char::from(digit).to_digit(16));
        u8::try_from(high? << 4 | low?).ok()
    });
    pairs.collect()
}

fn app(receiver: Arc<Receiver>, key: &[u8]) -> Router {
    service(receiver).layer(middleware::from_fn_with_state(Arc::from(key), verified))
}

/// A receiver that remembers webhooks.
#[derive(Default)]
struct Receiver {
    seen: Mutex<Vec<Parcel>>,
}

impl Api for Receiver {
    type Error = Rejection;

    async fn parcel_arrived(
        &self,
        _: Context,
        request: ParcelArrivedRequest,
    ) -> Result<ParcelArrivedResponse, Rejection> {
        self.seen.lock().unwrap().push(request.body);
        Ok(ParcelArrivedResponse::NoContent)
    }
}

/// Adds the signature to a request that is about to be sent.
async fn signed(request: axum::http::Request<Body>, key: &[u8]) -> axum::http::Request<Body> {
    let (mut parts, body) = request.into_parts();
    let bytes = to_bytes(body, LIMIT).await.unwrap();
    let digest = mac(key, &bytes).finalize().into_bytes();
    let hex: Vec<String> = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    parts.headers.insert(SIGNATURE, hex.concat().parse().unwrap());
    Request::from_parts(parts, bytes.into())
}

#[tokio::test]
async fn only_a_signed_webhook_reaches_its_method() {
    let receiver = Arc::new(Receiver::default());
    let router = app(Arc::clone(&receiver), b"secret");
    let parcel = Parcel::new("p1");
    let request = || {
        let request = ParcelArrivedRequest { x_attempt: 1, body: parcel.clone() };
        request.into_request(&Uri::from_static("/hooks/parcel.arrived")).unwrap()
    };
    let mut other_bytes = signed(request(), b"secret").await;
    *other_bytes.body_mut() = r#"{"id":"p2"}"#.into();
    let mut half = signed(request(), b"secret").await;
    half.headers_mut().insert(SIGNATURE, "abc".parse().unwrap());
    let cases = [
        (request(), 401),
        (signed(request(), b"guess").await, 401),
        (other_bytes, 401),
        (half, 401),
        (signed(request(), b"secret").await, 204),
    ];
    for (request, status) in cases {
        let response = router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status().as_u16(), status);
    }
    assert_eq!(*receiver.seen.lock().unwrap(), [parcel]);
}
