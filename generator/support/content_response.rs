//! Responses whose body is text or bytes.

use super::{Content, Rejection};
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::Value;

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
