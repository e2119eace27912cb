//! The JSON types of a schema by itself: those that it declares, or those that its keywords imply.

use super::fact::{Fact, Json};
use super::listed::{implied_type, is_enum, lists_null};
use crate::api::{Additional, Items, JsonType, Schema};
use crate::named;
use serde_json::Value;

/// Returns the facts that follow from the schema alone.
pub(super) fn own(schema: &Schema) -> Fact {
    let item = match schema.items {
        Items::Each(item) => Some(item),
        Items::Unsaid | Items::Tuple(_) => None,
    };
    let is_named = schema.place.as_ref().is_some_and(|place| named::is_named(&place.pointer));
    let types = if is_only_null(schema) { vec![JsonType::Null] } else { schema.types.clone() };
    let mut fact = Fact { types, is_named, adds_null: schema.nullable, item, ..Fact::default() };
    decide(schema, &mut fact);
    fact
}

/// Returns whether a schema without a type lists null alone.
fn is_only_null(schema: &Schema) -> bool {
    let lists = |values: &Vec<Value>| !values.is_empty() && values.iter().all(Value::is_null);
    schema.types.is_empty() && schema.enumeration.as_ref().is_some_and(lists)
}

/// Decides the facts that follow from the types, the items, and whether null is added.
pub(super) fn decide(schema: &Schema, fact: &mut Fact) {
    let has_items = fact.item.is_some() || !matches!(schema.items, Items::Unsaid);
    fact.types_but_null = types_but_null(schema, &fact.types, has_items);
    fact.json = Json::from_types(&fact.types_but_null, &fact.types);
    fact.is_enum = is_enum(schema, &fact.types);
    fact.nullable = is_nullable(schema, &fact.types, fact.adds_null);
}

/// Returns the types other than null. If no type is declared, returns the types that the keywords imply.
///
/// | `type` | other keywords | types |
/// |---|---|---|
/// | given | any | those |
/// | - | `anyOf`, `oneOf`, `not`, and `properties` | object |
/// | - | `anyOf`, `oneOf`, `not`, and no `properties` | none: their schemas decide |
/// | - | `enum` with values of one type, no array or object among them | that type |
/// | - | any that narrow objects, arrays, strings or numbers | each of these |
/// | - | none of these | none |
fn types_but_null(schema: &Schema, types: &[JsonType], has_items: bool) -> Vec<JsonType> {
    if !types.is_empty() {
        return types.iter().copied().filter(|kind| *kind != JsonType::Null).collect();
    }
    if schema.has_unions() {
        return if schema.properties.is_empty() { Vec::new() } else { vec![JsonType::Object] };
    }
    if let Some(implied) = implied_type(schema) {
        return vec![implied];
    }
    let narrows = |kind| schema.constraints.iter().any(|constraint| constraint.value.narrows() == kind);
    let is_unsaid = |keyword: &Additional| matches!(keyword, Additional::Unsaid);
    let object = !schema.properties.is_empty()
        || !schema.required.is_empty()
        || !schema.pattern_properties.is_empty()
        || !schema.dependencies.is_empty()
        || schema.property_names.is_some()
        || !is_unsaid(&schema.additional)
        || !is_unsaid(&schema.unevaluated_properties)
        || narrows(JsonType::Object);
    let array = has_items || schema.contains.is_some() || !is_unsaid(&schema.unevaluated_items);
    let implied = [
        (object, JsonType::Object),
        (array || narrows(JsonType::Array), JsonType::Array),
        (narrows(JsonType::String), JsonType::String),
        (narrows(JsonType::Number), JsonType::Number),
    ];
    implied.into_iter().filter(|(holds, _)| *holds).map(|(_, kind)| kind).collect()
}

/// Returns whether null is a value.
///
/// | keywords | null |
/// |---|---|
/// | `x-nullable: true` | accepted |
/// | `enum` that lists null | accepted, regardless of `type` |
/// | `enum` that does not list it | rejected, regardless of `type` |
/// | `type: [.., 'null']` | accepted |
fn is_nullable(schema: &Schema, types: &[JsonType], adds_null: bool) -> bool {
    adds_null
        || match &schema.enumeration {
            Some(_) => lists_null(schema),
            None => types.contains(&JsonType::Null) && types.len() > 1,
        }
}

#[cfg(test)]
#[path = "../../tests/json.rs"]
mod tests;
