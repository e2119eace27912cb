//! The types of a schema that takes others in with `allOf`: a value is of a type that all of them allow.
//! What keywords imply counts as said.

use super::all_of::{only_annotates, taken_in};
use super::kinds::{is_nullable, kinds};
use crate::api::{Api, Items, JsonType, Schema, SchemaId};
use crate::bounds;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use std::collections::HashMap;

/// Gives each schema with `allOf` the types, and arrays the items, that its members leave it, and null if one of its
/// members is there to add it. Says whether all could be followed.
pub fn fold_all_of(api: &mut Api, diagnostics: &mut Diagnostics) -> bool {
    let ids: Vec<SchemaId> =
        api.schemas.iter().filter(|(_, schema)| !schema.all_of.is_empty()).map(|(id, _)| id).collect();
    let mut types = Types { api, known: HashMap::new(), around: Vec::new(), too_deep: false, diagnostics };
    let within: Vec<_> = ids.iter().map(|id| types.within(*id)).collect();
    if types.too_deep {
        return false;
    }
    let folded: Vec<_> = ids.iter().zip(within).map(|(id, types)| (types, items_within(api, *id))).collect();
    for (id, (types, items)) in ids.into_iter().zip(folded) {
        let nullable = adds_null(api, api.schemas.get(id));
        let schema = api.schemas.get_mut(id);
        schema.nullable = nullable;
        schema.types = types.unwrap_or_default();
        if let (Some(item), Items::Unsaid) = (items, &schema.items) {
            schema.items = Items::Each(item);
        }
    }
    true
}

/// What is known of the types of schemas; each is looked at once, however many take it in.
struct Types<'a> {
    api: &'a Api,
    /// With how many of the schemas that each takes in are one inside the other.
    known: HashMap<SchemaId, (Option<Vec<JsonType>>, usize)>,
    around: Vec<SchemaId>,
    too_deep: bool,
    diagnostics: &'a mut Diagnostics,
}

impl Types<'_> {
    /// The types that are left; none where nothing is said of them.
    fn within(&mut self, id: SchemaId) -> Option<Vec<JsonType>> {
        if let Some((known, height)) = self.known.get(&id) {
            self.too_deep |= is_too_deep(self.api, id, self.around.len() + height, self.diagnostics);
            return known.clone();
        }
        self.too_deep |= is_too_deep(self.api, id, self.around.len(), self.diagnostics);
        if self.around.contains(&id) || self.around.len() >= bounds::SCHEMA_DEPTH {
            return None;
        }
        self.around.push(id);
        let schema = self.api.schemas.get(id);
        let members: Vec<_> = schema.all_of.iter().filter_map(|member| self.within(*member)).collect();
        self.around.pop();
        let mut types = own_types(schema).into_iter().chain(members).reduce(|a, b| intersect(&a, &b));
        if let Some(types) = types.as_mut().filter(|types| !types.contains(&JsonType::Null))
            && adds_null(self.api, schema)
        {
            types.push(JsonType::Null);
        }
        let heights = schema.all_of.iter().filter_map(|member| Some(self.known.get(member)?.1 + 1));
        let height = heights.max().unwrap_or(0);
        self.known.insert(id, (types.clone(), height));
        types
    }
}

/// Whether schemas take in one another deeper than is followed.
pub fn is_too_deep(api: &Api, id: SchemaId, depth: usize, diagnostics: &mut Diagnostics) -> bool {
    let too_deep = depth >= bounds::SCHEMA_DEPTH;
    if let Some(place) = api.schemas.get(id).place.as_ref().filter(|_| too_deep) {
        let message = format!("more than {} schemas take in one another with `allOf`", bounds::SCHEMA_DEPTH);
        diagnostics.push(Diagnostic::new(codes::LIMIT, place.clone(), message));
    }
    too_deep
}

fn own_types(schema: &Schema) -> Option<Vec<JsonType>> {
    let mut own = kinds(schema);
    // Null alone is added to whatever the members leave.
    if (is_nullable(schema) && !own.is_empty()) || schema.types == [JsonType::Null] {
        own.push(JsonType::Null);
    }
    (!own.is_empty()).then_some(own)
}

/// Whether null is a value whatever the other members say: `x-nullable` next to the `allOf`, or in a member that says
/// nothing else.
fn adds_null(api: &Api, schema: &Schema) -> bool {
    let bare = |id: &SchemaId| {
        let member = api.schemas.get(*id);
        member.nullable && only_annotates(member)
    };
    schema.nullable || schema.all_of.iter().any(bare)
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

/// The nearest schema for the items.
fn items_within(api: &Api, id: SchemaId) -> Option<SchemaId> {
    taken_in(api, &[id]).into_iter().find_map(|id| match api.schemas.get(id).items {
        Items::Each(item) => Some(item),
        Items::Unsaid | Items::Tuple(_) => None,
    })
}
