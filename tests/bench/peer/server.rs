//! The code of openapi-generator's rust-axum for the two specs, with an implementation: `server PORT`. The environment
//! variable ORDER names the file with the order that is listed.

use async_trait::async_trait;
use axum_extra::extract::CookieJar;
use events::apis::default::EventsGetResponse;
use events::models::{EventsGet200Response, EventsGetQueryParams};
use headers::Host;
use http::Method;
use orders::apis::default::{ListOrdersResponse, PlaceOrderResponse};
use orders::models::{Order, Receipt};
use std::sync::Arc;

struct Server {
    orders: Vec<Order>,
}

#[derive(Clone)]
struct Shared(Arc<Server>);

impl AsRef<Server> for Shared {
    fn as_ref(&self) -> &Server {
        &self.0
    }
}

impl events::apis::ErrorHandler<()> for Server {}
impl orders::apis::ErrorHandler<()> for Server {}

#[async_trait]
impl events::apis::default::Default<()> for Server {
    async fn events_get(
        &self,
        _: &Method,
        _: &Host,
        _: &CookieJar,
        query: &EventsGetQueryParams,
    ) -> Result<EventsGetResponse, ()> {
        let start = query.from.clone();
        let end = Some("s3457_9_0".to_owned());
        let answer = EventsGet200Response { start, end, chunk: Some(Vec::new()) };
        Ok(EventsGetResponse::Status200_TheEventsReceived(answer))
    }
}

#[async_trait]
impl orders::apis::default::Default<()> for Server {
    async fn list_orders(&self, _: &Method, _: &Host, _: &CookieJar) -> Result<ListOrdersResponse, ()> {
        Ok(ListOrdersResponse::Status200_AllOfThem(self.orders.clone()))
    }

    async fn place_order(
        &self,
        _: &Method,
        _: &Host,
        _: &CookieJar,
        order: &Order,
    ) -> Result<PlaceOrderResponse, ()> {
        let lines = order.lines.len().try_into().unwrap_or(i32::MAX);
        Ok(PlaceOrderResponse::Status201_ItIsPlaced(Receipt { id: order.id.clone(), lines }))
    }
}

#[tokio::main]
async fn main() {
    let port: u16 = std::env::args().nth(1).and_then(|port| port.parse().ok()).expect("server PORT");
    let path = std::env::var_os("ORDER").expect("ORDER names a file");
    let order = std::fs::read_to_string(path).expect("the file is there");
    let order: Order = serde_json::from_str(&order).expect("the order is valid");
    let server = Shared(Arc::new(Server { orders: vec![order; 120] }));
    let router = events::server::new::<_, Server, ()>(server.clone());
    let router = router.merge(orders::server::new::<_, Server, ()>(server));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await.expect("the port is free");
    axum::serve(listener, router).await.expect("a server does not end");
}
