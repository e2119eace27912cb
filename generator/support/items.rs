//! Streams of items in responses: JSON values, or server-sent events.

use super::Trail;
use super::check::Verdict;
use axum::BoxError;
use futures_core::Stream;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{self, Poll, ready};

/// A stream of items, which are sent one by one. It is created from any `Stream`, or by a function that returns the next
/// item. Tests of handlers and callers of a client read it with [`next`](Self::next).
///
/// The next item is requested only if the client has read most of the items before it. When the client disconnects, the
/// stream is dropped. An item that violates the spec is not sent: it ends the response, so that the client notices that
/// the response is incomplete, and your error type gets the reason as a `Rejection`.
pub struct Items<T> {
    /// `None` after the end.
    pub(super) stream: Option<Source<T>>,
    pub(super) rule: Option<Rule<T>>,
}

pub(super) type Source<T> = Pin<Box<dyn Stream<Item = Result<T, BoxError>> + Send>>;
pub(super) type Rule<T> = Box<dyn Fn(&T, &mut Trail) -> Verdict + Send>;

impl<T> Items<T> {
    /// Creates the items from a stream.
    pub fn new<S>(stream: S) -> Self
    where
        S: Stream<Item: Into<T>> + Send + 'static,
    {
        Self::of(Mapped(Box::pin(stream), |item: S::Item| Ok(item.into())))
    }

    /// Creates the items from a stream that may fail. An error ends the response, so that the client notices that the
    /// response is incomplete, and your error type gets the text of the error as a `Rejection`.
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
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}

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
