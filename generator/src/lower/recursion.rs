//! Takes the schemas as they were read, and finds the arrays and maps that hold themselves. Rust has no alias that
//! mentions itself, so each of these becomes a newtype. Decides nothing about structs, which a `Box` breaks up.

use super::all_of::{has_members, same_as};
use super::components::Graph;
use super::enumeration::is_enum;
use super::kinds::{is_named, kinds};
use super::map::value_schema;
use crate::api::{Api, Items, JsonType, Schema, SchemaId};
use std::collections::HashSet;

/// Marks the arrays and maps that hold themselves: all that have a name, and of those without one only what no named
/// one breaks up. So a schema elsewhere never changes which of them are newtypes.
pub fn mark_recursive(api: &mut Api) {
    let mut found = HashSet::new();
    for with_name in [true, false] {
        for id in in_cycles(api, &found) {
            if is_container(api, id) && is_named(api.schemas.get(id)) == with_name {
                found.insert(id);
            }
        }
    }
    for id in found {
        api.schemas.get_mut(id).recursive = true;
    }
}

/// The schemas that lead back to themselves, by way of none of these.
fn in_cycles(api: &Api, broken: &HashSet<SchemaId>) -> Vec<SchemaId> {
    let mut graph = Graph::of(api.schemas.len());
    let steps = api.schemas.iter().filter_map(|(id, schema)| Some((id, inner(api, schema)?)));
    let steps: Vec<(SchemaId, SchemaId)> =
        steps.filter(|(from, to)| !broken.contains(from) && !broken.contains(to)).collect();
    let edges: Vec<_> = steps.iter().map(|(from, to)| (graph.node(*from), graph.node(*to))).collect();
    graph.find_components(&edges);
    let together = steps.iter().zip(edges).filter(|(_, edge)| graph.are_together(*edge));
    together.map(|((from, _), _)| *from).collect()
}

/// Whether a schema is itself an array or a map, and not another name for one.
fn is_container(api: &Api, id: SchemaId) -> bool {
    let schema = api.schemas.get(id);
    same_as(api, schema).is_none() && inner(api, schema).is_some()
}

/// The schema that the type of this one would mention, if this one is no type of its own.
fn inner(api: &Api, schema: &Schema) -> Option<SchemaId> {
    if schema.substitute.is_some() || is_enum(schema) {
        return None;
    }
    match (same_as(api, schema), kinds(schema).as_slice(), &schema.items) {
        (Some(target), _, _) => Some(target),
        (None, [JsonType::Array], Items::Each(item)) => Some(*item),
        (None, [JsonType::Object], _) if !has_members(api, schema) => value_schema(api, schema),
        _ => None,
    }
}
