//! `enum`: lowers the list of values, and reports those that are ignored or converted to another type.

use super::facts::{Facts, Kind, Listed, has_structures, listed, scalars};
use crate::api::{JsonType, Schema, SchemaId, ValueName};
use crate::choices::Choices;
use crate::codes;
use crate::cursor::kind;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Placed};
use crate::model::{Enum, EnumValue, Scalar};
use serde_json::Value;
use std::collections::HashMap;

/// Lowers the `enum` of a schema to a Rust enum.
pub(super) fn lower_enum(facts: &Facts<'_>, id: SchemaId, open: bool) -> Enum {
    let schema = facts.schema(id);
    let types = &facts.of(id).types;
    let numbers = types.contains(&JsonType::Number) && !types.contains(&JsonType::Integer);
    // If a value is listed twice, its first name is used.
    let named = schema.value_names.iter().rev().map(|named| (&named.value, named));
    let named: HashMap<&Value, &ValueName> = named.collect();
    let values = scalars(schema, types).into_iter().filter_map(|(index, value)| {
        let named = schema.enumeration.as_ref().and_then(|values| named.get(values.get(index)?));
        let name = named.map(|named| Placed { value: named.name.clone(), place: named.place.clone() });
        #[expect(clippy::cast_precision_loss, reason = "JSON has one type of number")]
        let scalar = match value {
            Scalar::Integer(integer) if numbers => Scalar::Number(integer as f64),
            other => other,
        };
        let described = schema.enumeration.as_ref().and_then(|values| {
            let value = values.get(index)?;
            schema.value_descriptions.iter().find(|(described, _)| described == value)
        });
        let description = described.map(|(_, description)| description.clone());
        Some(EnumValue { scalar, place: schema.value_place(index)?, name, description })
    });
    Enum { values: values.collect(), open }
}

/// Reports the values that are ignored or converted to another type. `in_text` is true for parameters and headers.
pub(super) fn report_values(facts: &Facts<'_>, id: SchemaId, in_text: bool, diagnostics: &mut Diagnostics) {
    let schema = facts.schema(id);
    if !in_text {
        report_not_listed(schema, diagnostics);
    }
    let values = schema.enumeration.iter().flatten().zip(listed(schema, &facts.of(id).types));
    for (index, (value, listed)) in values.enumerate() {
        let Some(place) = schema.value_place(index) else { continue };
        let message = match listed {
            None => {
                report_null(facts, id, in_text, place, diagnostics);
                continue;
            }
            Some(Listed::Taken) => continue,
            Some(Listed::Ignored) => {
                format!("{} does not have the type of its schema; it is ignored", text(value))
            }
            Some(Listed::Repeated) => format!("{} is listed twice; the second is ignored", text(value)),
            Some(Listed::ReadAs(scalar)) => format!(
                "{} is {}, but is read as {}, the type of its schema",
                text(value),
                kind(value),
                kind_of(&scalar)
            ),
        };
        diagnostics.push(Diagnostic::new(codes::ENUM_VALUE, place, message));
    }
}

fn place_of(schema: &Schema) -> Option<Place> {
    schema.place.as_ref().map(|place| place.member(schema.enum_keyword()))
}

/// Reports null in an `enum`. In JSON Schema, a value must also satisfy `type`, so a null that an `enum` lists next to
/// `type: string` would be rejected. But authors who list null intend to accept it. Parameters and headers are text,
/// which has no null.
fn report_null(facts: &Facts<'_>, id: SchemaId, in_text: bool, place: Place, diagnostics: &mut Diagnostics) {
    if in_text {
        let message = "a parameter or a header cannot be null; this value is ignored";
        diagnostics.push(Diagnostic::new(codes::ENUM_VALUE, place, message));
        return;
    }
    let fact = facts.of(id);
    if !fact.adds_null && !fact.types.is_empty() && !fact.types.contains(&JsonType::Null) {
        let message = "the `enum` lists null, but `type` excludes it; null is accepted";
        let help = "to make other tools accept null too, write `x-nullable: true` next to `type`";
        diagnostics.push(Diagnostic::new(codes::ENUM_VALUE, place, message).help(help));
    }
}

/// Reports an `enum` that does not list null, although null is accepted because of another keyword.
fn report_not_listed(schema: &Schema, diagnostics: &mut Diagnostics) {
    let lists_null = schema.enumeration.as_ref().is_none_or(|values| values.contains(&Value::Null));
    if let Some(place) = schema.place.as_ref().filter(|_| schema.nullable && !lists_null) {
        let message = "null is accepted, but the `enum` does not list it";
        let diagnostic = Diagnostic::new(codes::NULL_NOT_LISTED, place.clone(), message);
        diagnostics.push(diagnostic.help("add null to the `enum`: other tools reject null without it"));
    }
}

/// Reports an `enum` that does not narrow its schema.
pub(super) fn report_without_effect(facts: &Facts<'_>, id: SchemaId, diagnostics: &mut Diagnostics) {
    let schema = facts.schema(id);
    let types = &facts.of(id).types;
    let (Some(_), Some(place)) = (&schema.enumeration, place_of(schema)) else { return };
    if facts.kind(id) != Kind::Enum {
        report_not_listed(schema, diagnostics);
    }
    let is_null = types.as_slice() == [JsonType::Null];
    if !is_null && !has_structures(schema) && scalars(schema, types).is_empty() {
        let lists_nothing = schema.enumeration.as_ref().is_some_and(Vec::is_empty);
        let message = match lists_nothing {
            true => "this `enum` lists no values; it is ignored",
            false => "no value of this `enum` has the type of its schema; the `enum` is ignored",
        };
        let diagnostic = Diagnostic::new(codes::ENUM_VALUE, place, message);
        let array = types.contains(&JsonType::Array);
        let help = "to narrow the items of an array, write the `enum` in `items`";
        diagnostics.push(if array { diagnostic.help(help) } else { diagnostic });
    }
}

fn kind_of(scalar: &Scalar) -> &'static str {
    match scalar {
        Scalar::Boolean(_) => "a boolean",
        Scalar::Integer(_) => "an integer",
        Scalar::Number(_) => "a number",
        Scalar::String(_) => "a string",
    }
}

fn text(value: &Value) -> String {
    format!("`{value}`")
}

/// Returns the schema whose type an `enum` gets by the setting `same-type`, if both list the same values. Returns the
/// last schema of a chain, and `None` for a cycle.
pub(super) fn same_type(facts: &Facts<'_>, id: SchemaId, choices: &Choices) -> Option<SchemaId> {
    let mut last = id;
    for _ in 0..=choices.same_types.len() {
        match next_same(facts, last, choices) {
            Some(other) => last = other,
            None => return (last != id && lists_the_same(facts, id, last)).then_some(last),
        }
    }
    None
}

/// Returns the schema that the setting `same-type` names for this one.
fn next_same(facts: &Facts<'_>, id: SchemaId, choices: &Choices) -> Option<SchemaId> {
    let place = facts.schema(id).place.as_ref()?;
    let (_, other) = choices.same_types.iter().find(|(own, _)| own == place)?;
    facts.find(other)
}

/// Returns whether two schemas are an `enum` of the same values, and are both open or both closed.
pub(super) fn lists_the_same(facts: &Facts<'_>, first: SchemaId, second: SchemaId) -> bool {
    let is_enum = |id| facts.kind(id) == Kind::Enum;
    let values = |id| {
        let is_open = facts.of(id).is_open;
        let mut values: Vec<String> =
            lower_enum(facts, id, is_open).values.iter().map(|value| format!("{:?}", value.scalar)).collect();
        values.sort_unstable();
        (is_open, values)
    };
    is_enum(first) && is_enum(second) && values(first) == values(second)
}
