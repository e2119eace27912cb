//! The schemas that a schema includes with `allOf`, directly or indirectly.

use crate::api::{Api, Schema, SchemaId};
use std::collections::{HashSet, VecDeque};

/// Returns the schemas and all schemas that they include with `allOf`, nearest first.
pub(super) fn with_all_of(api: &Api, ids: &[SchemaId]) -> Vec<SchemaId> {
    reach(api, ids, |schema| schema.all_of.clone())
}

/// Returns the schemas and all schemas that steps from them lead to, nearest first.
pub(crate) fn reach(api: &Api, ids: &[SchemaId], step: impl Fn(&Schema) -> Vec<SchemaId>) -> Vec<SchemaId> {
    let mut reached = ids.to_vec();
    let mut known = HashSet::new();
    let mut next = 0;
    while let Some(id) = reached.get(next).copied() {
        next += 1;
        let found = step(api.schemas.get(id));
        // Most schemas lead to no other. A set for each of them would take most of the time.
        if found.is_empty() {
            continue;
        }
        if known.is_empty() {
            known.extend(&reached);
        }
        reached.extend(found.into_iter().filter(|id| known.insert(*id)));
    }
    reached
}

/// Returns whether each schema has properties, its own or those of its `allOf`. The function walks from schemas with
/// properties to those that include them, and follows each `allOf` once.
pub(super) fn have_members(api: &Api) -> Vec<bool> {
    let mut merged_by: Vec<Vec<SchemaId>> = vec![Vec::new(); api.schemas.len()];
    let mut waiting = VecDeque::new();
    for (id, schema) in api.schemas.iter() {
        for member in &schema.all_of {
            if let Some(by) = merged_by.get_mut(member.index()) {
                by.push(id);
            }
        }
        if !schema.properties.is_empty() {
            waiting.push_back(id);
        }
    }
    let mut have_members = vec![false; api.schemas.len()];
    while let Some(id) = waiting.pop_front() {
        let Some(has_members) = have_members.get_mut(id.index()).filter(|has_members| !**has_members) else {
            continue;
        };
        *has_members = true;
        waiting.extend(merged_by.get(id.index()).into_iter().flatten());
    }
    have_members
}
