//! A webhook is sent with hyper's client, and again if it fails.

use axum::body::Body;
use axum::http::Uri;
use http_body_util::{BodyExt as _, Limited};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use std::error::Error;
use std::future::IntoFuture as _;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use stubsmith_recipes::parcels::types::Parcel;
use stubsmith_recipes::parcels::{
    Api, Context, ParcelArrivedRequest, ParcelArrivedResponse, ParcelArrivedTooManyRequestsHeaders,
    Rejection, service,
};
use tokio::net::TcpListener;
use tokio::time;

const ATTEMPTS: i64 = 3;
/// The maximum number of bytes of a response.
const LIMIT: usize = 10_000;

/// Sends a webhook once. Returns the time to wait before the next attempt, or `None` if the receiver has it.
async fn send_once(
    client: &Client<HttpConnector, Body>,
    target: &Uri,
    x_attempt: i64,
    parcel: Parcel,
) -> Result<Option<Duration>, Box<dyn Error + Send + Sync>> {
    let request = ParcelArrivedRequest { x_attempt, body: parcel }.into_request(target)?;
    let (parts, body) = client.request(request).await?.into_parts();
    let body = Limited::new(body, LIMIT).collect().await?.to_bytes();
    Ok(match ParcelArrivedResponse::read(&parts, body)? {
        ParcelArrivedResponse::NoContent => None,
        ParcelArrivedResponse::TooManyRequests { headers } => {
            Some(Duration::from_secs(headers.retry_after.map_or(1, i64::unsigned_abs)))
        }
    })
}

/// Sends a webhook until the receiver has it. After an error, the time to the next attempt doubles.
async fn send(client: &Client<HttpConnector, Body>, target: &Uri, parcel: &Parcel) -> bool {
    for attempt in 1..=ATTEMPTS {
        let sent = time::timeout(Duration::from_secs(10), send_once(client, target, attempt, parcel.clone()));
        let wait = match sent.await {
            Ok(Ok(None)) => return true,
            Ok(Ok(Some(wait))) => wait.min(Duration::from_secs(60)),
            Ok(Err(_)) | Err(_) => Duration::from_millis(100 << attempt),
        };
        time::sleep(wait).await;
    }
    false
}

/// A receiver that is busy at first, then fails, and then accepts webhooks.
#[derive(Default)]
struct Receiver {
    seen: Mutex<Vec<(i64, Parcel)>>,
}

impl Api for Receiver {
    type Error = Rejection;

    async fn parcel_arrived(
        &self,
        cx: Context,
        request: ParcelArrivedRequest,
    ) -> Result<ParcelArrivedResponse, Rejection> {
        self.seen.lock().unwrap().push((request.x_attempt, request.body));
        match request.x_attempt {
            1 => {
                let headers = ParcelArrivedTooManyRequestsHeaders { retry_after: Some(0) };
                Ok(ParcelArrivedResponse::TooManyRequests { headers })
            }
            2 => Err(Rejection::NotImplemented { operation: cx.operation() }),
            _ => Ok(ParcelArrivedResponse::NoContent),
        }
    }
}

#[tokio::test]
async fn a_webhook_is_sent_until_its_receiver_has_it() {
    let receiver = Arc::new(Receiver::default());
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let target = format!("http://{}/hooks/parcel.arrived", listener.local_addr().unwrap());
    tokio::spawn(axum::serve(listener, service(Arc::clone(&receiver))).into_future());
    let client = Client::builder(TokioExecutor::new()).build_http();
    let parcel = Parcel { label: Some("fragile".to_owned()), ..Parcel::new("p1") };
    assert!(send(&client, &target.parse().unwrap(), &parcel).await);
    let seen = receiver.seen.lock().unwrap().clone();
    assert_eq!(seen, [(1, parcel.clone()), (2, parcel.clone()), (3, parcel)]);
}
