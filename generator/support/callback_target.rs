//! The targets of callbacks, from values of requests and responses.

use super::outgoing_query::percent_encoded;
use super::outgoing_request::{text_of, value_of};
use serde::Serialize;
use serde_json::Value;

/// Returns the text of a scalar.
pub fn target_text(value: &impl Serialize) -> String {
    value_of(value).ok().flatten().and_then(|value| text_of(&value).ok()).unwrap_or_default()
}

/// Returns the text of a scalar that is a part of a URL, and must not change the URL around it.
pub fn encoded_target_text(value: &impl Serialize) -> String {
    percent_encoded(&target_text(value))
}

/// Returns the text of any JSON value, if it is a scalar.
pub fn target_json(value: &Value) -> Option<String> {
    text_of(value).ok()
}

/// Returns the text of any JSON value that is a part of a URL, if it is a scalar.
pub fn encoded_target_json(value: &Value) -> Option<String> {
    target_json(value).map(|text| percent_encoded(&text))
}

/// A part of a target.
#[derive(Clone, Copy, Debug)]
pub enum TargetPiece<'t> {
    Text(&'t str),
    /// The percent-encoded text of a value in the path.
    Segment(&'t str),
}

/// Joins the parts of a target. Returns `None` if values make a segment of the path empty or a dot segment: "." and
/// ".." "are intended for use at the beginning of a relative-path reference" (RFC 3986, section 3.3), and change the
/// path before them.
pub fn join_target(pieces: &[TargetPiece<'_>]) -> Option<String> {
    let mut target = String::new();
    let mut start = None;
    for piece in pieces {
        match *piece {
            TargetPiece::Text(text) => {
                if let (Some(start), Some(end)) = (start, text.find(['/', '?', '#'])) {
                    let segment =
                        [target.get(start..).unwrap_or_default(), text.get(..end).unwrap_or_default()];
                    check_segment(&segment.concat())?;
                }
                if text.contains(['/', '?', '#']) {
                    start = None;
                }
                target.push_str(text);
            }
            TargetPiece::Segment(text) => {
                start = start.or_else(|| Some(target.rfind('/').map_or(0, |slash| slash + 1)));
                target.push_str(text);
            }
        }
    }
    if let Some(start) = start {
        check_segment(target.get(start..).unwrap_or_default())?;
    }
    Some(target)
}

/// Returns `None` if a segment is empty, or a dot segment. `%2e` is a dot (RFC 3986, section 6.2.2.2).
fn check_segment(segment: &str) -> Option<()> {
    let segment = segment.to_ascii_lowercase().replace("%2e", ".");
    (!matches!(segment.as_str(), "" | "." | "..")).then_some(())
}
