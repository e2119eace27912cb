//! Inheritance: "a discriminator adds support for polymorphism". Which definitions take in, with `allOf`,
//! one that has a `discriminator`, and by which value of it each is known.

use super::all_of::taken_in;
use super::kinds::is_object;
use crate::api::{Api, Property, Schema, SchemaId};
use crate::choices::OnMistake;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::Tag;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Who inherits from whom.
#[derive(Default)]
pub struct Inheritance {
    /// The definitions that inherit from one, itself first, where there are any beside it.
    families: HashMap<SchemaId, Vec<SchemaId>>,
    /// What every value of a definition has in the members that are discriminators, the nearest first.
    tags: HashMap<SchemaId, Vec<Tag>>,
}

impl Inheritance {
    /// Looks through all definitions. If mistakes are to be skipped, of two definitions with one value the later is
    /// left out.
    pub fn of(api: &Api, on_mistake: OnMistake, diagnostics: &mut Diagnostics) -> Self {
        let mut found = Self::default();
        if api.schemas.iter().all(|(_, schema)| schema.discriminator.is_none()) {
            return found;
        }
        let mut known: HashMap<SchemaId, bool> = HashMap::new();
        let definitions: Vec<(SchemaId, &Schema)> =
            api.schemas.iter().filter(|(_, schema)| is_definition(schema)).collect();
        for (id, schema) in &definitions {
            report_discriminator(api, *id, schema, diagnostics);
            let ancestors = ancestors(api, *id);
            let has_one = |id: &SchemaId| api.schemas.get(*id).discriminator.is_some();
            for ancestor in ancestors.iter().filter(|_| is_object(schema)) {
                let inherits = || has_one(ancestor) || self::ancestors(api, *ancestor).iter().any(has_one);
                if *known.entry(*ancestor).or_insert_with(inherits)
                    && is_definition(api.schemas.get(*ancestor))
                {
                    found.families.entry(*ancestor).or_insert_with(|| vec![*ancestor]).push(*id);
                }
            }
        }
        for (id, schema) in &definitions {
            let tags = found.tags_of(api, *id, schema);
            if !tags.is_empty() {
                found.tags.insert(*id, tags);
            }
        }
        for (base, _) in &definitions {
            found.leave_out(api, *base, diagnostics);
            found.leave_out_outdone(api, *base);
            found.report_values(api, *base, on_mistake, diagnostics);
        }
        found
    }

    /// The definitions that a value of this one may be, where that is more than itself, and the member
    /// that tells them apart.
    pub fn family(&self, id: SchemaId) -> Option<(&[SchemaId], &str)> {
        let tag = self.tags(id).first()?;
        Some((self.families.get(&id)?, &tag.wire))
    }

    /// What every value of a definition has in the members that are discriminators.
    pub fn tags(&self, id: SchemaId) -> &[Tag] {
        self.tags.get(&id).map(Vec::as_slice).unwrap_or_default()
    }

    fn tags_of(&self, api: &Api, id: SchemaId, schema: &Schema) -> Vec<Tag> {
        let mut tags: Vec<Tag> = Vec::new();
        for ancestor in std::iter::once(id).chain(ancestors(api, id)) {
            let Some((wire, _)) = &api.schemas.get(ancestor).discriminator else { continue };
            if self.families.contains_key(&ancestor) && tags.iter().all(|tag| tag.wire != *wire) {
                tags.push(Tag { wire: wire.clone(), value: value_of(api, schema, wire) });
            }
        }
        tags
    }

    /// A value of a definition is a value of all that it takes in. If the property that is the discriminator has an
    /// `enum` in any of them that does not list the definition, nothing is a value of it, except of its heirs; one
    /// without heirs is meant to have values.
    fn leave_out(&mut self, api: &Api, base: SchemaId, diagnostics: &mut Diagnostics) {
        let Some((family, wire)) = self.family(base) else { return };
        let tag = |id: SchemaId| self.tags(id).iter().find(|tag| tag.wire == wire);
        let lists = |id: SchemaId, tag: &Tag| {
            let mut enums = listed_values(api, id, wire).into_iter();
            enums.all(|values| values.iter().any(|value| value == tag.value.as_str()))
        };
        let (known, unknown): (HashSet<SchemaId>, HashSet<SchemaId>) =
            family.iter().partition(|id| tag(**id).is_some_and(|tag| lists(**id, tag)));
        let leaves = unknown.into_iter().filter(|id| !self.families.contains_key(id));
        let leaves: HashSet<SchemaId> = leaves.collect();
        for id in family.iter().filter(|id| leaves.contains(id)) {
            report_unlisted(api, *id, tag(*id), diagnostics);
        }
        let kept = family.iter().filter(|id| known.contains(id) || leaves.contains(id)).copied().collect();
        self.families.insert(base, kept);
    }

    /// A definition from which another of the same value inherits is there to be inherited from.
    fn leave_out_outdone(&mut self, api: &Api, base: SchemaId) {
        let Some((family, wire)) = self.family(base) else { return };
        let value = |id: SchemaId| self.tags(id).iter().find(|tag| tag.wire == wire).map(|tag| &tag.value);
        let mut outdone = HashSet::new();
        for id in family {
            let above = ancestors(api, *id).into_iter().filter(|other| other != id);
            outdone.extend(above.map(|other| (other, value(*id))));
        }
        let kept = family.iter().filter(|id| !outdone.contains(&(**id, value(**id)))).copied().collect();
        self.families.insert(base, kept);
    }

    /// No two of a family have the same value.
    fn report_values(
        &mut self,
        api: &Api,
        base: SchemaId,
        on_mistake: OnMistake,
        diagnostics: &mut Diagnostics,
    ) {
        let Some((family, wire)) = self.family(base) else { return };
        let mut seen: HashMap<&str, &Place> = HashMap::new();
        let (mut found, mut again) = (Diagnostics::default(), HashSet::new());
        for id in family {
            let tag = self.tags(*id).iter().find(|tag| tag.wire == wire);
            let Some((tag, place)) = tag.zip(api.schemas.get(*id).place.as_ref()) else { continue };
            let Some(first) = seen.get(tag.value.as_str()) else {
                seen.insert(&tag.value, place);
                continue;
            };
            let message = format!("two definitions have the same `{wire}`: `{}`", tag.value);
            let diagnostic = Diagnostic::new(codes::BAD_DISCRIMINATOR, place.key(), message);
            let help = "give one of them another value with `x-ms-discriminator-value`";
            found.push(diagnostic.label("again here").and(first.key(), "first here").help(help));
            again.insert(*id);
        }
        on_mistake.settle(found, diagnostics);
        if on_mistake == OnMistake::Reject {
            return;
        }
        let kept = family.iter().copied().filter(|id| !again.contains(id)).collect();
        self.families.insert(base, kept);
    }
}

/// The values of each `enum` that a property has, in a definition and in all that it takes in.
fn listed_values<'a>(api: &'a Api, id: SchemaId, name: &str) -> Vec<&'a Vec<Value>> {
    let parts = taken_in(api, &[id]).into_iter().flat_map(|id| &api.schemas.get(id).properties);
    let properties = parts.filter(|property| property.name == name);
    let schemas = properties.flat_map(|property| taken_in(api, &[property.schema]));
    let closed = schemas.map(|id| api.schemas.get(id)).filter(|schema| schema.open.is_none());
    closed.filter_map(|schema| schema.enumeration.as_ref()).collect()
}

fn report_unlisted(api: &Api, id: SchemaId, tag: Option<&Tag>, diagnostics: &mut Diagnostics) {
    let Some((tag, place)) = tag.zip(api.schemas.get(id).place.as_ref()) else { return };
    let message = format!("the `enum` of `{}` does not list `{}`, which this is", tag.wire, tag.value);
    let help = "list it there, or say with `x-ms-discriminator-value` by what it is known";
    diagnostics.push(Diagnostic::warning(codes::BAD_DISCRIMINATOR, place.key(), message).help(help));
}

/// "The value of this property MUST be the name of this schema or any schema that inherits it." Azure's
/// descriptions give another one beside it, others in a property with an `enum` of that value alone.
fn value_of(api: &Api, schema: &Schema, wire: &str) -> String {
    let own = || {
        let inline = schema.all_of.iter().map(|id| api.schemas.get(*id)).filter(|part| !is_definition(part));
        let mut properties = inline.chain([schema]).flat_map(|part| &part.properties);
        let property = properties.find(|property| property.name == wire)?;
        match api.schemas.get(property.schema).enumeration.as_deref()? {
            [Value::String(value)] => Some(value.clone()),
            _ => None,
        }
    };
    let name = || schema.place.as_ref()?.pointer.tokens().next_back().map(Cow::into_owned);
    schema.discriminator_value.clone().or_else(own).or_else(name).unwrap_or_default()
}

/// What stands in `definitions`: it alone has a name that a value can be.
fn is_definition(schema: &Schema) -> bool {
    let Some(place) = &schema.place else { return false };
    let mut tokens = place.pointer.tokens();
    tokens.next().is_some_and(|first| first == "definitions") && tokens.count() == 1
}

/// What a schema takes in, by way of others as well, the nearest first.
fn ancestors(api: &Api, id: SchemaId) -> Vec<SchemaId> {
    taken_in(api, &[id]).into_iter().skip(1).collect()
}

/// "The property name used MUST be defined at this schema and it MUST be in the `required` property list."
fn report_discriminator(api: &Api, id: SchemaId, schema: &Schema, diagnostics: &mut Diagnostics) {
    let Some((wire, place)) = &schema.discriminator else { return };
    let parts: Vec<&Schema> =
        std::iter::once(id).chain(ancestors(api, id)).map(|id| api.schemas.get(id)).collect();
    let is = |property: &&Property| property.name == *wire;
    let property = parts.iter().flat_map(|part| &part.properties).find(is);
    let required = parts.iter().flat_map(|part| &part.required).any(|(name, _)| name == wire);
    let (what, help) = match property {
        None => ("is no property of this schema", "declare it, as a string that is required"),
        Some(_) if !required => {
            ("is not required", "list it in `required`: each object has to say what it is")
        }
        Some(_) => return,
    };
    let message = format!("the discriminator `{wire}` {what}");
    diagnostics.push(Diagnostic::warning(codes::BAD_DISCRIMINATOR, place.clone(), message).help(help));
}
