//! Values that two types accept.

use super::{Maker, Slot};
use crate::arena::Arena;
use crate::lower::literals::is_scalar;
use crate::model::{
    Additional, Expr, Field, Literal, Shape, Struct, Tag, Type, Variant, WriteOnly, struct_of,
};
use serde_json::{Map, Value};

/// How many values of each of two types are tried.
const TRIED: u32 = 6;
/// The maximum depth of objects that are merged.
const DEPTH: usize = 4;
/// The steps for a value, and for all values of a run.
const STEPS: (usize, usize) = (2_000, 1_000_000);

/// Returns whether a request must have a property.
pub(super) fn is_needed(field: &Field) -> bool {
    field.required || field.write_only == WriteOnly::Required
}

/// Returns the names of the properties that objects of a struct must have.
fn needed_names(structure: &Struct) -> Vec<&str> {
    let fields = structure.fields.iter().filter(|field| is_needed(field));
    structure
        .tags
        .iter()
        .map(|tag| &tag.wire)
        .chain(fields.map(|field| &field.wire))
        .map(String::as_str)
        .collect()
}

/// Returns whether an object has only properties that an alternative needs. A value that is not an object has none.
pub(in crate::lower) fn has_only_needed(types: &Arena<Type>, expr: &Expr, value: &Value) -> bool {
    let needed = struct_of(types, expr).map(needed_names).unwrap_or_default();
    value.as_object().into_iter().flatten().all(|(name, _)| needed.contains(&name.as_str()))
}

impl<'m> Maker<'m> {
    /// Returns a value that two alternatives certainly accept, if one is found.
    pub(in crate::lower) fn of_both(&self, one: &'m Variant, other: &'m Variant) -> Option<Value> {
        let (each, all) = STEPS;
        self.most.set((self.made.get() + each).min(all));
        match (&one.constant, &other.constant) {
            (Some(constant), _) => Some(constant.to_json()).filter(|value| self.is_variant(other, value, 0)),
            (None, Some(constant)) => Some(constant.to_json()).filter(|value| self.is_variant(one, value, 0)),
            (None, None) => self.common(&slot_of(one), &slot_of(other), 0),
        }
    }

    /// Returns a value that two types certainly accept: a value of one of them, or an object with the required
    /// properties of both.
    fn common(&self, one: &Slot<'m>, other: &Slot<'m>, depth: usize) -> Option<Value> {
        let is_common = |value: &Value| self.is_certain(one, value, 0) && self.is_certain(other, value, 0);
        let structs = (struct_of(&self.model.types, one.expr), struct_of(&self.model.types, other.expr));
        if let (Some(first), Some(second)) = structs {
            return self.merged(first, second, depth).filter(is_common);
        }
        let mut numbers = (0..TRIED).flat_map(|nth| [(one, nth), (other, nth)]);
        numbers.find_map(|(slot, nth)| self.make(slot, nth, depth + 1).filter(is_common))
    }

    /// Makes an object with the required properties of two structs.
    fn merged(&self, one: &'m Struct, other: &'m Struct, depth: usize) -> Option<Value> {
        let mut names = needed_names(one);
        names.extend(needed_names(other));
        let is_closed = |structure: &Struct, name: &str| {
            let declares = structure.fields.iter().any(|field| field.wire == name)
                || structure.tags.iter().any(|tag| tag.wire == name);
            structure.additional == Additional::Rejected && !declares
        };
        let has_other_tag = |tag: &Tag| other.tags.iter().any(|own| own.wire == tag.wire && own != tag);
        if depth > DEPTH
            || names.iter().any(|name| is_closed(one, name) || is_closed(other, name))
            || one.tags.iter().any(has_other_tag)
        {
            return None;
        }
        let mut members = Map::new();
        for name in names {
            if members.contains_key(name) {
                continue;
            }
            let tags = [one, other].into_iter().flat_map(|structure| &structure.tags);
            let mut tags = tags.filter(|tag| tag.wire == name).map(|tag| tag.value.to_json());
            let value = match (tags.next(), property(one, name), property(other, name)) {
                (Some(tag), _, _) => tag,
                (None, Some(first), Some(second)) => self.common(&first, &second, depth + 1)?,
                (None, Some(only), None) | (None, None, Some(only)) => self.make(&only, 0, depth + 1)?,
                (None, None, None) => return None,
            };
            members.insert(name.to_owned(), value);
        }
        Some(Value::Object(members))
    }

    /// Returns whether an alternative certainly accepts a value.
    fn is_variant(&self, variant: &'m Variant, value: &Value, depth: usize) -> bool {
        match &variant.constant {
            Some(constant) => is_scalar(constant, Some(value)),
            None => self.is_certain(&slot_of(variant), value, depth),
        }
    }

    /// Returns whether a type certainly accepts a value. A literal alone does not prove it, because the patterns and
    /// validators inside it are not checked.
    fn is_certain(&self, slot: &Slot<'m>, value: &Value, depth: usize) -> bool {
        let literal = self.values().literal(slot.expr, value);
        depth < super::DEEPEST
            && literal.is_ok_and(|literal| self.is_sound(slot.expr, value, &literal, depth))
            && slot.checks().all(|check| self.holds(check, value))
    }

    fn is_sound(&self, expr: &'m Expr, value: &Value, literal: &Literal, depth: usize) -> bool {
        let plain = |expr: &'m Expr| Slot { expr, place: None, checks: Vec::new() };
        match expr {
            Expr::Nullable(_) if value.is_null() => true,
            Expr::Nullable(inner) => self.is_certain(&plain(inner), value, depth + 1),
            Expr::List(item) => value
                .as_array()
                .into_iter()
                .flatten()
                .all(|value| self.is_certain(&plain(item), value, depth + 1)),
            Expr::Map(each) => {
                let mut members = value.as_object().into_iter().flatten();
                members.all(|(_, value)| self.is_certain(&plain(each), value, depth + 1))
            }
            Expr::Named(id) => match &self.model.types.get(*id).shape {
                Shape::Alias(target) => self.is_certain(&plain(target), value, depth + 1),
                Shape::Newtype(newtype) => {
                    let checks = newtype.checks.iter().collect();
                    self.is_certain(&Slot { expr: &newtype.inner, place: None, checks }, value, depth + 1)
                }
                Shape::Enum(_) => true,
                Shape::Union(union) => match literal {
                    Literal::Variant(..) => true,
                    Literal::Union(_, position, _) => {
                        let chosen = union.variants.get(*position);
                        chosen.is_some_and(|variant| self.is_variant(variant, value, depth + 1))
                    }
                    _ => false,
                },
                Shape::Struct(structure) => {
                    let mut members = value.as_object().into_iter().flatten();
                    self.is_whole(structure, value)
                        && members.all(|(name, value)| {
                            property(structure, name)
                                .is_none_or(|slot| self.is_certain(&slot, value, depth + 1))
                        })
                }
            },
            Expr::Preset(_) | Expr::Foreign(_) => false,
            Expr::Any
            | Expr::AnyObject
            | Expr::Boolean
            | Expr::Integer32
            | Expr::Integer64
            | Expr::Number
            | Expr::String => true,
        }
    }
}

fn slot_of(variant: &Variant) -> Slot<'_> {
    Slot { expr: &variant.expr, place: variant.place.clone(), checks: variant.checks.iter().collect() }
}

/// Returns the type of the values of a property, if the struct has one for it.
fn property<'m>(structure: &'m Struct, name: &str) -> Option<Slot<'m>> {
    if structure.tags.iter().any(|tag| tag.wire == name) {
        return None;
    }
    if let Some(field) = structure.fields.iter().find(|field| field.wire == name) {
        let checks = field.checks.iter().collect();
        return Some(Slot { expr: &field.expr, place: Some(field.place.clone()), checks });
    }
    match &structure.additional {
        Additional::Typed(expr, checks) => {
            let checks = checks.iter().map(super::inside_member).collect();
            Some(Slot { expr, place: None, checks })
        }
        Additional::Ignored | Additional::Rejected | Additional::Kept => None,
    }
}
