//! Converts response headers from Rust values to text.

use super::Rejection;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;
use serde::Serialize;
use serde_json::Value;

/// Adds a header if it has a value.
pub fn header(
    response: &mut Response,
    name: &'static str,
    value: &Option<impl Serialize>,
) -> Result<(), Rejection> {
    value.as_ref().map_or(Ok(()), |value| insert(response, name, &text(name, value)?))
}

/// Adds a header that is a list if it has items.
pub fn list_header(
    response: &mut Response,
    name: &'static str,
    items: &[impl Serialize],
    separator: char,
) -> Result<(), Rejection> {
    let texts = items.iter().map(|item| text(name, item)).collect::<Result<Vec<_>, _>>()?;
    if texts.iter().any(|text| text.contains(separator)) {
        return Err(breach(name, &format!("has an item that contains the separator `{separator}`")));
    }
    if texts.is_empty() { Ok(()) } else { insert(response, name, &texts.join(&separator.to_string())) }
}

/// Adds a required header that is a list. Without items, its value is empty.
pub fn required_list_header(
    response: &mut Response,
    name: &'static str,
    items: &[impl Serialize],
    separator: char,
) -> Result<(), Rejection> {
    if items.is_empty() { insert(response, name, "") } else { list_header(response, name, items, separator) }
}

/// Adds `Connection: upgrade`. RFC 9110, section 7.8: "A sender of Upgrade MUST also send an "Upgrade" connection
/// option".
pub fn connection_upgrade(response: &mut Response) {
    if response.headers().contains_key(header::UPGRADE) {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
    }
}

/// Adds one header for each item, since `Set-Cookie` cannot be a list. (RFC 9110, section 5.3)
pub fn each_header(
    response: &mut Response,
    name: &'static str,
    items: &[impl Serialize],
) -> Result<(), Rejection> {
    for item in items {
        let (name, value) = parse(name, &text(name, item)?)?;
        response.headers_mut().append(name, value);
    }
    Ok(())
}

/// Adds one header for each item. There must be one.
pub fn each_required_header(
    response: &mut Response,
    name: &'static str,
    items: &[impl Serialize],
) -> Result<(), Rejection> {
    if items.is_empty() { Err(breach(name, "is required")) } else { each_header(response, name, items) }
}

pub(super) fn insert(response: &mut Response, name: &'static str, text: &str) -> Result<(), Rejection> {
    let (name, value) = parse(name, text)?;
    response.headers_mut().insert(name, value);
    Ok(())
}

/// Parses a value, which may have visible ASCII, spaces and tabs. A line break would start another header. (RFC 9110,
/// section 5.5)
fn parse(name: &'static str, text: &str) -> Result<(HeaderName, HeaderValue), Rejection> {
    let value = HeaderValue::from_str(text).ok().filter(|_| text.is_ascii());
    let value = value.ok_or_else(|| breach(name, "must be visible ASCII"))?;
    let name = HeaderName::try_from(name).map_err(|_| breach(name, "is not a header name"))?;
    Ok((name, value))
}

/// Returns the text of a scalar. A string is unchanged, and other scalars are written as in JSON.
fn text(name: &'static str, value: &impl Serialize) -> Result<String, Rejection> {
    match serde_json::to_value(value) {
        Ok(Value::String(text)) => Ok(text),
        Ok(scalar @ (Value::Bool(_) | Value::Number(_))) => Ok(scalar.to_string()),
        _ => Err(breach(name, "has a value that is not text")),
    }
}

fn breach(name: &str, reason: &str) -> Rejection {
    Rejection::InvalidResponse { reason: format!("the header `{name}` {reason}") }
}
