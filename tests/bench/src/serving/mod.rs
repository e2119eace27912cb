//! Three servers for the same two APIs: the generated code, handwritten code with axum's extractors and serde's
//! derives, and handwritten code that is fast and as strict as the generated code.

pub mod generated;
pub mod idiomatic;
pub mod lean;
pub mod parking;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::http::request::Builder;
use std::sync::LazyLock;

include!(concat!(env!("OUT_DIR"), "/orders.rs"));

/// The token that all three servers know.
pub const TOKEN: &str = "secret";

/// A request as a small client sends it.
pub fn request(method: &str, uri: &str) -> Builder {
    let request = Request::builder().method(method).uri(uri).header("host", "localhost:8008");
    request.header("user-agent", "curl/8.14.1").header("accept", "*/*")
}

/// A request for events: four values in its query.
pub fn get_events() -> Request<Body> {
    let uri = "/_matrix/client/api/v1/events?access_token=secret&from=s3456_9_0&timeout=0&room_id=%21a%3Ax,%21b%3Ax";
    request("GET", uri).body(Body::empty()).unwrap()
}

/// A request with an order of 2 KB.
pub fn place_order() -> Request<Body> {
    request("POST", "/orders")
        .header("content-type", "application/json")
        .body(Body::from(ORDER.as_str()))
        .unwrap()
}

/// A request with a response of 200 KB.
pub fn list_orders() -> Request<Body> {
    request("GET", "/orders").body(Body::empty()).unwrap()
}

/// The order as it is sent.
pub static ORDER: LazyLock<String> = LazyLock::new(|| {
    let address = |name| {
        format!(
            r#"{{"name": "{name}", "street": "Storgatan 12 B", "city": "Göteborg", "postal_code": "411 38", "country": "SE"}}"#
        )
    };
    let line = |index: usize| {
        format!(
            r#"{{"sku": "SKU-{:05}", "title": "A thing that is number {index} on the list", "quantity": {}, "unit_price": {}.25, "gift": {}}}"#,
            index * 977,
            index % 7 + 1,
            index * 13 % 90 + 9,
            index.is_multiple_of(2),
        )
    };
    let lines: Vec<_> = (0..12).map(line).collect();
    format!(
        r#"{{"id": "order-2026-000451", "customer": "Ada Lovelace", "status": "placed", "placed_at": 1764081000000, "express": true,
            "discount": 0.125, "note": "Please ring twice.\nThe bell is \"quiet\".", "tags": ["fragile", "heavy", "birthday"],
            "ship_to": {}, "bill_to": {}, "lines": [{}]}}"#,
        address("Ada Lovelace"),
        address("The Analytical Engine Company"),
        lines.join(", "),
    )
});

/// The number of orders in a response of 200 KB.
pub const ORDERS: usize = 120;

/// The routers of one kind: of events, and of orders.
pub struct Servers {
    pub events: Router,
    pub orders: Router,
}
