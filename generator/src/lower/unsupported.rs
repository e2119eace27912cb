//! What an operation asks for and the generated code cannot do yet. It is looked for before anything
//! of the operation is lowered, so that leaving the operation out leaves nothing of it behind.

use super::body::{is_file, payload_of};
use super::kinds::{is_text, kinds};
use crate::api::{Api, Items, JsonType, Location, Operation, Parameter, Schema, SchemaId};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::Payload;

/// Each thing, with its place.
pub fn find_unsupported(operation: &Operation, api: &Api) -> Vec<(Place, String)> {
    let mut found = Vec::new();
    find_in_path(operation, &mut found);
    found.extend(operation.parameters.iter().filter_map(|parameter| find_in_parameter(parameter, api)));
    found
}

const JSON: &str = "JSON stands beside it";

/// Media types that stand beside JSON and are left out.
pub fn report_left_out(operation: &Operation, api: &Api, diagnostics: &mut Diagnostics) {
    let Some(body) = &operation.body else { return };
    let (payload, others) = payload_of(body, api);
    let others: Vec<&str> = others.iter().map(String::as_str).collect();
    super::body::report_left_out(("the body", JSON), &others, &body.place, diagnostics);
    let schema = api.schemas.get(body.schema);
    let says_no_more = schema.unions.is_empty()
        && matches!(kinds(schema).as_slice(), [] | [JsonType::String | JsonType::File]);
    if let (Payload::Stream(types), false) = (payload, says_no_more) {
        let types = types.join("`, `");
        let message = format!("a body in `{types}` is read by the handler: nothing holds it to its schema");
        diagnostics.push(Diagnostic::warning("not-enforced", body.place.clone(), message));
    }
}

fn find_in_path(operation: &Operation, found: &mut Vec<(Place, String)>) {
    for segment in operation.path.split('/') {
        if segment.contains("}{") && super::routes::balanced(segment) {
            let message = format!(
                "nothing says where a variable of the path segment `{segment}` ends, and the next begins"
            );
            found.push((operation.path_place.clone(), message));
        }
    }
}

fn find_in_parameter(parameter: &Parameter, api: &Api) -> Option<(Place, String)> {
    if parameter.location == Location::Form && is_file(parameter.schema, api) {
        return None;
    }
    let schema = api.schemas.get(parameter.schema);
    let mut inner = parameter.schema;
    let mut seen = Vec::new();
    while let Some(item) = item_of(api.schemas.get(inner)).filter(|_| !seen.contains(&inner)) {
        seen.push(inner);
        inner = item;
    }
    let untyped = matches!(api.schemas.get(inner).items, Items::Unsaid);
    let what = match kinds(api.schemas.get(inner)).as_slice() {
        [JsonType::Array] if untyped => return None,
        _ if is_text(api.schemas.get(inner)) => return None,
        _ if kinds(schema) == [JsonType::Array] => "an array of anything but scalars",
        _ => "anything but a scalar or an array",
    };
    Some((
        parameter.place.clone(),
        format!("the parameter `{}` is {what}, which is not generated yet", parameter.name),
    ))
}

fn item_of(schema: &Schema) -> Option<SchemaId> {
    match schema.items {
        Items::Each(item) if kinds(schema) == [JsonType::Array] => Some(item),
        _ => None,
    }
}
