//! The types of a schema with `allOf`: those that all of its schemas allow.

use super::fact::Facts;
use super::json;
use crate::api::{Items, JsonType, SchemaId};
use crate::bounds;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use std::collections::HashMap;

/// Sets the types of each schema with `allOf`, the items of its arrays, and whether the `allOf` adds null. Returns
/// `None` if an `allOf` is nested too deeply.
pub(super) fn apply(facts: &mut Facts<'_>, diagnostics: &mut Diagnostics) -> Option<()> {
    let folded = fold(facts, diagnostics)?;
    for Folded { id, types, item, adds_null } in folded {
        let schema = facts.api.schemas.get(id);
        if let Some(fact) = facts.facts.get_mut(id.index()) {
            fact.types = types.unwrap_or_default();
            fact.adds_null = adds_null;
            fact.item = fact.item.or(item.filter(|_| matches!(schema.items, Items::Unsaid)));
            json::decide(schema, fact);
        }
    }
    Some(())
}

/// The facts that follow from an `allOf`.
struct Folded {
    id: SchemaId,
    types: Option<Vec<JsonType>>,
    item: Option<SchemaId>,
    adds_null: bool,
}

fn fold(facts: &Facts<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<Folded>> {
    let mut types = Types { facts, known: HashMap::new(), around: Vec::new(), too_deep: false, diagnostics };
    let with_all_of = facts.api.schemas.iter().filter(|(_, schema)| !schema.all_of.is_empty());
    let mut all = Vec::new();
    for (id, _) in with_all_of {
        let types = types.within(id);
        all.push(Folded { id, types, item: None, adds_null: adds_null(facts, id) });
    }
    if types.too_deep {
        return None;
    }
    for folded in &mut all {
        folded.item = item_within(facts, folded.id);
    }
    Some(all)
}

/// The types of schemas. Each schema is visited only once, even if several schemas include it.
struct Types<'a> {
    facts: &'a Facts<'a>,
    /// The types of a schema, and the nesting depth of its `allOf`.
    known: HashMap<SchemaId, (Option<Vec<JsonType>>, usize)>,
    around: Vec<SchemaId>,
    too_deep: bool,
    diagnostics: &'a mut Diagnostics,
}

impl Types<'_> {
    /// Returns the types that are allowed. Returns `None` if nothing restricts them.
    fn within(&mut self, id: SchemaId) -> Option<Vec<JsonType>> {
        if let Some((known, height)) = self.known.get(&id) {
            self.too_deep |= is_too_deep(self.facts, id, self.around.len() + height, self.diagnostics);
            return known.clone();
        }
        self.too_deep |= is_too_deep(self.facts, id, self.around.len(), self.diagnostics);
        if self.around.contains(&id) || self.around.len() >= bounds::SCHEMA_DEPTH {
            return None;
        }
        self.around.push(id);
        let schema = self.facts.schema(id);
        let members: Vec<_> = schema.all_of.iter().filter_map(|member| self.within(*member)).collect();
        self.around.pop();
        let mut types = own_types(self.facts, id).into_iter().chain(members).reduce(|a, b| {
            let both = intersect(&a, &b);
            if both.is_empty() && !a.is_empty() && !b.is_empty() {
                self.report_nothing(id, &a, &b);
            }
            both
        });
        if let Some(types) = types.as_mut().filter(|types| !types.contains(&JsonType::Null))
            && adds_null(self.facts, id)
        {
            types.push(JsonType::Null);
        }
        let heights = schema.all_of.iter().filter_map(|member| Some(self.known.get(member)?.1 + 1));
        let height = heights.max().unwrap_or(0);
        self.known.insert(id, (types.clone(), height));
        types
    }

    /// Reports an `allOf` whose schemas have no type in common.
    fn report_nothing(&mut self, id: SchemaId, a: &[JsonType], b: &[JsonType]) {
        let Some(place) = self.facts.schema(id).place.as_ref() else { return };
        let named = |types: &[JsonType]| {
            let names: Vec<_> = types.iter().map(|one| format!("`{}`", one.name())).collect();
            names.join(" or ")
        };
        let message = format!(
            "no value is valid: a schema of this `allOf` has the type {}, and another one {}",
            named(a),
            named(b)
        );
        let help = "give the schemas a type in common, or write `anyOf` if one of them suffices";
        self.diagnostics.push(Diagnostic::warning(codes::CONTRADICTION, place.clone(), message).help(help));
    }
}

/// Returns whether `allOf` is nested more deeply than the limit, and reports it.
pub(crate) fn is_too_deep(
    facts: &Facts<'_>,
    id: SchemaId,
    depth: usize,
    diagnostics: &mut Diagnostics,
) -> bool {
    let too_deep = depth >= bounds::SCHEMA_DEPTH;
    if let Some(place) = facts.schema(id).place.as_ref().filter(|_| too_deep) {
        let message = format!("`allOf` is nested more than {} levels deep", bounds::SCHEMA_DEPTH);
        diagnostics.push(Diagnostic::new(codes::LIMIT, place.clone(), message));
    }
    too_deep
}

/// Returns the types of a schema by itself, either declared or implied by its keywords.
///
/// | schema | types |
/// |---|---|
/// | declares or implies types | those, and null if it is allowed |
/// | `type: 'null'` | null |
/// | neither | none: the `allOf` decides |
fn own_types(facts: &Facts<'_>, id: SchemaId) -> Option<Vec<JsonType>> {
    let fact = facts.of(id);
    let mut own = fact.types_but_null.clone();
    // If a schema only adds null, it is added to the types of the `allOf` later.
    if (fact.nullable && !own.is_empty()) || fact.types == [JsonType::Null] {
        own.push(JsonType::Null);
    }
    (!own.is_empty()).then_some(own)
}

/// Returns whether null is accepted regardless of the other schemas: `x-nullable` is next to the `allOf`, or alone in
/// one of its schemas.
fn adds_null(facts: &Facts<'_>, id: SchemaId) -> bool {
    let schema = facts.schema(id);
    schema.nullable || schema.all_of.iter().any(|id| facts.schema(*id).nullable && facts.only_annotates(*id))
}

/// Returns the types that both allow. An integer is also a number.
///
/// | one | other | both |
/// |---|---|---|
/// | string | string | string |
/// | integer | number | integer |
/// | number | integer, string | integer |
/// | string | integer | none |
pub(crate) fn intersect(a: &[JsonType], b: &[JsonType]) -> Vec<JsonType> {
    let both = a
        .iter()
        .copied()
        .filter(|one| b.contains(one) || (*one == JsonType::Integer && b.contains(&JsonType::Number)));
    let mut common: Vec<JsonType> = both.collect();
    let integer = b.contains(&JsonType::Integer) && a.contains(&JsonType::Number);
    if integer && !common.contains(&JsonType::Integer) {
        common.push(JsonType::Integer);
    }
    common
}

/// Returns the nearest schema of the items.
fn item_within(facts: &Facts<'_>, id: SchemaId) -> Option<SchemaId> {
    facts.with_all_of(&[id]).into_iter().find_map(|id| match facts.schema(id).items {
        Items::Each(item) => Some(item),
        Items::Unsaid | Items::Tuple(_) => None,
    })
}

#[cfg(test)]
#[path = "../../tests/all_of_types.rs"]
mod tests;
