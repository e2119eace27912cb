//! What media types hold.

/// RFC 6839, section 3.1; and `*/*`, for which JSON is as good as anything.
pub fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json") || essence == "*/*"
}

/// Whether a media type is another notation for what JSON can say (RFC 6839, section 4; RFC 9512).
pub fn holds_objects(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    ["xml", "yaml", "cbor", "msgpack", "protobuf"].iter().any(|notation| essence.ends_with(notation))
}
