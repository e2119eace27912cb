//! Bodies that a client sends and receives.

use super::client_error::BoxError;
use axum::body::Bytes;
use bytes::Buf as _;
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

/// A body: whole bytes, or a stream.
#[derive(Default)]
pub struct Body(Kind);

#[derive(Default)]
enum Kind {
    #[default]
    Empty,
    Whole(Bytes),
    /// The mutex is never waited for. It makes the body `Sync`, as some HTTP clients require.
    Stream(Mutex<Pin<Box<dyn Frames + Send>>>),
}

impl Body {
    /// Creates a body that is produced while it is sent.
    pub fn new<B>(body: B) -> Self
    where
        B: HttpBody + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self(Kind::Stream(Mutex::new(Box::pin(body))))
    }

    /// Returns the same body again, or `None` if it is a stream. A layer that sends a request again needs it.
    pub fn try_clone(&self) -> Option<Self> {
        match &self.0 {
            Kind::Empty => Some(Self::default()),
            Kind::Whole(bytes) => Some(bytes.clone().into()),
            Kind::Stream(_) => None,
        }
    }

    /// Returns the next chunk, or `None` at the end.
    ///
    /// # Errors
    /// Returns the error of the stream, for example if the connection breaks.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, BoxError> {
        while let Some(frame) = std::future::poll_fn(|cx| Pin::new(&mut *self).poll_frame(cx)).await {
            match frame?.into_data() {
                Ok(bytes) if !bytes.is_empty() => return Ok(Some(bytes)),
                _ => {}
            }
        }
        Ok(None)
    }

    /// Returns the whole body, or `None` if it is larger than the limit. It is usually one chunk, which is not copied.
    pub(super) async fn whole(mut self, limit: usize) -> Result<Option<Bytes>, BoxError> {
        let Some(first) = self.chunk().await? else { return Ok(Some(Bytes::new())) };
        let Some(second) = self.chunk().await? else {
            return Ok((first.len() <= limit).then_some(first));
        };
        let mut bytes = Vec::new();
        let mut next = Some(first);
        let mut after = Some(second);
        while let Some(chunk) = next {
            if chunk.len() > limit.saturating_sub(bytes.len()) {
                return Ok(None);
            }
            bytes.extend_from_slice(&chunk);
            next = match after.take() {
                Some(chunk) => Some(chunk),
                None => self.chunk().await?,
            };
        }
        Ok(Some(bytes.into()))
    }
}

impl<B: Into<Bytes>> From<B> for Body {
    fn from(bytes: B) -> Self {
        let bytes = bytes.into();
        Self(if bytes.is_empty() { Kind::Empty } else { Kind::Whole(bytes) })
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match &mut self.0 {
            Kind::Empty => Poll::Ready(None),
            Kind::Whole(bytes) => {
                let bytes = std::mem::take(bytes);
                self.0 = Kind::Empty;
                Poll::Ready(Some(Ok(Frame::data(bytes))))
            }
            Kind::Stream(stream) => {
                stream.get_mut().unwrap_or_else(PoisonError::into_inner).as_mut().poll(cx)
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Kind::Empty => true,
            Kind::Whole(_) => false,
            Kind::Stream(stream) => stream.lock().unwrap_or_else(PoisonError::into_inner).is_done(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Kind::Empty => SizeHint::with_exact(0),
            Kind::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Kind::Stream(stream) => stream.lock().unwrap_or_else(PoisonError::into_inner).size(),
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body").finish_non_exhaustive()
    }
}

/// Any body, with this one's data and error.
trait Frames {
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>>;
    fn is_done(&self) -> bool;
    fn size(&self) -> SizeHint;
}

impl<B> Frames for B
where
    B: HttpBody,
    B::Error: Into<BoxError>,
{
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let frame = ready!(self.poll_frame(cx));
        Poll::Ready(frame.map(|frame| match frame {
            Ok(frame) => Ok(frame.map_data(|mut data| data.copy_to_bytes(data.remaining()))),
            Err(error) => Err(error.into()),
        }))
    }

    fn is_done(&self) -> bool {
        self.is_end_stream()
    }

    fn size(&self) -> SizeHint {
        self.size_hint()
    }
}
