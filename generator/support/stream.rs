//! Bodies that the handler reads itself, as they arrive.

use super::media_type::{Consumed, accept, has_content};
use super::{Rejection, chunks};
use axum::body::{Body, Bytes, HttpBody as _};
use axum::http::HeaderMap;
use std::fmt;

/// A body that is read as it arrives, up to axum's `DefaultBodyLimit`: 2 MB, or what a layer around the
/// operation says ([`Routes::map`](super::Routes::map)).
pub struct BodyStream(pub(super) Body);

impl BodyStream {
    /// What came next. None at the end.
    ///
    /// # Errors
    /// [`Rejection::TooLarge`], where the body is; [`Rejection::InvalidBody`], where it does not arrive whole.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Rejection> {
        chunks::chunk(&mut self.0).await
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
        text.map_err(|_| Rejection::InvalidBody { reason: "is not UTF-8".to_owned() })
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
pub async fn stream(
    headers: &HeaderMap,
    consumed: Consumed,
    mut body: Body,
) -> Result<BodyStream, Rejection> {
    match has_content(accept(headers, consumed), headers, &mut body).await? {
        true => Ok(BodyStream(body)),
        false => Err(Rejection::MissingBody),
    }
}

/// The same, or none: an optional body without content is absent. One whose length the client does not say is not waited
/// for, and may turn out to be empty.
pub async fn optional_stream(
    headers: &HeaderMap,
    consumed: Consumed,
    mut body: Body,
) -> Result<Option<BodyStream>, Rejection> {
    let has_content =
        !body.is_end_stream() && has_content(accept(headers, consumed), headers, &mut body).await?;
    Ok(has_content.then(|| BodyStream(body)))
}
