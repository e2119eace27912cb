//! Swagger 2.0's type `file`: reports the schemas that cannot have this type. They become any JSON value, or a body of
//! bytes.

use super::facts::Facts;
use super::media_type::essence;
use crate::api::{Additional, Api, Items, JsonType, Schema, SchemaId, media_types, schema_of};
use crate::choices::OnMistake;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use std::collections::HashSet;

/// "Parameter Object" has `file` with `in: formData`, and "Response Object" as the type of a response: "As an extension to
/// the Schema Object, its root type value may also be "file"."
///
/// | `file` is the type of | |
/// |---|---|
/// | a parameter in a form, a response | a file |
/// | another parameter, its items, a header | reported with the parameter or the header |
/// | the body | a warning: the handler reads the bytes |
/// | a schema inside another one | a mistake: JSON has no files |
pub(super) fn report_misplaced(
    api: &Api,
    facts: &Facts<'_>,
    on_mistake: OnMistake,
    diagnostics: &mut Diagnostics,
) {
    let is_file = |id: SchemaId| api.schemas.get(id).types.contains(&JsonType::File);
    let mut found = Diagnostics::default();
    let inner = inner_schemas(api, facts);
    for (_, schema) in api.schemas.iter().filter(|(id, _)| inner.contains(id) && is_file(*id)) {
        let Some(place) = &schema.place else { continue };
        let message = "a JSON value cannot have the type `file`: only a response or a form parameter can";
        let diagnostic = Diagnostic::new(codes::UNKNOWN_TYPE, place.member("type"), message);
        found.push(diagnostic.help("for bytes in base64, write `type: string, format: byte`"));
    }
    on_mistake.settle(found, diagnostics);
    for operation in &api.operations {
        let Some(body) = &operation.body else { continue };
        let Some(id) = schema_of(&body.content).filter(|id| is_file(*id)) else { continue };
        let Some(place) = &api.schemas.get(id).place else { continue };
        let mut types = media_types(&body.content).map(essence);
        let help = match types.any(|name| name == "multipart/form-data") {
            true => "declare each part as a parameter with `in: formData`, and a file with `type: file`",
            false => "write `type: string, format: binary`",
        };
        let message = "a body cannot have the type `file`; the handler receives its bytes";
        let diagnostic = Diagnostic::warning(codes::UNKNOWN_TYPE, place.member("type"), message);
        diagnostics.push(diagnostic.help(help));
    }
}

/// Returns the schemas inside other schemas, except the items of parameters and headers.
fn inner_schemas(api: &Api, facts: &Facts<'_>) -> HashSet<SchemaId> {
    let mut texts: HashSet<SchemaId> = HashSet::new();
    for operation in &api.operations {
        let headers = operation.responses.iter().flat_map(|response| &response.headers);
        let parameters = operation.parameters.iter().map(|parameter| parameter.schema);
        for id in parameters.chain(headers.map(|header| header.schema)) {
            let mut next = Some(id);
            while let Some(id) = next.filter(|id| texts.insert(*id)) {
                next = facts.array_item(id);
            }
        }
    }
    let outer = api.schemas.iter().filter(|(id, _)| !texts.contains(id));
    outer.flat_map(|(_, schema)| inside(schema)).collect()
}

/// Returns the schemas directly inside a schema.
fn inside(schema: &Schema) -> Vec<SchemaId> {
    let mut found: Vec<SchemaId> = schema.properties.iter().map(|property| property.schema).collect();
    found.extend(&schema.all_of);
    found.extend(schema.applied_in_place());
    found.extend(schema.pattern_properties.iter().map(|(_, each)| *each));
    found.extend(schema.contains.map(|contains| contains.schema));
    let others =
        [&schema.additional, &schema.more_items, &schema.unevaluated_properties, &schema.unevaluated_items];
    found.extend(others.into_iter().filter_map(Additional::each));
    match &schema.items {
        Items::Each(item) => found.push(*item),
        Items::Tuple(items) => found.extend(items),
        Items::Unsaid => {}
    }
    found
}
