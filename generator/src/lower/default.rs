//! `default`: the value of an absent property or parameter. A default that does not match its own schema is reported
//! and ignored.

use super::analysis::mutual;
use super::facts::Facts;
use super::literals::{LiteralError, Values, place_inside};
use super::number::whole;
use super::strong_components::Graph;
use crate::api::{Location, SchemaId, Style};
use crate::arena::Arena;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Placed};
use crate::model::{Field, Literal, Model, Notation, Parameter, Shape, TextDefault, Type, TypeId, WriteOnly};
use serde_json::Value;

/// Sets the defaults of all properties and parameters that can be absent.
pub(super) fn apply_defaults(model: &mut Model, diagnostics: &mut Diagnostics) {
    let ids: Vec<TypeId> = model.types.iter().map(|(id, _)| id).collect();
    let mutual = mutual(&model.types);
    for id in ids {
        let Shape::Struct(structure) = &model.types.get(id).shape else { continue };
        let defaults: Vec<Option<Literal>> = structure
            .fields
            .iter()
            .map(|field| find_default(&model.types, (id, &mutual), field, diagnostics))
            .collect();
        if let Shape::Struct(structure) = &mut model.types.get_mut(id).shape {
            for (field, default) in structure.fields.iter_mut().zip(defaults) {
                field.default = default;
            }
        }
    }
    for parameter in model.operations.iter_mut().flat_map(|operation| &mut operation.parameters) {
        parameter.default = find_texts(&model.types, parameter, diagnostics);
    }
}

/// Returns the default of a property. A required property does not need one, and a write-only one may be absent in
/// responses.
fn find_default(
    types: &Arena<Type>,
    owner: (TypeId, &Graph),
    field: &Field,
    diagnostics: &mut Diagnostics,
) -> Option<Literal> {
    let Placed { value, place } =
        field.given.as_ref().filter(|_| !field.required && field.write_only == WriteOnly::No)?;
    let fitting = match field.boxed {
        true => Err(LiteralError::Recursive),
        false => {
            Values { types, owner: Some(owner), of_response: false }.member(&field.expr, &field.checks, value)
        }
    };
    fitting.map_err(|error| report(&error, place, diagnostics)).ok()
}

/// Returns the default of a parameter. An empty list equals an absent one, so it does not need a default.
fn find_texts(
    types: &Arena<Type>,
    parameter: &Parameter,
    diagnostics: &mut Diagnostics,
) -> Option<TextDefault> {
    let absent = !parameter.required && parameter.location != Location::Path;
    let given = parameter
        .given
        .as_ref()
        .filter(|given| absent && (parameter.notation != Notation::List || !is_empty(&given.value)));
    let Placed { value, place } = given?;
    let values = Values { types, owner: None, of_response: false };
    let default = values.member(&parameter.expr, &parameter.checks, value).and_then(|literal| {
        let texts = match parameter.notation {
            Notation::Object(_) | Notation::Union | Notation::Json | Notation::Form => {
                vec![value.to_string()]
            }
            Notation::Scalar(_) | Notation::List | Notation::Text => {
                texts(value, &parameter.styles).map_err(LiteralError::NotText)?
            }
        };
        Ok(TextDefault { texts, value: literal })
    });
    default.map_err(|error| report(&error, place, diagnostics)).ok()
}

fn is_empty(value: &Value) -> bool {
    value.as_array().is_some_and(Vec::is_empty)
}

fn report(error: &LiteralError, place: &Place, diagnostics: &mut Diagnostics) {
    let why = match error {
        LiteralError::Rejected(tokens, why) => {
            let message = format!("the `default` is ignored because it does not match its schema: {why}");
            let place = place_inside(place, tokens);
            return diagnostics.push(Diagnostic::new(codes::BAD_DEFAULT, place, message));
        }
        LiteralError::Foreign => "its type is from another crate".to_owned(),
        LiteralError::Recursive => {
            "it contains an object whose schema leads back to this `default`".to_owned()
        }
        LiteralError::NotText(why) => format!("it cannot be sent as a parameter, because {why}"),
    };
    let message = format!("the `default` is not applied: {why}");
    diagnostics.push(Diagnostic::new(codes::NOT_ENFORCED, place.clone(), message));
}

/// Returns the strings that represent a value in a request.
///
/// | value | style | strings |
/// |---|---|---|
/// | a scalar | any | one |
/// | scalars | `multi` | one for each |
/// | scalars, none empty or with the separator in it | another | one, with the separators |
/// | others | others | none |
///
/// # Errors
/// Returns the reason if there are none.
fn texts(value: &Value, styles: &[Style]) -> Result<Vec<String>, String> {
    let Value::Array(items) = value else {
        return Ok(vec![text(value).map_err(|kind| format!("it is {kind}"))?]);
    };
    let items: Result<Vec<String>, &str> = items.iter().map(text).collect();
    let items = items.map_err(|kind| format!("an item is {kind}"))?;
    let [style] = styles else { return Err("it is an array".to_owned()) };
    let Some(separator) = style.separator() else { return Ok(items) };
    if items.iter().any(String::is_empty) {
        return Err("an item is empty".to_owned());
    }
    if items.iter().any(|item| item.contains(separator)) {
        return Err(format!("an item contains the separator `{}`", separator.escape_default()));
    }
    Ok(vec![items.join(&separator.to_string())])
}

/// Returns the string that represents a scalar.
///
/// # Errors
/// Returns the kind of any other value.
fn text(value: &Value) -> Result<String, &'static str> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Bool(boolean) => Ok(boolean.to_string()),
        Value::Number(number) => {
            Ok(whole(number).map_or_else(|| number.to_string(), |whole| whole.to_string()))
        }
        Value::Array(_) => Err("an array"),
        Value::Object(_) => Err("an object"),
        Value::Null => Err("null"),
    }
}

#[cfg(test)]
#[path = "../tests/default.rs"]
mod tests;

/// Returns the `default` of a schema, or of the schema that it only annotates.
pub(super) fn default_of(facts: &Facts<'_>, id: SchemaId) -> Option<Placed<Value>> {
    let annotated = facts.of(id).annotates.map(|target| facts.schema(target));
    facts.schema(id).default.clone().or_else(|| annotated?.default.clone())
}
