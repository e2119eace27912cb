//! How deep schemas contain each other, other than as properties: each level uses the stack, here and in the Rust
//! compiler, and a value is checked at each level. A property has a type of its own, which ends the nesting.

use crate::api::{Additional, Api, Items, Schema, SchemaId};
use crate::bounds;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use std::collections::HashMap;

/// Reports a schema that contains others more than [`bounds::SCHEMA_DEPTH`] levels deep. Returns whether there is one.
pub(super) fn is_too_deep(api: &Api, diagnostics: &mut Diagnostics) -> bool {
    let mut depths = HashMap::new();
    for (id, schema) in api.schemas.iter() {
        if depth(api, id, &mut depths) <= bounds::SCHEMA_DEPTH {
            continue;
        }
        let Some(place) = &schema.place else { continue };
        let what = match contained(schema).len() == schema.all_of.len() {
            true => "`allOf` is nested",
            false => "schemas contain each other",
        };
        let message = format!("{what} more than {} levels deep", bounds::SCHEMA_DEPTH);
        diagnostics.push(Diagnostic::new(codes::LIMIT, place.clone(), message));
        return true;
    }
    false
}

/// Returns the number of levels below a schema. A schema that contains itself is counted once. Uses no recursion.
fn depth(api: &Api, start: SchemaId, depths: &mut HashMap<SchemaId, Option<usize>>) -> usize {
    if let Some(Some(known)) = depths.get(&start) {
        return *known;
    }
    let mut open = vec![(start, contained(api.schemas.get(start)), 0)];
    while let Some((id, inner, deepest)) = open.last_mut() {
        let Some(next) = inner.pop() else {
            let (id, deepest) = (*id, *deepest);
            depths.insert(id, Some(deepest));
            open.pop();
            if let Some((_, _, around)) = open.last_mut() {
                *around = (*around).max(deepest + 1);
            }
            continue;
        };
        match depths.get(&next) {
            Some(Some(known)) => *deepest = (*deepest).max(known + 1),
            // It is open, so it contains itself.
            Some(None) => {}
            None => {
                depths.insert(*id, None);
                depths.insert(next, None);
                open.push((next, contained(api.schemas.get(next)), 0));
            }
        }
    }
    depths.get(&start).copied().flatten().unwrap_or(0)
}

/// Returns the schemas that a schema contains, other than as properties.
fn contained(schema: &Schema) -> Vec<SchemaId> {
    let items: &[SchemaId] = match &schema.items {
        Items::Unsaid => &[],
        Items::Each(item) => std::slice::from_ref(item),
        Items::Tuple(items) => items,
    };
    let others =
        [&schema.additional, &schema.more_items, &schema.unevaluated_properties, &schema.unevaluated_items];
    let others = others.into_iter().filter_map(|others| match others {
        Additional::Schema(id) => Some(*id),
        Additional::Unsaid | Additional::Allowed | Additional::Rejected => None,
    });
    let contains = schema.contains.iter().map(|contains| contains.schema);
    let patterns = schema.pattern_properties.iter().map(|(_, id)| *id);
    let inside =
        items.iter().copied().chain(others).chain(contains).chain(schema.property_names).chain(patterns);
    inside.chain(schema.all_of.iter().copied()).chain(schema.applied_in_place()).collect()
}
