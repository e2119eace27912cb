//! Response bodies that are text or bytes.

use axum::body::{Body, Bytes, HttpBody as _};
use std::error::Error;
use std::future::poll_fn;
use std::pin::Pin;

/// A response body of bytes. It is created from a `String`, a `Vec<u8>`, or a `Body`, which may be a stream.
#[derive(Debug)]
pub struct Content {
    pub(super) media_type: Option<String>,
    pub(super) body: Body,
}

impl Content {
    /// Creates a body with this media type, which the spec must declare for the response.
    pub fn new(media_type: impl Into<String>, body: impl Into<Body>) -> Self {
        Self { media_type: Some(media_type.into()), body: body.into() }
    }

    /// Returns the media type, or `None` if it is the declared one.
    pub fn media_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    /// Returns the next chunk, or `None` at the end.
    ///
    /// # Errors
    /// Returns an error if the body is incomplete, for example because the connection breaks.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Box<dyn Error + Send + Sync>> {
        while let Some(frame) = poll_fn(|cx| Pin::new(&mut self.body).poll_frame(cx)).await {
            match frame?.into_data() {
                Ok(bytes) if !bytes.is_empty() => return Ok(Some(bytes)),
                _ => {}
            }
        }
        Ok(None)
    }

    /// Reads the body to its end, and returns it.
    ///
    /// # Errors
    /// Returns the errors of [`chunk`](Self::chunk).
    pub async fn bytes(mut self) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
        let mut bytes = Vec::new();
        while let Some(chunk) = self.chunk().await? {
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    /// Returns the body as a `Body`.
    pub fn into_body(self) -> Body {
        self.body
    }
}

/// Creates a body with the declared media type. If the spec declares several, the client's preferred one is used.
impl<T: Into<Body>> From<T> for Content {
    fn from(body: T) -> Self {
        Self { media_type: None, body: body.into() }
    }
}
