//! Names of media types, for the variants of bodies.

use super::ident::{pascal, words};

/// Names a body after its media type.
///
/// | media type | name |
/// |---|---|
/// | a range | `Any` |
/// | `text/plain` | `Text` |
/// | `application/octet-stream` | `Bytes` |
/// | `application/x-www-form-urlencoded` | `Form` |
/// | `multipart/form-data` | `Multipart` |
/// | others | the subtype without `x-` |
pub(super) fn media_type_name(media_type: &str) -> String {
    pascal(&media_type_words(media_type))
}

/// Returns the words of the name.
pub(super) fn media_type_words(media_type: &str) -> Vec<String> {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let name = match essence.as_str() {
        range if range.contains('*') => "any",
        "text/plain" => "text",
        "application/octet-stream" => "bytes",
        "application/x-www-form-urlencoded" => "form",
        "multipart/form-data" => "multipart",
        other => {
            let subtype = other.split_once('/').map_or(other, |(_, subtype)| subtype);
            subtype.strip_prefix("x-").unwrap_or(subtype)
        }
    };
    words(name)
}

#[cfg(test)]
#[path = "../tests/media_types.rs"]
mod tests;
