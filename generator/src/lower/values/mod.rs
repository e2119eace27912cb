//! Values of types: an example of the spec, a default, or a value that is made from the constraints. The same spec
//! always has the same values, and each value satisfies its type, its checks and its validators.

mod both;
mod evaluated;
mod keywords;
mod pattern;
mod scalar;

pub(super) use both::has_only_needed;

use super::literals::{LiteralError, Values, keeps};
use crate::diagnostic::Place;
use crate::model::validator::ValidatorId;
use crate::model::{Additional, Check, Expr, Field, Model, Newtype, Scalar, Shape, Struct, TypeId, Union};
use keywords::Keywords;
use pattern::Patterns;
use scalar::{Numbers, Texts};
use serde_json::{Map, Value, json};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

/// The number of values after which optional properties are left out.
const PLENTY: usize = 300;
/// The number of types that are tried for one value.
const STEPS: usize = 20_000;
/// The depth at which optional properties are left out, unless they are scalars.
const SHALLOW: usize = 4;
/// The maximum depth.
const DEEPEST: usize = 40;
/// The maximum number of items or properties that are made.
const ITEMS: u64 = 100;
/// The number of optional properties that are tried one by one.
const TRIED: usize = 20;

/// Makes values.
pub(super) struct Maker<'m> {
    model: &'m Model,
    /// The examples of schemas, by the place of the example.
    examples: HashMap<&'m Place, &'m Value>,
    formats: &'m HashMap<Place, String>,
    keywords: Keywords<'m>,
    patterns: Patterns,
    /// The types that contain the value.
    open: RefCell<Vec<TypeId>>,
    made: Cell<usize>,
    /// The value of `made` at which a value is given up.
    most: Cell<usize>,
    /// Whether values have no more properties and items than a request must have.
    is_least: bool,
}

/// A type at a place, with the checks of its values.
#[derive(Clone)]
struct Slot<'m> {
    expr: &'m Expr,
    place: Option<Place>,
    checks: Vec<&'m Check>,
}

impl<'m> Slot<'m> {
    fn checks(&self) -> impl Iterator<Item = &'m Check> {
        self.checks.iter().copied()
    }

    /// Returns the slot of a value inside.
    fn inside(&self, expr: &'m Expr, keyword: &str, inner: fn(&'m Check) -> Option<&'m Check>) -> Self {
        let place = self.place.as_ref().map(|place| place.member(keyword));
        Self { expr, place, checks: self.checks().filter_map(inner).collect() }
    }
}

impl<'m> Maker<'m> {
    pub(super) fn new(model: &'m Model, formats: &'m HashMap<Place, String>) -> Self {
        Self {
            model,
            examples: model.examples.iter().map(|example| (&example.place, &example.value)).collect(),
            formats,
            keywords: Keywords::new(&model.validators, formats),
            patterns: Patterns::default(),
            open: RefCell::default(),
            made: Cell::new(0),
            most: Cell::new(STEPS),
            is_least: false,
        }
    }

    /// Creates a maker of values with no more properties and items than a request must have.
    pub(super) fn of_least(model: &'m Model, formats: &'m HashMap<Place, String>) -> Self {
        Self { is_least: true, ..Self::new(model, formats) }
    }

    /// Makes a value of the type at a place. Returns `None` if none is found.
    pub(super) fn value(&self, expr: &'m Expr, place: Option<&Place>, checks: &'m [Check]) -> Option<Value> {
        self.made.set(0);
        self.make(&Slot { expr, place: place.cloned(), checks: checks.iter().collect() }, 0, 0)
    }

    /// Returns a value that several alternatives of the `oneOf` of a validator accept, and the first two of them.
    pub(super) fn of_two(&self, id: &ValidatorId) -> Option<(usize, usize, Value)> {
        self.keywords.of_two(id)
    }

    /// Returns the first example of the schema at a place that satisfies a type and its checks.
    fn example(&self, place: &Place, slot: &Slot<'m>) -> Option<Value> {
        let first = self.examples.get(&place.member("example"));
        let list = place.member("examples");
        let listed = (0..).map_while(|index| self.examples.get(&list.item(index)));
        let examples = first.into_iter().chain(listed);
        let mut values =
            examples.map(|value| self.model.held_json(slot.expr, value).unwrap_or_else(|| (*value).clone()));
        let is_structure = |value: &Value| value.is_object() || value.is_array();
        values.find(|value| !(self.is_least && is_structure(value)) && self.takes(slot, value))
    }

    /// Returns the converter of values: those of responses, or the least values of requests.
    fn values(&self) -> Values<'m> {
        Values { types: &self.model.types, owner: None, of_response: !self.is_least }
    }

    /// Returns whether a value satisfies a type and its checks. Only the type itself can parse a foreign value.
    fn takes(&self, slot: &Slot<'m>, value: &Value) -> bool {
        let literal = self.values().literal(slot.expr, value);
        matches!(literal, Ok(_) | Err(LiteralError::Foreign))
            && slot.checks().all(|check| self.holds(check, value))
    }

    fn holds(&self, check: &Check, value: &Value) -> bool {
        match check {
            Check::Pattern(pattern) => {
                value.as_str().is_none_or(|text| self.patterns.matches(&pattern.regex, text))
            }
            Check::MultipleOfNumber(factor) => {
                value.as_f64().is_none_or(|number| scalar::is_multiple(number, *factor))
            }
            Check::Schema(id) => self.keywords.accept(id, value),
            Check::Wide(inner) | Check::Text(inner) => self.holds(inner, value),
            Check::Nullable(inner) => value.is_null() || self.holds(inner, value),
            Check::Each(inner) => value.as_array().into_iter().flatten().all(|item| self.holds(inner, item)),
            Check::EachMember(inner) => {
                value.as_object().into_iter().flatten().all(|(_, member)| self.holds(inner, member))
            }
            other => keeps(other, value),
        }
    }

    /// Returns whether a value satisfies a type and its checks.
    pub(super) fn accepts(&self, expr: &'m Expr, checks: &'m [Check], value: &Value) -> bool {
        self.takes(&Slot { expr, place: None, checks: checks.iter().collect() }, value)
    }

    /// Makes the `nth` value.
    fn make(&self, slot: &Slot<'m>, nth: u32, depth: usize) -> Option<Value> {
        self.made.set(self.made.get() + 1);
        if depth > DEEPEST || self.made.get() > self.most.get() {
            return None;
        }
        let accepted = |value: &Value| self.takes(slot, value);
        let example = slot.place.as_ref().filter(|_| nth == 0).and_then(|place| self.example(place, slot));
        let by_validator = || slot.checks().find_map(validator).and_then(|id| self.keywords.value(id, nth));
        example
            .or_else(|| by_validator().filter(accepted))
            .or_else(|| self.by_type(slot, nth, depth).filter(accepted))
    }

    fn by_type(&self, slot: &Slot<'m>, nth: u32, depth: usize) -> Option<Value> {
        let format = slot.place.as_ref().and_then(|place| self.formats.get(place)).map(String::as_str);
        match slot.expr {
            Expr::Any => Some(if nth == 0 { json!({}) } else { json!(nth) }),
            Expr::AnyObject => self.map(slot, &Expr::Any, nth, depth),
            Expr::Boolean => (nth < 2).then_some(Value::Bool(nth == 0)),
            Expr::Integer32 | Expr::Integer64 => Numbers::from_checks(true, slot.checks()).value(nth),
            Expr::Number => Numbers::from_checks(false, slot.checks()).value(nth),
            Expr::String => Texts::from_checks(format, slot.checks()).value(nth),
            Expr::Preset(preset) => {
                let inner = slot.checks().filter_map(|check| match check {
                    Check::Text(inner) => Some(&**inner),
                    _ => None,
                });
                Texts::from_checks(preset.formats.first().copied(), inner).value(nth)
            }
            Expr::List(item) => self.list(slot, item, depth),
            Expr::Map(each) => self.map(slot, each, nth, depth),
            Expr::Nullable(inner) => {
                let checks = slot.checks().map(|check| match check {
                    Check::Nullable(inner) => inner,
                    other => other,
                });
                let inner = Slot { expr: inner, place: slot.place.clone(), checks: checks.collect() };
                self.make(&inner, nth, depth + 1).or_else(|| (nth == 0).then_some(Value::Null))
            }
            Expr::Named(id) => self.named(*id, slot, nth, depth),
            Expr::Foreign(index) => {
                let formats = self.model.foreign.get(*index).into_iter().flat_map(|foreign| &foreign.formats);
                format.into_iter().chain(formats.map(String::as_str)).find_map(scalar::of_format)
            }
        }
    }

    fn list(&self, slot: &Slot<'m>, item: &'m Expr, depth: usize) -> Option<Value> {
        let (least, most) = counts(slot);
        let is_unique = slot.checks().any(|check| matches!(check, Check::Unique));
        let inner = slot.inside(item, "items", |check| match check {
            Check::Each(inner) => Some(inner),
            _ => None,
        });
        let count = u32::try_from(least.max(u64::from(!self.is_least)).min(most).min(ITEMS)).unwrap_or(1);
        let items = (0..count).map(|nth| self.make(&inner, if is_unique { nth } else { 0 }, depth + 1));
        let items: Option<Vec<Value>> = items.collect();
        items.or_else(|| (least == 0).then(Vec::new)).map(Value::Array)
    }

    fn map(&self, slot: &Slot<'m>, each: &'m Expr, nth: u32, depth: usize) -> Option<Value> {
        let (least, most) = counts(slot);
        let inner = slot.inside(each, "additionalProperties", |check| match check {
            Check::EachMember(inner) => Some(inner),
            _ => None,
        });
        let count =
            least.max(u64::from(*slot.expr != Expr::AnyObject && !self.is_least)).min(most).min(ITEMS);
        let members =
            (1..=count).map(|number| Some((format!("property{number}"), self.make(&inner, nth, depth + 1)?)));
        let members: Option<Map<String, Value>> = members.collect();
        members.or_else(|| (least == 0).then(Map::new)).map(Value::Object)
    }

    fn named(&self, id: TypeId, slot: &Slot<'m>, nth: u32, depth: usize) -> Option<Value> {
        if self.open.borrow().contains(&id) {
            return None;
        }
        let ty = self.model.types.get(id);
        let own = ty.place.as_ref().filter(|_| nth == 0).and_then(|place| self.example(place, slot));
        if own.is_some() {
            return own;
        }
        self.open.borrow_mut().push(id);
        let value = match &ty.shape {
            Shape::Alias(target) => {
                let target = Slot { expr: target, place: ty.place.clone(), checks: slot.checks.clone() };
                self.make(&target, nth, depth + 1)
            }
            Shape::Newtype(Newtype { inner, checks }) => {
                let inner = Slot { expr: inner, place: ty.place.clone(), checks: checks.iter().collect() };
                self.make(&inner, nth, depth + 1)
            }
            Shape::Enum(enumeration) => {
                enumeration.values.get(nth as usize).map(|value| value.scalar.to_json())
            }
            Shape::Union(union) => self.union(id, union, nth, depth),
            Shape::Struct(structure) => self.object(structure, nth, depth),
        };
        self.open.borrow_mut().pop();
        value
    }

    fn union(&self, id: TypeId, union: &'m Union, nth: u32, depth: usize) -> Option<Value> {
        let all = self.values();
        union.variants.iter().find_map(|variant| {
            let made = match &variant.constant {
                Some(constant) if nth == 0 => Some(constant.to_json()),
                Some(_) => None,
                None => {
                    let slot = Slot {
                        expr: &variant.expr,
                        place: variant.place.clone(),
                        checks: variant.checks.iter().collect(),
                    };
                    self.make(&slot, nth, depth + 1)
                }
            }?;
            // The discriminator may be a field, and another alternative of a `oneOf` may accept the value too.
            let mut candidates =
                variant.tags.iter().map(|tag| with_tag(union, tag, &made)).chain([made.clone()]);
            candidates.find(|value| match all.literal(&Expr::Named(id), value) {
                Ok(_) | Err(LiteralError::Foreign) => true,
                Err(_) => false,
            })
        })
    }

    /// Makes an object with all required properties, and as many optional ones as its rules allow: all, none, or one.
    fn object(&self, structure: &'m Struct, nth: u32, depth: usize) -> Option<Value> {
        let mut made: Vec<(&Field, Value)> = Vec::new();
        for field in &structure.fields {
            let is_left_out = !both::is_needed(field)
                && (self.is_least
                    || self.made.get() > PLENTY
                    || (depth >= SHALLOW && !self.is_scalar(&field.expr)));
            match self.field(field, nth, depth).filter(|_| !is_left_out) {
                Some(value) => made.push((field, value)),
                None if field.required => return None,
                None => {}
            }
        }
        let optional = made.iter().filter(|(field, _)| !field.required).map(|(field, _)| field.wire.as_str());
        let optional: Vec<&str> = optional.collect();
        let with = |wanted: &dyn Fn(&str) -> bool| {
            let tags = structure.tags.iter().map(|tag| (tag.wire.clone(), tag.value.to_json()));
            let fields = made.iter().filter(|(field, _)| field.required || wanted(&field.wire));
            let fields = fields.map(|(field, value)| (field.wire.clone(), value.clone()));
            let mut members: Map<String, Value> = tags.chain(fields).collect();
            self.fill(structure, &mut members, depth)?;
            Some(Value::Object(members)).filter(|value| self.is_whole(structure, value))
        };
        let most = structure.count.1.and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX);
        let needed = made.len() - optional.len() + structure.tags.len();
        let kept: Vec<&str> = optional.iter().copied().take(most.saturating_sub(needed)).collect();
        with(&|wire| kept.contains(&wire))
            .or_else(|| with(&|_| false))
            .or_else(|| optional.iter().take(TRIED).find_map(|one| with(&|wire| wire == *one)))
    }

    /// Makes the value of a property: its example, its default, or another.
    fn field(&self, field: &'m Field, nth: u32, depth: usize) -> Option<Value> {
        let slot = Slot {
            expr: &field.expr,
            place: Some(field.place.clone()),
            checks: field.checks.iter().collect(),
        };
        let given = || {
            let default = field.given.as_ref().map(|given| given.value.clone());
            let example = self.example(&field.place, &slot);
            example.or_else(|| default.filter(|value| self.takes(&slot, value)))
        };
        let made = |nth| self.make(&slot, nth, depth + 1);
        match nth {
            0 => given().or_else(|| made(0)),
            // Another property may distinguish the values.
            nth => made(nth).or_else(|| made(0)),
        }
    }

    /// Adds properties until there are enough.
    fn fill(&self, structure: &'m Struct, members: &mut Map<String, Value>, depth: usize) -> Option<()> {
        let least = structure.count.0.unwrap_or(0);
        for number in 1..=least.min(ITEMS) {
            if members.len() as u64 >= least {
                break;
            }
            let value = match &structure.additional {
                Additional::Kept => json!("string"),
                // The type drops an ignored property, so the response would not have it.
                Additional::Ignored | Additional::Rejected => return None,
                Additional::Typed(expr, checks) => {
                    let checks = checks.iter().map(inside_member).collect();
                    self.make(&Slot { expr, place: None, checks }, 0, depth + 1)?
                }
            };
            members.entry(format!("property{number}")).or_insert(value);
        }
        Some(())
    }

    fn is_whole(&self, structure: &Struct, value: &Value) -> bool {
        let count = value.as_object().map(Map::len).unwrap_or_default() as u64;
        let (least, most) = structure.count;
        count >= least.unwrap_or(0)
            && most.is_none_or(|most| count <= most)
            && structure.validator.as_ref().is_none_or(|id| self.keywords.accept(id, value))
    }

    fn is_scalar(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Nullable(inner) => self.is_scalar(inner),
            Expr::Named(id) => match &self.model.types.get(*id).shape {
                Shape::Alias(target) => self.is_scalar(target),
                Shape::Enum(_) => true,
                Shape::Struct(_) | Shape::Newtype(_) | Shape::Union(_) => false,
            },
            other => !matches!(other, Expr::List(_) | Expr::Map(_) | Expr::Any | Expr::AnyObject),
        }
    }
}

/// Sets the discriminator of an object.
fn with_tag(union: &Union, tag: &Scalar, object: &Value) -> Value {
    let mut object = object.clone();
    if let (Value::Object(members), Some(property)) = (&mut object, union.tag()) {
        members.insert(property.to_owned(), tag.to_json());
    }
    object
}

/// Returns the check of a value from that of all values of a map.
fn inside_member(check: &Check) -> &Check {
    match check {
        Check::EachMember(inner) => inner,
        other => other,
    }
}

fn validator(check: &Check) -> Option<&ValidatorId> {
    match check {
        Check::Schema(id) => Some(id),
        _ => None,
    }
}

/// Returns the minimum and maximum number of items or properties.
fn counts(slot: &Slot<'_>) -> (u64, u64) {
    let (mut least, mut most) = (0, u64::MAX);
    for check in slot.checks() {
        match check {
            Check::MinCount(count) => least = least.max(*count),
            Check::MaxCount(count) => most = most.min(*count),
            _ => {}
        }
    }
    (least, most)
}
