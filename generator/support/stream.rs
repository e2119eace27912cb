//! Bodies that the handler reads itself, as they arrive.

use super::Rejection;
use super::media_type::accept;
use axum::body::{Body, Bytes, HttpBody as _};
use axum::http::HeaderMap;
use std::future::poll_fn;
use std::{fmt, pin::Pin};

/// A body that is read as it arrives, up to axum's `DefaultBodyLimit`: 2 MB, or what a layer around the
/// operation says ([`Routes::map`](super::Routes::map)).
pub struct BodyStream(pub(super) Body);

impl BodyStream {
    /// What came next. None at the end.
    ///
    /// # Errors
    /// [`Rejection::TooLarge`], where the body is, or does not arrive whole.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Rejection> {
        loop {
            match poll_fn(|context| Pin::new(&mut self.0).poll_frame(context)).await {
                None => return Ok(None),
                Some(Err(_)) => return Err(Rejection::TooLarge),
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(bytes) if !bytes.is_empty() => return Ok(Some(bytes)),
                    _ => {}
                },
            }
        }
    }

    /// All of it.
    ///
    /// # Errors
    /// As [`chunk`](Self::chunk).
    pub async fn bytes(mut self) -> Result<Vec<u8>, Rejection> {
        let mut bytes = Vec::new();
        while let Some(chunk) = self.chunk().await? {
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    /// All of it, as text.
    ///
    /// # Errors
    /// As [`chunk`](Self::chunk), and where it is not UTF-8.
    pub async fn text(self) -> Result<String, Rejection> {
        let text = String::from_utf8(self.bytes().await?);
        text.map_err(|_| Rejection::WrongBody { reason: "is not UTF-8".to_owned() })
    }

    /// The body as axum and its friends know it.
    pub fn into_body(self) -> Body {
        self.0
    }
}

impl fmt::Debug for BodyStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BodyStream").finish_non_exhaustive()
    }
}

/// A body of one of these media types, unread.
pub fn stream(headers: &HeaderMap, consumed: &[&str], body: Body) -> Result<BodyStream, Rejection> {
    accept(headers, consumed)?;
    Ok(BodyStream(body))
}

/// The body, where there is one.
pub fn present(body: Body) -> Option<Body> {
    if body.is_end_stream() { None } else { Some(body) }
}
