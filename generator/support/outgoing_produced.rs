//! Bodies that are created while they are sent.

use axum::BoxError;
use axum::body::{Body, Bytes};
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// A chunk, and the state in which the next one is created. There is none at the end.
pub(super) type Chunk<S> = Result<Option<(Bytes, S)>, BoxError>;

/// Creates a body by a function that returns the next chunk. `size` is the number of bytes, if it is known.
pub(super) fn produce<S, F>(state: S, next: fn(S) -> F, size: Option<u64>) -> Body
where
    S: Send + 'static,
    F: Future<Output = Chunk<S>> + Send + 'static,
{
    Body::new(Produced { state: Some(state), next, pending: None, size })
}

struct Produced<S, F> {
    /// `None` while a chunk is pending, and after the end.
    state: Option<S>,
    next: fn(S) -> F,
    pending: Option<Pin<Box<F>>>,
    size: Option<u64>,
}

// The state is never pinned.
impl<S, F> Unpin for Produced<S, F> {}

impl<S, F: Future<Output = Chunk<S>>> HttpBody for Produced<S, F> {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if let Some(state) = self.state.take() {
            self.pending = Some(Box::pin((self.next)(state)));
        }
        let Some(pending) = &mut self.pending else { return Poll::Ready(None) };
        let next = ready!(pending.as_mut().poll(cx));
        self.pending = None;
        let frame = match next {
            Ok(None) => return Poll::Ready(None),
            Ok(Some((bytes, state))) => {
                self.size = self.size.map(|size| size.saturating_sub(bytes.len() as u64));
                self.state = Some(state);
                Ok(Frame::data(bytes))
            }
            Err(error) => Err(error),
        };
        Poll::Ready(Some(frame))
    }

    fn size_hint(&self) -> SizeHint {
        self.size.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
