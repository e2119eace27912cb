//! `encoding`: how the properties of a form are written (OpenAPI 3, "Encoding Object").

use super::header_name::report_header_name;
use super::media_type::check_media_type;
use super::{Reader, read_docs, style3};
use crate::api::{Encoding, EncodingStyle, Location, is_header_name};
use crate::codes;
use crate::cursor::{Cursor, Object};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::dialect::{Version, openapi3};
use crate::suggest::did_you_mean;
use serde_json::Value;

/// Reads the map from properties to their encodings.
pub(super) fn read_encoding<'s>(
    map: &Cursor<'s>,
    media_type: Option<&str>,
    reader: &mut Reader<'_, 's>,
) -> Vec<Encoding> {
    let is_multipart =
        media_type.is_some_and(|name| name.trim_start().to_ascii_lowercase().starts_with("multipart/"));
    let entries = map.entries(reader.diagnostics).into_iter();
    entries.filter_map(|(name, entry)| read_entry((name, is_multipart), &entry, reader)).collect()
}

fn read_entry<'s>(
    (name, is_multipart): (&str, bool),
    entry: &Cursor<'s>,
    reader: &mut Reader<'_, 's>,
) -> Option<Encoding> {
    let mut object = entry.object_of(&openapi3::ENCODING, reader.diagnostics)?;
    let is_styled = STYLED.iter().any(|keyword| object.has(keyword));
    if is_multipart {
        report_styled(&object, reader.diagnostics);
    }
    let headers = object.take("headers");
    let headers = headers.map(|headers| read_part_headers(&headers, (name, is_multipart), reader));
    let PartHeaders { has_others: has_headers, required: required_headers } = headers.unwrap_or_default();
    object.flag("allowReserved", reader.diagnostics);
    let explode = object.take("explode").and_then(|explode| explode.boolean(reader.diagnostics));
    let style = object.take("style").and_then(|style| read_style(&style, reader.diagnostics));
    let mut content_types = Vec::new();
    if let Some(listed) = object.take("contentType") {
        // "The value is a string, a media type range, or a comma-separated list of the two types."
        let text = listed.string(reader.diagnostics).unwrap_or_default();
        for media_type in text.split(',').map(str::trim) {
            if check_media_type(media_type, &listed.place, reader.diagnostics) {
                content_types.push(media_type.to_owned());
            }
        }
    }
    for keyword in ["encoding", "prefixEncoding", "itemEncoding"] {
        report_encoding(&object, keyword, "the part is read without it", reader.diagnostics);
    }
    object.finish(&openapi3::ENCODING, reader.schemas.on_mistake.severity(), reader.diagnostics);
    let place = entry.place.clone();
    let name = name.to_owned();
    Some(Encoding { place, name, content_types, style, explode, is_styled, has_headers, required_headers })
}

/// The headers of a part.
#[derive(Default)]
struct PartHeaders {
    /// Whether there are headers other than `Content-Type`.
    has_others: bool,
    /// The names of the required ones.
    required: Vec<String>,
}

/// Reads the headers of a part. "Content-Type is described separately and SHALL be ignored in this section."
///
/// The values are not enforced, so the schemas are only checked.
fn read_part_headers<'s>(
    headers: &Cursor<'s>,
    (part, is_multipart): (&str, bool),
    reader: &mut Reader<'_, 's>,
) -> PartHeaders {
    let mut read = PartHeaders::default();
    let headers = headers.follow(reader.diagnostics);
    for (name, entry) in headers.map(|headers| headers.entries(reader.diagnostics)).unwrap_or_default() {
        if !is_header_name(name) {
            report_header_name(name, entry.place.key(), reader.diagnostics);
            continue;
        }
        let is_content_type = name.eq_ignore_ascii_case("content-type");
        if is_content_type && is_multipart {
            let message = format!("the header `{name}` of the part `{part}` is ignored");
            let diagnostic = Diagnostic::new(codes::IGNORED_HEADER, entry.place.key(), message);
            reader
                .diagnostics
                .push(diagnostic.help("declare the media types of the part with `contentType`"));
        }
        read.has_others |= !is_content_type || !is_multipart;
        let header = entry.follow_to(&openapi3::HEADER, reader.diagnostics);
        let header = header.and_then(|header| header.object_of(&openapi3::HEADER, reader.diagnostics));
        let Some(mut header) = header else { continue };
        // These have no effect on the code, so their mistakes are warnings.
        let mut mistakes = Diagnostics::default();
        read_docs(&mut header, &openapi3::HEADER, &mut mistakes);
        style3::read_style(&mut header, Location::Header, &mut mistakes);
        reader.diagnostics.push_as_warnings(mistakes);
        let is_required = header.flag("required", reader.diagnostics);
        header.take("schema").map(|schema| reader.schemas.at(&schema, reader.diagnostics));
        if let Some(content) = header.take("content") {
            check_schemas(&content, reader);
        }
        header.finish(&openapi3::HEADER, reader.schemas.on_mistake.severity(), reader.diagnostics);
        let is_known = read.required.iter().any(|known| known.eq_ignore_ascii_case(name));
        if is_required && !is_known && !is_content_type {
            read.required.push(name.to_owned());
        }
    }
    read
}

/// Reads the schemas of a `content`, but not its encodings: these may have the same header.
fn check_schemas<'s>(content: &Cursor<'s>, reader: &mut Reader<'_, 's>) {
    for (_, entry) in content.entries(reader.diagnostics) {
        let entry = entry.follow_to(&openapi3::MEDIA_TYPE, reader.diagnostics);
        let object = entry.and_then(|entry| entry.object_of(&openapi3::MEDIA_TYPE, reader.diagnostics));
        let schema = object.and_then(|mut object| object.take("schema"));
        schema.map(|schema| reader.schemas.at(&schema, reader.diagnostics));
    }
}

/// Reports an encoding of parts that has no effect (OpenAPI 3.2). An empty one says nothing.
pub(super) fn report_encoding(object: &Object<'_>, keyword: &str, why: &str, diagnostics: &mut Diagnostics) {
    let found = object.peek(keyword).filter(|_| !object.is_too_new(keyword));
    let is_empty = |value: &Value| match value {
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    };
    if let Some(found) = found.filter(|found| !is_empty(found.value)) {
        let message = format!("`{keyword}` is not enforced: {why}");
        diagnostics.push(Diagnostic::new(codes::NOT_ENFORCED, found.place.key(), message));
    }
}

const STYLED: [&str; 3] = ["style", "explode", "allowReserved"];

/// Reports keywords that OpenAPI 3.0 ignores in a multipart form: "This property SHALL be ignored if the request body media
/// type is not `application/x-www-form-urlencoded`." Published documents of 3.0 have them, and their clients send such
/// forms, so they are read as in OpenAPI 3.1.
fn report_styled(object: &Object<'_>, diagnostics: &mut Diagnostics) {
    if object.dialect().version != Version::OpenApi30 {
        return;
    }
    for keyword in STYLED.into_iter().filter(|keyword| object.has(keyword)) {
        let message =
            format!("OpenAPI 3.0 ignores `{keyword}` in a multipart form; it is read as in OpenAPI 3.1");
        let place = object.place.member(keyword).key();
        let help = "write `openapi: 3.1.0` if you use its keywords";
        diagnostics.push(Diagnostic::warning(codes::UNKNOWN_KEYWORD, place, message).help(help));
    }
}

fn read_style(style: &Cursor<'_>, diagnostics: &mut Diagnostics) -> Option<EncodingStyle> {
    const STYLES: [(&str, EncodingStyle); 4] = [
        ("form", EncodingStyle::Form),
        ("spaceDelimited", EncodingStyle::SpaceDelimited),
        ("pipeDelimited", EncodingStyle::PipeDelimited),
        ("deepObject", EncodingStyle::DeepObject),
    ];
    let text = style.string(diagnostics)?;
    let found = STYLES.iter().find(|(name, _)| *name == text).map(|(_, style)| *style);
    if found.is_none() {
        let message = format!("`{text}` is not a valid `style` of an encoding");
        let help = match did_you_mean(text, STYLES.map(|(name, _)| name)) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "the styles are `form`, `spaceDelimited`, `pipeDelimited` and `deepObject`".to_owned(),
        };
        diagnostics.push(Diagnostic::new(codes::BAD_PARAMETER, style.place.clone(), message).help(help));
    }
    found
}
