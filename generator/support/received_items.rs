//! Streams of items in responses to requests that the generated code creates, which are read while they arrive.

use super::check::Verdict;
use super::item_stream::{Read, inside};
use super::json_items::JsonItems;
use super::media_type::is_json_sequence;
use super::reason::reason;
use super::received_response::{Declared, ReceivedResponse, trail};
use super::{Decode, Items, OutgoingError, Rejection, Trail};
use axum::BoxError;
use axum::body::{Body, Bytes, HttpBody as _};
use axum::http::StatusCode;
use futures_core::Stream;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

impl ReceivedResponse<'_> {
    /// Returns the JSON values of a body with one of these media types: in lines, or after record separators.
    pub(crate) fn read_items<T: Decode + 'static>(
        &self,
        declared: Declared,
    ) -> Result<Items<T>, OutgoingError> {
        self.expect_media_type(declared)?;
        let media_type = self.media_type().or(declared.first().copied()).unwrap_or_default();
        let is_sequence = is_json_sequence(media_type);
        let is_lenient = self.body.is_lenient();
        let values = |limit| JsonValues { items: JsonItems::new(is_sequence, limit), is_lenient };
        Ok(self.read_each(|limit| Box::new(values(limit))))
    }

    /// Returns the items of a body. `reader` creates the reader for a maximum number of bytes in an item.
    pub(super) fn read_each<T: 'static>(
        &self,
        reader: impl FnOnce(u64) -> Box<dyn Read<T> + Send>,
    ) -> Items<T> {
        Items::of(Received {
            operation: self.operation,
            status: self.parts.status,
            reader: Some(reader(self.body.limit())),
            body: self.body.take(),
            chunk: Bytes::new(),
            is_complete: false,
            index: 0,
        })
    }
}

impl ReceivedResponse<'_> {
    /// Adds a rule for each item.
    pub(crate) fn check_received_items<T: 'static>(
        &self,
        items: Items<T>,
        rule: impl Fn(&T, &mut Trail) -> Verdict + Send + 'static,
    ) -> Items<T> {
        let (operation, status) = (self.operation, self.parts.status);
        Items::of(Checked { items, rule: Box::new(rule), operation, status, index: 0 })
    }
}

/// JSON values.
struct JsonValues {
    items: JsonItems,
    is_lenient: bool,
}

impl JsonValues {
    fn decode<T: Decode>(&self, text: &[u8], index: usize) -> Result<T, Rejection> {
        let decoded = self.items.whole(text).and_then(|()| decode(text, self.is_lenient));
        decoded.map_err(|rejection| inside(&index, rejection))
    }
}

impl<T: Decode> Read<T> for JsonValues {
    fn next(&mut self, bytes: &mut Bytes, index: usize) -> Option<Result<T, Rejection>> {
        let piece = self.items.piece(bytes).transpose()?;
        Some(piece.and_then(|piece| self.decode(&piece, index)))
    }

    fn end(&mut self, index: usize) -> Option<Result<T, Rejection>> {
        let piece = self.items.last().transpose()?;
        Some(piece.and_then(|piece| self.decode(&piece, index)))
    }
}

/// Decodes a JSON text of a response.
pub(super) fn decode<T: Decode>(text: &[u8], is_lenient: bool) -> Result<T, Rejection> {
    let mut trail = trail(is_lenient);
    let mut json = serde_json::Deserializer::from_slice(text);
    let value = T::decode(&mut json, &mut trail).and_then(|value| json.end().map(|()| value));
    value.map_err(|error| match error.is_data() {
        true => Rejection::InvalidJson { pointer: trail.pointer(), reason: reason(&error, &trail) },
        false => Rejection::MalformedJson { reason: error.to_string() },
    })
}

/// The body of a server has axum's error, and that of a client alone has a boxed one.
fn boxed<T, E: Into<BoxError>>(result: Result<T, E>) -> Result<T, BoxError> {
    result.map_err(Into::into)
}

/// The items of a response that is being received.
struct Received<T> {
    operation: &'static str,
    status: StatusCode,
    /// `None` after an error that ends the stream.
    reader: Option<Box<dyn Read<T> + Send>>,
    body: Body,
    /// The bytes that are received but not yet read.
    chunk: Bytes,
    is_complete: bool,
    index: usize,
}

impl<T> Received<T> {
    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, BoxError>>> {
        let Some(reader) = &mut self.reader else { return Poll::Ready(None) };
        let found = loop {
            if let Some(found) = reader.next(&mut self.chunk, self.index) {
                break Some(found);
            }
            if self.is_complete {
                break None;
            }
            match ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                None => {
                    self.is_complete = true;
                    break reader.end(self.index);
                }
                Some(frame) => match boxed(frame) {
                    Err(error) => {
                        self.reader = None;
                        return Poll::Ready(Some(Err(error)));
                    }
                    Ok(frame) => self.chunk = frame.into_data().unwrap_or_default(),
                },
            }
        };
        self.index += 1;
        Poll::Ready(found.map(|item| item.map_err(|rejection| self.invalid(&rejection))))
    }

    /// Returns the error for an item. An item that is too large, or a format that is invalid, ends the stream.
    fn invalid(&mut self, rejection: &Rejection) -> BoxError {
        let index = self.index - 1;
        if matches!(rejection, Rejection::TooLarge | Rejection::InvalidBody { .. }) {
            self.reader = None;
        }
        let reason = match rejection {
            Rejection::TooLarge => format!("item {index} is too large"),
            other => other.to_string(),
        };
        let (operation, status) = (self.operation, self.status);
        OutgoingError::InvalidResponse { operation, status, reason }.into()
    }
}

impl<T> Stream for Received<T> {
    type Item = Result<T, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(cx)
    }
}

type Rule<T> = Box<dyn Fn(&T, &mut Trail) -> Verdict + Send>;

/// Items with a rule.
struct Checked<T> {
    items: Items<T>,
    rule: Rule<T>,
    operation: &'static str,
    status: StatusCode,
    index: usize,
}

impl<T> Checked<T> {
    fn check(&self, item: T) -> Result<T, BoxError> {
        let mut trail = Trail { of_response: true, ..Trail::default() };
        let Err(reason) = (self.rule)(&item, &mut trail) else { return Ok(item) };
        let pointer = trail.pointer();
        let at = if pointer.is_empty() { pointer } else { format!(" at `{pointer}`") };
        let reason = format!("item {}{at} {reason}", self.index);
        let (operation, status) = (self.operation, self.status);
        Err(OutgoingError::InvalidResponse { operation, status, reason }.into())
    }
}

impl<T> Stream for Checked<T> {
    type Item = Result<T, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = ready!(self.items.poll_item(cx));
        let item = item.map(|item| item.and_then(|item| self.check(item)));
        self.index += 1;
        Poll::Ready(item)
    }
}
