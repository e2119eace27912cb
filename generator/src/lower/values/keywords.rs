//! Values of schemas that no Rust type expresses: those that a validator checks.

use super::pattern;
use super::scalar::{Numbers, Texts, is_multiple};
use crate::api::JsonType;
use crate::diagnostic::Place;
use crate::model::validator::{Inner, Keyword, Others, Validator, ValidatorId};
use serde_json::{Map, Value};
use std::cell::Cell;
use std::collections::HashMap;

/// The maximum depth of schemas in each other.
const DEEPEST: usize = 12;
/// The maximum number of items that are made for an array.
const ITEMS: u64 = 50;
/// The number of values of each alternative that are tried.
const TRIED: u32 = 4;
/// The number of schemas that are tried for one value.
const STEPS: u32 = 20_000;

/// The validators of a model, and the formats of their schemas.
pub(super) struct Keywords<'m> {
    validators: HashMap<&'m ValidatorId, &'m [Keyword]>,
    formats: &'m HashMap<Place, String>,
    left: Cell<u32>,
}

/// The keywords of a schema, with its format.
#[derive(Clone)]
struct Schema<'m> {
    keywords: Vec<&'m Keyword>,
    format: Option<&'m str>,
}

impl<'m> Keywords<'m> {
    pub(super) fn new(validators: &'m [Validator], formats: &'m HashMap<Place, String>) -> Self {
        let validators = validators.iter().map(|known| (&known.id, known.keywords.as_slice())).collect();
        Self { validators, formats, left: Cell::new(0) }
    }

    /// Returns the `nth` value that a validator accepts, if one is found.
    pub(super) fn value(&self, id: &ValidatorId, nth: u32) -> Option<Value> {
        self.left.set(STEPS);
        let keywords = self.validators.get(id)?.iter().collect();
        let format = self.formats.get(&id.place).map(String::as_str);
        let made = self.make(&Schema { keywords, format }, nth, 0)?;
        self.accept(id, &made).then_some(made)
    }

    /// Returns whether a validator accepts a value.
    pub(super) fn accept(&self, id: &ValidatorId, value: &Value) -> bool {
        self.left.set(STEPS);
        self.validators.get(id).is_some_and(|keywords| self.all(keywords, value, 0))
    }

    /// Returns the keywords of a schema.
    pub(super) fn keywords<'k>(&'k self, inner: &'k Inner) -> &'k [Keyword] {
        match inner {
            Inner::Inline(keywords) => keywords,
            Inner::Validator(id) => self.validators.get(id).copied().unwrap_or_default(),
        }
    }

    /// Returns a value that a validator rejects only because several alternatives of its `oneOf` accept it, and the first
    /// two of them.
    pub(super) fn of_two(&self, id: &ValidatorId) -> Option<(usize, usize, Value)> {
        let keywords = self.validators.get(id)?;
        let is_one_of = |keyword: &&Keyword| matches!(keyword, Keyword::OneOf(_));
        let Keyword::OneOf(alternatives) = keywords.iter().find(is_one_of)? else { return None };
        let numbers = (0..TRIED).flat_map(|nth| alternatives.iter().map(move |inner| (inner, nth)));
        numbers.into_iter().find_map(|(inner, nth)| {
            self.left.set(STEPS);
            let mut both = self.inner(inner);
            both.keywords.extend(keywords.iter().filter(|keyword| !is_one_of(keyword)));
            let value = self.make(&both, nth, 0)?;
            let accepting = alternatives.iter().enumerate().filter(|(_, inner)| self.is(inner, &value, 0));
            let accepting: Vec<usize> = accepting.map(|(index, _)| index).collect();
            let [first, second, ..] = accepting.as_slice() else { return None };
            Some((*first, *second, value))
        })
    }

    fn inner(&self, inner: &'m Inner) -> Schema<'m> {
        match inner {
            Inner::Inline(keywords) => Schema { keywords: keywords.iter().collect(), format: None },
            Inner::Validator(id) => Schema {
                keywords: self.validators.get(id).into_iter().copied().flatten().collect(),
                format: self.formats.get(&id.place).map(String::as_str),
            },
        }
    }

    fn make(&self, schema: &Schema<'m>, nth: u32, depth: usize) -> Option<Value> {
        self.left.set(self.left.get().checked_sub(1)?);
        if depth > DEEPEST {
            return None;
        }
        let schema = self.flatten(schema, depth)?;
        let accepted = |value: &Value| schema.keywords.iter().all(|one| self.one(one, value, depth));
        let listed = schema.keywords.iter().find_map(|keyword| match keyword {
            Keyword::Enum(values) => Some(values),
            _ => None,
        });
        if let Some(values) = listed {
            return values.iter().filter(|value| accepted(value)).nth(nth as usize).cloned();
        }
        let choices = schema.keywords.iter().enumerate();
        if let Some((at, alternatives)) =
            choices.into_iter().find_map(|(at, keyword)| Some((at, alternatives(keyword)?)))
        {
            return alternatives.into_iter().find_map(|alternative| {
                let rest = schema.keywords.iter().enumerate().filter(|(index, _)| *index != at);
                let mut all = Schema { keywords: rest.map(|(_, keyword)| *keyword).collect(), format: None };
                for inner in alternative {
                    let inner = self.inner(inner);
                    all.format = all.format.or(inner.format);
                    all.keywords.extend(inner.keywords);
                }
                all.format = all.format.or(schema.format);
                self.make(&all, nth, depth + 1).filter(accepted)
            });
        }
        let types = types(&schema.keywords);
        types.into_iter().find_map(|one| self.of_type(one, &schema, nth, depth).filter(accepted))
    }

    /// Replaces each `allOf` by the keywords of its schemas.
    fn flatten(&self, schema: &Schema<'m>, depth: usize) -> Option<Schema<'m>> {
        let mut flat = Schema { keywords: Vec::new(), format: schema.format };
        for keyword in &schema.keywords {
            let inner: Vec<&'m Inner> = match keyword {
                Keyword::AllOf(all) => all.iter().collect(),
                Keyword::InResponses(inner) => vec![inner],
                other => {
                    flat.keywords.push(other);
                    continue;
                }
            };
            for inner in inner {
                self.left.set(self.left.get().checked_sub(1)?);
                let part = self.inner(inner);
                let part = if depth > DEEPEST { return None } else { self.flatten(&part, depth + 1)? };
                flat.format = flat.format.or(part.format);
                flat.keywords.extend(part.keywords);
            }
        }
        Some(flat)
    }

    fn of_type(&self, one: JsonType, schema: &Schema<'m>, nth: u32, depth: usize) -> Option<Value> {
        let keywords = || schema.keywords.iter().copied();
        match one {
            JsonType::Null => (nth == 0).then_some(Value::Null),
            JsonType::Boolean => (nth < 2).then_some(Value::Bool(nth == 0)),
            JsonType::Integer => Numbers::from_keywords(true, keywords()).value(nth),
            JsonType::Number => Numbers::from_keywords(false, keywords()).value(nth),
            JsonType::String | JsonType::File => {
                let content = keywords().find_map(|keyword| match keyword {
                    Keyword::Content(inner) => Some(inner),
                    _ => None,
                });
                match content {
                    None => Texts::from_keywords(schema.format, keywords()).value(nth),
                    Some(inner) => {
                        self.make(&self.inner(inner), nth, depth + 1).map(|json| json.to_string().into())
                    }
                }
            }
            JsonType::Array => self.array(schema, depth),
            JsonType::Object => self.object(schema, nth, depth),
        }
    }

    fn array(&self, schema: &Schema<'m>, depth: usize) -> Option<Value> {
        let (mut least, mut most, mut is_unique) = (0, u64::MAX, false);
        let mut tuple: Vec<&'m Inner> = Vec::new();
        let mut each = Schema { keywords: Vec::new(), format: None };
        for keyword in &schema.keywords {
            match keyword {
                Keyword::MinItems(count) => least = least.max(*count),
                Keyword::MaxItems(count) => most = most.min(*count),
                Keyword::Unique => is_unique = true,
                Keyword::Tuple(items, _) => tuple = items.iter().collect(),
                Keyword::Items(inner) => {
                    let inner = self.inner(inner);
                    each.format = each.format.or(inner.format);
                    each.keywords.extend(inner.keywords);
                }
                _ => {}
            }
        }
        let contained = schema.keywords.iter().find_map(|keyword| match keyword {
            Keyword::Contains(inner, least, _) => Some((inner, *least)),
            _ => None,
        });
        let least = least.max(contained.map_or(0, |(_, least)| tuple.len() as u64 + least));
        let count = least.max(if tuple.is_empty() { 1 } else { tuple.len() as u64 }).min(most);
        let made: Option<Vec<Value>> = (0..count.min(ITEMS))
            .zip(0..)
            .map(|(index, nth)| {
                let inner = usize::try_from(index).ok().and_then(|index| tuple.get(index));
                let mut inner = inner.map_or_else(|| each.clone(), |inner| self.inner(inner));
                if let Some((contained, _)) = contained.filter(|_| index >= tuple.len() as u64) {
                    inner.keywords.extend(self.inner(contained).keywords);
                }
                self.make(&inner, if is_unique { nth } else { 0 }, depth + 1)
            })
            .collect();
        made.filter(|_| count <= ITEMS).or_else(|| (least == 0).then(Vec::new)).map(Value::Array)
    }

    /// Makes an object with the required properties.
    fn object(&self, schema: &Schema<'m>, nth: u32, depth: usize) -> Option<Value> {
        let mut members = Map::new();
        let mut least = 0;
        for keyword in &schema.keywords {
            match keyword {
                Keyword::Required(names) | Keyword::RequiredInResponses(names) => {
                    for name in names {
                        let value = self.property(name, schema, nth, depth)?;
                        members.insert(name.clone(), value);
                    }
                }
                Keyword::MinProperties(count) => least = least.max(*count),
                _ => {}
            }
        }
        let declared = schema.keywords.iter().filter_map(|keyword| match keyword {
            Keyword::Properties { named, .. } => Some(named.iter().map(|(name, _)| name.clone())),
            _ => None,
        });
        let others = (1..=ITEMS).map(|number| format!("property{number}"));
        for name in declared.flatten().chain(others) {
            if members.len() as u64 >= least {
                break;
            }
            if let Some(value) = self.property(&name, schema, nth, depth) {
                members.entry(name).or_insert(value);
            }
        }
        Some(Value::Object(members))
    }

    /// Makes a value that all schemas of a property accept.
    fn property(&self, name: &str, schema: &Schema<'m>, nth: u32, depth: usize) -> Option<Value> {
        let mut all = Schema { keywords: Vec::new(), format: None };
        for keyword in &schema.keywords {
            let Keyword::Properties { named, patterns, others } = keyword else { continue };
            for inner in described(name, named, patterns, others) {
                let inner = self.inner(inner?);
                all.format = all.format.or(inner.format);
                all.keywords.extend(inner.keywords);
            }
        }
        self.make(&all, nth, depth + 1)
    }

    fn all(&self, keywords: &[Keyword], value: &Value, depth: usize) -> bool {
        // Null is accepted, regardless of the other keywords.
        (value.is_null() && keywords.iter().any(|keyword| matches!(keyword, Keyword::Nullable)))
            || keywords.iter().all(|keyword| match keyword {
                Keyword::UnevaluatedProperties(others) | Keyword::UnevaluatedItems(others) => {
                    self.unevaluated(keywords, keyword, value, depth).iter().all(|inside| match others {
                        Others::Any => true,
                        Others::Rejected => false,
                        Others::Each(inner) => self.is(inner, inside, depth),
                    })
                }
                keyword => self.one(keyword, value, depth),
            })
    }

    pub(super) fn is(&self, inner: &Inner, value: &Value, depth: usize) -> bool {
        let Some(left) = self.left.get().checked_sub(1).filter(|_| depth <= 4 * DEEPEST) else {
            return false;
        };
        self.left.set(left);
        self.all(self.keywords(inner), value, depth + 1)
    }

    fn one(&self, keyword: &Keyword, value: &Value, depth: usize) -> bool {
        let is = |inner: &Inner, value: &Value| self.is(inner, value, depth);
        match keyword {
            Keyword::Nullable => true,
            Keyword::Types(types) => types.iter().any(|one| has_type(value, *one)),
            Keyword::Enum(values) => values.iter().any(|listed| is_equal(listed, value)),
            Keyword::RequiredInResponses(names) => one_object(&Keyword::Required(names.clone()), value),
            Keyword::InResponses(inner) => is(inner, value),
            // The values are those of responses.
            Keyword::WriteOnly => false,
            Keyword::Items(inner) => array(value).iter().all(|item| is(inner, item)),
            Keyword::Tuple(items, others) => {
                array(value).iter().enumerate().all(|(index, item)| match (items.get(index), others) {
                    (None, Others::Any) => true,
                    (None, Others::Rejected) => false,
                    (Some(inner), _) | (None, Others::Each(inner)) => is(inner, item),
                })
            }
            Keyword::Properties { named, patterns, others } => {
                value.as_object().into_iter().flatten().all(|(name, member)| {
                    let mut inner = described(name, named, patterns, others);
                    inner.all(|inner| inner.is_some_and(|inner| is(inner, member)))
                })
            }
            Keyword::SchemaDependency(name, inner) => value.get(name).is_none() || is(inner, value),
            Keyword::AllOf(all) => all.iter().all(|inner| is(inner, value)),
            Keyword::AnyOf(all) => all.iter().any(|inner| is(inner, value)),
            Keyword::OneOf(all) => all.iter().filter(|inner| is(inner, value)).count() == 1,
            Keyword::Not(inner) => !is(inner, value),
            Keyword::If(condition, then, otherwise) => {
                is(if is(condition, value) { then } else { otherwise }, value)
            }
            Keyword::Contains(inner, least, most) => value.as_array().is_none_or(|items| {
                let count = items.iter().filter(|item| is(inner, item)).count() as u64;
                count >= *least && most.is_none_or(|most| count <= most)
            }),
            Keyword::Content(inner) => value
                .as_str()
                .is_none_or(|text| serde_json::from_str(text).is_ok_and(|json| is(inner, &json))),
            Keyword::PropertyNames(inner) => value
                .as_object()
                .into_iter()
                .flatten()
                .all(|(name, _)| is(inner, &Value::from(name.as_str()))),
            other => one_scalar(other, value) && one_object(other, value),
        }
    }
}

/// Returns the alternatives of a keyword, each with the schemas that make it valid.
fn alternatives(keyword: &Keyword) -> Option<Vec<Vec<&Inner>>> {
    match keyword {
        Keyword::AnyOf(all) | Keyword::OneOf(all) => Some(all.iter().map(|inner| vec![inner]).collect()),
        Keyword::If(condition, then, otherwise) => {
            Some(vec![vec![otherwise], vec![then], vec![condition, then]])
        }
        _ => None,
    }
}

/// Returns the schemas of a property. `None` for one that is not allowed.
pub(super) fn described<'k>(
    name: &str,
    named: &'k [(String, Inner)],
    patterns: &'k [(crate::model::Pattern, Inner)],
    others: &'k Others,
) -> impl Iterator<Item = Option<&'k Inner>> + use<'k> {
    let own = named.iter().filter(|(known, _)| known == name).map(|(_, inner)| inner);
    let matching = patterns.iter().filter(|(pattern, _)| pattern::matches(&pattern.regex, name));
    let found: Vec<&Inner> = own.chain(matching.map(|(_, inner)| inner)).collect();
    let other = match others {
        Others::Each(inner) if found.is_empty() => Some(Some(inner)),
        Others::Rejected if found.is_empty() => Some(None),
        _ => None,
    };
    found.into_iter().map(Some).chain(other)
}

/// The constraints of numbers, texts and arrays, which accept values of other types.
fn one_scalar(keyword: &Keyword, value: &Value) -> bool {
    let number = |accepts: &dyn Fn(f64) -> bool| value.as_f64().is_none_or(accepts);
    let length = value.as_str().map(|text| text.chars().count() as u64);
    let count = value.as_array().map(|items| items.len() as u64);
    match keyword {
        Keyword::AtLeast(bound) => number(&|number| number >= *bound),
        Keyword::AtMost(bound) => number(&|number| number <= *bound),
        Keyword::MoreThan(bound) => number(&|number| number > *bound),
        Keyword::LessThan(bound) => number(&|number| number < *bound),
        Keyword::MultipleOf(factor) => number(&|number| is_multiple(number, *factor)),
        Keyword::MinLength(least) => length.is_none_or(|length| length >= *least),
        Keyword::MaxLength(most) => length.is_none_or(|length| length <= *most),
        Keyword::Pattern(pattern) => value.as_str().is_none_or(|text| pattern::matches(&pattern.regex, text)),
        Keyword::Format(preset) => value.as_str().is_none_or(|text| preset.accepts(text) == Some(true)),
        Keyword::MinItems(least) => count.is_none_or(|count| count >= *least),
        Keyword::MaxItems(most) => count.is_none_or(|count| count <= *most),
        Keyword::Unique => {
            let items = array(value);
            items
                .iter()
                .enumerate()
                .all(|(index, item)| !items.iter().skip(index + 1).any(|other| is_equal(item, other)))
        }
        _ => true,
    }
}

/// The constraints of objects, which accept values of other types.
fn one_object(keyword: &Keyword, value: &Value) -> bool {
    let Some(members) = value.as_object() else { return true };
    match keyword {
        Keyword::MinProperties(least) => members.len() as u64 >= *least,
        Keyword::MaxProperties(most) => members.len() as u64 <= *most,
        Keyword::Required(names) => names.iter().all(|name| members.contains_key(name)),
        Keyword::Dependency(name, needed) => {
            !members.contains_key(name) || needed.iter().all(|name| members.contains_key(name))
        }
        _ => true,
    }
}

pub(super) fn array(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Compares as JSON Schema does: `1` is `1.0`.
fn is_equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_equal(one, other))
        }
        (Value::Object(one), Value::Object(others)) => {
            one.len() == others.len()
                && one.iter().all(|(name, one)| others.get(name).is_some_and(|other| is_equal(one, other)))
        }
        (one, other) => one == other,
    }
}

fn has_type(value: &Value, one: JsonType) -> bool {
    match one {
        JsonType::Null => value.is_null(),
        JsonType::Boolean => value.is_boolean(),
        JsonType::Integer => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        JsonType::Number => value.is_number(),
        JsonType::String | JsonType::File => value.is_string(),
        JsonType::Array => value.is_array(),
        JsonType::Object => value.is_object(),
    }
}

/// Returns the types to try: those that all keywords allow, or any, with the types that the keywords are about first.
fn types(keywords: &[&Keyword]) -> Vec<JsonType> {
    const ALL: [JsonType; 6] = [
        JsonType::Object,
        JsonType::String,
        JsonType::Integer,
        JsonType::Array,
        JsonType::Boolean,
        JsonType::Null,
    ];
    let lists: Vec<&Vec<JsonType>> = keywords
        .iter()
        .filter_map(|keyword| match keyword {
            Keyword::Types(types) => Some(types),
            _ => None,
        })
        .collect();
    if let Some((first, others)) = lists.split_first() {
        // Each integer is a number.
        let narrowed =
            |one: &JsonType| others.iter().all(|list| list.contains(one)) || *one == JsonType::Number;
        let mut types: Vec<JsonType> = first.iter().copied().filter(narrowed).collect();
        let has_integer = lists.iter().any(|list| list.contains(&JsonType::Integer));
        types.extend(has_integer.then_some(JsonType::Integer));
        types.sort_by_key(|one| *one == JsonType::Null);
        return types;
    }
    let about = keywords.iter().find_map(|keyword| match keyword {
        Keyword::MinLength(_) | Keyword::MaxLength(_) | Keyword::Pattern(_) | Keyword::Format(_) => {
            Some(JsonType::String)
        }
        Keyword::AtLeast(_) | Keyword::AtMost(_) | Keyword::MoreThan(_) | Keyword::LessThan(_) => {
            Some(JsonType::Number)
        }
        Keyword::MultipleOf(_) => Some(JsonType::Number),
        Keyword::Items(_) | Keyword::Tuple(..) | Keyword::MinItems(_) | Keyword::Contains(..) => {
            Some(JsonType::Array)
        }
        _ => None,
    });
    about.into_iter().chain(ALL).collect()
}
