//! Unions: lowers the alternatives of `oneOf`, `anyOf` and several types, and the subtypes of a definition, to the variants
//! of an enum.

use super::check::{checks_in_variant, checks_of, checks_of_type};
use super::facts::{Alternative, Facts, Form, Json, merged_tags, reach};
use super::schema::Types;
use crate::api::{JsonType, SchemaId, UnionKind};
use crate::diagnostic::Diagnostics;
use crate::model::validator::ValidatorId;
use crate::model::{Check, Choose, Expr, Known, Label, Scalar, Union, Variant};

impl Types<'_> {
    /// Creates the enum of the alternatives of a schema.
    pub(super) fn union(&mut self, id: SchemaId, diagnostics: &mut Diagnostics) -> Union {
        let facts = self.facts;
        let Some(union) = facts.alternatives(id) else {
            return Union { choose: Choose::AnyOf, otherwise: None, variants: Vec::new() };
        };
        let choose = match (&union.tag, union.kind) {
            (Some(tag), _) => Choose::Tag(tag.clone()),
            (None, UnionKind::OneOf) => Choose::OneOf,
            (None, UnionKind::AnyOf) => Choose::AnyOf,
        };
        let mut variants = Vec::new();
        for (index, member) in union.members.iter().enumerate() {
            let (expr, checks, constant) = match &member.form {
                Form::Schema(own) => self.alternative(*own, member.is_inline, diagnostics),
                Form::Merged(ids) => {
                    let tags = merged_tags(facts, union, index);
                    let docs = self.docs(ids.last().copied().unwrap_or(id));
                    let without = union.distributed.clone();
                    (
                        self.declare_merged(ids.clone(), member.place.clone(), docs, tags, without),
                        Vec::new(),
                        None,
                    )
                }
                Form::Type(json) => self.of_type(id, *json, diagnostics),
            };
            variants.push(Variant {
                label: label_of(facts, member),
                place: Some(member.place.clone()),
                description: self.description_of_alternative(member),
                expr,
                checks,
                constant,
                tags: member.values.iter().cloned().map(Scalar::String).collect(),
                known: Known::default(),
            });
        }
        Union { choose, otherwise: union.otherwise, variants }
    }

    /// Creates the enum of a definition and its subtypes, with a struct for each.
    pub(super) fn family(&mut self, id: SchemaId, diagnostics: &mut Diagnostics) -> Union {
        let facts = self.facts;
        let (family, tag) = facts.family(id).unwrap_or_default();
        let mut variants = Vec::new();
        let mut otherwise = None;
        for member in family.iter().copied() {
            let value = facts.tags(member).iter().find(|other| other.wire == tag);
            let Some(value) = value.map(|tag| tag.value.clone()) else { continue };
            let expr = if facts.family(member).is_some() {
                Expr::Named(self.declare_base(member))
            } else {
                self.expr(member, diagnostics)
            };
            let expr = if let Expr::Nullable(inner) = expr { *inner } else { expr };
            let place = facts.schema(member).place.clone();
            if let (Expr::Named(_), Some(place)) = (&expr, place) {
                if facts.is_default_of(member, tag) {
                    otherwise = Some(variants.len());
                }
                variants.push(Variant::of_schema(place, expr, value));
            }
        }
        Union { choose: Choose::Tag(tag.to_owned()), otherwise, variants }
    }

    /// Returns the type of an alternative, its checks, and its only value if it has no payload. The union itself accepts
    /// or rejects null.
    fn alternative(
        &mut self,
        id: SchemaId,
        is_inline: bool,
        diagnostics: &mut Diagnostics,
    ) -> (Expr, Vec<Check>, Option<Scalar>) {
        let facts = self.facts;
        if let Some(value) = facts.only_value(id).filter(|_| is_inline) {
            let expr = match value {
                Scalar::Boolean(_) => Expr::Boolean,
                Scalar::Integer(_) => Expr::Integer64,
                Scalar::Number(_) => Expr::Number,
                Scalar::String(_) => Expr::String,
            };
            return (expr, Vec::new(), Some(value));
        }
        match self.expr(id, diagnostics) {
            Expr::Nullable(inner) => (*inner, checks_in_variant(facts, id), None),
            // The type can be an alias of a type that is nullable.
            expr => (expr, checks_of(facts, id), None),
        }
    }

    /// Returns the type of the values of one type, and their checks.
    fn of_type(
        &mut self,
        id: SchemaId,
        json: JsonType,
        diagnostics: &mut Diagnostics,
    ) -> (Expr, Vec<Check>, Option<Scalar>) {
        let facts = self.facts;
        let schema = facts.schema(id);
        let is_narrow = schema.format.as_deref() == Some("int32");
        let expr = match json {
            JsonType::Boolean => Expr::Boolean,
            JsonType::Integer if is_narrow => Expr::Integer32,
            JsonType::Integer => Expr::Integer64,
            JsonType::Number => Expr::Number,
            JsonType::String => Expr::String,
            JsonType::Array => {
                let item = facts.of(id).item.map(|item| self.expr(item, diagnostics));
                Expr::List(Box::new(item.unwrap_or(Expr::Any)))
            }
            JsonType::Object if facts.of(id).has_members => {
                let place = schema.place.as_ref().map(|place| place.member("type").member("object"));
                let docs = self.docs(id);
                match place {
                    Some(place) => self.declare_merged(vec![id], place, docs, Vec::new(), None),
                    None => Expr::AnyObject,
                }
            }
            JsonType::Object => Expr::AnyObject,
            JsonType::Null | JsonType::File => Expr::Any,
        };
        let narrows = json == JsonType::Object
            || !schema.constraints.is_empty()
            || schema.enumeration.is_some()
            || facts.is_tuple(id);
        let place = schema.place.clone().filter(|_| facts.of(id).needs_validator && narrows);
        let whole = place.map(|place| Check::Schema(ValidatorId::whole(place)));
        let checks = match whole {
            Some(check) => vec![check],
            None => checks_of_type(facts, id, json),
        };
        (expr, checks, None)
    }

    fn description_of_alternative(&self, member: &Alternative) -> Option<String> {
        let (Form::Schema(id), facts) = (&member.form, self.facts) else { return None };
        let schema = facts.schema(*id);
        schema.description.clone().or_else(|| schema.title.clone()).filter(|_| member.is_inline)
    }
}

/// Returns the label of an alternative. It depends on the alternative alone, so a new alternative renames no other.
///
/// | alternative | label |
/// |---|---|
/// | a `$ref` | the name of its schema |
/// | one value | that value |
/// | a scalar with a `format` other than the size of a number | the format |
/// | another scalar | its JSON type |
/// | an array | the label of its items, and `list` |
/// | a map | the label of its values, and `map` |
/// | an object | the value of its first property that has one |
/// | another object | its first required property, or its first property |
/// | an `allOf` of `$ref`s alone | the name of the last one |
fn label_of(facts: &Facts<'_>, member: &Alternative) -> Label {
    match &member.form {
        Form::Type(json) => Label::Word(json.name().to_owned()),
        Form::Schema(id) => label(facts, *id, member.is_inline, 0),
        Form::Merged(ids) => match ids.last() {
            Some(id) => label(facts, *id, member.is_inline, 0),
            None => Label::Word("object".to_owned()),
        },
    }
}

/// The formats that only say how large a number is.
const SIZES: [&str; 4] = ["int32", "int64", "float", "double"];
/// The maximum number of arrays and maps in a label.
const DEPTH: usize = 4;

fn label(facts: &Facts<'_>, id: SchemaId, is_inline: bool, depth: usize) -> Label {
    let schema = facts.schema(id);
    let word = |text: &str| Label::Word(text.to_owned());
    if (facts.is_named(id) || !is_inline)
        && let Some(place) = &schema.place
    {
        return Label::Schema(place.clone());
    }
    if schema.is_reference
        && let [target] = schema.all_of.as_slice()
    {
        return label(facts, *target, true, depth);
    }
    if let Some(value) = facts.only_value(id) {
        return Label::Value(value);
    }
    let inner = |inner: Option<SchemaId>| match inner {
        Some(inner) if depth < DEPTH => label(facts, inner, true, depth + 1),
        _ => word("any"),
    };
    let fact = facts.of(id);
    let scalar = |name: &str| match schema.format.as_deref() {
        Some(format) if !SIZES.contains(&format) => word(format),
        _ => word(name),
    };
    match fact.json {
        Json::Boolean => scalar("boolean"),
        Json::Integer => scalar("integer"),
        Json::Number => scalar("number"),
        Json::String => scalar("string"),
        Json::Array => Label::List(Box::new(inner(fact.item))),
        Json::Object if fact.has_members => object_label(facts, id),
        Json::Object => match super::facts::value_schemas(std::iter::once(schema)).as_slice() {
            [each] => Label::Map(Box::new(inner(Some(*each)))),
            _ if !schema.required.is_empty() => object_label(facts, id),
            _ => word("object"),
        },
        Json::Any | Json::Null | Json::File | Json::Several => {
            let target = facts.target(id);
            if target == id { word("value") } else { label(facts, target, true, depth + 1) }
        }
    }
}

/// Returns the label of an object without a name. The schemas without a name in an `allOf` tell it from others.
fn object_label(facts: &Facts<'_>, id: SchemaId) -> Label {
    let own = reach(facts.api, &[id], |schema| {
        schema.all_of.iter().copied().filter(|part| !facts.is_named(*part)).collect()
    });
    let parts: Vec<_> = own.iter().map(|part| facts.schema(*part)).collect();
    let mut properties = parts.iter().flat_map(|part| &part.properties);
    if let Some(value) = properties.clone().find_map(|it| facts.only_value(facts.target(it.schema))) {
        return Label::Value(value);
    }
    let required = parts.iter().flat_map(|part| &part.required).next().map(|name| name.value.clone());
    if let Some(first) = required.or_else(|| properties.next().map(|property| property.name.clone())) {
        return Label::Word(first);
    }
    let mut included = parts.iter().flat_map(|part| part.all_of.iter().rev());
    let included = included.find(|part| facts.is_named(**part));
    match included.and_then(|part| facts.schema(*part).place.clone()) {
        Some(place) => Label::Schema(place),
        None => Label::Word("object".to_owned()),
    }
}
