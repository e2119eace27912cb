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
    ["xml", "yaml", "cbor", "cbor-seq", "msgpack", "protobuf"]
        .iter()
        .any(|notation| essence.ends_with(notation))
}

/// Returns whether a media type is a document, such as a table, a picture or an archive. A handler can write it, but no
/// schema describes it.
pub(super) fn is_document(media_type: &str) -> bool {
    const APPLICATIONS: [&str; 13] = [
        "csv",
        "excel",
        "gzip",
        "msword",
        "octet-stream",
        "pdf",
        "rtf",
        "tar",
        "vnd.ms-excel",
        "vnd.ms-powerpoint",
        "xls",
        "zip",
        "zip-compressed",
    ];
    let essence = essence(media_type);
    let is_office = |subtype: &str| {
        ["vnd.openxmlformats-officedocument.", "vnd.oasis.opendocument."]
            .iter()
            .any(|start| subtype.starts_with(start))
    };
    match essence.split_once('/') {
        Some(("audio" | "font" | "image" | "video", _)) => true,
        Some(("text", _)) => !holds_objects(&essence),
        Some(("application", _)) => {
            let subtype = subtype(&essence);
            APPLICATIONS.contains(&subtype.as_str()) || is_office(&subtype)
        }
        _ => false,
    }
}

/// Returns the subtype of a media type in lower case, without the prefix of private subtypes.
pub(super) fn subtype(media_type: &str) -> String {
    let essence = essence(media_type);
    let subtype = essence.split_once('/').map_or(essence.as_str(), |(_, subtype)| subtype);
    subtype.strip_prefix("x-").unwrap_or(subtype).to_owned()
}
