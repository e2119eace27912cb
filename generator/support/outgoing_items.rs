//! Streams of items in requests that the generated code creates.

use super::as_request::as_request;
use super::check::Verdict;
use super::media_type::is_json_sequence;
use super::outgoing_produced::{Chunk, produce};
use super::outgoing_request::{OutgoingBody, OutgoingRequest};
use super::reason::reason;
use super::{CHECK_RESPONSES, Decode, ItemStream, Rejection, Trail};
use serde::Serialize;
use std::future::{Future as _, poll_fn};
use std::mem;
use std::pin::pin;
use std::task::Poll;

/// The items that are ready are sent together, up to this number of bytes.
const TOGETHER: usize = 8 << 10;

/// A function that appends the bytes of an item. The flag says whether it is checked.
pub(super) type WriteItem<T> = fn(&T, bool, &mut Vec<u8>) -> Result<(), String>;

impl OutgoingRequest {
    /// Sets a stream of JSON values: in lines, or after record separators. (RFC 7464)
    pub(crate) fn write_items<T>(self, media_type: &str, items: ItemStream<T>) -> Self
    where
        T: Serialize + Decode + Send + 'static,
    {
        let is_sequence = is_json_sequence(media_type);
        self.write_each(media_type, items, if is_sequence { record } else { line })
    }

    pub(super) fn write_each<T: Send + 'static>(
        mut self,
        media_type: &str,
        items: ItemStream<T>,
        write: WriteItem<T>,
    ) -> Self {
        let is_checked = CHECK_RESPONSES && self.is_checked;
        let writer = Writer { items, write, is_checked, index: 0, bytes: Vec::new(), failed: None };
        self.set_body(media_type, OutgoingBody::Stream(produce(writer, Writer::next, None)));
        self
    }
}

impl<T> ItemStream<T> {
    /// Adds a rule for each item if responses are checked.
    pub(crate) fn checked_when_sent(self, rule: impl Fn(&T, &mut Trail) -> Verdict + Send + 'static) -> Self {
        if CHECK_RESPONSES { self.checked(rule) } else { self }
    }
}

fn line<T: Serialize + Decode>(item: &T, is_checked: bool, bytes: &mut Vec<u8>) -> Result<(), String> {
    bytes.append(&mut json(item, is_checked)?);
    bytes.push(b'\n');
    Ok(())
}

fn record<T: Serialize + Decode>(item: &T, is_checked: bool, bytes: &mut Vec<u8>) -> Result<(), String> {
    bytes.push(0x1E);
    line(item, is_checked, bytes)
}

/// Returns an item as JSON. If it is checked, it is decoded again, as the receiver decodes it.
pub(super) fn json<T: Serialize + Decode>(item: &T, is_checked: bool) -> Result<Vec<u8>, String> {
    let bytes = as_request(|| serde_json::to_vec(item)).map_err(|error| format!(": {error}"))?;
    let mut trail = Trail { of_request: true, ..Trail::default() };
    if is_checked {
        let decoded = T::decode(&mut serde_json::Deserializer::from_slice(&bytes), &mut trail);
        decoded.map_err(|error| match (trail.pointer(), reason(&error, &trail)) {
            (pointer, reason) if pointer.is_empty() => format!(": {reason}"),
            (pointer, reason) => format!(" at `{pointer}`: {reason}"),
        })?;
    }
    Ok(bytes)
}

/// The rest of a stream.
struct Writer<T> {
    items: ItemStream<T>,
    write: WriteItem<T>,
    is_checked: bool,
    index: usize,
    /// The items that are ready.
    bytes: Vec<u8>,
    /// The reason why the stream ends after these items.
    failed: Option<axum::BoxError>,
}

impl<T: Send> Writer<T> {
    /// Returns the next chunk.
    async fn next(mut self) -> Chunk<Self> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let mut next = Some(self.items.next().await);
        while let Some(item) = next {
            let added = match item {
                Ok(None) if self.bytes.is_empty() => return Ok(None),
                Ok(None) => break,
                Ok(Some(item)) => self.add(&item).map_err(Into::into),
                Err(rejection) => Err(rejection.into()),
            };
            match added {
                Err(error) if self.bytes.is_empty() => return Err(error),
                Err(error) => {
                    self.failed = Some(error);
                    break;
                }
                Ok(()) if self.bytes.len() >= TOGETHER => break,
                Ok(()) => next = ready(&mut self.items).await,
            }
        }
        Ok(Some((mem::take(&mut self.bytes).into(), self)))
    }

    fn add(&mut self, item: &T) -> Result<(), String> {
        let length = self.bytes.len();
        let written = (self.write)(item, self.is_checked, &mut self.bytes);
        let index = self.index;
        self.index += 1;
        // Nothing of an invalid item is sent.
        written.map_err(|reason| {
            self.bytes.truncate(length);
            format!("item {index}{reason}")
        })
    }
}

/// Returns the next item if it need not be waited for.
async fn ready<T>(items: &mut ItemStream<T>) -> Option<Result<Option<T>, Rejection>> {
    let mut next = pin!(items.next());
    poll_fn(|cx| {
        Poll::Ready(match next.as_mut().poll(cx) {
            Poll::Ready(item) => Some(item),
            Poll::Pending => None,
        })
    })
    .await
}
