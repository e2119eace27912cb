//! Checks the examples of the spec against their schemas. Reports examples that are invalid for their schema, and
//! properties that a schema does not declare, because they are ignored unless a setting keeps them.

use super::literals::{LiteralError, Values, place_inside};
use crate::api::Example;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Part, Place};
use crate::model::{Additional, Expr, Literal, Model, Newtype, Shape, Struct};
use crate::pointer::Pointer;
use serde_json::Value;

/// Checks the JSON examples of all responses, and those of schemas.
pub(super) fn check_examples(model: &Model, diagnostics: &mut Diagnostics) {
    for example in &model.examples {
        // The schema may be that of a request as well.
        let of_response = false;
        check_value((model, of_response), &example.expr, &example.value, &example.place, diagnostics);
    }
    for operation in &model.operations {
        for response in &operation.responses {
            for body in &response.bodies {
                let Some(expr) = body.expr() else { continue };
                body.examples.iter().for_each(|example| check_example(model, expr, example, diagnostics));
            }
        }
    }
}

fn check_example(model: &Model, body: &Expr, example: &Example, diagnostics: &mut Diagnostics) {
    check_value((model, true), body, &example.value, &example.place, diagnostics);
    let held = model.held_json(body, &example.value);
    let value = held.as_ref().unwrap_or(&example.value);
    let mut extra = Vec::new();
    find_extra(model, body, value, &Pointer::default(), &mut extra);
    for (pointer, name, kept) in extra {
        let member = pointer.member(&name);
        let place = match held {
            Some(_) => Place { part: Part::Inside(member), ..example.place.clone() },
            None => member.tokens().fold(example.place.clone(), |place, token| place.member(&token)).key(),
        };
        diagnostics.push(report(&name, kept, place));
    }
}

/// Reports an example that is invalid for its schema, if this can be known at generation time.
fn check_value(
    (model, of_response): (&Model, bool),
    expr: &Expr,
    value: &Value,
    place: &Place,
    diagnostics: &mut Diagnostics,
) {
    let held = model.held_json(expr, value);
    let inside = held.is_some().then(|| Part::Inside(Pointer::default()));
    let place = Place { part: inside.unwrap_or_else(|| place.part.clone()), ..place.clone() };
    let values = Values { types: &model.types, owner: None, of_response };
    if let Err(LiteralError::Rejected(tokens, why)) = values.literal(expr, held.as_ref().unwrap_or(value)) {
        let message = format!("the example does not match its schema: {why}");
        diagnostics.push(Diagnostic::new(codes::BAD_EXAMPLE, place_inside(&place, &tokens), message));
    }
}

fn report(name: &str, kept: bool, place: Place) -> Diagnostic {
    let message = format!("the example has a property that its schema does not declare: `{name}`");
    if kept {
        Diagnostic::note(codes::EXAMPLE_PROPERTY, place, message)
            .label("kept among the additional properties")
    } else {
        let help = "to keep such properties, use `--keep-unknown` or `Config::keep_unknown`";
        Diagnostic::new(codes::EXAMPLE_PROPERTY, place, message).label("dropped when deserialized").help(help)
    }
}

/// Collects the properties that no schema declares: the object's pointer, the name, and whether it is kept.
fn find_extra(
    model: &Model,
    expr: &Expr,
    value: &Value,
    at: &Pointer,
    extra: &mut Vec<(Pointer, String, bool)>,
) {
    match (expr, value) {
        (Expr::List(item), Value::Array(items)) => {
            for (index, value) in items.iter().enumerate() {
                find_extra(model, item, value, &at.item(index), extra);
            }
        }
        (Expr::Map(each), Value::Object(members)) => {
            for (name, value) in members {
                find_extra(model, each, value, &at.member(name), extra);
            }
        }
        (Expr::Nullable(inner), value) => find_extra(model, inner, value, at, extra),
        (Expr::Named(id), value) => match (&model.types.get(*id).shape, value) {
            (Shape::Newtype(Newtype { inner: alias, .. }) | Shape::Alias(alias), value) => {
                find_extra(model, alias, value, at, extra);
            }
            (Shape::Struct(structure), Value::Object(_)) => {
                find_in_struct(model, structure, value, at, extra);
            }
            (Shape::Union(union), value) => {
                let literal =
                    Values { types: &model.types, owner: None, of_response: false }.literal(expr, value);
                let chosen =
                    if let Ok(Literal::Union(_, position, _)) = literal { Some(position) } else { None };
                if let Some(variant) = chosen.and_then(|position| union.variants.get(position)) {
                    find_extra(model, &variant.expr, value, at, extra);
                }
            }
            _ => {}
        },
        _ => {}
    }
}

fn find_in_struct(
    model: &Model,
    structure: &Struct,
    value: &Value,
    at: &Pointer,
    extra: &mut Vec<(Pointer, String, bool)>,
) {
    for (name, value) in value.as_object().into_iter().flatten() {
        if structure.tags.iter().any(|tag| tag.wire == *name) {
            continue;
        }
        match (structure.fields.iter().find(|field| field.wire == *name), &structure.additional) {
            (Some(field), _) => find_extra(model, &field.expr, value, &at.member(name), extra),
            (None, Additional::Typed(each, _)) => find_extra(model, each, value, &at.member(name), extra),
            (None, additional) => extra.push((at.clone(), name.clone(), *additional == Additional::Kept)),
        }
    }
}
