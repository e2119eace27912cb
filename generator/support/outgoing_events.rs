//! Server-sent events in requests that the generated code creates. (WHATWG HTML, section 9.2)

use super::outgoing_items::json;
use super::outgoing_request::{OutgoingRequest, text_of, value_of};
use super::{Decode, Event, ItemStream};
use serde::Serialize;

impl OutgoingRequest {
    /// Sets a stream of events whose data is JSON.
    pub(crate) fn write_events<T>(self, media_type: &str, events: ItemStream<Event<T>>) -> Self
    where
        T: Serialize + Decode + Send + 'static,
    {
        self.write_each(media_type, events, |event, is_checked, bytes| {
            let data = json(&event.data, is_checked).map_err(|reason| format!(" at `/data`{reason}"))?;
            // serde_json writes UTF-8.
            event.write(&String::from_utf8_lossy(&data), bytes).map_err(|reason| format!(" {reason}"))
        })
    }

    /// Sets a stream of events whose data is text. Numbers and booleans are written as in JSON.
    pub(crate) fn write_text_events<T>(self, media_type: &str, events: ItemStream<Event<T>>) -> Self
    where
        T: Serialize + Send + 'static,
    {
        self.write_each(media_type, events, |event, _, bytes| {
            let data = value_of(&event.data)?.map_or_else(|| Ok(String::new()), |data| text_of(&data));
            let data = data.map_err(|reason| format!(" {reason}"))?;
            event.write(&data, bytes).map_err(|reason| format!(" {reason}"))
        })
    }
}
