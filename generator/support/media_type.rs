//! The media type of a request body.

use super::{Rejection, chunks};
use axum::body::{Body, HttpBody as _};
use axum::http::{HeaderMap, header};

/// The media types that an operation consumes, in lower case and without parameters. `*` matches any type or subtype,
/// and `*+json` matches any JSON subtype.
pub(super) type Consumed = &'static [&'static str];

/// Rejects a body with another media type. A body without a media type is accepted if the operation consumes only one.
pub(super) fn accept(headers: &HeaderMap, consumed: Consumed) -> Result<(), Rejection> {
    accepted(headers, consumed).map(drop)
}

/// Like [`accept`], but for a text body, whose charset must be UTF-8.
pub(super) fn accept_text(headers: &HeaderMap, consumed: Consumed) -> Result<(), Rejection> {
    let charset = accepted(headers, consumed)?.and_then(|text| parameter(text, "charset"));
    match charset.map(|charset| charset.to_ascii_lowercase()).as_deref() {
        None | Some("utf-8" | "us-ascii") => Ok(()),
        Some(_) => Err(unsupported(headers, consumed)),
    }
}

/// Rejects a part of a form with another media type. A part without a media type is accepted if only one is declared.
/// RFC 7578, section 4.4: the default is `text/plain`.
pub(super) fn accept_part(
    name: &'static str,
    given: Option<&str>,
    declared: Consumed,
) -> Result<(), Rejection> {
    let given = given.map(essence);
    let is_accepted = match given {
        None => declared.len() == 1 || declared.iter().any(|range| covers(range, "text/plain")),
        Some(essence) => declared.iter().any(|range| covers(range, essence)),
    };
    if is_accepted { Ok(()) } else { Err(Rejection::unsupported_part(name, given, declared)) }
}

/// Returns the `Content-Type` if it is accepted and can have parameters.
fn accepted(headers: &HeaderMap, consumed: Consumed) -> Result<Option<&str>, Rejection> {
    let given = content_type(headers, consumed)?;
    let (is_accepted, with_parameters) = match given {
        None => (consumed.len() == 1, None),
        // Most clients send the media type of the spec without parameters, which needs no parsing.
        Some(text) if consumed.contains(&text) => (true, None),
        Some(text) => {
            let essence = essence(text);
            (consumed.iter().any(|range| covers(range, essence)), given)
        }
    };
    if is_accepted { Ok(with_parameters) } else { Err(unsupported(headers, consumed)) }
}

/// Returns the index of the most specific media type that includes the `Content-Type`. A body without one has the
/// default media type. (RFC 9110, section 12.5.1: "the most specific reference has precedence")
pub(super) fn most_specific(
    headers: &HeaderMap,
    consumed: Consumed,
    default: &str,
) -> Result<Option<usize>, Rejection> {
    let given = content_type(headers, consumed)?.map_or(default, essence);
    let covering = consumed.iter().enumerate().filter(|(_, range)| covers(range, given));
    let breadth = |range: &str| (range.matches('*').count(), std::cmp::Reverse(range.len()));
    Ok(covering.min_by_key(|(_, range)| breadth(range)).map(|(index, _)| index))
}

/// Returns whether a body has this media type.
pub(super) fn is_of(headers: &HeaderMap, media_type: &str) -> bool {
    content_type(headers, &[])
        .is_ok_and(|given| given.is_some_and(|text| essence(text).eq_ignore_ascii_case(media_type)))
}

/// Returns whether a body can be read, or an error if its media type is not accepted. A body without a media type and
/// without content is absent, but a text or a file with a media type can be empty. Without content, an unknown media type
/// does not matter, since some clients send a `Content-Type` without a body. (RFC 9110, section 15.5.16)
pub(super) async fn has_content(
    accepted: Result<(), Rejection>,
    headers: &HeaderMap,
    body: &mut Body,
) -> Result<bool, Rejection> {
    match accepted {
        Ok(()) => Ok(headers.contains_key(header::CONTENT_TYPE) || !body.is_end_stream()),
        Err(rejection) if is_sure_to_come(headers, body) => Err(rejection),
        Err(rejection) => match chunks::chunk(body).await? {
            None => Ok(false),
            Some(_) => Err(rejection),
        },
    }
}

/// Returns whether it is known that content follows. RFC 9110, section 10.1.1: "A client MUST NOT generate a
/// 100-continue expectation in a request that does not include content."
fn is_sure_to_come(headers: &HeaderMap, body: &Body) -> bool {
    body.size_hint().lower() > 0 || headers.contains_key(header::EXPECT)
}

/// Returns whether a range includes a media type. `*/*` includes all media types, and `image/*` includes all images.
/// (RFC 9110, section 12.5.1)
pub(super) fn covers(range: &str, media_type: &str) -> bool {
    let (Some((main, sub)), Some((given_main, given_sub))) =
        (range.split_once('/'), media_type.split_once('/'))
    else {
        return false;
    };
    let fits = match sub.strip_prefix('*') {
        None => given_sub.eq_ignore_ascii_case(sub),
        Some(suffix) => given_sub
            .len()
            .checked_sub(suffix.len())
            .and_then(|start| given_sub.get(start..))
            .is_some_and(|end| end.eq_ignore_ascii_case(suffix)),
    };
    fits && (main == "*" || main.eq_ignore_ascii_case(given_main))
}

/// Returns the error for a body whose media type is not one of these.
pub(super) fn unsupported(headers: &HeaderMap, accepted: Consumed) -> Rejection {
    let values = headers.get_all(header::CONTENT_TYPE).iter();
    let values: Vec<_> = values.map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
    let received = (!values.is_empty()).then(|| values.join(", "));
    Rejection::unsupported_media_type(received.as_deref(), accepted)
}

fn content_type(headers: &HeaderMap, consumed: Consumed) -> Result<Option<&str>, Rejection> {
    let mut values = headers.get_all(header::CONTENT_TYPE).iter();
    let Some(value) = values.next() else { return Ok(None) };
    match (value.to_str(), values.next()) {
        (Ok(text), None) => Ok(Some(text)),
        _ => Err(unsupported(headers, consumed)),
    }
}

/// Returns whether a media type is JSON.
pub(super) fn is_json(media_type: &str) -> bool {
    covers("application/json", essence(media_type)) || covers("*/*+json", essence(media_type))
}

/// Returns whether a media type is a sequence of JSON texts with separators, such as `application/json-seq`. (RFC 7464)
pub(super) fn is_json_sequence(media_type: &str) -> bool {
    essence(media_type).to_ascii_lowercase().ends_with("json-seq")
}

/// Returns the type and the subtype.
pub(super) fn essence(text: &str) -> &str {
    text.split(';').next().unwrap_or_default().trim()
}

/// Returns a parameter of a header's value: `; name=token` or `; name="quoted"`. (RFC 9110, section 5.6.6)
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

/// Returns the text in quotes and the text after it. A backslash is kept unless it escapes a quote or a backslash,
/// since some clients send a Windows path.
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
