//! `additionalProperties` of a schema in an `allOf`, and the properties that only the other schemas declare.

use super::check::checks_of;
use super::facts::{Facts, intersect, reach};
use crate::api::{Additional, Property, Schema, SchemaId};
use std::collections::BTreeSet;

/// The names of properties that only other schemas of an `allOf` declare.
#[derive(Debug, Default)]
pub(super) struct Others<'a> {
    /// `additionalProperties` applies to them, and their fields do not enforce it.
    pub narrowed: BTreeSet<&'a str>,
    /// `additionalProperties` does not apply to them.
    pub spared: BTreeSet<&'a str>,
}

/// Returns the properties of other schemas that are additional properties of one schema. In JSON Schema,
/// `additionalProperties` applies to all of them, but authors who compose objects often do not intend this.
///
/// | `additionalProperties` | the property of another schema | applies |
/// |---|---|---|
/// | absent, or `true` | any | nothing to enforce |
/// | `false` | any | no: the property could never be sent |
/// | a schema, in Swagger 2.0 | any | no |
/// | a schema | no type that both allow | no: the property could never be sent |
/// | a schema | the same scalar type, and no constraint in `additionalProperties` | nothing to enforce |
/// | a schema | others | yes |
pub(super) fn others_of<'a>(facts: &Facts<'a>, part: &Schema, parts: &[&'a Schema]) -> Others<'a> {
    let mut others = Others::default();
    if !part.additional.narrows() {
        return others;
    }
    let own: BTreeSet<&str> = part.properties.iter().map(|property| property.name.as_str()).collect();
    let is_openapi3 = part.place.as_ref().is_some_and(|place| facts.api.is_openapi3(place));
    let foreign = parts.iter().flat_map(|part| &part.properties);
    for property in foreign.filter(|property| !own.contains(property.name.as_str())) {
        match part.additional {
            Additional::Schema(each) if is_openapi3 && may_be(facts, property, each) => {
                if narrows(facts, property, each) {
                    others.narrowed.insert(&property.name);
                }
            }
            _ => {
                others.spared.insert(&property.name);
            }
        }
    }
    // A property that several schemas declare can only be sent if its types allow it in each.
    others.narrowed.retain(|name| !others.spared.contains(name));
    others
}

/// Returns whether other schemas of the same object declare properties to which `additionalProperties` of this schema
/// therefore does not apply. The schemas of its `allOf` are not other ones. Its alternatives apply to the object too.
pub(super) fn spare_more(facts: &Facts<'_>, applied: &[SchemaId], id: SchemaId) -> bool {
    let own = facts.with_all_of(&[id]);
    let others = applied.iter().filter(|other| !own.contains(other));
    let others: Vec<&Schema> = others.map(|other| facts.schema(*other)).collect();
    if others.iter().all(|other| other.properties.is_empty()) {
        return false;
    }
    let reached = reach(facts.api, &[id], |schema| {
        let alternatives = schema.unions.iter().flat_map(|union| &union.members);
        schema.all_of.iter().chain(alternatives).copied().collect()
    });
    reached.into_iter().any(|part| !others_of(facts, facts.schema(part), &others).spared.is_empty())
}

/// Returns whether a value of a property can also be a value of the other schema.
fn may_be(facts: &Facts<'_>, property: &Property, each: SchemaId) -> bool {
    let (own, other) = (&facts.of(property.schema).types_but_null, &facts.of(each).types_but_null);
    own.is_empty() || other.is_empty() || !intersect(own, other).is_empty()
}

/// Returns whether the other schema may reject a value of a property.
fn narrows(facts: &Facts<'_>, property: &Property, each: SchemaId) -> bool {
    let (own, other) = (facts.of(property.schema), facts.of(each));
    let is_same = own.json == other.json && own.json.is_scalar() && (other.nullable || !own.nullable);
    let has_rules = facts.is_enum(each) || other.needs_validator || !checks_of(facts, each).is_empty();
    each != property.schema && !facts.only_annotates(each) && (!is_same || has_rules)
}

#[cfg(test)]
#[path = "../tests/others.rs"]
mod tests;
