//! Responses that are streams of server-sent events. (WHATWG HTML, section 9.2)

use super::event::Event;
use super::events::Events;
use super::items::Source;
use super::items_response::Write;
use super::json::encode;
use super::{Context, Decode, Rejection};
use axum::body::Bytes;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::sse::{self, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::{BoxError, body::BodyDataStream};
use futures_core::Stream;
use serde::Serialize;
use serde_json::Value;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{self, Poll};
use std::time::Duration;

/// "Authors can include a comment line (one starting with a ':' character) every 15 seconds or so." (section 9.2.7)
const KEEP_ALIVE: Duration = Duration::from_secs(15);

impl Context {
    /// Returns the id of the last event that the client has received, if it reconnects: the header `Last-Event-ID`.
    pub fn last_event_id(&self) -> Option<&str> {
        std::str::from_utf8(self.headers().get("last-event-id")?.as_bytes()).ok()
    }
}

/// Creates a response of events whose data is JSON.
pub fn events<T: Serialize + Decode + 'static>(
    status: StatusCode,
    media_type: &'static str,
    events: Events<T>,
) -> Result<Response, Rejection> {
    send(status, media_type, events, |event, index, bytes| {
        let mut data = Vec::new();
        encode(format_args!("the data of event {index}"), &event.data, &mut data)?;
        // serde_json writes UTF-8.
        write(event, &String::from_utf8_lossy(&data), index, bytes)
    })
}

/// Creates a response of events whose data is text. Numbers and booleans are written as in JSON.
pub fn text_events<T: Serialize + Decode + 'static>(
    status: StatusCode,
    media_type: &'static str,
    events: Events<T>,
) -> Result<Response, Rejection> {
    send(status, media_type, events, |event, index, bytes| match serde_json::to_value(&event.data) {
        Ok(Value::String(text)) => write(event, &text, index, bytes),
        Ok(scalar @ (Value::Bool(_) | Value::Number(_))) => write(event, &scalar.to_string(), index, bytes),
        _ => Err(breach(index, "has data that is not text")),
    })
}

fn write<T>(event: &Event<T>, data: &str, index: usize, bytes: &mut Vec<u8>) -> Result<(), Rejection> {
    event.write(data, bytes).map_err(|reason| breach(index, reason))
}

fn breach(index: usize, reason: &str) -> Rejection {
    Rejection::InvalidResponse { reason: format!("event {index} {reason}") }
}

/// Creates the response. `no-cache` says that a cache must not reuse it without asking the server.
fn send<T: 'static>(
    status: StatusCode,
    media_type: &'static str,
    events: Events<T>,
    write: Write<Event<T>>,
) -> Result<Response, Rejection> {
    let mut response = events.respond(status, media_type, write, Some(Box::pin(Comments(None))))?;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}

/// A comment every 15 seconds. axum has the timer, since generated code does not depend on tokio. It starts when no event
/// is ready for the first time.
struct Comments(Option<BodyDataStream>);

impl Stream for Comments {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut task::Context<'_>) -> Poll<Option<Self::Item>> {
        let comments = self.0.get_or_insert_with(|| {
            let never = Sse::new(Never).keep_alive(KeepAlive::new().interval(KEEP_ALIVE));
            never.into_response().into_body().into_data_stream()
        });
        Pin::new(comments).poll_next(context).map_err(Into::into)
    }
}

/// A stream without events.
struct Never;

impl Stream for Never {
    type Item = Result<sse::Event, Infallible>;

    fn poll_next(self: Pin<&mut Self>, _: &mut task::Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Pending
    }
}
