//! Schemas as data, for what no Rust type says: alternatives, tuples, members that a pattern names.

use super::check::{self, Verdict, canonical, hold};
use super::{Object, Seed, Trail, strict_value::StrictValue};
use serde::de::{Deserializer, Error as _};
use serde::{Serialize, de::DeserializeSeed as _};
use serde_json::{Map, Value};

/// A schema: what a value has to keep to. Without a keyword it is any value.
pub struct Schema(pub &'static [Keyword]);

/// What JSON Schema says of values. Each keyword is for one type, and lets the others pass.
pub enum Keyword {
    Type(&'static [Type]),
    /// The values, in JSON.
    Enum(&'static [&'static str]),
    Minimum(f64),
    Maximum(f64),
    MoreThan(f64),
    LessThan(f64),
    MultipleOf(f64),
    MinLength(usize),
    MaxLength(usize),
    Pattern(Matches),
    MinItems(usize),
    MaxItems(usize),
    UniqueItems,
    Items(&'static Schema),
    /// A schema for each of the first items, and what the others are.
    Tuple(&'static [&'static Schema], Others),
    MinProperties(usize),
    MaxProperties(usize),
    Required(&'static [&'static str]),
    Properties {
        named: &'static [(&'static str, &'static Schema)],
        by_pattern: &'static [(Matches, &'static Schema)],
        others: Others,
    },
    /// Where the member is there, the others are as well.
    Dependency(&'static str, &'static [&'static str]),
    /// Where the member is there, the object is as the schema says.
    SchemaDependency(&'static str, &'static Schema),
    AllOf(&'static [&'static Schema]),
    AnyOf(&'static [&'static Schema]),
    OneOf(&'static [&'static Schema]),
    Not(&'static Schema),
}

/// A pattern, and whether a text matches it.
pub type Matches = (&'static str, fn(&str) -> bool);

/// The items or members that nothing else names.
pub enum Others {
    Any,
    Refused,
    Each(&'static Schema),
}

/// A type of JSON value.
#[derive(Debug)]
pub enum Type {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

impl Type {
    fn has(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Integer, Value::Number(number)) => {
                number.is_i64()
                    || number.is_u64()
                    || number.as_f64().is_some_and(|float| float.fract() == 0.0)
            }
            (Self::Null, Value::Null)
            | (Self::Boolean, Value::Bool(_))
            | (Self::Number, Value::Number(_))
            | (Self::String, Value::String(_))
            | (Self::Array, Value::Array(_))
            | (Self::Object, Value::Object(_)) => true,
            _ => false,
        }
    }
}

impl Schema {
    /// The rule for a value that is read already.
    pub(crate) fn rule<T: Serialize>(&'static self) -> impl Fn(&T, &mut Trail) -> Verdict {
        |value, trail| self.check(&serde_json::json!(value), trail)
    }

    /// Checks a value.
    pub(crate) fn check(&self, value: &Value, trail: &mut Trail) -> Verdict {
        self.0.iter().try_for_each(|keyword| keyword.check(value, trail))
    }

    fn holds(&self, value: &Value) -> bool {
        self.check(value, &mut Trail::default()).is_ok()
    }

    fn check_at(&self, step: impl ToString, value: &Value, trail: &mut Trail) -> Verdict {
        self.check(value, trail).inspect_err(|_| trail.push(step))
    }
}

/// Reads an object, and checks all of it before a struct is made of it.
pub fn checked_object<'de, T: Object, D: Deserializer<'de>>(
    schema: &Schema,
    input: D,
    trail: &mut Trail,
) -> Result<T, D::Error> {
    let value = StrictValue(trail).deserialize(input)?;
    if !value.is_object() {
        return Err(D::Error::custom("an object is expected"));
    }
    schema.check(&value, trail).map_err(D::Error::custom)?;
    value.deserialize_map(Seed::<T>::new(trail)).map_err(D::Error::custom)
}

impl Keyword {
    fn check(&self, value: &Value, trail: &mut Trail) -> Verdict {
        match value {
            Value::Number(number) => self.check_number(&number.as_f64().unwrap_or(f64::NAN), trail)?,
            Value::String(text) => self.check_text(text, trail)?,
            Value::Array(items) => self.check_items(items, trail)?,
            Value::Object(members) => self.check_members(members, value, trail)?,
            Value::Null | Value::Bool(_) => {}
        }
        match self {
            Self::Type(types) => hold(types.iter().any(|one| one.has(value)), || {
                let names: Vec<_> = types.iter().map(|one| format!("{one:?}").to_lowercase()).collect();
                format!("must be of type {}", names.join(" or "))
            }),
            Self::Enum(values) => {
                let own = canonical(value);
                let same =
                    |text: &&str| serde_json::from_str(text).is_ok_and(|other| canonical(&other) == own);
                hold(values.iter().any(same), || format!("must be one of {}", values.join(", ")))
            }
            Self::AllOf(all) => all.iter().try_for_each(|schema| schema.check(value, trail)),
            Self::AnyOf(any) => hold(any.iter().any(|schema| schema.holds(value)), || {
                "must be one of the alternatives".to_owned()
            }),
            Self::OneOf(all) => match all.iter().filter(|schema| schema.holds(value)).count() {
                0 => Err("must be one of the alternatives".to_owned()),
                1 => Ok(()),
                many => Err(format!("must be one of the alternatives alone, and is {many} of them")),
            },
            Self::Not(schema) => hold(!schema.holds(value), || "must not be what is excluded".to_owned()),
            _ => Ok(()),
        }
    }

    fn check_number(&self, number: &f64, trail: &mut Trail) -> Verdict {
        match self {
            Self::Minimum(least) => check::at_least(*least)(number, trail),
            Self::Maximum(most) => check::at_most(*most)(number, trail),
            Self::MoreThan(bound) => check::more_than(*bound)(number, trail),
            Self::LessThan(bound) => check::less_than(*bound)(number, trail),
            Self::MultipleOf(factor) => check::multiple_of_number(*factor)(number, trail),
            _ => Ok(()),
        }
    }

    fn check_text(&self, text: &String, trail: &mut Trail) -> Verdict {
        match self {
            Self::MinLength(least) => check::min_length(*least)(text, trail),
            Self::MaxLength(most) => check::max_length(*most)(text, trail),
            Self::Pattern((written, matches)) => hold(matches(text), || format!("must match `{written}`")),
            _ => Ok(()),
        }
    }

    fn check_items(&self, items: &Vec<Value>, trail: &mut Trail) -> Verdict {
        match self {
            Self::MinItems(least) => check::min_count(*least)(items, trail),
            Self::MaxItems(most) => check::max_count(*most)(items, trail),
            Self::UniqueItems => check::unique()(items, trail),
            Self::Items(each) => check::each(|item, trail| each.check(item, trail))(items, trail),
            Self::Tuple(schemas, others) => {
                items.iter().enumerate().try_for_each(|(index, item)| match (schemas.get(index), others) {
                    (Some(schema), _) | (None, Others::Each(schema)) => schema.check_at(index, item, trail),
                    (None, Others::Any) => Ok(()),
                    (None, Others::Refused) => check::max_count(schemas.len())(items, trail),
                })
            }
            _ => Ok(()),
        }
    }

    fn check_members(&self, members: &Map<String, Value>, whole: &Value, trail: &mut Trail) -> Verdict {
        let missing = |name: &str| hold(members.contains_key(name), || format!("member `{name}` is missing"));
        match self {
            Self::MinProperties(least) => check::min_count(*least)(members, trail),
            Self::MaxProperties(most) => check::max_count(*most)(members, trail),
            Self::Required(names) => names.iter().try_for_each(|name| missing(name)),
            Self::Dependency(name, names) if members.contains_key(*name) => {
                names.iter().try_for_each(|name| missing(name))
            }
            Self::SchemaDependency(name, schema) if members.contains_key(*name) => schema.check(whole, trail),
            Self::Properties { named, by_pattern, others } => members.iter().try_for_each(|(name, value)| {
                let own = named.iter().filter(|(known, _)| known == name).map(|(_, schema)| schema);
                let patterned =
                    by_pattern.iter().filter(|((_, matches), _)| matches(name)).map(|(_, schema)| schema);
                let schemas: Vec<_> = own.chain(patterned).collect();
                match others {
                    Others::Refused if schemas.is_empty() => Err(format!("member `{name}` is not allowed")),
                    Others::Each(schema) if schemas.is_empty() => schema.check_at(name, value, trail),
                    _ => schemas.iter().try_for_each(|schema| schema.check_at(name, value, trail)),
                }
            }),
            _ => Ok(()),
        }
    }
}
