//! Request bodies that the handler reads as a stream.

use super::media_type::{Consumed, accept, has_content};
use super::{Rejection, chunks};
use axum::body::{Body, Bytes, HttpBody as _};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use std::fmt;

/// A request body that the handler reads while it arrives.
///
/// axum's `DefaultBodyLimit` applies, which is 2 MB unless a layer around the operation sets another limit (see
/// `Routes::map`).
pub struct BodyStream {
    media_type: Option<String>,
    pub(super) body: Body,
}

impl BodyStream {
    /// Creates a body with this media type, such as `multipart/form-data; boundary=x`. The spec must declare it for the
    /// request.
    pub fn new(media_type: impl Into<String>, body: impl Into<Body>) -> Self {
        Self { media_type: Some(media_type.into()), body: body.into() }
    }

    /// Creates a body that has been received.
    fn received(headers: &HeaderMap, body: Body) -> Self {
        let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        Self { media_type: media_type.map(str::to_owned), body }
    }

    /// Returns the media type with its parameters, or `None` if the client did not send it.
    pub fn media_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    /// Returns the next chunk, or `None` at the end.
    ///
    /// # Errors
    /// Returns [`Rejection::TooLarge`] if the body exceeds the limit, and [`Rejection::InvalidBody`] if the connection
    /// breaks.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Rejection> {
        chunks::chunk(&mut self.body).await
    }

    /// Reads the body to its end, and returns it.
    ///
    /// # Errors
    /// Returns the errors of [`chunk`](Self::chunk).
    pub async fn bytes(mut self) -> Result<Vec<u8>, Rejection> {
        let mut bytes = Vec::new();
        while let Some(chunk) = self.chunk().await? {
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    /// Reads the body to its end, and returns it as text.
    ///
    /// # Errors
    /// Returns the errors of [`chunk`](Self::chunk), and [`Rejection::InvalidBody`] if the body is not UTF-8.
    pub async fn text(self) -> Result<String, Rejection> {
        let text = String::from_utf8(self.bytes().await?);
        text.map_err(|_| Rejection::InvalidBody { reason: "is not UTF-8".to_owned() })
    }

    /// Returns the body as a `Body`.
    pub fn into_body(self) -> Body {
        self.body
    }
}

/// Creates a body that is sent, from a `String`, a `Vec<u8>`, or a `Body`, which may be a stream. It has the declared media
/// type: the first one, if the spec declares several.
impl<T: Into<Body>> From<T> for BodyStream {
    fn from(body: T) -> Self {
        Self { media_type: None, body: body.into() }
    }
}

impl fmt::Debug for BodyStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BodyStream").finish_non_exhaustive()
    }
}

/// Returns a required body with one of these media types.
pub async fn stream(
    headers: &HeaderMap,
    consumed: Consumed,
    mut body: Body,
) -> Result<BodyStream, Rejection> {
    match has_content(accept(headers, consumed), headers, &mut body).await? {
        true => Ok(BodyStream::received(headers, body)),
        false => Err(Rejection::MissingBody),
    }
}

/// Returns an optional body with one of these media types, or `None` if it has no content. If the client does not send
/// a length, the stream may turn out to be empty.
pub async fn optional_stream(
    headers: &HeaderMap,
    consumed: Consumed,
    mut body: Body,
) -> Result<Option<BodyStream>, Rejection> {
    let has_content =
        !body.is_end_stream() && has_content(accept(headers, consumed), headers, &mut body).await?;
    Ok(has_content.then(|| BodyStream::received(headers, body)))
}
