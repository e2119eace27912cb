//! The types of a schema that takes others in with `allOf`: a value is of a type that all of them allow.
//! What keywords imply counts as said.

use super::kinds::{is_nullable, kinds};
use crate::api::{Api, Items, JsonType, Schema, SchemaId};

/// Gives each schema with `allOf` the types, and arrays the items, that its members leave it.
pub fn fold_all_of(api: &mut Api) {
    let ids: Vec<SchemaId> =
        api.schemas.iter().filter(|(_, schema)| !schema.all_of.is_empty()).map(|(id, _)| id).collect();
    let folded: Vec<_> = ids
        .iter()
        .map(|id| (types_within(api, *id, &mut Vec::new()), items_within(api, *id, &mut Vec::new())))
        .collect();
    for (id, (types, items)) in ids.into_iter().zip(folded) {
        let schema = api.schemas.get_mut(id);
        schema.types = types.unwrap_or_default();
        if let (Some(item), Items::Unsaid) = (items, &schema.items) {
            schema.items = Items::Each(item);
        }
    }
}

/// The types that are left; none where nothing is said of them.
fn types_within(api: &Api, id: SchemaId, around: &mut Vec<SchemaId>) -> Option<Vec<JsonType>> {
    if around.contains(&id) {
        return None;
    }
    around.push(id);
    let schema = api.schemas.get(id);
    let members = schema.all_of.iter().filter_map(|member| types_within(api, *member, around));
    let members: Vec<_> = members.collect();
    around.pop();
    own_types(schema).into_iter().chain(members).reduce(|a, b| intersect(&a, &b))
}

fn own_types(schema: &Schema) -> Option<Vec<JsonType>> {
    let mut own = kinds(schema);
    if is_nullable(schema) || schema.types == [JsonType::Null] {
        own.push(JsonType::Null);
    }
    (!own.is_empty()).then_some(own)
}

/// An integer is a number as well.
pub fn intersect(a: &[JsonType], b: &[JsonType]) -> Vec<JsonType> {
    let both = |one: &JsonType, others: &[JsonType]| {
        others.contains(one) || (*one == JsonType::Integer && others.contains(&JsonType::Number))
    };
    let mut found: Vec<JsonType> = a.iter().copied().filter(|one| both(one, b)).collect();
    let integer = b.contains(&JsonType::Integer) && a.contains(&JsonType::Number);
    if integer && !found.contains(&JsonType::Integer) {
        found.push(JsonType::Integer);
    }
    found
}

/// The first schema for the items.
fn items_within(api: &Api, id: SchemaId, around: &mut Vec<SchemaId>) -> Option<SchemaId> {
    let schema = api.schemas.get(id);
    if let Items::Each(item) = schema.items {
        return Some(item);
    }
    if around.contains(&id) {
        return None;
    }
    around.push(id);
    let item = schema.all_of.iter().find_map(|member| items_within(api, *member, around));
    around.pop();
    item
}
