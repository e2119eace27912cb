//! The media type that a body is said to have.

use super::Rejection;
use axum::http::{HeaderMap, header};

/// Type and subtype, in lower case. None where nothing is said.
pub(super) fn media_type(headers: &HeaderMap) -> Result<Option<String>, Rejection> {
    Ok(content_type(headers)?.map(essence))
}

/// The same, of a body that is text: UTF-8 is all that is read.
pub(super) fn text_media_type(headers: &HeaderMap) -> Result<Option<String>, Rejection> {
    let Some(text) = content_type(headers)? else { return Ok(None) };
    match parameter(text, "charset") {
        Some(charset) if !["utf-8", "us-ascii"].contains(&charset.to_ascii_lowercase().as_str()) => {
            Err(Rejection::UnsupportedMediaType)
        }
        _ => Ok(Some(essence(text))),
    }
}

/// Refuses a body whose media type is none of these. One without any is taken where there is no choice.
pub(super) fn accept(headers: &HeaderMap, consumed: &[&str]) -> Result<(), Rejection> {
    let accepted = match media_type(headers)? {
        None => consumed.len() == 1,
        Some(given) => consumed.iter().any(|range| matches_range(&given, range)),
    };
    if accepted { Ok(()) } else { Err(Rejection::UnsupportedMediaType) }
}

/// RFC 9110, section 12.5.1: `*/*` is every media type, and `image/*` every image.
fn matches_range(media_type: &str, range: &str) -> bool {
    let range = essence(range);
    let of_type = range.strip_suffix('*').filter(|of_type| of_type.ends_with('/'));
    range == "*/*" || range == media_type || of_type.is_some_and(|of_type| media_type.starts_with(of_type))
}

fn content_type(headers: &HeaderMap) -> Result<Option<&str>, Rejection> {
    let mut values = headers.get_all(header::CONTENT_TYPE).iter();
    let Some(value) = values.next() else { return Ok(None) };
    match (value.to_str(), values.next()) {
        (Ok(text), None) => Ok(Some(text)),
        _ => Err(Rejection::UnsupportedMediaType),
    }
}

fn essence(text: &str) -> String {
    text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// A parameter behind the value of a header: `; name=token` or `; name="quoted"`. (RFC 9110, section 5.6.6)
pub(super) fn parameter(text: &str, wanted: &str) -> Option<String> {
    let mut rest = text.split_once(';')?.1;
    loop {
        let (name, after) = rest.split_once('=')?;
        let name = name.rsplit(';').next()?.trim();
        let (value, after) = match after.strip_prefix('"') {
            Some(quoted) => unquote(quoted)?,
            None => {
                let (value, after) = after.split_at(after.find(';').unwrap_or(after.len()));
                (value.trim().to_owned(), after)
            }
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = after.trim_start().strip_prefix(';')?;
    }
}

/// What is quoted, and what stands behind it. A backslash that quotes neither sign is one: some clients
/// send the path of a file.
fn unquote(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        match (character, rest.as_str().chars().next()) {
            ('"', _) => return Some((value, rest.as_str())),
            ('\\', Some(quoted @ ('"' | '\\'))) => {
                rest.next();
                value.push(quoted);
            }
            (character, _) => value.push(character),
        }
    }
    None
}
