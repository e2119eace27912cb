//! `default`: what a member or a parameter is where it is absent. One that its own schema would refuse is
//! reported, and not applied.

use super::check::whole;
use crate::api::{Location, Style};
use crate::arena::Arena;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::{
    Check, Enum, EnumKind, Expr, Field, Literal, Model, Parameter, Scalar, Shape, Struct, TextDefault, Type,
    TypeId,
};
use serde_json::Value;

/// Why a default is not applied.
enum Unfit {
    /// Its schema would refuse it.
    Refused,
    /// It would have to be built member by member, or by another crate.
    Unbuilt,
}

/// Gives every member and every parameter that may be absent its default.
pub fn apply_defaults(model: &mut Model, diagnostics: &mut Diagnostics) {
    let ids: Vec<TypeId> = model.types.iter().map(|(id, _)| id).collect();
    for id in ids {
        let Shape::Struct(structure) = &model.types.get(id).shape else { continue };
        let find = |field: &Field| find_default(&model.types, field, diagnostics);
        let defaults: Vec<Option<Literal>> = structure.fields.iter().map(find).collect();
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

/// A member that has to be there has no use for one.
fn find_default(types: &Arena<Type>, field: &Field, diagnostics: &mut Diagnostics) -> Option<Literal> {
    let (value, place) = field.given.as_ref().filter(|_| !field.required)?;
    let fitting = literal(types, &field.expr, value).and_then(|literal| match field.boxed {
        true => Err(Unfit::Unbuilt),
        false => keep(&field.checks, value).map(|()| literal),
    });
    fitting.map_err(|unfit| report(&unfit, place, diagnostics)).ok()
}

/// An array without items is what it is anyway.
fn find_texts(
    types: &Arena<Type>,
    parameter: &Parameter,
    diagnostics: &mut Diagnostics,
) -> Option<TextDefault> {
    let absent = !parameter.required && parameter.location != Location::Path;
    let (value, place) = parameter.given.as_ref().filter(|(value, _)| absent && !is_empty(value))?;
    let default = literal(types, &parameter.expr, value).and_then(|literal| {
        keep(&parameter.checks, value)?;
        let texts = texts(value, &parameter.styles).ok_or(Unfit::Unbuilt)?;
        Ok(TextDefault { texts, value: literal })
    });
    default.map_err(|unfit| report(&unfit, place, diagnostics)).ok()
}

fn is_empty(value: &Value) -> bool {
    value.as_array().is_some_and(Vec::is_empty)
}

fn report(unfit: &Unfit, place: &Place, diagnostics: &mut Diagnostics) {
    diagnostics.push(match unfit {
        Unfit::Refused => {
            let message = "the `default` is not what its schema asks for; it is not applied";
            Diagnostic::warning("bad-default", place.clone(), message)
        }
        Unfit::Unbuilt => {
            let message = "a `default` of this kind is not applied yet";
            Diagnostic::warning("not-enforced", place.clone(), message)
        }
    });
}

fn texts(value: &Value, styles: &[Style]) -> Option<Vec<String>> {
    let Value::Array(items) = value else { return Some(vec![text(value)?]) };
    let items: Vec<String> = items.iter().map(text).collect::<Option<_>>()?;
    let separator = match styles {
        [Style::Multi] => return Some(items),
        [Style::Csv] => ",",
        [Style::Ssv] => " ",
        [Style::Tsv] => "\t",
        [Style::Pipes] => "|",
        _ => return None,
    };
    let apart = items.iter().all(|item| !item.is_empty() && !item.contains(separator));
    apart.then(|| vec![items.join(separator)])
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(boolean) => Some(boolean.to_string()),
        Value::Number(number) => {
            Some(whole(number).map_or_else(|| number.to_string(), |whole| whole.to_string()))
        }
        _ => None,
    }
}

/// The value as one of a type.
fn literal(types: &Arena<Type>, expr: &Expr, value: &Value) -> Result<Literal, Unfit> {
    match (expr, value) {
        (Expr::Any, value) => Ok(Literal::Any(value.clone())),
        (Expr::AnyObject, Value::Object(members)) => Ok(Literal::AnyObject(members.clone())),
        (Expr::Nullable(_), Value::Null) => Ok(Literal::Null),
        (Expr::Nullable(inner), value) => {
            literal(types, inner, value).map(|inner| Literal::NotNull(Box::new(inner)))
        }
        (Expr::List(item), Value::Array(items)) => {
            items.iter().map(|value| literal(types, item, value)).collect::<Result<_, _>>().map(Literal::List)
        }
        (Expr::Map(each), Value::Object(members)) => {
            let member = |(name, value): (&String, &Value)| Ok((name.clone(), literal(types, each, value)?));
            members.iter().map(member).collect::<Result<_, _>>().map(Literal::Map)
        }
        (Expr::Named(id), value) => match &types.get(*id).shape {
            Shape::Alias(target) => literal(types, target, value),
            Shape::Enum(found) => variant(*id, found, value),
            Shape::Struct(structure) => empty(*id, structure, value),
            Shape::Tagged(_) => Err(Unfit::Unbuilt),
        },
        (Expr::Foreign(_), _) => Err(Unfit::Unbuilt),
        (expr, value) => scalar(expr, value).map(Literal::Scalar).ok_or(Unfit::Refused),
    }
}

fn scalar(expr: &Expr, value: &Value) -> Option<Scalar> {
    match (expr, value) {
        (Expr::Boolean, Value::Bool(boolean)) => Some(Scalar::Boolean(*boolean)),
        (Expr::String, Value::String(text)) => Some(Scalar::String(text.clone())),
        (Expr::Number, Value::Number(number)) => number.as_f64().map(Scalar::Number),
        (Expr::Integer64, Value::Number(number)) => whole(number).map(Scalar::Integer),
        (Expr::Integer32, Value::Number(number)) => {
            whole(number).filter(|whole| i32::try_from(*whole).is_ok()).map(Scalar::Integer)
        }
        _ => None,
    }
}

fn variant(id: TypeId, found: &Enum, value: &Value) -> Result<Literal, Unfit> {
    let expr = match found.kind() {
        EnumKind::Strings => Expr::String,
        EnumKind::Integers => Expr::Integer64,
        EnumKind::Numbers => Expr::Number,
        EnumKind::Mixed => Expr::Any,
    };
    let own = match value {
        Value::Number(number) if found.kind() == EnumKind::Mixed => {
            whole(number).map(Scalar::Integer).or_else(|| number.as_f64().map(Scalar::Number))
        }
        Value::String(text) => Some(Scalar::String(text.clone())),
        Value::Bool(boolean) => Some(Scalar::Boolean(*boolean)),
        other => scalar(&expr, other),
    };
    let position = found.values.iter().position(|listed| Some(&listed.scalar) == own.as_ref());
    let other = || match (&expr, scalar(&expr, value)) {
        (Expr::Any, _) => Some(Literal::Any(value.clone())),
        (_, scalar) => scalar.map(Literal::Scalar),
    };
    match position {
        Some(position) => Ok(Literal::Variant(id, position)),
        None if found.open => other().map(|other| Literal::Other(id, Box::new(other))).ok_or(Unfit::Refused),
        None => Err(Unfit::Refused),
    }
}

/// `{}`, where that is a value.
fn empty(id: TypeId, structure: &Struct, value: &Value) -> Result<Literal, Unfit> {
    let Value::Object(members) = value else { return Err(Unfit::Refused) };
    let needs = structure.fields.iter().any(|field| field.required)
        || !structure.tags.is_empty()
        || structure.count.0.is_some();
    match (members.is_empty(), needs) {
        (true, true) => Err(Unfit::Refused),
        (true, false) => Ok(Literal::Empty(id)),
        (false, _) => Err(Unfit::Unbuilt),
    }
}

fn keep(checks: &[Check], value: &Value) -> Result<(), Unfit> {
    if checks.iter().all(|check| keeps(check, value)) { Ok(()) } else { Err(Unfit::Refused) }
}

/// Whether a value keeps to a rule. What cannot be said here is left to whoever reads the description.
fn keeps(check: &Check, value: &Value) -> bool {
    let number = || value.as_f64().unwrap_or_default();
    let integer = || value.as_number().and_then(whole).unwrap_or_default();
    let length = || value.as_str().map_or(0, |text| text.chars().count() as u64);
    match check {
        Check::Minimum(least) => integer() >= *least,
        Check::Maximum(most) => integer() <= *most,
        Check::MultipleOf(factor) => integer() % factor == 0,
        Check::AtLeast(least) => number() >= *least,
        Check::AtMost(most) => number() <= *most,
        Check::MoreThan(bound) => number() > *bound,
        Check::LessThan(bound) => number() < *bound,
        Check::MinLength(least) => length() >= *least,
        Check::MaxLength(most) => length() <= *most,
        Check::MinCount(least) => count(value) >= *least,
        Check::MaxCount(most) => count(value) <= *most,
        Check::Unique => {
            let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
            items
                .iter()
                .enumerate()
                .all(|(index, item)| !items.iter().skip(index + 1).any(|other| other == item))
        }
        Check::Each(inner) => {
            value.as_array().is_none_or(|items| items.iter().all(|item| keeps(inner, item)))
        }
        Check::EachMember(inner) => {
            value.as_object().is_none_or(|members| members.values().all(|member| keeps(inner, member)))
        }
        Check::Nullable(inner) => value.is_null() || keeps(inner, value),
        _ => true,
    }
}

fn count(value: &Value) -> u64 {
    let items = value.as_array().map(Vec::len).or_else(|| value.as_object().map(serde_json::Map::len));
    items.unwrap_or_default() as u64
}
