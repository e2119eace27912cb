//! The values that an `enum` lists, and those that the types of its schema allow.

use super::fact::Facts;
use crate::api::{JsonType, Schema};
use crate::choices::Choices;
use crate::diagnostic::Place;
use crate::lower::number::whole;
use crate::model::Scalar;
use serde_json::{Number, Value};
use std::collections::HashSet;
use std::mem::{Discriminant, discriminant};

/// Returns whether a schema is a set of scalars, possibly with null. A set of both booleans does not narrow the values.
///
/// | `enum` | a set |
/// |---|---|
/// | scalars of the schema's types | yes |
/// | the same, with repeated values, null, or values of other types | yes, without those |
/// | `true` and `false` | no: a boolean |
/// | no value of the schema's types | no |
/// | arrays or objects among them | no |
pub(super) fn is_enum(schema: &Schema, types: &[JsonType]) -> bool {
    let values = scalars(schema, types);
    let both = values.len() == 2 && values.iter().all(|(_, value)| matches!(value, Scalar::Boolean(_)));
    !values.is_empty() && !both && !has_structures(schema)
}

/// Returns whether the `enum` of each schema is open, by the schema itself or by a setting.
pub(super) fn find_open(facts: &Facts<'_>, choices: &Choices) -> Vec<bool> {
    let chosen: HashSet<&Place> = choices.open_enums.iter().collect();
    facts.each(|id| {
        let schema = facts.schema(id);
        schema.open.is_some() || schema.place.as_ref().is_some_and(|place| chosen.contains(place))
    })
}

/// Returns whether the `enum` lists null. Authors who list null intend to accept it, even if `type` does not allow it.
pub(super) fn lists_null(schema: &Schema) -> bool {
    schema.enumeration.as_ref().is_some_and(|values| values.contains(&Value::Null))
}

/// Returns the type that all values have. It is used if the schema declares no type.
pub(super) fn implied_type(schema: &Schema) -> Option<JsonType> {
    if has_structures(schema) {
        return None;
    }
    let mut types = schema.enumeration.iter().flatten().filter_map(scalar).map(|value| match value {
        Scalar::Boolean(_) => JsonType::Boolean,
        Scalar::Integer(_) => JsonType::Integer,
        Scalar::Number(_) => JsonType::Number,
        Scalar::String(_) => JsonType::String,
    });
    let first = types.next()?;
    types.all(|other| other == first).then_some(first)
}

/// Returns whether arrays or objects are among the values.
pub(crate) fn has_structures(schema: &Schema) -> bool {
    schema.enumeration.iter().flatten().any(|value| value.is_array() || value.is_object())
}

/// Returns the values other than null that a schema of these types can have, each once, with their positions.
pub(crate) fn scalars(schema: &Schema, types: &[JsonType]) -> Vec<(usize, Scalar)> {
    let count = schema.enumeration.as_ref().map_or(0, Vec::len);
    let mut seen = HashSet::with_capacity(count);
    let mut all = Vec::with_capacity(count);
    for (index, value) in schema.enumeration.iter().flatten().enumerate() {
        if let Some(scalar) = fit(types, value).filter(|scalar| seen.insert(key(scalar))) {
            all.push((index, scalar));
        }
    }
    all
}

/// How a value other than null is treated.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Listed {
    /// The value is used without changes.
    Taken,
    /// The value is converted to the type of its schema.
    ReadAs(Scalar),
    /// The value is ignored because an equal value precedes it.
    Repeated,
    /// The value is ignored because it does not have the type of its schema.
    Ignored,
}

/// Returns how each value is treated, with `None` for null.
pub(crate) fn listed(schema: &Schema, types: &[JsonType]) -> Vec<Option<Listed>> {
    let mut seen = HashSet::new();
    let values = schema.enumeration.iter().flatten();
    let listed = values.map(|value| match (scalar(value), fit(types, value)) {
        _ if value.is_null() => None,
        (_, None) => Some(Listed::Ignored),
        (_, Some(fit)) if !seen.insert(key(&fit)) => Some(Listed::Repeated),
        (Some(own), Some(fit)) if own != fit => Some(Listed::ReadAs(fit)),
        (_, Some(_)) => Some(Listed::Taken),
    });
    listed.collect()
}

/// Returns a key that is the same only for equal values.
fn key(scalar: &Scalar) -> (Discriminant<Scalar>, String) {
    (discriminant(scalar), scalar.to_string())
}

/// Converts the value to one of the types of the schema. YAML parses `1` and `true` as a number and a boolean, but if
/// the type is `string`, the author means strings.
///
/// | value | types | converted to |
/// |---|---|---|
/// | any scalar | none, or its own | itself |
/// | a whole number | `number` | itself |
/// | a boolean or a number | `string` | its text |
/// | a string with the text of a boolean or a number | that type | that boolean or number |
/// | others | others | nothing |
fn fit(types: &[JsonType], value: &Value) -> Option<Scalar> {
    let has = |kind| types.is_empty() || types.contains(&kind);
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

/// Converts a JSON value to a scalar. `1.0` becomes `1`.
pub(super) fn scalar(value: &Value) -> Option<Scalar> {
    match value {
        Value::Bool(boolean) => Some(Scalar::Boolean(*boolean)),
        Value::Number(number) => match whole(number) {
            Some(integer) => Some(Scalar::Integer(integer)),
            None => number.as_f64().filter(|_| Number::is_f64(number)).map(Scalar::Number),
        },
        Value::String(text) => Some(Scalar::String(text.clone())),
        _ => None,
    }
}

#[cfg(test)]
#[path = "../../tests/listed.rs"]
mod tests;
