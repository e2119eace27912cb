//! Names of media types.

use super::*;

#[test]
fn a_body_is_named_after_its_media_type() {
    let rows = [
        ("application/json", "Json"),
        ("text/json", "Json"),
        ("Application/JSON; charset=utf-8", "Json"),
        ("text/plain", "Text"),
        ("text/csv", "Csv"),
        ("application/pdf", "Pdf"),
        ("application/octet-stream", "Bytes"),
        ("application/x-ndjson", "Ndjson"),
        ("text/event-stream", "EventStream"),
        ("application/problem+json", "ProblemJson"),
        ("application/vnd.create.extended+json", "VndCreateExtendedJson"),
        ("application/vnd.ms-excel", "VndMsExcel"),
        ("image/svg+xml", "SvgXml"),
        ("*/*", "Any"),
        ("image/*", "Any"),
        ("application/x-www-form-urlencoded", "Form"),
        ("multipart/form-data", "Multipart"),
    ];
    for (media_type, expected) in rows {
        assert_eq!(media_type_name(media_type), expected, "{media_type}");
    }
}
