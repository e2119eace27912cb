//! Handwritten code for speed, as strict as the generated code: it reads the query once, and decodes bodies with
//! visitors that check the constraints of the spec. It does not report the place of a mistake in a body.

use super::idiomatic::{Address, Line, Order, Receipt, Status, Store};
use super::{ORDER, ORDERS, Servers, TOKEN};
use axum::RequestExt as _;
use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize as Derived, Serialize};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

type Refusal = (StatusCode, &'static str);

const fn bad(reason: &'static str) -> Refusal {
    (StatusCode::BAD_REQUEST, reason)
}

/// Sets a parameter that may be given once.
fn once<'q>(slot: &mut Option<Cow<'q, str>>, value: &'q str) -> Result<(), Refusal> {
    let value = unescape(value).ok_or(bad("a parameter is not percent-encoded UTF-8"))?;
    if slot.replace(value).is_some() {
        return Err(bad("a parameter appears more than once"));
    }
    Ok(())
}

fn unescape(raw: &str) -> Option<Cow<'_, str>> {
    if !raw.bytes().any(|byte| matches!(byte, b'%' | b'+')) {
        return Some(Cow::Borrowed(raw));
    }
    let mut bytes = raw.bytes();
    let mut text = Vec::with_capacity(raw.len());
    let digit = |byte: u8| char::from(byte).to_digit(16);
    while let Some(byte) = bytes.next() {
        text.push(match byte {
            b'%' => u8::try_from(digit(bytes.next()?)? << 4 | digit(bytes.next()?)?).ok()?,
            b'+' => b' ',
            other => other,
        });
    }
    String::from_utf8(text).ok().map(Cow::Owned)
}

/// An integer in the grammar of JSON.
fn integer(text: &str) -> Result<i64, Refusal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let leads = digits.len() > 1 && digits.starts_with('0');
    if leads || !digits.starts_with(|first: char| first.is_ascii_digit()) {
        return Err(bad("timeout must be an integer"));
    }
    text.parse().map_err(|_| bad("timeout must be an integer"))
}

#[derive(Serialize)]
struct Events {
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<String>,
    chunk: Vec<serde_json::Map<String, serde_json::Value>>,
}

async fn get_events(State(store): State<Arc<Store>>, request: Request) -> Result<Response, Refusal> {
    let query = request.uri().query().unwrap_or_default();
    let (mut token, mut from, mut timeout, mut room_id) = (None, None, None, None);
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        match unescape(name).as_deref() {
            Some("access_token") => once(&mut token, value)?,
            Some("from") => once(&mut from, value)?,
            Some("timeout") => once(&mut timeout, value)?,
            Some("room_id") => once(&mut room_id, value)?,
            _ => {}
        }
    }
    match token {
        None => return Err((StatusCode::UNAUTHORIZED, "no token")),
        Some(token) if token != store.token => return Err((StatusCode::UNAUTHORIZED, "unknown token")),
        Some(_) => {}
    }
    let timeout = timeout.as_deref().map(integer).transpose()?;
    let room_ids = room_id.unwrap_or_default();
    let room_ids: Vec<String> =
        room_ids.split(',').filter(|_| !room_ids.is_empty()).map(str::to_owned).collect();
    assert_eq!((timeout, room_ids.len()), (Some(0), 2));
    let start = from.map(Cow::into_owned);
    json(StatusCode::OK, &Events { start, end: Some("s3457_9_0".to_owned()), chunk: Vec::new() })
}

async fn place_order(request: Request) -> Result<Response, Refusal> {
    let media_type = request.headers().get(header::CONTENT_TYPE);
    if media_type.is_some_and(|given| given != "application/json") {
        return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, "not JSON"));
    }
    let bytes = to_bytes(request.into_limited_body(), usize::MAX).await;
    let bytes = bytes.map_err(|_| (StatusCode::PAYLOAD_TOO_LARGE, "too large"))?;
    let StrictOrder(order) = serde_json::from_slice(&bytes).map_err(|_| bad("no order"))?;
    let lines = order.lines.len().try_into().unwrap_or(i64::MAX);
    json(StatusCode::CREATED, &Receipt { id: order.id, lines })
}

async fn list_orders(State(store): State<Arc<Store>>) -> Result<Response, Refusal> {
    json(StatusCode::OK, &store.orders.clone())
}

fn json(status: StatusCode, body: &impl Serialize) -> Result<Response, Refusal> {
    let mut bytes = Vec::with_capacity(128);
    serde_json::to_writer(&mut bytes, body).map_err(|_| (StatusCode::INTERNAL_SERVER_ERROR, "no answer"))?;
    Ok((status, [(header::CONTENT_TYPE, "application/json")], bytes).into_response())
}

/// Reads a property that may be given once, and checks a rule.
fn property<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    map: &mut A,
    slot: &mut Option<T>,
    rule: impl FnOnce(&T) -> bool,
) -> Result<(), A::Error> {
    if slot.is_some() {
        return Err(A::Error::custom("duplicate property"));
    }
    let value = map.next_value()?;
    if !rule(&value) {
        return Err(A::Error::custom("a property is not what it has to be"));
    }
    *slot = Some(value);
    Ok(())
}

fn required<T, E: serde::de::Error>(slot: Option<T>) -> Result<T, E> {
    slot.ok_or_else(|| E::custom("a property is missing"))
}

/// Whether the number of characters of a text is in the range.
fn characters(text: &str, least: usize, most: usize) -> bool {
    let count = text.chars().count();
    count >= least && count <= most
}

/// An integer as JSON Schema defines it: `1.0` is one.
struct Integer(i64);

impl<'de> Deserialize<'de> for Integer {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_any(IntegerVisitor)
    }
}

struct IntegerVisitor;

impl Visitor<'_> for IntegerVisitor {
    type Value = Integer;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer")
    }
    fn visit_i64<E>(self, value: i64) -> Result<Integer, E> {
        Ok(Integer(value))
    }
    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Integer, E> {
        i64::try_from(value).map(Integer).map_err(E::custom)
    }
    #[allow(clippy::cast_possible_truncation)]
    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Integer, E> {
        let whole = value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0;
        if whole { Ok(Integer(value as i64)) } else { Err(E::custom("an integer is expected")) }
    }
}

/// A type whose properties are decoded by a visitor of its own: any value but an object is rejected.
macro_rules! strict {
    ($name:ident($type:ty), |$map:ident| $members:block) => {
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                struct Members;
                impl<'de> Visitor<'de> for Members {
                    type Value = $name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("an object")
                    }
                    fn visit_map<A: MapAccess<'de>>(self, mut $map: A) -> Result<$name, A::Error> $members
                }
                input.deserialize_map(Members)
            }
        }
    };
}

/// An order that satisfies the spec.
pub struct StrictOrder(pub Order);
struct StrictAddress(Address);
struct StrictLine(Line);

#[derive(Derived)]
#[serde(field_identifier, rename_all = "snake_case")]
enum OrderMember {
    Id,
    Customer,
    Status,
    PlacedAt,
    Express,
    Discount,
    Note,
    Tags,
    ShipTo,
    BillTo,
    Lines,
    #[serde(other)]
    Other,
}

strict!(StrictOrder(Order), |map| {
    let (mut id, mut customer, mut status, mut placed_at) = (None, None, None, None);
    let (mut express, mut discount, mut note, mut tags) = (None, None, None, None);
    let (mut ship_to, mut bill_to, mut lines) = (None, None, None);
    while let Some(name) = map.next_key()? {
        match name {
            OrderMember::Id => property(&mut map, &mut id, |id: &String| characters(id, 8, 40))?,
            OrderMember::Customer => {
                property(&mut map, &mut customer, |name: &String| characters(name, 1, 80))?
            }
            OrderMember::Status => property(&mut map, &mut status, |_: &Status| true)?,
            OrderMember::PlacedAt => property(&mut map, &mut placed_at, |at: &Integer| at.0 >= 0)?,
            OrderMember::Express => property(&mut map, &mut express, |_: &bool| true)?,
            OrderMember::Discount => {
                property(&mut map, &mut discount, |part: &f64| (0.0..=1.0).contains(part))?
            }
            OrderMember::Note => property(&mut map, &mut note, |note: &String| characters(note, 0, 400))?,
            OrderMember::Tags => property(&mut map, &mut tags, |tags: &Vec<String>| {
                tags.len() <= 10 && tags.iter().all(|tag| characters(tag, 1, 20))
            })?,
            OrderMember::ShipTo => property(&mut map, &mut ship_to, |_: &StrictAddress| true)?,
            OrderMember::BillTo => property(&mut map, &mut bill_to, |_: &StrictAddress| true)?,
            OrderMember::Lines => {
                property(&mut map, &mut lines, |lines: &Vec<StrictLine>| (1..=100).contains(&lines.len()))?;
            }
            OrderMember::Other => drop(map.next_value::<IgnoredAny>()?),
        }
    }
    let lines: Vec<StrictLine> = required(lines)?;
    Ok(StrictOrder(Order {
        id: required(id)?,
        customer: required(customer)?,
        status: required(status)?,
        placed_at: placed_at.map(|at| at.0),
        express,
        discount,
        note,
        tags,
        ship_to: required(ship_to)?.0,
        bill_to: bill_to.map(|address| address.0),
        lines: lines.into_iter().map(|line| line.0).collect(),
    }))
});

#[derive(Derived)]
#[serde(field_identifier, rename_all = "snake_case")]
enum AddressMember {
    Name,
    Street,
    City,
    PostalCode,
    Country,
    #[serde(other)]
    Other,
}

strict!(StrictAddress(Address), |map| {
    let (mut name, mut street, mut city, mut postal_code, mut country) = (None, None, None, None, None);
    while let Some(member_name) = map.next_key()? {
        match member_name {
            AddressMember::Name => property(&mut map, &mut name, |text: &String| characters(text, 1, 80))?,
            AddressMember::Street => {
                property(&mut map, &mut street, |text: &String| characters(text, 1, 80))?
            }
            AddressMember::City => property(&mut map, &mut city, |text: &String| characters(text, 1, 80))?,
            AddressMember::PostalCode => {
                property(&mut map, &mut postal_code, |text: &String| characters(text, 0, 12))?
            }
            AddressMember::Country => {
                property(&mut map, &mut country, |text: &String| characters(text, 2, 2))?
            }
            AddressMember::Other => drop(map.next_value::<IgnoredAny>()?),
        }
    }
    Ok(StrictAddress(Address {
        name: required(name)?,
        street: required(street)?,
        city: required(city)?,
        postal_code,
        country: required(country)?,
    }))
});

#[derive(Derived)]
#[serde(field_identifier, rename_all = "snake_case")]
enum LineMember {
    Sku,
    Title,
    Quantity,
    UnitPrice,
    Gift,
    #[serde(other)]
    Other,
}

strict!(StrictLine(Line), |map| {
    let (mut sku, mut title, mut quantity, mut unit_price, mut gift) = (None, None, None, None, None);
    while let Some(name) = map.next_key()? {
        match name {
            LineMember::Sku => property(&mut map, &mut sku, |text: &String| characters(text, 4, 20))?,
            LineMember::Title => property(&mut map, &mut title, |text: &String| characters(text, 0, 120))?,
            LineMember::Quantity => {
                property(&mut map, &mut quantity, |count: &Integer| (1..=1000).contains(&count.0))?;
            }
            LineMember::UnitPrice => property(&mut map, &mut unit_price, |price: &f64| *price >= 0.0)?,
            LineMember::Gift => property(&mut map, &mut gift, |_: &bool| true)?,
            LineMember::Other => drop(map.next_value::<IgnoredAny>()?),
        }
    }
    let quantity: Integer = required(quantity)?;
    let (sku, unit_price) = (required(sku)?, required(unit_price)?);
    Ok(StrictLine(Line { sku, title, quantity: quantity.0, unit_price, gift }))
});

/// For unknown paths.
async fn not_found() -> Refusal {
    (StatusCode::NOT_FOUND, "nothing is here")
}

async fn not_allowed() -> Refusal {
    (StatusCode::METHOD_NOT_ALLOWED, "not this method")
}

pub fn servers() -> Servers {
    let order: Order = serde_json::from_str(&ORDER).expect("the order is valid");
    let store = Arc::new(Store { token: TOKEN, orders: vec![order; ORDERS] });
    let events = Router::new().route("/_matrix/client/api/v1/events", get(get_events).head(not_allowed));
    let orders = Router::new().route("/orders", post(place_order).get(list_orders).head(not_allowed));
    let strict =
        |router: Router<Arc<Store>>| router.fallback(not_found).method_not_allowed_fallback(not_allowed);
    Servers {
        events: strict(events).with_state(Arc::clone(&store)),
        orders: strict(orders).with_state(store),
    }
}
