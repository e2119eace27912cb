//! Server-sent events, and their bytes. (WHATWG HTML, section 9.2)

use super::Rejection;
use axum::body::Bytes;
use std::time::Duration;

/// A server-sent event. An event that has only data is also created by `From`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event<T = String> {
    /// The data. Its line breaks are sent as the ends of lines, and arrive as `\n`.
    pub data: T,
    /// The type of the event. Browsers call an event without a type `message`.
    pub event: Option<String>,
    /// The id that a client sends in `Last-Event-ID` when it reconnects.
    pub id: Option<String>,
    /// The time after which the client reconnects, sent in milliseconds.
    pub retry: Option<Duration>,
}

impl<T> From<T> for Event<T> {
    fn from(data: T) -> Self {
        Self { data, event: None, id: None, retry: None }
    }
}

impl<T> Event<T> {
    /// Sets the type of the event.
    #[must_use]
    pub fn event(self, event: impl Into<String>) -> Self {
        Self { event: Some(event.into()), ..self }
    }

    /// Sets the id.
    #[must_use]
    pub fn id(self, id: impl Into<String>) -> Self {
        Self { id: Some(id.into()), ..self }
    }

    /// Sets the time after which the client reconnects.
    #[must_use]
    pub fn retry(self, retry: Duration) -> Self {
        Self { retry: Some(retry), ..self }
    }

    /// Appends the bytes of the event, with this text as its data. Returns the reason if it cannot be sent.
    pub(super) fn write(&self, data: &str, bytes: &mut Vec<u8>) -> Result<(), &'static str> {
        let has_break = |text: &Option<String>| text.iter().any(|text| text.contains(['\r', '\n']));
        if has_break(&self.event) {
            return Err("has a line break in `event`");
        }
        if has_break(&self.id) {
            return Err("has a line break in `id`");
        }
        // "If the field value does not contain U+0000 NULL, then set the last event ID buffer to the field value.
        // Otherwise, ignore the field." (section 9.2.6)
        if self.id.iter().any(|id| id.contains('\0')) {
            return Err("has a null character in `id`");
        }
        let retry = self.retry.map(|retry| retry.as_millis().to_string());
        let fields = [("event", &self.event), ("id", &self.id), ("retry", &retry)];
        for (name, value) in fields.iter().filter_map(|(name, value)| Some((name, value.as_ref()?))) {
            write_field(name, value, bytes);
        }
        for line in lines(data) {
            write_field("data", line, bytes);
        }
        bytes.push(b'\n');
        Ok(())
    }
}

impl Event {
    /// Returns the bytes of the event, as a part of a `text/event-stream`.
    ///
    /// # Errors
    /// Returns [`Rejection::InvalidResponse`] if `event` or `id` contains a line break, or `id` a null character: such an
    /// event cannot be sent.
    pub fn to_bytes(&self) -> Result<Bytes, Rejection> {
        let mut bytes = Vec::with_capacity(self.data.len() + 64);
        let written = self.write(&self.data, &mut bytes);
        written.map_err(|reason| Rejection::InvalidResponse { reason: format!("an event {reason}") })?;
        Ok(bytes.into())
    }
}

fn write_field(name: &str, value: &str, bytes: &mut Vec<u8>) {
    for part in [name, ": ", value, "\n"] {
        bytes.extend_from_slice(part.as_bytes());
    }
}

/// Splits a text at its line breaks: CR LF, LF or CR.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let all = rest?;
        let Some(end) = all.find(['\r', '\n']) else { return rest.take() };
        let (line, after) = all.split_at(end);
        rest = after.strip_prefix("\r\n").or_else(|| after.get(1..));
        Some(line)
    })
}
