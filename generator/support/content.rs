//! Response bodies that are text or bytes.

use super::Rejection;
use axum::body::{Body, Bytes, HttpBody as _};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::Value;
use std::error::Error;
use std::future::poll_fn;
use std::pin::Pin;

/// A response body of bytes. It is created from a `String`, a `Vec<u8>`, or an axum `Body`, which may be a stream.
#[derive(Debug)]
pub struct Content {
    media_type: Option<String>,
    body: Body,
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

    /// Converts the body into axum's type.
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

/// Creates a response of bytes.
pub fn bytes(
    status: StatusCode,
    declared: &[&'static str],
    preferred: &'static str,
    content: Content,
) -> Result<Response, Rejection> {
    let preferred = if preferred == "*/*" { "application/octet-stream" } else { preferred };
    let media_type = content.media_type.as_deref().unwrap_or(preferred);
    if media_type.contains('*') {
        return Err(breach(format!("`{media_type}` is a range: set the media type with `Content::new`")));
    }
    if !declared.iter().any(|declared| super::accept::specificity(&essence(declared), media_type).is_some()) {
        return Err(breach(format!("`{media_type}` is not a declared media type")));
    }
    typed(status, media_type, content.body)
}

/// Creates a response of text. A string is sent unchanged, and numbers and booleans are sent as in JSON.
pub fn text(
    status: StatusCode,
    media_type: &'static str,
    body: &impl Serialize,
) -> Result<Response, Rejection> {
    match serde_json::to_value(body) {
        Ok(Value::String(text)) => typed(status, media_type, text.into()),
        Ok(scalar @ (Value::Bool(_) | Value::Number(_))) => {
            typed(status, media_type, scalar.to_string().into())
        }
        _ => Err(breach("the body is not text".to_owned())),
    }
}

fn typed(status: StatusCode, media_type: &str, body: Body) -> Result<Response, Rejection> {
    Ok((status, [(header::CONTENT_TYPE, value(media_type)?)], body).into_response())
}

pub(super) fn value(media_type: &str) -> Result<HeaderValue, Rejection> {
    HeaderValue::from_str(media_type).map_err(|_| breach(format!("`{media_type}` is not a media type")))
}

/// Returns a media type without its parameters.
pub(super) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn breach(reason: String) -> Rejection {
    Rejection::InvalidResponse { reason }
}
