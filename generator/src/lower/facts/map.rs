//! Maps: objects without properties. The keywords of an `allOf` count as the schema's own.

use super::fact::Facts;
use super::listed::has_structures;
use crate::api::{Additional, Constraint, Schema, SchemaId};

/// Returns the schema and all schemas that it includes with `allOf`.
fn parts<'a>(facts: &Facts<'a>, id: SchemaId) -> Vec<&'a Schema> {
    let schema = facts.schema(id);
    let members = facts.with_all_of(&schema.all_of).into_iter().map(|id| facts.schema(id));
    std::iter::once(schema).chain(members).collect()
}

/// Returns the distinct schemas in `additionalProperties`, nearest first.
pub(crate) fn value_schemas<'a>(parts: impl IntoIterator<Item = &'a Schema>) -> Vec<SchemaId> {
    let mut all = Vec::new();
    for part in parts {
        if let Additional::Schema(each) = part.additional
            && !all.contains(&each)
        {
            all.push(each);
        }
    }
    all
}

/// Returns the schema that determines the type of the values of a map: the nearest one that has a type.
pub(super) fn value_schema(facts: &Facts<'_>, id: SchemaId) -> Option<SchemaId> {
    let parts = parts(facts, id);
    if parts.iter().any(|part| !part.pattern_properties.is_empty()) {
        return None;
    }
    let mut all = value_schemas(parts);
    all.extend(facts.known_others(id).each());
    let typed = all.iter().find(|each| !facts.of(**each).types_but_null.is_empty());
    typed.or(all.first()).copied()
}

/// Returns whether a map needs a validator, because it has rules that neither its type nor a check can express.
///
/// | keyword of the schema, or of one in its `allOf` | becomes |
/// |---|---|
/// | one `additionalProperties` schema | the type of the values, and their checks |
/// | the same in `unevaluatedProperties`, if it has the effect of `additionalProperties` | the same |
/// | `minProperties`, `maxProperties` | checks |
/// | `additionalProperties: false`, or several schemas | the validator |
/// | any other `unevaluatedProperties` | the validator |
/// | `required`, `enum`, `patternProperties`, `dependencies`, `anyOf`, `if`, `propertyNames` and others | the validator |
pub(super) fn needs_validator(facts: &Facts<'_>, id: SchemaId) -> bool {
    if facts.of(id).annotates.is_some() {
        return false;
    }
    let parts = parts(facts, id);
    let demands_more = parts.iter().any(|part| {
        part.has_choices()
            || has_structures(part)
            || !part.required.is_empty()
            || matches!(part.additional, Additional::Rejected)
    });
    let is_closed = facts.depends_on_evaluated(id)
        || matches!(facts.known_others(id), Additional::Rejected)
        || !facts.closed_parts(&[id]).is_empty();
    demands_more || is_closed || value_schemas(parts).len() > 1
}

impl Facts<'_> {
    /// Returns the minimum and maximum number of properties of a map.
    pub(crate) fn map_count(&self, id: SchemaId) -> (Option<u64>, Option<u64>) {
        count(parts(self, id))
    }
}

/// Returns the strictest `minProperties` and `maxProperties`.
pub(crate) fn count<'a>(parts: impl IntoIterator<Item = &'a Schema>) -> (Option<u64>, Option<u64>) {
    let mut count: (Option<u64>, Option<u64>) = (None, None);
    for constraint in parts.into_iter().flat_map(|part| &part.constraints) {
        match constraint.value {
            Constraint::MinProperties(least @ 1..) => count.0 = Some(count.0.unwrap_or(0).max(least)),
            Constraint::MaxProperties(most) => count.1 = Some(count.1.unwrap_or(most).min(most)),
            _ => {}
        }
    }
    count
}
