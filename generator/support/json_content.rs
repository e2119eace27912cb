//! Response bodies that are JSON with another media type, or JSON or text.

use super::content_response::{essence, text, value};
use super::{Decode, Rejection};
use axum::http::{StatusCode, header};
use axum::response::Response;
use serde::Serialize;

/// Creates a response of JSON with this media type.
pub fn json_as<T: Serialize + Decode>(
    status: StatusCode,
    media_type: &'static str,
    body: &T,
) -> Result<Response, Rejection> {
    let mut response = super::json(status, body)?;
    response.headers_mut().insert(header::CONTENT_TYPE, value(media_type)?);
    Ok(response)
}

/// Creates a response of JSON or text, depending on the media type.
pub fn json_or_text<T: Serialize + Decode>(
    status: StatusCode,
    media_type: &'static str,
    body: &T,
) -> Result<Response, Rejection> {
    match essence(media_type).as_str() {
        "application/json" | "text/json" => json_as(status, media_type, body),
        other if other.ends_with("+json") => json_as(status, media_type, body),
        _ => text(status, media_type, body),
    }
}
