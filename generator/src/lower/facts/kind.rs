//! The kind of Rust type that each schema becomes. All later code matches on it.

use super::fact::{Facts, Json, Kind};
use super::map::value_schema;
use crate::api::{Additional, Items, SchemaId};

/// Returns, for each schema, the schema that it only annotates.
pub(super) fn find_aliases(facts: &Facts<'_>) -> Vec<Option<SchemaId>> {
    facts.each(|id| alias_target(facts, id))
}

/// Returns the kind of each schema, without families.
pub(super) fn find(facts: &Facts<'_>) -> Vec<Kind> {
    facts.each(|id| kind(facts, id))
}

/// Returns the kind of each schema, with families.
///
/// | without families | it has subtypes | it is a subtype | with families |
/// |---|---|---|---|
/// | `Replaced`, `Enum` | | | unchanged |
/// | any other | yes | | `Family` |
/// | any other | no | yes | `Struct` |
/// | any other | no | no | unchanged |
pub(super) fn with_families(facts: &Facts<'_>) -> Vec<Kind> {
    facts.each(|id| match facts.kind(id) {
        kind @ (Kind::Replaced(_) | Kind::Enum) => kind,
        kind @ (Kind::Alias(_)
        | Kind::Formatted(_)
        | Kind::Preset(_)
        | Kind::Family
        | Kind::Union
        | Kind::Struct
        | Kind::Map(_)
        | Kind::List(_)
        | Kind::Boolean
        | Kind::Integer32
        | Kind::Integer64
        | Kind::Number
        | Kind::String
        | Kind::Any) => {
            if facts.tags(id).is_empty() {
                kind
            } else if facts.family(id).is_some() {
                Kind::Family
            } else {
                Kind::Struct
            }
        }
    })
}

fn kind(facts: &Facts<'_>, id: SchemaId) -> Kind {
    let fact = facts.of(id);
    let substitute = fact.substitute;
    if let Some(replaced) = substitute.filter(|substitute| substitute.whole) {
        return Kind::Replaced(replaced.index);
    }
    if let Some(target) = fact.annotates {
        return Kind::Alias(target);
    }
    if facts.unions.typed.get(&id).is_some_and(|union| union.scalar.is_none()) {
        return Kind::Union;
    }
    if fact.is_enum {
        return Kind::Enum;
    }
    if let Some(formatted) = substitute {
        return Kind::Formatted(formatted.index);
    }
    match fact.json {
        Json::Object if fact.has_members => Kind::Struct,
        Json::Object => Kind::Map(value_schema(facts, id)),
        Json::Array => Kind::List(fact.item),
        json => scalar(json, facts.schema(id).format.as_deref()),
    }
}

/// Returns the kind of a scalar without a foreign type.
pub(crate) fn scalar(json: Json, format: Option<&str>) -> Kind {
    match json {
        Json::Boolean => Kind::Boolean,
        Json::Integer if format == Some("int32") => Kind::Integer32,
        Json::Integer => Kind::Integer64,
        Json::Number => Kind::Number,
        Json::String => Kind::String,
        Json::Any | Json::Null | Json::Array | Json::Object | Json::File | Json::Several => Kind::Any,
    }
}

/// Returns the schema that this one only annotates.
///
/// | next to an `allOf` in which one schema narrows values | |
/// |---|---|
/// | any keyword that narrows values, `enum` too | not an alias |
/// | `items` other than that schema's | not an alias |
/// | `type` other than that schema's, or without its null | not an alias |
/// | `type` with null that the schema does not have, `x-nullable` | an alias that adds null |
/// | none of these | an alias |
fn alias_target(facts: &Facts<'_>, id: SchemaId) -> Option<SchemaId> {
    let schema = facts.schema(id);
    let fact = facts.of(id);
    let target = match schema.all_of.as_slice() {
        [] => return None,
        [one] => *one,
        several => {
            let mut telling = several.iter().filter(|id| !facts.only_annotates(**id));
            telling.next().copied().filter(|_| telling.next().is_none())?
        }
    };
    let of_target = facts.of(target);
    let same_items = match (&schema.items, fact.item) {
        (Items::Tuple(_), _) => false,
        (Items::Unsaid | Items::Each(_), item) => item.is_none() || item == of_target.item,
    };
    let narrows = !schema.properties.is_empty()
        || !schema.required.is_empty()
        || !matches!(schema.additional, Additional::Unsaid)
        || !schema.constraints.is_empty()
        || schema.has_choices()
        || schema.unevaluated_properties.narrows()
        || !same_items
        || schema.enumeration.is_some();
    let own = &fact.types_but_null;
    let other = &of_target.types_but_null;
    let same_types = own.len() == other.len() && own.iter().all(|one| other.contains(one));
    // An alias can add null, but cannot remove it.
    let takes_null = fact.nullable || !of_target.nullable;
    let same_types = fact.types.is_empty() || (same_types && takes_null);
    (!narrows && same_types).then_some(target)
}

#[cfg(test)]
#[path = "../../tests/kind.rs"]
mod tests;
