//! Responses that are a stream of items: JSON values in lines, or server-sent events.

use super::check::Verdict;
use super::content_response::value;
use super::json::encode;
use super::media_type::is_json_sequence;
use super::reported::{Breaches, Report};
use super::{Decode, Rejection, Trail};
use axum::BoxError;
use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_core::Stream;
use serde::Serialize;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{self, Poll, ready};
use std::{fmt, mem};

/// The items that are ready are sent together, up to this number of bytes.
const TOGETHER: usize = 8 << 10;

/// A stream of items, which are sent one by one. It is created from any `Stream`, or by a function that returns the next
/// item. Tests of handlers and callers of a client read it with [`next`](Self::next).
///
/// The next item is requested only if the client has read most of the items before it. When the client disconnects, the
/// stream is dropped. An item that violates the spec is not sent: it ends the response, so that the client notices that
/// the response is incomplete, and your error type gets the reason as a [`Rejection`].
pub struct Items<T> {
    /// `None` after the end.
    stream: Option<Source<T>>,
    rule: Option<Rule<T>>,
}

pub(super) type Source<T> = Pin<Box<dyn Stream<Item = Result<T, BoxError>> + Send>>;
type Rule<T> = Box<dyn Fn(&T, &mut Trail) -> Verdict + Send>;

impl<T> Items<T> {
    /// Creates the items from a stream.
    pub fn new<S>(stream: S) -> Self
    where
        S: Stream<Item: Into<T>> + Send + 'static,
    {
        Self::of(Mapped(Box::pin(stream), |item: S::Item| Ok(item.into())))
    }

    /// Creates the items from a stream that may fail. An error ends the response, so that the client notices that the
    /// response is incomplete, and your error type gets the text of the error as a [`Rejection`].
    pub fn try_new<S, I, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<I, E>> + Send + 'static,
        I: Into<T>,
        E: Into<BoxError>,
    {
        Self::of(Mapped(Box::pin(stream), |item: Result<I, E>| item.map(Into::into).map_err(Into::into)))
    }

    /// Creates the items by a function that takes a state, such as the receiver of a channel, and returns the next item
    /// and the next state, or `None` at the end.
    pub fn unfold<S, F, Fut, I>(state: S, next: F) -> Self
    where
        S: Send + 'static,
        F: FnMut(S) -> Fut + Send + 'static,
        Fut: Future<Output = Option<(I, S)>> + Send + 'static,
        I: Into<T>,
    {
        Self::new(Unfold { state: Some(state), next, pending: None })
    }

    /// Creates the items from an iterator.
    pub fn iter<I>(items: I) -> Self
    where
        I: IntoIterator<Item = T, IntoIter: Send + 'static>,
    {
        Self::new(Iter(items.into_iter()))
    }

    /// Returns the next item, or `None` at the end.
    ///
    /// # Errors
    /// Returns the error of the stream. If a client receives an item that does not match its schema, the next call
    /// returns the item after it. There are no items after any other error.
    pub async fn next(&mut self) -> Result<Option<T>, BoxError> {
        poll_fn(|context| self.poll_item(context)).await.transpose()
    }

    pub(super) fn poll_item(&mut self, context: &mut task::Context<'_>) -> Poll<Option<Result<T, BoxError>>> {
        let Some(stream) = &mut self.stream else { return Poll::Ready(None) };
        let item = ready!(stream.as_mut().poll_next(context));
        if item.is_none() {
            self.stream = None;
        }
        Poll::Ready(item)
    }

    pub(super) fn of(stream: impl Stream<Item = Result<T, BoxError>> + Send + 'static) -> Self {
        Self { stream: Some(Box::pin(stream)), rule: None }
    }

    /// Adds a rule for each item.
    pub(crate) fn checked(self, rule: impl Fn(&T, &mut Trail) -> Verdict + Send + 'static) -> Self {
        Self { rule: super::CHECK_RESPONSES.then(|| Box::new(rule) as Rule<T>), ..self }
    }

    /// Converts the items to a body. `write` appends the bytes of an item.
    pub(super) fn respond(
        self,
        status: StatusCode,
        media_type: &'static str,
        write: Write<T>,
        idle: Option<Source<Bytes>>,
    ) -> Result<Response, Rejection>
    where
        T: 'static,
    {
        let breaches = Breaches::default();
        let Self { stream, rule } = self;
        let report = breaches.clone();
        let writer = Writer {
            stream,
            rule,
            write,
            idle,
            report,
            bytes: Vec::new(),
            failed: None,
            has_waited: false,
            index: 0,
        };
        let body = Body::from_stream(writer);
        let mut response = (status, [(header::CONTENT_TYPE, value(media_type)?)], body).into_response();
        response.extensions_mut().insert(breaches);
        Ok(response)
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}

/// A function that appends the bytes of an item, whose index it also gets.
pub(super) type Write<T> = fn(&T, usize, &mut Vec<u8>) -> Result<(), Rejection>;

/// Creates a response of JSON values: in lines, or after record separators.
pub fn items<T: Serialize + Decode + 'static>(
    status: StatusCode,
    media_type: &'static str,
    items: Items<T>,
) -> Result<Response, Rejection> {
    let write: Write<T> = if is_json_sequence(media_type) { record } else { line };
    items.respond(status, media_type, write, None)
}

fn line<T: Serialize + Decode>(item: &T, index: usize, bytes: &mut Vec<u8>) -> Result<(), Rejection> {
    encode(format_args!("item {index}"), item, bytes)?;
    bytes.push(b'\n');
    Ok(())
}

/// RFC 7464, section 2.2: "*(%x1E possible-JSON)", where a line feed ends each JSON text.
fn record<T: Serialize + Decode>(item: &T, index: usize, bytes: &mut Vec<u8>) -> Result<(), Rejection> {
    bytes.push(0x1E);
    line(item, index, bytes)
}

/// The bytes of the items.
struct Writer<T> {
    /// `None` after the end.
    stream: Option<Source<T>>,
    rule: Option<Rule<T>>,
    write: Write<T>,
    /// Bytes that are sent while no item is ready.
    idle: Option<Source<Bytes>>,
    report: Breaches,
    /// The items that are ready.
    bytes: Vec<u8>,
    /// The reason why the stream ends after these items.
    failed: Option<Rejection>,
    /// Whether the server had time to send the items before the error.
    has_waited: bool,
    index: usize,
}

impl<T> Writer<T> {
    fn add(&mut self, item: &T) -> Result<(), Rejection> {
        if let Some(rule) = &self.rule {
            let mut trail = Trail { of_response: true, ..Trail::default() };
            rule(item, &mut trail).map_err(|reason| self.breach(&trail.pointer(), &reason))?;
        }
        let length = self.bytes.len();
        let written = (self.write)(item, self.index, &mut self.bytes);
        match written {
            Ok(()) => self.index += 1,
            // Nothing of an invalid item is sent.
            Err(_) => self.bytes.truncate(length),
        }
        written
    }

    fn breach(&self, pointer: &str, reason: &str) -> Rejection {
        let index = self.index;
        let at = if pointer.is_empty() { String::new() } else { format!(" at `{pointer}`") };
        Rejection::InvalidResponse { reason: format!("item {index}{at}: {reason}") }
    }

    /// Collects the items that are ready. Returns whether more may follow later.
    fn collect(&mut self, context: &mut task::Context<'_>) -> bool {
        while let Some(stream) = &mut self.stream {
            if self.bytes.len() >= TOGETHER {
                break;
            }
            let added = match stream.as_mut().poll_next(context) {
                Poll::Pending => return true,
                Poll::Ready(None) => {
                    self.stream = None;
                    return false;
                }
                Poll::Ready(Some(Ok(item))) => self.add(&item),
                Poll::Ready(Some(Err(error))) => {
                    let reason = format!("the stream failed after {} items: {error}", self.index);
                    Err(Rejection::InvalidResponse { reason })
                }
            };
            if let Err(rejection) = added {
                self.failed = Some(rejection);
                // The handler's stream ends at once, not when the client has read the items before.
                self.stream = None;
            }
        }
        false
    }
}

impl<T> Stream for Writer<T> {
    type Item = Result<Bytes, Report>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut task::Context<'_>) -> Poll<Option<Self::Item>> {
        let may_follow = self.collect(context);
        if !self.bytes.is_empty() {
            return Poll::Ready(Some(Ok(mem::take(&mut self.bytes).into())));
        }
        if self.failed.is_some() && !mem::replace(&mut self.has_waited, true) {
            // Without a pause, the server would drop the items before the error, which it has not yet sent.
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if let Some(rejection) = self.failed.take() {
            return Poll::Ready(Some(Err(self.report.send(rejection))));
        }
        match &mut self.idle {
            Some(idle) if may_follow => match ready!(idle.as_mut().poll_next(context)) {
                Some(Ok(bytes)) => Poll::Ready(Some(Ok(bytes))),
                _ => Poll::Pending,
            },
            _ if may_follow => Poll::Pending,
            _ => Poll::Ready(None),
        }
    }
}

// The items are never pinned: each is written as soon as it arrives.
impl<T> Unpin for Writer<T> {}

/// A stream whose items are converted.
struct Mapped<S, F>(Pin<Box<S>>, F);

impl<S: Stream, T, F: Fn(S::Item) -> Result<T, BoxError> + Unpin> Stream for Mapped<S, F> {
    type Item = Result<T, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut task::Context<'_>) -> Poll<Option<Self::Item>> {
        let item = ready!(self.0.as_mut().poll_next(context));
        Poll::Ready(item.map(&self.1))
    }
}

/// The stream of [`Items::iter`].
struct Iter<I>(I);

impl<I> Unpin for Iter<I> {}

impl<I: Iterator> Stream for Iter<I> {
    type Item = I::Item;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut task::Context<'_>) -> Poll<Option<I::Item>> {
        Poll::Ready(self.0.next())
    }
}

/// The stream of [`Items::unfold`].
struct Unfold<S, F, Fut> {
    /// `None` while an item is pending, and after the end.
    state: Option<S>,
    next: F,
    pending: Option<Pin<Box<Fut>>>,
}

impl<S, F, Fut> Unpin for Unfold<S, F, Fut> {}

impl<S, F: FnMut(S) -> Fut, Fut: Future<Output = Option<(I, S)>>, I> Stream for Unfold<S, F, Fut> {
    type Item = I;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut task::Context<'_>) -> Poll<Option<I>> {
        if let Some(state) = self.state.take() {
            self.pending = Some(Box::pin((self.next)(state)));
        }
        let Some(pending) = &mut self.pending else { return Poll::Ready(None) };
        let next = ready!(pending.as_mut().poll(context));
        self.pending = None;
        Poll::Ready(next.map(|(item, state)| {
            self.state = Some(state);
            item
        }))
    }
}
