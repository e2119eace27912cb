//! The fields of a form that a schema describes: how each property is written.

use super::all_of;
use super::facts::{Facts, Json};
use super::media_type::is_json;
use crate::api::{Encoding, EncodingStyle, MediaType, Property, SchemaId};
use crate::choices::OnMistake;
use crate::diagnostic::{Diagnostics, Place};
use crate::model::{FormField, Written};

/// The places of encodings that are not supported, each with a message and a fix.
pub(super) type Obstacles = Vec<(Place, String, &'static str)>;

/// Returns the field of each property.
pub(super) fn form_fields(
    media_type: &MediaType,
    schema: SchemaId,
    facts: &Facts<'_>,
    obstacles: &mut Obstacles,
) -> Vec<FormField> {
    // The struct reports mistakes in the properties.
    let merged = all_of::merge(facts, &[schema], OnMistake::Skip, &mut Diagnostics::default());
    let fields = merged.members.iter().map(|member| FormField {
        name: member.property.name.clone(),
        written: written_of(&member.property.name, &member.property, media_type, facts, obstacles),
    });
    fields.collect()
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

/// Returns the encodings of properties that the schema does not have.
pub(super) fn encodings_of_nothing<'a>(
    media_type: &'a MediaType,
    fields: &[FormField],
) -> impl Iterator<Item = &'a Encoding> {
    let names: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
    media_type.encoding.iter().filter(move |encoding| !names.contains(&encoding.name))
}

/// "Encoding Object": "If the property is a primitive, or an array of primitive values, the default Content-Type is
/// text/plain. If the property is complex, or an array of complex values, the default Content-Type is application/json".
fn by_type(facts: &Facts<'_>, schema: SchemaId) -> Written {
    match is_complex(facts, facts.array_item(schema).unwrap_or(schema)) {
        true => Written::Json,
        false => Written::Text,
    }
}

fn is_complex(facts: &Facts<'_>, schema: SchemaId) -> bool {
    matches!(facts.json(schema), Json::Object | Json::Array)
}

/// Returns how a property with an encoding is written. If `style`, `explode` or `allowReserved` is declared, then
/// `contentType` is ignored.
///
/// | style | explode | scalar | array | object |
/// |---|---|---|---|---|
/// | `form` | true | text | a field for each item | rejected: its properties would be fields of the form |
/// | `form` | false | text | separated by commas | names and values, separated by commas |
/// | `spaceDelimited`, `pipeDelimited` | false | text | separated by that character | names and values |
/// | `spaceDelimited`, `pipeDelimited` | true | text | a field for each item | rejected |
/// | `deepObject` | | text | names with brackets | names with brackets |
fn written(
    encoding: &Encoding,
    schema: SchemaId,
    facts: &Facts<'_>,
) -> Result<Written, (&'static str, &'static str)> {
    let json = facts.json(schema);
    if !encoding.is_styled {
        let mut types = encoding.content_types.iter();
        return match encoding.content_types.as_slice() {
            [] => Ok(by_type(facts, schema)),
            _ if types.any(|name| is_json(name)) => Ok(Written::Json),
            _ if by_type(facts, schema) == Written::Json => Err((
                "is an object in a media type that is not JSON, which is not supported",
                "write `contentType: application/json`, or declare the property as a string",
            )),
            _ => Ok(Written::Text),
        };
    }
    let (separator, exploded) = match encoding.style {
        Some(EncodingStyle::DeepObject) => return Ok(Written::Text),
        Some(EncodingStyle::SpaceDelimited) => (' ', false),
        Some(EncodingStyle::PipeDelimited) => ('|', false),
        Some(EncodingStyle::Form) | None => (',', true),
    };
    match (json, encoding.explode.unwrap_or(exploded)) {
        (Json::Array, false) => Ok(Written::Items(separator)),
        (Json::Object, false) => Ok(Written::Pairs(separator)),
        (Json::Object, true) => Err((
            "is an object whose properties are fields of the form, which is not supported",
            "write `style: deepObject`, or move the properties to the schema of the form",
        )),
        _ => Ok(Written::Text),
    }
}
