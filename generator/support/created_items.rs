//! Streams of items that are created by hand, for tests of handlers and for the requests of a client.

use super::{ItemStream, Rejection};
use axum::BoxError;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// A source of items.
pub(super) trait Create<T> {
    /// Returns the next item, or `None` at the end.
    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Rejection>>>;
}

impl<T> ItemStream<T> {
    /// Creates the items from an iterator.
    pub fn iter<I>(items: I) -> Self
    where
        I: IntoIterator<Item: Into<T>, IntoIter: Send + 'static>,
    {
        Self::created(Iter(items.into_iter()))
    }

    /// Creates the items by a function that takes a state, such as the receiver of a channel, and returns the next item
    /// and the next state, or `None` at the end.
    pub fn unfold<S, F, Fut, I>(state: S, mut next: F) -> Self
    where
        S: Send + 'static,
        F: FnMut(S) -> Fut + Send + 'static,
        Fut: Future<Output = Option<(I, S)>> + Send + 'static,
        I: Into<T> + 'static,
    {
        Self::try_unfold(state, move |state| {
            let next = next(state);
            async move { Ok::<_, Rejection>(next.await) }
        })
    }

    /// Creates the items by a function that may fail. An error ends the stream: a client does not complete its request,
    /// so that the server notices it. A handler gets a [`Rejection`] as it is, and the text of another error.
    pub fn try_unfold<S, F, Fut, I, E>(state: S, next: F) -> Self
    where
        S: Send + 'static,
        F: FnMut(S) -> Fut + Send + 'static,
        Fut: Future<Output = Result<Option<(I, S)>, E>> + Send + 'static,
        I: Into<T> + 'static,
        E: Into<BoxError> + 'static,
    {
        Self::created(Unfold { state: Some(state), next, pending: None })
    }
}

/// The items of [`ItemStream::iter`].
struct Iter<I>(I);

impl<T, I: Iterator<Item: Into<T>>> Create<T> for Iter<I> {
    fn poll_item(&mut self, _: &mut Context<'_>) -> Poll<Option<Result<T, Rejection>>> {
        Poll::Ready(self.0.next().map(|item| Ok(item.into())))
    }
}

/// The items of [`ItemStream::try_unfold`].
struct Unfold<S, F, Fut> {
    /// `None` while an item is pending, and after the end.
    state: Option<S>,
    next: F,
    pending: Option<Pin<Box<Fut>>>,
}

impl<T, S, F, Fut, I, E> Create<T> for Unfold<S, F, Fut>
where
    F: FnMut(S) -> Fut,
    Fut: Future<Output = Result<Option<(I, S)>, E>>,
    I: Into<T>,
    E: Into<BoxError>,
{
    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Rejection>>> {
        if let Some(state) = self.state.take() {
            self.pending = Some(Box::pin((self.next)(state)));
        }
        let Some(pending) = &mut self.pending else { return Poll::Ready(None) };
        let next = ready!(pending.as_mut().poll(cx));
        self.pending = None;
        Poll::Ready(match next {
            Ok(None) => None,
            Ok(Some((item, state))) => {
                self.state = Some(state);
                Some(Ok(item.into()))
            }
            Err(error) => Some(Err(rejection(error.into()))),
        })
    }
}

fn rejection(error: BoxError) -> Rejection {
    match error.downcast() {
        Ok(rejection) => *rejection,
        Err(other) => Rejection::InvalidBody { reason: format!("is incomplete: {other}") },
    }
}
