//! The fields of server-sent events. (WHATWG HTML, section 9.2.6, "Interpreting an event stream")

use super::Rejection;
use super::event::Event;
use axum::body::Bytes;
use std::mem;
use std::time::Duration;

/// The fields of the next event.
pub(crate) struct EventFields {
    /// The maximum number of bytes in an event.
    limit: u64,
    /// The start of a line.
    line: Vec<u8>,
    /// Whether the last byte was a CR, so that a LF after it belongs to the same line break.
    after_cr: bool,
    /// Whether a line has been read. A byte order mark can only come before it.
    has_begun: bool,
    /// The number of bytes in the lines of the event.
    size: usize,
    event: Event<Option<String>>,
}

impl EventFields {
    pub(crate) fn new(limit: u64) -> Self {
        let event = Event::from(None);
        Self { limit, line: Vec::new(), after_cr: false, has_begun: false, size: 0, event }
    }

    /// Returns the next event, and removes its bytes. If the bytes are not a whole event, takes all of them.
    pub(crate) fn event(&mut self, bytes: &mut Bytes) -> Result<Option<Event>, Rejection> {
        while let Some(line) = self.next_line(bytes)? {
            let line = std::str::from_utf8(&line).map_err(|_| not_utf8())?;
            let is_first = !mem::replace(&mut self.has_begun, true);
            let line = line.strip_prefix('\u{FEFF}').filter(|_| is_first).unwrap_or(line);
            if line.is_empty() {
                let event = mem::replace(&mut self.event, Event::from(None));
                self.size = 0;
                // "If the data buffer is an empty string, set the data buffer and the event type buffer to the empty
                // string and return." A line `data` alone makes the data empty, but not the buffer.
                let Event { data: Some(data), event, id, retry } = event else { continue };
                let event = event.filter(|event| !event.is_empty());
                return Ok(Some(Event { data, event, id, retry }));
            }
            self.add(line);
        }
        Ok(None)
    }

    /// Adds a field. A line that begins with a colon is a comment, which is not a part of the event.
    fn add(&mut self, line: &str) {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "" => self.size = self.size.saturating_sub(line.len()),
            "data" => match &mut self.event.data {
                None => self.event.data = Some(value.to_owned()),
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
            },
            "event" => self.event.event = Some(value.to_owned()),
            "id" if !value.contains('\0') => self.event.id = Some(value.to_owned()),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.event.retry = value.parse().ok().map(Duration::from_millis);
            }
            _ => {}
        }
    }

    /// Returns the next line, and removes its bytes. Lines end with CR LF, LF or CR.
    fn next_line(&mut self, bytes: &mut Bytes) -> Result<Option<Bytes>, Rejection> {
        if bytes.is_empty() {
            return Ok(None);
        }
        if mem::take(&mut self.after_cr) && bytes.first() == Some(&b'\n') {
            drop(bytes.split_to(1));
        }
        let end = bytes.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
        let mut line = bytes.split_to(end.unwrap_or(bytes.len()));
        self.size += line.len();
        if self.size as u64 > self.limit {
            return Err(Rejection::TooLarge);
        }
        if end.is_none() {
            self.line.extend_from_slice(&line);
            return Ok(None);
        }
        self.after_cr = bytes.split_to(1).first() == Some(&b'\r');
        if !self.line.is_empty() {
            self.line.extend_from_slice(&line);
            line = mem::take(&mut self.line).into();
        }
        Ok(Some(line))
    }
}

fn not_utf8() -> Rejection {
    Rejection::InvalidBody { reason: "is not UTF-8".to_owned() }
}
