//! Request bodies that are server-sent events. (WHATWG HTML, section 9.2.6)

use super::argument::Scalar;
use super::body::json_body;
use super::event::Event;
use super::event_fields::EventFields;
use super::item_stream::{ItemStream, Read, inside};
use super::item_stream_body::open;
use super::media_type::Consumed;
use super::{Context, Decode, Rejection};
use axum::body::{Body, Bytes};

/// Returns the events of a body. Their data is JSON.
pub async fn json_events<T: Decode + 'static>(
    cx: &Context,
    consumed: Consumed,
    body: Body,
) -> Result<ItemStream<Event<T>>, Rejection> {
    optional_json_events(cx, consumed, body).await?.ok_or(Rejection::MissingBody)
}

/// Returns the events of a body that may be absent. Their data is JSON.
pub async fn optional_json_events<T: Decode + 'static>(
    cx: &Context,
    consumed: Consumed,
    body: Body,
) -> Result<Option<ItemStream<Event<T>>>, Rejection> {
    let decode: DecodeData<T> = |text, index| {
        json_body(text.as_bytes()).map_err(|rejection| inside(&index, inside(&"data", rejection)))
    };
    open(cx, consumed, body, |limit| Box::new(Events { fields: EventFields::new(limit), decode })).await
}

/// Returns the events of a body. Their data is text.
pub async fn text_events_body<T: Scalar + 'static>(
    cx: &Context,
    consumed: Consumed,
    body: Body,
) -> Result<ItemStream<Event<T>>, Rejection> {
    optional_text_events_body(cx, consumed, body).await?.ok_or(Rejection::MissingBody)
}

/// Returns the events of a body that may be absent. Their data is text.
pub async fn optional_text_events_body<T: Scalar + 'static>(
    cx: &Context,
    consumed: Consumed,
    body: Body,
) -> Result<Option<ItemStream<Event<T>>>, Rejection> {
    let decode: DecodeData<T> = |text, index| {
        let reason = || T::MUST_BE.to_owned();
        let pointer = || format!("/{index}/data");
        T::from_text(text).ok_or_else(|| Rejection::InvalidJson { pointer: pointer(), reason: reason() })
    };
    open(cx, consumed, body, |limit| Box::new(Events { fields: EventFields::new(limit), decode })).await
}

/// A function that decodes the data of an event with this index.
type DecodeData<T> = fn(&str, usize) -> Result<T, Rejection>;

struct Events<T> {
    fields: EventFields,
    decode: DecodeData<T>,
}

impl<T> Read<Event<T>> for Events<T> {
    fn next(&mut self, bytes: &mut Bytes, index: usize) -> Option<Result<Event<T>, Rejection>> {
        let event = match self.fields.event(bytes).transpose()? {
            Ok(event) => event,
            Err(rejection) => return Some(Err(rejection)),
        };
        let Event { data, event, id, retry } = event;
        Some((self.decode)(&data, index).map(|data| Event { data, event, id, retry }))
    }

    /// "Once the end of the file is reached, any pending data must be discarded. (If the file ends in the middle of an
    /// event, before the final empty line, the incomplete event is not dispatched.)"
    fn end(&mut self, _: usize) -> Option<Result<Event<T>, Rejection>> {
        None
    }
}
