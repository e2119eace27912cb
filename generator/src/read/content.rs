//! `content`: a body in each of its media types (OpenAPI 3, "Media Type Object"), and its examples.

use super::Reader;
use super::encoding::{read_encoding, report_encoding};
use super::items::read_items;
use super::media_type::check_media_type;
use super::reading::check_exclusive;
use crate::api::{Example, MediaType};
use crate::bounds;
use crate::codes;
use crate::cursor::Cursor;
use crate::diagnostic::Diagnostic;
use crate::dialect::{Version, openapi3};
use std::rc::Rc;

/// Reads a `content`, and the examples in it.
pub(super) fn read_content<'s>(
    content: &Cursor<'s>,
    reader: &mut Reader<'_, 's>,
) -> (Vec<MediaType>, Vec<Example>) {
    let mut entries = content.entries(reader.diagnostics);
    if entries.len() > bounds::MEDIA_TYPES {
        let message = format!("this `content` has more than {} media types", bounds::MEDIA_TYPES);
        reader.diagnostics.push(Diagnostic::new(codes::LIMIT, content.place.clone(), message));
        entries.truncate(bounds::MEDIA_TYPES);
    }
    let mut all = Vec::new();
    let mut examples = Vec::new();
    for (name, entry) in entries {
        if name.starts_with("x-") && !name.contains('/') {
            continue;
        }
        check_media_type(name, &entry.place.key(), reader.diagnostics);
        let name = name.trim();
        all.push(read_media_type(Some(name), &entry, &mut examples, reader));
    }
    (all, examples)
}

/// Reads a "Media Type Object", or a reference to one. One in `components` has no name.
pub(super) fn read_media_type<'s>(
    name: Option<&str>,
    entry: &Cursor<'s>,
    examples: &mut Vec<Example>,
    reader: &mut Reader<'_, 's>,
) -> MediaType {
    let entry_place = entry.place.clone();
    let place = Some(entry_place.clone());
    let mut media_type = MediaType::new(name.map(str::to_owned), place, None);
    // YAML's `application/json:` without a value declares only the media type.
    let entry = (!entry.value.is_null())
        .then(|| entry.follow_to(&openapi3::MEDIA_TYPE, reader.diagnostics))
        .flatten();
    let Some(mut object) = entry.and_then(|entry| entry.object_of(&openapi3::MEDIA_TYPE, reader.diagnostics))
    else {
        return media_type;
    };
    media_type.schema = object.take("schema").map(|schema| reader.schemas.at(&schema, reader.diagnostics));
    let item_schema = object.take("itemSchema");
    media_type.items = read_items(
        name,
        item_schema.as_ref(),
        &entry_place,
        (media_type.schema, object.dialect().version >= Version::OpenApi32),
        reader,
    );
    if let Some(encoding) = object.take("encoding") {
        media_type.encoding = read_encoding(&encoding, name, reader);
    }
    for keyword in ["prefixEncoding", "itemEncoding"] {
        let why = "the handler reads the parts of the body itself";
        report_encoding(&object, keyword, why, reader.diagnostics);
    }
    check_exclusive(&object, "a media type", reader.diagnostics);
    let mut add = |value: Cursor<'s>| {
        examples.push(Example {
            place: value.place,
            media_type: name.unwrap_or_default().to_owned(),
            value: Rc::new(value.value.clone()),
        });
    };
    if let Some(example) = object.take_value("example") {
        add(example);
    }
    let named = object.take("examples").map(|map| map.entries(reader.diagnostics)).unwrap_or_default();
    for (_, example) in named {
        let example = example.follow(reader.diagnostics);
        let Some(mut example) =
            example.and_then(|example| example.object_of(&openapi3::EXAMPLE, reader.diagnostics))
        else {
            continue;
        };
        let data = example.take_value("dataValue");
        let value = example.take_value("value");
        // "If this field is present, `value` MUST be absent." (OpenAPI 3.2, of `dataValue`)
        if let (Some(data), Some(value)) = (&data, &value) {
            let message = "the example has both `value` and `dataValue`; `value` is ignored";
            let diagnostic = Diagnostic::warning(codes::BAD_EXAMPLE, value.place.key(), message);
            reader.diagnostics.push(diagnostic.and(data.place.key(), "the `dataValue`"));
        }
        if let Some(value) = data.or(value) {
            add(value);
        }
        example.finish(&openapi3::EXAMPLE, reader.schemas.on_mistake.severity(), reader.diagnostics);
    }
    object.finish(&openapi3::MEDIA_TYPE, reader.schemas.on_mistake.severity(), reader.diagnostics);
    media_type
}
