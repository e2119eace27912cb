//! `enum`: which of its values a schema can have, and what there is to say about the others.

use crate::api::{JsonType, Schema, ValueName};
use crate::codes;
use crate::cursor::kind;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::{Enum, EnumValue, Scalar};
use serde_json::{Number, Value};
use std::collections::{HashMap, HashSet};
use std::mem::{Discriminant, discriminant};

/// Whether a schema is a set of scalars, and perhaps null. Both booleans are no choice.
pub fn is_enum(schema: &Schema) -> bool {
    let values = scalars(schema);
    let both = values.len() == 2 && values.iter().all(|(_, value)| matches!(value, Scalar::Boolean(_)));
    !values.is_empty() && !both && !has_structures(schema)
}

/// Whether null is among the values. Authors who list it mean it, even if `type` does not allow it.
pub fn lists_null(schema: &Schema) -> bool {
    schema.enumeration.as_ref().is_some_and(|values| values.contains(&Value::Null))
}

/// The type that all values have, where the schema itself names none.
pub fn implied_kind(schema: &Schema) -> Option<JsonType> {
    let values =
        schema.enumeration.iter().flatten().filter(|value| !value.is_null() && !has_structures(schema));
    let mut kinds = values.filter_map(scalar).map(|value| match value {
        Scalar::Boolean(_) => JsonType::Boolean,
        Scalar::Integer(_) => JsonType::Integer,
        Scalar::Number(_) => JsonType::Number,
        Scalar::String(_) => JsonType::String,
    });
    let first = kinds.next()?;
    kinds.all(|other| other == first).then_some(first)
}

/// The set that a schema is.
pub fn lower_enum(schema: &Schema, open: bool) -> Enum {
    let numbers = schema.types.contains(&JsonType::Number) && !schema.types.contains(&JsonType::Integer);
    let float = |value| match value {
        #[expect(clippy::cast_precision_loss, reason = "JSON has one type of number")]
        Scalar::Integer(integer) if numbers => Scalar::Number(integer as f64),
        other => other,
    };
    let place = schema.place.as_ref().map(|place| place.member(schema.enum_keyword()));
    // A value that is listed twice is called what it is called first.
    let named = schema.value_names.iter().rev().map(|named| (&named.value, named));
    let named: HashMap<&Value, &ValueName> = named.collect();
    let values = scalars(schema).into_iter().filter_map(|(index, value)| {
        let named = schema.enumeration.as_ref().and_then(|values| named.get(values.get(index)?));
        let name = named.map(|named| (named.name.clone(), named.place.clone()));
        Some(EnumValue { scalar: float(value), place: place.as_ref()?.item(index), name })
    });
    Enum { values: values.collect(), open }
}

/// Says which values are not taken as they stand.
pub fn report_values(schema: &Schema, diagnostics: &mut Diagnostics) {
    let Some(place) = schema.place.as_ref().map(|place| place.member(schema.enum_keyword())) else { return };
    let mut seen = HashSet::new();
    for (index, value) in schema.enumeration.iter().flatten().enumerate() {
        if value.is_null() {
            report_null(schema, place.item(index), diagnostics);
            continue;
        }
        let message = match (scalar(value), fit(schema, value)) {
            (_, None) => format!("{} does not have the type of its schema; it is left out", text(value)),
            (_, Some(fit)) if seen.contains(&key(&fit)) => format!("{} is there already", text(value)),
            (Some(own), Some(fit)) if own != fit => {
                let kinds = (kind(value), kind_of(&fit));
                seen.insert(key(&fit));
                format!("{} is {}; it is read as {}, the type of its schema", text(value), kinds.0, kinds.1)
            }
            (_, Some(fit)) => {
                seen.insert(key(&fit));
                continue;
            }
        };
        diagnostics.push(Diagnostic::new(codes::ENUM_VALUE, place.item(index), message));
    }
}

/// By JSON Schema, a value has the type as well: null that an `enum` lists next to `type: string` would be rejected.
fn report_null(schema: &Schema, place: Place, diagnostics: &mut Diagnostics) {
    let said = schema.nullable || schema.types.is_empty() || schema.types.contains(&JsonType::Null);
    if !said {
        let message = "null does not have the type of its schema; it is accepted, since the `enum` lists it";
        let help = "write `x-nullable: true` next to the `type`, for other tools";
        diagnostics.push(Diagnostic::new(codes::ENUM_VALUE, place, message).help(help));
    }
}

/// Says that an `enum` narrows nothing, where that is so.
pub fn report_without_effect(schema: &Schema, diagnostics: &mut Diagnostics) {
    let place = schema.place.as_ref().map(|place| place.member(schema.enum_keyword()));
    let (Some(_), Some(place)) = (&schema.enumeration, place) else { return };
    if !has_structures(schema) && scalars(schema).is_empty() {
        let message = "no value of this `enum` has the type of its schema; it is passed over";
        let diagnostic = Diagnostic::new(codes::ENUM_VALUE, place, message);
        let array = schema.types.contains(&JsonType::Array);
        let help = "what narrows the items of an array stands in `items`";
        diagnostics.push(if array { diagnostic.help(help) } else { diagnostic });
    }
}

/// Whether arrays or objects are among the values.
pub fn has_structures(schema: &Schema) -> bool {
    schema.enumeration.iter().flatten().any(|value| value.is_array() || value.is_object())
}

/// The values other than null that a schema can have, each once, with their positions.
fn scalars(schema: &Schema) -> Vec<(usize, Scalar)> {
    let mut seen = HashSet::new();
    let values = schema.enumeration.iter().flatten().enumerate();
    let fitting = values.filter_map(|(index, value)| Some((index, fit(schema, value)?)));
    fitting.filter(|(_, scalar)| seen.insert(key(scalar))).collect()
}

/// What is the same for values that are equal, and for no others.
fn key(scalar: &Scalar) -> (Discriminant<Scalar>, String) {
    (discriminant(scalar), scalar.to_string())
}

/// The value as the schema's type has it. YAML reads `1` and `true` as no strings; where the type is
/// `string`, they are meant as such.
fn fit(schema: &Schema, value: &Value) -> Option<Scalar> {
    let has = |kind| schema.types.is_empty() || schema.types.contains(&kind);
    let own = scalar(value)?;
    let fits = match &own {
        Scalar::Boolean(_) => has(JsonType::Boolean),
        Scalar::Integer(_) => has(JsonType::Integer) || has(JsonType::Number),
        Scalar::Number(_) => has(JsonType::Number),
        Scalar::String(_) => has(JsonType::String),
    };
    if fits {
        return Some(own);
    }
    if has(JsonType::String) {
        return Some(Scalar::String(own.to_string()));
    }
    let meant = scalar(&serde_json::from_str(value.as_str()?).ok()?)?;
    let number = has(JsonType::Number) || (has(JsonType::Integer) && matches!(meant, Scalar::Integer(_)));
    match meant {
        Scalar::Boolean(_) if has(JsonType::Boolean) => Some(meant),
        Scalar::Integer(_) | Scalar::Number(_) if number => Some(meant),
        _ => None,
    }
}

/// `1.0` is `1`.
fn scalar(value: &Value) -> Option<Scalar> {
    match value {
        Value::Bool(boolean) => Some(Scalar::Boolean(*boolean)),
        Value::Number(number) => match super::check::whole(number) {
            Some(integer) => Some(Scalar::Integer(integer)),
            None => number.as_f64().filter(|_| Number::is_f64(number)).map(Scalar::Number),
        },
        Value::String(text) => Some(Scalar::String(text.clone())),
        _ => None,
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
