//! Checks media types: those of `consumes` and `produces`, and the keys of `content`.

use crate::codes;
use crate::cursor::Object;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::suggest::did_you_mean;

/// Media types that authors abbreviate or misspell.
const MEDIA_TYPES: [&str; 8] = [
    "application/json",
    "application/octet-stream",
    "application/pdf",
    "application/x-www-form-urlencoded",
    "application/xml",
    "multipart/form-data",
    "text/html",
    "text/plain",
];

/// "A list of MIME types [...] Value MUST be as described under Mime Types", which are those of RFC 6838. Ranges (RFC
/// 9110, section 12.5.1) are also common.
pub(super) fn check_media_types(object: &Object<'_>, diagnostics: &mut Diagnostics) {
    for keyword in ["consumes", "produces"] {
        let list = object.peek(keyword).filter(|list| list.value.is_array());
        for item in list.map(|list| list.items(diagnostics)).unwrap_or_default() {
            if let Some(text) = item.value.as_str() {
                check_media_type(text, &item.place, diagnostics);
            }
        }
    }
}

/// Reports a string that is neither a media type nor a range, and returns whether it is one.
pub(super) fn check_media_type(text: &str, place: &Place, diagnostics: &mut Diagnostics) -> bool {
    if is_media_type(text) {
        report_misspelled(text, place, diagnostics);
        return true;
    }
    let message = format!("`{text}` is not a media type: expected a type and a subtype, or a range");
    let short = text.trim().to_ascii_lowercase();
    let json = short.ends_with("json").then_some("application/json");
    let mut known = MEDIA_TYPES.into_iter();
    let known = json.or_else(|| known.find(|name| name.rsplit('/').next() == Some(short.as_str())));
    let diagnostic = Diagnostic::new(codes::BAD_MEDIA_TYPE, place.clone(), message);
    diagnostics.push(match known.or_else(|| did_you_mean(text, MEDIA_TYPES)) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None => diagnostic.help("write a type and a subtype, such as `application/json`"),
    });
    false
}

/// The media types that decide how a body is read, and that authors misspell.
const WITH_MEANING: [&str; 3] =
    ["application/x-www-form-urlencoded", "multipart/form-data", "text/event-stream"];

/// Returns the one of these that a media type is nearly spelled like.
pub(super) fn misspelled(text: &str) -> Option<&'static str> {
    let essence = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let letters = |text: &str| text.replace(['-', '_', '.', '+'], "").replace("/x", "/");
    let (one, known) = (letters(&essence), WITH_MEANING.into_iter());
    let mut near = known.filter(|known| [letters(known), letters(known) + "s"].contains(&one));
    near.next().filter(|known| *known != essence)
}

/// Reports such a media type: it would be read as bytes or as text.
fn report_misspelled(text: &str, place: &Place, diagnostics: &mut Diagnostics) {
    if let Some(meant) = misspelled(text) {
        let message = format!("`{text}` is read like an unknown media type, not like `{meant}`");
        let diagnostic = Diagnostic::new(codes::BAD_MEDIA_TYPE, place.clone(), message);
        diagnostics.push(diagnostic.help(format!("did you mean `{meant}`?")));
    }
}

/// RFC 9110, sections 5.6.2, 8.3.1 and 12.5.1: tokens, or `*` as the subtype or as both.
fn is_media_type(text: &str) -> bool {
    let essence = text.split(';').next().unwrap_or_default().trim();
    match essence.split_once('/') {
        Some(("*", "*")) => true,
        Some((first, second)) => is_token(first) && (second == "*" || is_token(second)),
        None => false,
    }
}

fn is_token(text: &str) -> bool {
    let is_in_token =
        |character: char| character.is_ascii_alphanumeric() || "!#$%&'+-.^_`|~".contains(character);
    !text.is_empty() && text.chars().all(is_in_token)
}
