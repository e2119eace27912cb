//! Request bodies that are a stream of items, which the handler reads one by one.

use super::check::Verdict;
use super::created_items::Create;
use super::{Rejection, Trail, chunks};
use axum::body::{Body, Bytes};
use std::{fmt, future::poll_fn};

/// A stream of items, which the handler reads while they arrive: JSON values, or server-sent events. Tests of handlers
/// and callers of a client create it with [`iter`](Self::iter) or [`unfold`](Self::unfold).
///
/// axum's `DefaultBodyLimit` applies to each item, not to the whole body. It is 2 MB unless a layer around the operation
/// sets another limit (see `Routes::map`).
pub struct ItemStream<T> {
    source: Source<T>,
    rule: Option<Rule<T>>,
    /// The index of the next item.
    index: usize,
    has_ended: bool,
}

enum Source<T> {
    Received(Received<T>),
    Created(Box<dyn Create<T> + Send>),
}

/// Items that are being received.
struct Received<T> {
    body: Body,
    /// The bytes that are received but not yet read.
    chunk: Bytes,
    reader: Box<dyn Read<T> + Send>,
    is_complete: bool,
}

type Rule<T> = Box<dyn Fn(&T, &mut Trail) -> Verdict + Send>;

/// Reads items from bytes. The index of the next item is the first step of the JSON pointer in an error, as in an array
/// of the items.
pub(crate) trait Read<T> {
    /// Returns the next item, and removes its bytes. If the bytes are not a whole item, the reader takes all of them.
    fn next(&mut self, bytes: &mut Bytes, index: usize) -> Option<Result<T, Rejection>>;
    /// Returns the item that the end of the body completes.
    fn end(&mut self, index: usize) -> Option<Result<T, Rejection>>;
}

impl<T> ItemStream<T> {
    /// Returns the next item, or `None` at the end.
    ///
    /// # Errors
    /// If an item does not match its schema, returns the same errors as for a body. Their JSON pointers begin with the
    /// index of the item. The next call returns the item after it, so you can also skip invalid items.
    ///
    /// Returns [`Rejection::TooLarge`] if an item exceeds the limit, and [`Rejection::InvalidBody`] if the connection
    /// breaks or the format of the stream is invalid. There are no items after such an error.
    pub async fn next(&mut self) -> Result<Option<T>, Rejection> {
        if self.has_ended {
            return Ok(None);
        }
        let found = match &mut self.source {
            Source::Received(received) => received.next(self.index).await,
            Source::Created(items) => poll_fn(|cx| items.poll_item(cx)).await,
        };
        let Some(found) = found else {
            self.has_ended = true;
            return Ok(None);
        };
        let item = found.and_then(|item| self.check(item));
        self.index += 1;
        self.has_ended = matches!(item, Err(Rejection::TooLarge | Rejection::InvalidBody { .. }));
        item.map(Some)
    }

    /// Creates the items of a body that is being received.
    pub(super) fn received(body: Body, reader: Box<dyn Read<T> + Send>) -> Self {
        let source = Source::Received(Received { body, chunk: Bytes::new(), reader, is_complete: false });
        Self { source, rule: None, index: 0, has_ended: false }
    }

    pub(super) fn created(items: impl Create<T> + Send + 'static) -> Self {
        Self { source: Source::Created(Box::new(items)), rule: None, index: 0, has_ended: false }
    }

    fn check(&self, item: T) -> Result<T, Rejection> {
        let Some(rule) = &self.rule else { return Ok(item) };
        let mut trail = Trail { of_request: true, ..Trail::default() };
        match rule(&item, &mut trail) {
            Ok(()) => Ok(item),
            Err(reason) => {
                Err(inside(&self.index, Rejection::InvalidJson { pointer: trail.pointer(), reason }))
            }
        }
    }

    /// Adds a rule for each item.
    pub(crate) fn checked(self, rule: impl Fn(&T, &mut Trail) -> Verdict + Send + 'static) -> Self {
        Self { rule: Some(Box::new(rule)), ..self }
    }
}

impl<T> Received<T> {
    /// Returns the item with this index.
    async fn next(&mut self, index: usize) -> Option<Result<T, Rejection>> {
        loop {
            if let Some(found) = self.reader.next(&mut self.chunk, index) {
                return Some(found);
            }
            if self.is_complete {
                return None;
            }
            match chunks::chunk(&mut self.body).await {
                Ok(Some(chunk)) => self.chunk = chunk,
                Ok(None) => {
                    self.is_complete = true;
                    return self.reader.end(index);
                }
                Err(rejection) => return Some(Err(rejection)),
            }
        }
    }
}

impl<T> fmt::Debug for ItemStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemStream").finish_non_exhaustive()
    }
}

/// Adds a step at the start of the JSON pointer of an error.
pub(super) fn inside(step: &dyn fmt::Display, rejection: Rejection) -> Rejection {
    match rejection {
        Rejection::InvalidJson { pointer, reason } => {
            Rejection::InvalidJson { pointer: format!("/{step}{pointer}"), reason }
        }
        Rejection::MalformedJson { reason } => {
            Rejection::MalformedJson { reason: format!("at `/{step}`: {reason}") }
        }
        other => other,
    }
}
