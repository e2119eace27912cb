//! The fields of a form that a schema describes: how each property is written.

use super::all_of;
use super::facts::{Facts, Json};
use super::media_type::{essence, is_json, is_range};
use crate::api::{Encoding, EncodingStyle, MediaType, Property, SchemaId};
use crate::choices::OnMistake;
use crate::diagnostic::{Diagnostics, Place};
use crate::model::{FormField, MULTIPART, Written};

/// The places of encodings that are not supported, each with a message and a fix.
pub(super) type Obstacles = Vec<(Place, String, &'static str)>;

/// Returns the field of each property.
pub(super) fn form_fields(
    media_type: &MediaType,
    schema: SchemaId,
    facts: &Facts<'_>,
    obstacles: &mut Obstacles,
) -> Vec<FormField> {
    let fields = properties_of(facts, schema).into_iter().map(|property| FormField {
        written: written_of(&property.name, &property, media_type, facts, obstacles),
        types: part_types(media_type, &property.name),
        headers: part_headers(media_type, &property.name),
        name: property.name,
    });
    fields.collect()
}

/// The maximum depth of alternatives in alternatives.
const ALTERNATIVES: usize = 8;

/// Returns the properties of a form, and those of its alternatives.
pub(super) fn properties_of(facts: &Facts<'_>, schema: SchemaId) -> Vec<Property> {
    let (mut found, mut level): (Vec<Property>, _) = (Vec::new(), vec![schema]);
    for _ in 0..ALTERNATIVES {
        let mut inside = Vec::new();
        for schema in level {
            // The struct reports mistakes in the properties.
            let merged = all_of::merge(facts, &[schema], OnMistake::Skip, &mut Diagnostics::default());
            for member in merged.members {
                if !found.iter().any(|known| known.name == member.property.name) {
                    found.push(member.property);
                }
            }
            for part in facts.with_all_of(&[schema]) {
                inside.extend(facts.schema(part).unions.iter().flat_map(|union| &union.members));
            }
        }
        level = inside;
    }
    found
}

/// Returns the media types that the part of a property may have, or none if it may have any. In a urlencoded form, there
/// are no parts.
pub(super) fn part_types(media_type: &MediaType, name: &str) -> Vec<String> {
    let is_multipart = media_type.name.as_deref().map(essence).as_deref() == Some(MULTIPART);
    let encoding = media_type.encoding.iter().find(|encoding| encoding.name == name);
    let types = encoding.filter(|encoding| is_multipart && !encoding.is_styled);
    let types: Vec<String> =
        types.iter().flat_map(|encoding| &encoding.content_types).map(|name| essence(name)).collect();
    if types.iter().any(|name| name == "*/*") { Vec::new() } else { types }
}

/// Returns the headers that the part of a property must have.
pub(super) fn part_headers(media_type: &MediaType, name: &str) -> Vec<String> {
    let is_multipart = media_type.name.as_deref().map(essence).as_deref() == Some(MULTIPART);
    let encoding = media_type.encoding.iter().find(|encoding| is_multipart && encoding.name == name);
    encoding.map(|encoding| encoding.required_headers.clone()).unwrap_or_default()
}

/// Returns how a property is written.
pub(super) fn written_of(
    name: &str,
    property: &Property,
    media_type: &MediaType,
    facts: &Facts<'_>,
    obstacles: &mut Obstacles,
) -> Written {
    let encoding = media_type.encoding.iter().find(|encoding| encoding.name == name);
    let Some(encoding) = encoding else { return by_type(facts, property.schema) };
    written(encoding, property.schema, facts).unwrap_or_else(|(message, help)| {
        obstacles.push((
            encoding.place.clone(),
            format!("the property `{name}` of the form {message}"),
            help,
        ));
        Written::Text
    })
}

/// "Encoding Object": "If the property is a primitive, or an array of primitive values, the default Content-Type is
/// text/plain. If the property is complex, or an array of complex values, the default Content-Type is application/json".
fn by_type(facts: &Facts<'_>, schema: SchemaId) -> Written {
    match is_complex(facts, facts.array_item(schema).unwrap_or(schema)) {
        true => Written::Json,
        false => Written::Text,
    }
}

pub(super) fn is_complex(facts: &Facts<'_>, schema: SchemaId) -> bool {
    matches!(facts.json(schema), Json::Object | Json::Array)
}

/// Returns how a property with an encoding is written. If `style`, `explode` or `allowReserved` is declared, then
/// `contentType` is ignored.
///
/// | style | explode | scalar | array | array of objects | object |
/// |---|---|---|---|---|---|
/// | `form` | true | text | a field for each item | JSON for each item | rejected: its properties would be fields of the form |
/// | `form` | false | text | separated by commas | rejected | names and values, separated by commas |
/// | `spaceDelimited`, `pipeDelimited` | false | text | separated by that character | rejected | names and values |
/// | `spaceDelimited`, `pipeDelimited` | true | text | a field for each item | JSON for each item | rejected |
/// | `deepObject` | | text | names with brackets | names with brackets | names with brackets |
fn written(
    encoding: &Encoding,
    schema: SchemaId,
    facts: &Facts<'_>,
) -> Result<Written, (&'static str, &'static str)> {
    let json = facts.json(schema);
    if !encoding.is_styled {
        let types = encoding.content_types.as_slice();
        let only_json =
            !types.is_empty() && types.iter().all(|name| is_json(name) && !is_range(&essence(name)));
        let is_json = types.is_empty() || types.iter().any(|name| is_json(name));
        return match by_type(facts, schema) {
            _ if only_json => Ok(Written::Json),
            Written::Json if !is_json => Err((
                "is an object in a media type that is not JSON, which is not supported",
                "write `contentType: application/json`, or declare the property as a string",
            )),
            by_type => Ok(by_type),
        };
    }
    let (separator, exploded) = match encoding.style {
        Some(EncodingStyle::DeepObject) => return Ok(Written::Text),
        Some(EncodingStyle::SpaceDelimited) => (' ', false),
        Some(EncodingStyle::PipeDelimited) => ('|', false),
        Some(EncodingStyle::Form) | None => (',', true),
    };
    let of_objects = facts.array_item(schema).is_some_and(|item| is_complex(facts, item));
    match (json, encoding.explode.unwrap_or(exploded)) {
        (Json::Array, false) if of_objects => Err((
            "is an array of objects or arrays, which no separator can represent",
            "write `style: deepObject`, or `contentType: application/json`",
        )),
        (Json::Array, true) if of_objects => Ok(Written::Json),
        (Json::Array, false) => Ok(Written::Items(separator)),
        (Json::Object, false) => Ok(Written::Pairs(separator)),
        (Json::Object, true) => Err((
            "is an object whose properties are fields of the form, which is not supported",
            "write `style: deepObject`, or move the properties to the schema of the form",
        )),
        _ => Ok(Written::Text),
    }
}
