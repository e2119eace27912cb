//! A value that several schemas describe: those of `allOf` count as one.

use super::side::Side;
use crate::api::{Additional, Constraint, Items, JsonType, Schema, SchemaId, Union};
use crate::diagnostic::{Place, Placed};
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};

/// All keywords of the schemas of a value.
#[expect(clippy::struct_excessive_bools, reason = "each is a keyword of its own")]
#[derive(Debug, Default)]
pub(super) struct Flat<'s> {
    /// The schemas, including those of `allOf`.
    pub ids: Vec<SchemaId>,
    /// The place of the first schema.
    pub place: Option<&'s Place>,
    /// The types without null. An empty list means any type.
    pub types: Vec<JsonType>,
    pub nullable: bool,
    pub format: Option<&'s str>,
    /// The values of the `enum`, without null, and the place of each.
    pub values: Option<Vec<(&'s Value, Option<Place>)>>,
    /// Whether other values are also accepted.
    pub open: bool,
    pub properties: Vec<Property<'s>>,
    pub required: BTreeMap<&'s str, &'s Place>,
    pub rest: Rest,
    pub items: Vec<SchemaId>,
    pub tuple: Vec<SchemaId>,
    pub constraints: Vec<&'s Placed<Constraint>>,
    pub unions: Vec<&'s Union>,
    pub default: Option<&'s Placed<Value>>,
    pub read_only: bool,
    pub write_only: bool,
}

/// A property, and the schemas that declare it.
#[derive(Debug)]
pub(super) struct Property<'s> {
    pub name: &'s str,
    pub place: &'s Place,
    pub schemas: Vec<SchemaId>,
}

/// The properties that an object does not declare.
#[derive(Debug, Default, PartialEq)]
pub(super) enum Rest {
    #[default]
    Open,
    Typed(Vec<SchemaId>),
    Closed,
}

impl<'s> Flat<'s> {
    pub(super) fn new(side: &Side<'s>, ids: &[SchemaId]) -> Self {
        let api = side.api;
        let mut flat = Self::default();
        let mut seen = HashSet::new();
        let mut waiting: Vec<SchemaId> = ids.iter().rev().copied().collect();
        let mut types: Option<Vec<JsonType>> = None;
        while let Some(id) = waiting.pop() {
            if !seen.insert(id.index()) {
                continue;
            }
            flat.ids.push(id);
            let schema = api.schemas.get(id);
            waiting.extend(schema.all_of.iter().rev());
            flat.add(schema);
            if !schema.types.is_empty() {
                let own = schema.types.iter().copied();
                let own: Vec<JsonType> = match &types {
                    Some(known) => own.filter(|one| allows(known, *one)).collect(),
                    None => own.collect(),
                };
                types = Some(own);
            }
        }
        let is_explicit = types.is_some();
        flat.types = types.unwrap_or_else(|| flat.implied_types());
        // In JSON Schema, `properties` without `type` also accept null, but the generated code rejects it.
        flat.nullable = match is_explicit || flat.types.is_empty() {
            true => ids.iter().all(|id| accepts_null(side, *id, &mut HashSet::new())),
            false => ids.iter().any(|id| api.schemas.get(*id).nullable),
        };
        flat.types.retain(|one| *one != JsonType::Null);
        flat
    }

    fn add(&mut self, schema: &'s Schema) {
        self.place = self.place.or(schema.place.as_ref());
        self.format = self.format.or(schema.format.as_deref());
        self.add_values(schema);
        for property in &schema.properties {
            match self.properties.iter_mut().find(|known| known.name == property.name) {
                Some(known) => known.schemas.push(property.schema),
                None => self.properties.push(Property {
                    name: &property.name,
                    place: &property.place,
                    schemas: vec![property.schema],
                }),
            }
        }
        for name in &schema.required {
            self.required.entry(&name.value).or_insert(&name.place);
        }
        match (&schema.additional, &mut self.rest) {
            (Additional::Rejected, rest) => *rest = Rest::Closed,
            (Additional::Schema(each), Rest::Typed(known)) => known.push(*each),
            (Additional::Schema(each), rest @ Rest::Open) => *rest = Rest::Typed(vec![*each]),
            _ => {}
        }
        if matches!(schema.unevaluated_properties, Additional::Rejected) {
            self.rest = Rest::Closed;
        }
        match &schema.items {
            Items::Each(item) => self.items.push(*item),
            Items::Tuple(items) if self.tuple.is_empty() => self.tuple.clone_from(items),
            Items::Tuple(_) | Items::Unsaid => {}
        }
        self.constraints.extend(schema.constraints.iter().filter(|one| !one.value.is_vacuous()));
        self.unions.extend(&schema.unions);
        self.default = self.default.or(schema.default.as_ref());
        self.read_only |= schema.read_only;
        self.write_only |= schema.write_only;
    }

    /// Adds an `enum`. Of several ones, only the values that all of them list are valid.
    fn add_values(&mut self, schema: &'s Schema) {
        let Some(values) = &schema.enumeration else { return };
        let own = values.iter().enumerate().filter(|(_, value)| !value.is_null());
        match &mut self.values {
            Some(_) if schema.open.is_some() => {}
            Some(known) if !self.open => known.retain(|(value, _)| values.contains(value)),
            none_or_open => {
                *none_or_open = Some(own.map(|(index, value)| (value, schema.value_place(index))).collect());
                self.open = schema.open.is_some();
            }
        }
    }

    /// The types of schemas without `type`: those that their keywords are about.
    fn implied_types(&self) -> Vec<JsonType> {
        let mut types = Vec::new();
        if !self.properties.is_empty() || self.rest != Rest::Open {
            types.push(JsonType::Object);
        }
        if !self.items.is_empty() || !self.tuple.is_empty() {
            types.push(JsonType::Array);
        }
        for (value, _) in self.values.iter().flatten() {
            let own = match value {
                Value::String(_) => JsonType::String,
                Value::Number(number) if number.is_f64() => JsonType::Number,
                Value::Number(_) => JsonType::Integer,
                Value::Bool(_) => JsonType::Boolean,
                Value::Array(_) => JsonType::Array,
                Value::Object(_) => JsonType::Object,
                Value::Null => continue,
            };
            if !types.contains(&own) {
                types.push(own);
            }
        }
        types
    }

    /// Returns the types of the alternatives, if each of them has types.
    pub(super) fn types_of_alternatives(&self, side: &Side<'s>) -> Option<Vec<JsonType>> {
        let [union] = self.unions.as_slice() else { return None };
        let mut types: Vec<JsonType> = Vec::new();
        for member in &union.members {
            let own = Self::new(side, &[*member]);
            if own.types.is_empty() && !own.nullable {
                return None;
            }
            types.extend(own.types);
        }
        Some(types)
    }

    pub(super) fn property(&self, name: &str) -> Option<&Property<'s>> {
        self.properties.iter().find(|property| property.name == name)
    }

    /// Returns the type in words: `integer (int32)`.
    pub(super) fn type_name(&self) -> String {
        if self.types.is_empty() {
            return "any value".to_owned();
        }
        let names: Vec<&str> = self.types.iter().map(|one| one.name()).collect();
        match self.format {
            Some(format) => format!("{} ({format})", names.join(" or ")),
            None => names.join(" or "),
        }
    }
}

/// A number without a fraction is also a `number`.
fn allows(types: &[JsonType], one: JsonType) -> bool {
    types.contains(&one) || (one == JsonType::Integer && types.contains(&JsonType::Number))
}

/// Returns whether a schema accepts null. A schema that contains itself adds nothing.
fn accepts_null(side: &Side<'_>, id: SchemaId, seen: &mut HashSet<usize>) -> bool {
    let schema = side.api.schemas.get(id);
    if schema.nullable || !seen.insert(id.index()) {
        return true;
    }
    let by_type = schema.types.is_empty() || schema.types.contains(&JsonType::Null);
    let by_values = schema.enumeration.as_ref().is_none_or(|values| values.iter().any(Value::is_null));
    let mut inside = |id: &SchemaId| accepts_null(side, *id, seen);
    by_type
        && by_values
        && schema.unions.iter().all(|union| union.members.iter().any(&mut inside))
        && schema.all_of.iter().all(&mut inside)
}
