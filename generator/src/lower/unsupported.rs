//! Finds the parts of an operation that the generated code does not support. This happens before the operation is
//! lowered, so that an omitted operation leaves no unused types.

use super::facts::{Facts, Json};
use super::request_body::{is_any_text, is_file, payload_of};
use crate::api::{Location, Operation, Parameter, Syntax, schema_of};
use crate::codes::{self, Code};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, in_words};
use crate::model::Payload;

/// A part of an operation that the generated code does not support.
pub(super) struct Obstacle {
    pub code: &'static Code,
    pub place: Place,
    pub message: String,
    /// The fix, if there is another one than to omit the operation.
    pub help: Option<String>,
}

/// Finds all obstacles of an operation.
pub(super) fn find_unsupported(operation: &Operation, facts: &Facts<'_>) -> Vec<Obstacle> {
    let mut obstacles = Vec::new();
    find_in_path(operation, &mut obstacles);
    obstacles.extend(operation.parameters.iter().filter_map(|parameter| find_in_parameter(parameter, facts)));
    obstacles
}

const JSON: &str = "only JSON is accepted if both are declared";

/// Reports media types of the body that are ignored because JSON is also declared.
pub(super) fn report_unused(operation: &Operation, facts: &Facts<'_>, diagnostics: &mut Diagnostics) {
    let Some(body) = &operation.body else { return };
    let (payload, others) = payload_of(body, facts);
    let others: Vec<&str> = others.iter().map(String::as_str).collect();
    super::request_body::report_unused_media_types(("body", JSON), &others, &body.place, diagnostics);
    let Some(schema) = schema_of(&body.content) else { return };
    if let (Payload::Stream(types), false) = (payload, is_any_text(facts, schema)) {
        let types = in_words(&types, "and");
        let message = format!("the schema is not enforced for {types}: the handler reads the body itself");
        diagnostics.push(Diagnostic::new(codes::NOT_ENFORCED, body.place.clone(), message));
    }
}

fn find_in_path(operation: &Operation, obstacles: &mut Vec<Obstacle>) {
    for segment in operation.path.split('/') {
        if segment.contains("}{") && super::routes::balanced(segment) {
            let message = format!(
                "the path segment `{segment}` has no text between two variables, so it can be split in more than one way"
            );
            let place = operation.path_place.clone();
            obstacles.push(Obstacle { code: codes::UNSUPPORTED, place, message, help: None });
        }
    }
}

fn find_in_parameter(parameter: &Parameter, facts: &Facts<'_>) -> Option<Obstacle> {
    let is_file = parameter.location == Location::Form && is_file(parameter.schema, facts);
    if is_file || matches!(parameter.syntax, Syntax::Content(_)) {
        return None;
    }
    let mut inner = parameter.schema;
    let mut seen = Vec::new();
    while let Some(item) = facts.array_item(inner).filter(|_| !seen.contains(&inner)) {
        seen.push(inner);
        inner = item;
    }
    let is_array = facts.json(parameter.schema) == Json::Array;
    match facts.json(inner) {
        Json::Array if !facts.is_tuple(inner) && facts.of(inner).item.is_none() => None,
        Json::Any | Json::Boolean | Json::Integer | Json::Number | Json::String => None,
        Json::File | Json::Object | Json::Array | Json::Null | Json::Several => {
            let place = facts.schema(inner).place.clone().filter(|_| is_array);
            let kind = (facts.json(inner), facts.is_tuple(inner));
            Some(match parameter.syntax {
                Syntax::CollectionFormat => forbidden(parameter, place, kind, is_array),
                Syntax::Style | Syntax::Content(_) => without_style(parameter, place, kind, is_array),
            })
        }
    }
}

/// "Parameter Object": "Since the parameter is not located at the request body, it is limited to simple types (that is, not
/// an object)", and a `file` is in `formData`. "Items Object": items are strings, numbers, integers, booleans or arrays, and
/// described by one object.
///
/// | type | is rejected as |
/// |---|---|
/// | `file` | a file |
/// | `object` | an object |
/// | `array`, with a list of schemas in `items` | an array with a schema for each item |
/// | `array` of itself | an array without an end |
/// | `'null'` | null |
/// | several | a value of several types |
fn forbidden(
    parameter: &Parameter,
    inner: Option<Place>,
    (json, is_tuple): (Json, bool),
    is_array: bool,
) -> Obstacle {
    let name = &parameter.name;
    let what = match (json, is_array) {
        (Json::File, true) => "an array of files, which Swagger 2.0 does not support",
        (Json::File, false) => "a file, but only `formData` parameters can be files",
        (Json::Object, true) => "an array of objects, which Swagger 2.0 allows only in a body",
        (Json::Object, false) => "an object, which Swagger 2.0 allows only in a body",
        (Json::Array, _) if !is_tuple => "an array that contains itself",
        (Json::Array, _) => {
            "an array with a schema for each item, but Swagger 2.0 allows only one for all items"
        }
        (Json::Null, true) => "an array of nulls, which cannot be written as text",
        (Json::Null, false) => "always null, which cannot be written as text",
        (_, true) => "an array whose items have several types, but Swagger 2.0 allows only one",
        (_, false) => "declared with several types, but Swagger 2.0 allows only one",
    };
    let help = match (json, is_array) {
        (Json::File, true) => {
            format!("declare a parameter with `type: file` for each file, such as `{name}1` and `{name}2`")
        }
        (Json::File, false) => "write `in: formData`".to_owned(),
        (Json::Object, true) => {
            "send it in the body, or declare its items as strings that contain JSON".to_owned()
        }
        (Json::Object, false) => {
            "send it in the body, or declare it as a string that contains JSON".to_owned()
        }
        (Json::Array, _) if !is_tuple => {
            "give its items another type, such as `items: {type: string}`".to_owned()
        }
        (Json::Array, _) => "write `items` as one object, such as `items: {type: string}`".to_owned(),
        _ => "write one type, such as `type: string`, which accepts any text".to_owned(),
    };
    let message = format!("the parameter `{name}` is {what}");
    let place = inner.unwrap_or_else(|| parameter.place.clone());
    Obstacle { code: codes::BAD_PARAMETER, place, message, help: Some(help) }
}

/// OpenAPI 3 has a style for scalars, for arrays of scalars, and for objects of scalars. Anything else can only be sent
/// with `content`.
///
/// | type | is rejected as |
/// |---|---|
/// | `object` | an object, which is not supported yet |
/// | `array` of objects | an array of objects |
/// | `array`, with a schema for each item | such an array |
/// | `array` of itself | an array without an end |
/// | `'null'` | null |
/// | several | a value of several types |
fn without_style(
    parameter: &Parameter,
    inner: Option<Place>,
    (json, is_tuple): (Json, bool),
    is_array: bool,
) -> Obstacle {
    let name = &parameter.name;
    let place = inner.unwrap_or_else(|| parameter.place.clone());
    let what = match (json, is_array) {
        (Json::Object, true) => "an array of objects, which no `style` can write",
        (Json::Object, false) => "an object",
        (Json::Array, _) if !is_tuple => "an array that contains itself, which no `style` can write",
        (Json::Array, _) => "an array with a schema for each item, which no `style` can write",
        (Json::Null, true) => "an array of nulls, which no `style` can write",
        (Json::Null, false) => "always null, which no `style` can write",
        (_, true) => "an array whose items have several types, which no `style` can tell apart",
        (_, false) => "declared with several types, which no `style` can tell apart",
    };
    let message = format!("the parameter `{name}` is {what}");
    let help = match json {
        Json::Null | Json::Several | Json::File => {
            "write one type, such as `type: string`, which accepts any text"
        }
        _ => "to send it as JSON, replace `schema` with `content: {application/json: {schema: ...}}`",
    };
    Obstacle { code: codes::UNSUPPORTED, place, message, help: Some(help.to_owned()) }
}
