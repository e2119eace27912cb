//! Classifies media types.

/// Returns a media type without its parameters, in lower case.
pub(super) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Returns whether a media type is JSON. RFC 6839, section 3.1. `text/json` is an old name.
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    ["application/json", "text/json"].contains(&essence.as_str())
        || essence.ends_with("+json")
        || is_range(&essence)
}

/// Returns whether this is a range of media types that includes JSON.
pub(super) fn is_range(essence: &str) -> bool {
    ["*/*", "application/*"].contains(&essence)
}

/// Returns whether a media type is text but not JSON.
pub(super) fn is_text(media_type: &str) -> bool {
    essence(media_type).starts_with("text/") && !is_json(media_type)
}

/// Returns whether a media type is another notation for objects (RFC 6839, section 4; RFC 9512).
pub(super) fn holds_objects(media_type: &str) -> bool {
    let essence = essence(media_type);
    ["xml", "yaml", "cbor", "msgpack", "protobuf"].iter().any(|notation| essence.ends_with(notation))
}
