//! The generated code, with an implementation.

use super::{ORDER, ORDERS, Servers, TOKEN, orders};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use orders::types::{Order, Receipt};
use orders::{ListOrdersResponse, PlaceOrderRequest, PlaceOrderResponse};
use std::sync::Arc;

pub struct Server {
    pub orders: Vec<Order>,
}

impl Default for Server {
    fn default() -> Self {
        let order: Order = serde_json::from_str(&ORDER).expect("the order is valid");
        Self { orders: vec![order; ORDERS] }
    }
}

/// The status and a text.
pub struct Error(StatusCode, String);

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        (self.0, self.1).into_response()
    }
}

impl From<guest_events::Rejection> for Error {
    fn from(rejection: guest_events::Rejection) -> Self {
        Self(rejection.status(), rejection.to_string())
    }
}

impl From<orders::Rejection> for Error {
    fn from(rejection: orders::Rejection) -> Self {
        Self(rejection.status(), rejection.to_string())
    }
}

impl guest_events::Api for Server {
    type Principal = ();
    type Error = Error;

    async fn authenticate(
        &self,
        _: &guest_events::Context,
        credentials: guest_events::Credentials,
    ) -> Result<(), Error> {
        let guest_events::Credentials::AccessToken { access_token } = credentials;
        match access_token.expose() == TOKEN {
            true => Ok(()),
            false => Err(Error(StatusCode::UNAUTHORIZED, "unknown token".to_owned())),
        }
    }

    async fn get_events(
        &self,
        _: guest_events::Context,
        (): (),
        request: guest_events::GetEventsRequest,
    ) -> Result<guest_events::GetEventsResponse, Error> {
        assert_eq!((request.timeout, request.room_id.len()), (Some(0), 2));
        let end = Some("s3457_9_0".to_owned());
        let answer = guest_events::GetEventsOk {
            start: request.from,
            end,
            chunk: Some(Vec::new()),
            ..Default::default()
        };
        Ok(answer.into())
    }
}

impl orders::Api for Server {
    type Error = Error;

    async fn list_orders(&self, _: orders::Context) -> Result<ListOrdersResponse, Error> {
        Ok(self.orders.clone().into())
    }

    async fn place_order(
        &self,
        _: orders::Context,
        request: PlaceOrderRequest,
    ) -> Result<PlaceOrderResponse, Error> {
        let order = request.body;
        Ok(Receipt { id: order.id, lines: order.lines.len().try_into().unwrap_or(i64::MAX) }.into())
    }
}

pub fn servers() -> Servers {
    let server = Arc::new(Server::default());
    // Without the route of the spec, which the handwritten servers do not have.
    let events = guest_events::fallbacks::<Server>(guest_events::router(Arc::clone(&server)));
    Servers { events, orders: orders::service(server) }
}
