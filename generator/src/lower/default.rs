//! `default`: what a member or a parameter is where it is absent. One that its own schema would refuse is
//! reported, and not applied.

use super::analysis::made_of;
use super::check::whole;
use crate::api::{Location, Style};
use crate::arena::Arena;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::{
    Additional, Check, Enum, EnumKind, Expr, Field, Literal, Model, Parameter, Scalar, Shape, Struct, Tag,
    TextDefault, Type, TypeId,
};
use serde_json::{Map, Value};

/// Why a default is not applied.
enum Unfit {
    /// Its schema would refuse it.
    Refused,
    /// A type of another crate would have to make it.
    Foreign,
    /// It would hold an object of the kind whose default it is.
    Endless,
    /// No text of a parameter says it.
    Untold,
}

/// Gives every member and every parameter that may be absent its default.
pub fn apply_defaults(model: &mut Model, diagnostics: &mut Diagnostics) {
    let ids: Vec<TypeId> = model.types.iter().map(|(id, _)| id).collect();
    for id in ids {
        let Shape::Struct(structure) = &model.types.get(id).shape else { continue };
        let find = |field: &Field| find_default(&model.types, id, field, diagnostics);
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
fn find_default(
    types: &Arena<Type>,
    owner: TypeId,
    field: &Field,
    diagnostics: &mut Diagnostics,
) -> Option<Literal> {
    let (value, place) = field.given.as_ref().filter(|_| !field.required)?;
    let fitting = match field.boxed {
        true => Err(Unfit::Endless),
        false => member(&Values { types, owner: Some(owner) }, &field.expr, &field.checks, value),
    };
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
    let values = Values { types, owner: None };
    let default = member(&values, &parameter.expr, &parameter.checks, value).and_then(|literal| {
        let texts = texts(value, &parameter.styles).ok_or(Unfit::Untold)?;
        Ok(TextDefault { texts, value: literal })
    });
    default.map_err(|unfit| report(&unfit, place, diagnostics)).ok()
}

fn is_empty(value: &Value) -> bool {
    value.as_array().is_some_and(Vec::is_empty)
}

fn report(unfit: &Unfit, place: &Place, diagnostics: &mut Diagnostics) {
    let (code, message) = match unfit {
        Unfit::Refused => ("bad-default", "the `default` is not what its schema asks for; it is not applied"),
        Unfit::Foreign => ("not-enforced", "a `default` of a type of another crate is not applied"),
        Unfit::Endless => {
            ("not-enforced", "a `default` that holds another of its owner's kind is not applied")
        }
        Unfit::Untold => ("not-enforced", "a `default` that no text of a parameter says is not applied"),
    };
    diagnostics.push(Diagnostic::warning(code, place.clone(), message));
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

/// Where values become literals: among which types, and whose member has the default.
struct Values<'t> {
    types: &'t Arena<Type>,
    owner: Option<TypeId>,
}

/// The value of a member, if it keeps to the member's rules.
fn member(values: &Values<'_>, expr: &Expr, checks: &[Check], value: &Value) -> Result<Literal, Unfit> {
    let literal = values.literal(expr, value)?;
    if checks.iter().all(|check| keeps(check, value)) { Ok(literal) } else { Err(Unfit::Refused) }
}

impl Values<'_> {
    /// The value as one of a type.
    fn literal(&self, expr: &Expr, value: &Value) -> Result<Literal, Unfit> {
        match (expr, value) {
            (Expr::Any, value) => Ok(Literal::Any(value.clone())),
            (Expr::AnyObject, Value::Object(members)) => Ok(Literal::AnyObject(members.clone())),
            (Expr::Nullable(_), Value::Null) => Ok(Literal::Null),
            (Expr::Nullable(inner), value) => {
                self.literal(inner, value).map(|inner| Literal::NotNull(Box::new(inner)))
            }
            (Expr::List(item), Value::Array(items)) => {
                let items = items.iter().map(|value| self.literal(item, value));
                items.collect::<Result<_, _>>().map(Literal::List)
            }
            (Expr::Map(each), Value::Object(members)) => self.map(each, &[], members.iter()),
            (Expr::Named(id), value) => self.named(*id, value),
            (Expr::Foreign(_), _) => Err(Unfit::Foreign),
            (expr, value) => scalar(expr, value).map(Literal::Scalar).ok_or(Unfit::Refused),
        }
    }

    fn map<'v>(
        &self,
        each: &Expr,
        checks: &[Check],
        members: impl Iterator<Item = (&'v String, &'v Value)>,
    ) -> Result<Literal, Unfit> {
        let literal =
            |(name, value): (&String, &Value)| Ok((name.clone(), member(self, each, checks, value)?));
        members.map(literal).collect::<Result<_, _>>().map(Literal::Map)
    }

    fn named(&self, id: TypeId, value: &Value) -> Result<Literal, Unfit> {
        match &self.types.get(id).shape {
            Shape::Alias(target) => self.literal(target, value),
            Shape::Enum(found) => variant(id, found, value),
            Shape::Struct(structure) => self.object(id, structure, value),
            Shape::Tagged(tagged) => {
                let tag = value.get(&tagged.tag).and_then(Value::as_str);
                let mut variants = tagged.variants.iter();
                let position = variants.position(|(name, _)| Some(name.as_str()) == tag);
                let position = position.ok_or(Unfit::Refused)?;
                let (_, held) = tagged.variants.get(position).ok_or(Unfit::Refused)?;
                Ok(Literal::Tagged(id, position, Box::new(self.named(*held, value)?)))
            }
        }
    }

    fn object(&self, id: TypeId, structure: &Struct, value: &Value) -> Result<Literal, Unfit> {
        let members = value.as_object().ok_or(Unfit::Refused)?;
        if self.owner.is_some_and(|owner| made_of(self.types, vec![id]).contains(&owner)) {
            return Err(Unfit::Endless);
        }
        let tagged = |tag: &Tag| members.get(&tag.wire).and_then(Value::as_str) == Some(&tag.value);
        let (least, most) = (structure.count.0.unwrap_or(0), structure.count.1.unwrap_or(u64::MAX));
        if !structure.tags.iter().all(tagged) || !(least..=most).contains(&(members.len() as u64)) {
            return Err(Unfit::Refused);
        }
        let field = |field: &Field| match members.get(&field.wire) {
            Some(value) => member(self, &field.expr, &field.checks, value).map(Some),
            None if field.required => Err(Unfit::Refused),
            None => Ok(None),
        };
        let fields = structure.fields.iter().map(field).collect::<Result<_, _>>()?;
        let rest = self.rest(structure, members)?;
        if members.is_empty() {
            return Ok(Literal::Empty(id));
        }
        Ok(Literal::Struct(id, fields, rest.map(Box::new)))
    }

    /// The members without a field.
    fn rest(&self, structure: &Struct, members: &Map<String, Value>) -> Result<Option<Literal>, Unfit> {
        let is_tag = |name: &str| structure.tags.iter().any(|tag| tag.wire == name);
        let is_field = |name: &str| structure.fields.iter().any(|field| field.wire == name);
        let mut others = members.iter().filter(|(name, _)| !is_tag(name) && !is_field(name));
        match &structure.additional {
            Additional::Dropped => Ok(None),
            Additional::Refused => others.next().map_or(Ok(None), |_| Err(Unfit::Refused)),
            Additional::Kept => {
                let others = others.map(|(name, value)| (name.clone(), value.clone()));
                Ok(Some(Literal::AnyObject(others.collect())))
            }
            Additional::Typed(each, checks) => self.map(each, checks, others).map(Some),
        }
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
