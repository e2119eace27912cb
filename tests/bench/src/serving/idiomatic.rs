//! Handwritten code as in axum's documentation: extractors, `Json`, serde's derives. Less strict than the generated
//! code: it checks no constraint, and only splits room IDs.

use super::{ORDER, ORDERS, Servers, TOKEN};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::sync::Arc;

#[derive(Clone, Deserialize, Serialize)]
pub struct Order {
    pub id: String,
    pub customer: String,
    pub status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placed_at: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub express: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    pub ship_to: Address,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bill_to: Option<Address>,
    pub lines: Vec<Line>,
}

#[derive(Clone, Copy, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Draft,
    Placed,
    Paid,
    Shipped,
}

#[derive(Clone, Deserialize, Serialize)]
pub struct Address {
    pub name: String,
    pub street: String,
    pub city: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    pub country: String,
}

#[derive(Clone, Deserialize, Serialize)]
pub struct Line {
    pub sku: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    pub quantity: i64,
    pub unit_price: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gift: Option<bool>,
}

#[derive(Serialize)]
pub struct Receipt {
    pub id: String,
    pub lines: i64,
}

#[derive(Deserialize)]
pub struct EventsQuery {
    access_token: Option<String>,
    from: Option<String>,
    timeout: Option<i64>,
    room_id: Option<String>,
}

#[derive(Serialize)]
pub struct Events {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    pub chunk: Vec<Map<String, Value>>,
}

pub struct Store {
    pub token: &'static str,
    pub orders: Vec<Order>,
}

async fn get_events(
    State(store): State<Arc<Store>>,
    Query(query): Query<EventsQuery>,
) -> Result<Json<Events>, (StatusCode, &'static str)> {
    let token = query.access_token.ok_or((StatusCode::UNAUTHORIZED, "no token"))?;
    if token != store.token {
        return Err((StatusCode::UNAUTHORIZED, "unknown token"));
    }
    let room_ids = query.room_id.unwrap_or_default();
    let room_ids: Vec<String> = room_ids.split(',').map(str::to_owned).collect();
    assert_eq!((query.timeout, room_ids.len()), (Some(0), 2));
    Ok(Json(Events { start: query.from, end: Some("s3457_9_0".to_owned()), chunk: Vec::new() }))
}

async fn place_order(Json(order): Json<Order>) -> (StatusCode, Json<Receipt>) {
    let lines = order.lines.len().try_into().unwrap_or(i64::MAX);
    (StatusCode::CREATED, Json(Receipt { id: order.id, lines }))
}

async fn list_orders(State(store): State<Arc<Store>>) -> Json<Vec<Order>> {
    Json(store.orders.clone())
}

pub fn servers() -> Servers {
    let order: Order = serde_json::from_str(&ORDER).expect("the order is valid");
    let store = Arc::new(Store { token: TOKEN, orders: vec![order; ORDERS] });
    let events = Router::new().route("/_matrix/client/api/v1/events", get(get_events));
    let orders = Router::new().route("/orders", post(place_order).get(list_orders));
    Servers { events: events.with_state(Arc::clone(&store)), orders: orders.with_state(store) }
}
