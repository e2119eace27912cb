//! Objects without properties: maps. What `allOf` brings in counts as if the schema said it itself.

use super::all_of::{same_as, taken_in};
use super::enumeration::has_structures;
use super::kinds::kinds;
use super::table::chooses;
use crate::api::{Additional, Api, Limit, Schema, SchemaId};
use crate::model::Check;

/// The schema, and all that it takes in with `allOf`.
pub fn parts<'a>(api: &'a Api, schema: &'a Schema) -> impl Iterator<Item = &'a Schema> {
    let taken_in = taken_in(api, &schema.all_of).into_iter().map(|id| api.schemas.get(id));
    std::iter::once(schema).chain(taken_in)
}

/// The schemas that `additionalProperties` gives, each once, the nearest first.
pub fn value_schemas<'a>(parts: impl Iterator<Item = &'a Schema>) -> Vec<SchemaId> {
    let mut found = Vec::new();
    for part in parts {
        if let Additional::Schema(each) = part.additional
            && !found.contains(&each)
        {
            found.push(each);
        }
    }
    found
}

/// The schema that gives the values of a map their type: of several, the nearest that has a type.
pub fn value_schema(api: &Api, schema: &Schema) -> Option<SchemaId> {
    if parts(api, schema).any(|part| !part.pattern_properties.is_empty()) {
        return None;
    }
    let all = value_schemas(parts(api, schema));
    let typed = all.iter().find(|each| !kinds(api.schemas.get(**each)).is_empty());
    typed.or(all.first()).copied()
}

/// Whether a map has rules that neither its type nor a check says: it is checked against a table.
///
/// | keyword, of the schema or of one that it takes in | becomes |
/// |---|---|
/// | one `additionalProperties` schema | the type of the values, and their checks |
/// | `minProperties`, `maxProperties` | checks |
/// | `additionalProperties: false`, or several schemas | the table |
/// | `required`, `enum`, `patternProperties`, `dependencies`, `anyOf`, `oneOf`, `not` | the table |
pub fn needs_table(api: &Api, schema: &Schema) -> bool {
    let needs = |part: &Schema| {
        chooses(part)
            || has_structures(part)
            || !part.required.is_empty()
            || matches!(part.additional, Additional::Refused)
    };
    same_as(api, schema).is_none()
        && (parts(api, schema).any(needs) || value_schemas(parts(api, schema)).len() > 1)
}

/// How many entries a map has: the strictest bounds.
pub fn count_checks(api: &Api, schema: &Schema) -> Vec<Check> {
    let (least, most) = count(parts(api, schema));
    least.map(Check::MinCount).into_iter().chain(most.map(Check::MaxCount)).collect()
}

/// The strictest `minProperties` and `maxProperties`.
pub fn count<'a>(parts: impl Iterator<Item = &'a Schema>) -> (Option<u64>, Option<u64>) {
    let mut count: (Option<u64>, Option<u64>) = (None, None);
    for constraint in parts.flat_map(|part| &part.constraints) {
        match (constraint.keyword, &constraint.value) {
            ("minProperties", Limit::Count(least @ 1..)) => {
                count.0 = Some(count.0.unwrap_or(0).max(*least));
            }
            ("maxProperties", Limit::Count(most)) => count.1 = Some(count.1.unwrap_or(*most).min(*most)),
            _ => {}
        }
    }
    count
}
