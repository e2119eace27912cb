//! Server-sent events in responses to requests that the generated code creates. (WHATWG HTML, section 9.2.6)

use super::event_fields::EventFields;
use super::item_stream::{Read, inside};
use super::received_items::decode;
use super::received_response::{Declared, ReceivedResponse, trail};
use super::{Decode, Event, Events, OutgoingError, Rejection, TextFault, TextTree};
use axum::body::Bytes;
use std::borrow::Cow;

impl ReceivedResponse<'_> {
    /// Returns the events of a body with one of these media types. Their data is JSON.
    pub(crate) fn read_events<T: Decode + 'static>(
        &self,
        declared: Declared,
    ) -> Result<Events<T>, OutgoingError> {
        self.read_each_event(declared, |data, is_lenient| decode(data.as_bytes(), is_lenient))
    }

    /// Returns the events of a body with one of these media types. Their data is text.
    pub(crate) fn read_text_events<T: Decode + 'static>(
        &self,
        declared: Declared,
    ) -> Result<Events<T>, OutgoingError> {
        self.read_each_event(declared, |data, is_lenient| {
            let fault = |TextFault { pointer, reason }| Rejection::InvalidJson { pointer, reason };
            TextTree::Text(Cow::Borrowed(data)).decode_with(trail(is_lenient)).map_err(fault)
        })
    }

    fn read_each_event<T: 'static>(
        &self,
        declared: Declared,
        decode: DecodeData<T>,
    ) -> Result<Events<T>, OutgoingError> {
        self.expect_media_type(declared)?;
        let is_lenient = self.body.is_lenient();
        let events = |limit| Received { fields: EventFields::new(limit), decode, is_lenient };
        Ok(self.read_each(|limit| Box::new(events(limit))))
    }
}

/// A function that decodes the data of an event. The flag says whether constraints are not enforced.
type DecodeData<T> = fn(&str, bool) -> Result<T, Rejection>;

struct Received<T> {
    fields: EventFields,
    decode: DecodeData<T>,
    is_lenient: bool,
}

impl<T> Read<Event<T>> for Received<T> {
    fn next(&mut self, bytes: &mut Bytes, index: usize) -> Option<Result<Event<T>, Rejection>> {
        let event = match self.fields.event(bytes).transpose()? {
            Ok(event) => event,
            Err(rejection) => return Some(Err(rejection)),
        };
        let Event { data, event, id, retry } = event;
        let data = (self.decode)(&data, self.is_lenient)
            .map_err(|rejection| inside(&index, inside(&"data", rejection)));
        Some(data.map(|data| Event { data, event, id, retry }))
    }

    /// An event that no empty line completes is ignored.
    fn end(&mut self, _: usize) -> Option<Result<Event<T>, Rejection>> {
        None
    }
}
