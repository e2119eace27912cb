//! `unevaluatedProperties`: whether a struct or a map can express it.

use super::closure::reach;
use super::fact::{Facts, Unevaluated};
use crate::api::{Additional, Api, Schema, SchemaId};
use std::collections::HashSet;

/// Returns how `unevaluatedProperties` of each schema is enforced.
pub(super) fn find(facts: &Facts<'_>) -> Vec<Unevaluated> {
    facts.each(|id| unevaluated(facts, id))
}

/// Returns how `unevaluatedProperties` of a schema is enforced.
///
/// | in the schema, or in one of its `allOf` | |
/// |---|---|
/// | no `unevaluatedProperties` in the schema itself | `Nothing` |
/// | `additionalProperties`; `unevaluatedProperties` in one of the `allOf` | `Nothing`: every property is evaluated |
/// | `patternProperties`; `anyOf`, `if` and others with schemas that evaluate other properties | `Depends` |
/// | others | `Known` |
fn unevaluated(facts: &Facts<'_>, id: SchemaId) -> Unevaluated {
    if is_unsaid(&facts.schema(id).unevaluated_properties) {
        return Unevaluated::Nothing;
    }
    let parts = facts.with_all_of(&[id]);
    let has_rest = |part: &SchemaId| {
        let schema = facts.schema(*part);
        !is_unsaid(&schema.additional) || (*part != id && !is_unsaid(&schema.unevaluated_properties))
    };
    if parts.iter().any(has_rest) {
        return Unevaluated::Nothing;
    }
    let applied: Vec<SchemaId> =
        parts.iter().flat_map(|part| facts.schema(*part).applied_in_place()).collect();
    let is_patterned = |part: &SchemaId| !facts.schema(*part).pattern_properties.is_empty();
    let declared = parts.iter().flat_map(|part| &facts.schema(*part).properties);
    let declared: HashSet<&str> = declared.map(|property| property.name.as_str()).collect();
    let evaluates = |id: &SchemaId| evaluates_others(facts.schema(*id), &declared);
    match parts.iter().any(is_patterned) || in_place(facts.api, &applied).iter().any(evaluates) {
        true => Unevaluated::Depends,
        false => Unevaluated::Known,
    }
}

/// Returns these schemas, and all schemas that they apply to the same value.
pub(crate) fn in_place(api: &Api, ids: &[SchemaId]) -> Vec<SchemaId> {
    reach(api, ids, |schema| schema.all_of.iter().copied().chain(schema.applied_in_place()).collect())
}

fn is_unsaid(keyword: &Additional) -> bool {
    matches!(keyword, Additional::Unsaid)
}

/// Returns whether a schema evaluates properties other than these.
fn evaluates_others(schema: &Schema, declared: &HashSet<&str>) -> bool {
    schema.properties.iter().any(|property| !declared.contains(property.name.as_str()))
        || !schema.pattern_properties.is_empty()
        || !is_unsaid(&schema.additional)
        || !is_unsaid(&schema.unevaluated_properties)
}

impl Facts<'_> {
    /// Returns `unevaluatedProperties` if it has the effect of `additionalProperties`.
    pub(crate) fn known_others(&self, id: SchemaId) -> Additional {
        match self.of(id).unevaluated {
            Unevaluated::Known => self.schema(id).unevaluated_properties.clone(),
            Unevaluated::Nothing | Unevaluated::Depends => Additional::Unsaid,
        }
    }

    /// Returns whether `unevaluatedProperties` of a schema needs a validator, unless a type enforces it.
    pub(crate) fn depends_on_evaluated(&self, id: SchemaId) -> bool {
        self.of(id).unevaluated == Unevaluated::Depends && self.schema(id).unevaluated_properties.narrows()
    }

    /// Returns the nearest schemas in the `allOf` of these that have `unevaluatedProperties`. It applies to the
    /// properties that these schemas do not evaluate themselves, even if others in the `allOf` do.
    pub(crate) fn closed_parts(&self, ids: &[SchemaId]) -> Vec<SchemaId> {
        let is_closed = |id: &SchemaId| self.schema(*id).unevaluated_properties.narrows();
        let roots: Vec<SchemaId> = match ids {
            [id] => self.schema(*id).all_of.clone(),
            several => several.to_vec(),
        };
        let reached = reach(self.api, &roots, |schema| match schema.unevaluated_properties.narrows() {
            true => Vec::new(),
            false => schema.all_of.clone(),
        });
        reached.into_iter().filter(is_closed).collect()
    }
}

#[cfg(test)]
#[path = "../../tests/unevaluated.rs"]
mod tests;
