//! Files in forms (OpenAPI 3): which schemas are files.

use super::facts::{Facts, Json, Kind};
use crate::api::SchemaId;

/// Returns whether a property of a multipart form is a file, or an array of files.
pub(super) fn is_file_property(facts: &Facts<'_>, schema: SchemaId) -> bool {
    let schema = target(facts, schema);
    let schema = facts.array_item(schema).map_or(schema, |item| target(facts, item));
    let is_binary =
        facts.json(schema) == Json::String && facts.schema(schema).format.as_deref() == Some("binary");
    is_binary || facts.schema(schema).is_content
}

/// Returns the schema that a reference with annotations leads to.
pub(super) fn target(facts: &Facts<'_>, id: SchemaId) -> SchemaId {
    let mut seen = vec![id];
    while let Some(last) = seen.last().copied() {
        match facts.kind(last) {
            Kind::Alias(next) if !seen.contains(&next) => seen.push(next),
            _ => return last,
        }
    }
    id
}
