//! The properties that tell the alternatives of a union apart: discriminators, and required properties with one value.

use super::alternatives::{Alternative, Alternatives, Form, Unions};
use super::fact::{Facts, Json, Kind};
use super::listed;
use super::selectors::{
    Selector, how_to_map, listed_values, report_contradictions, report_unlisted, report_unselected, selectors,
};
use crate::api::{Discriminator, Schema, SchemaId};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Scalar, Tag};
use crate::suggest::did_you_mean;
use std::collections::{HashMap, HashSet};

impl Unions {
    /// Returns the tags of each struct that is an alternative: properties that have the same value in all objects.
    ///
    /// | property | tag |
    /// |---|---|
    /// | the discriminator, if all unions with the struct give it the same value | that value |
    /// | required, with one value | that value |
    pub(super) fn tags(&self, facts: &Facts<'_>) -> HashMap<SchemaId, Vec<Tag>> {
        let mut declared: HashMap<SchemaId, Vec<(&str, Option<&str>)>> = HashMap::new();
        for found in self.typed.values() {
            for (index, member) in found.members.iter().enumerate() {
                let Form::Schema(id) = &member.form else { continue };
                let known = declared.entry(facts.target(*id)).or_default();
                if let Some(tag) = &found.tag {
                    known.push((tag, only_selected_by(found, index)));
                }
            }
        }
        let structs = declared.into_iter().filter(|(id, _)| facts.kind(*id) == Kind::Struct);
        structs.map(|(id, declared)| (id, tags_of(facts, &[id], &declared))).collect()
    }
}

/// Returns the value of the discriminator that all objects of an alternative have. The default alternative has objects
/// with other values, and without one.
fn only_selected_by(union: &Alternatives, index: usize) -> Option<&str> {
    let member = union.members.get(index).filter(|_| union.otherwise != Some(index))?;
    if let [one] = member.values.as_slice() { Some(one.as_str()) } else { None }
}

/// Returns the tags of the struct of a distributed union, with the value that the discriminator gives to it.
pub(crate) fn merged_tags(facts: &Facts<'_>, union: &Alternatives, index: usize) -> Vec<Tag> {
    let Some(Alternative { form: Form::Merged(ids), .. }) = union.members.get(index) else {
        return Vec::new();
    };
    let declared = union.tag.as_deref().map(|tag| (tag, only_selected_by(union, index)));
    tags_of(facts, ids, declared.as_slice())
}

/// Returns the tags of the struct of these schemas, with the values that discriminators give to its properties.
fn tags_of(facts: &Facts<'_>, ids: &[SchemaId], declared: &[(&str, Option<&str>)]) -> Vec<Tag> {
    let mut tags: Vec<Tag> = Vec::new();
    for (wire, value) in declared {
        let mut others = declared.iter().filter(|(other, _)| other == wire);
        if let Some(text) = value
            && others.all(|(_, other)| other == value)
            && tags.iter().all(|tag| tag.wire != *wire)
        {
            tags.push(Tag { wire: (*wire).to_owned(), value: Scalar::String((*text).to_owned()) });
        }
    }
    let parts: Vec<&Schema> = facts.with_all_of(ids).into_iter().map(|id| facts.schema(id)).collect();
    let required: HashSet<&str> =
        parts.iter().flat_map(|part| &part.required).map(|name| name.value.as_str()).collect();
    for property in parts.iter().flat_map(|part| &part.properties) {
        let wire = property.name.as_str();
        let is_known =
            tags.iter().any(|tag| tag.wire == wire) || declared.iter().any(|(other, _)| *other == wire);
        if !is_known
            && required.contains(wire)
            && let Some(value) = tag_value(facts, property.schema)
        {
            tags.push(Tag { wire: wire.to_owned(), value });
        }
    }
    // The schema itself, or another part of its `allOf`, may only allow other values.
    tags.retain(|tag| {
        let declarations =
            parts.iter().flat_map(|part| &part.properties).filter(|other| other.name == tag.wire);
        declarations.map(|other| listed_values(facts, other.schema)).all(|listed| match listed {
            Some(values) => values.contains(&tag.value),
            None => true,
        })
    });
    tags
}

impl Facts<'_> {
    /// Returns the only value of an `enum`, other than null.
    pub(crate) fn only_value(&self, id: SchemaId) -> Option<Scalar> {
        let fact = self.of(id);
        if !fact.is_enum || fact.is_open || fact.needs_validator || fact.substitute.is_some() {
            return None;
        }
        match listed::scalars(self.schema(id), &fact.types).as_slice() {
            [(_, only)] => Some(only.clone()),
            _ => None,
        }
    }
}

/// Returns the only value of a property, if a tag can have it: a tag is not null, a fraction, read-only or write-only.
fn tag_value(facts: &Facts<'_>, id: SchemaId) -> Option<Scalar> {
    let id = facts.target(id);
    let is_tag = !facts.is_nullable(id) && !facts.is_read_only(id) && !facts.is_write_only(id);
    facts.only_value(id).filter(|value| is_tag && !matches!(value, Scalar::Number(_)))
}

/// Lets a declared discriminator select the alternative, "to be used to inform the consumer of the document of an
/// alternative schema based on the value associated with it" (OpenAPI 3.0). `selectors` decides the values.
///
/// "The schema name or URI reference to a schema that is expected to validate the structure of the model when the
/// discriminating property is not present in the payload or contains a value for which there is no explicit or implicit
/// mapping." (OpenAPI 3.2, of `defaultMapping`)
pub(super) fn select(
    facts: &Facts<'_>,
    found: &mut Alternatives,
    discriminator: &Discriminator,
    diagnostics: &mut Diagnostics,
) {
    let schemas: Option<Vec<Vec<SchemaId>>> = found.members.iter().map(|member| own(&member.form)).collect();
    let Some(schemas) = schemas else { return };
    let selectors = selectors(facts, discriminator, &schemas);
    if let Some((why, fix)) = why_ignored(facts, found, discriminator, (&schemas, &selectors)) {
        let message = format!("the `discriminator` is ignored, and all alternatives are checked: {why}");
        let mut warning = Diagnostic::warning(codes::BAD_DISCRIMINATOR, discriminator.place.clone(), message);
        let is_unlisted = selectors.iter().any(|selector| selector.unlisted.is_some());
        if let Some(fix) = fix.or_else(|| is_unlisted.then(|| how_to_map(facts, discriminator))) {
            warning = warning.help(fix);
        }
        let help = "if you want all alternatives to count, set `one-of` for this schema to `exact`";
        return diagnostics.push(warning.help(help));
    }
    found.otherwise = otherwise(facts, found, discriminator, diagnostics);
    report_unlisted(facts, discriminator, found.otherwise, &selectors, diagnostics);
    report_contradictions(discriminator, &selectors, diagnostics);
    report_unselected(facts, discriminator, found.otherwise, &selectors, diagnostics);
    for (member, selector) in found.members.iter_mut().zip(selectors) {
        member.values = selector.values;
    }
    found.tag = Some(discriminator.property.clone());
}

/// Returns why a discriminator cannot select the alternatives, and the help if there is one for the reason.
fn why_ignored(
    facts: &Facts<'_>,
    found: &Alternatives,
    discriminator: &Discriminator,
    (schemas, selectors): (&[Vec<SchemaId>], &[Selector]),
) -> Option<(String, Option<String>)> {
    let property = &discriminator.property;
    let has_property = |selector: &Selector| selector.is_declared || selector.possible.is_some();
    if !selectors.iter().any(has_property) {
        let meant = did_you_mean(property, property_names(facts, schemas));
        let help = meant.map(|meant| format!("did you mean `{meant}`?"));
        return Some((format!("no alternative has the property `{property}`"), help));
    }
    let mut seen = HashSet::new();
    let mut why = None;
    for ((member, ids), selector) in found.members.iter().zip(schemas).zip(selectors) {
        let own = facts.target(ids.last().copied().unwrap_or_default());
        let values = &selector.values;
        let pointer = &member.place.pointer;
        if facts.json(own) != Json::Object && !facts.schema(own).has_unions() {
            why = Some((format!("an alternative is not an object: `{pointer}`"), None));
        } else if selector.possible.as_ref().is_some_and(Vec::is_empty) {
            let help = format!("let `{property}` be a string: a discriminator compares strings");
            why = Some((format!("`{property}` of `{pointer}` cannot be a string"), Some(help)));
        } else if values.is_empty() {
            why = Some((format!("`{property}` has no value for `{pointer}`"), None));
        } else if values.len() > 1 && !has_property(selector) {
            why = Some((format!("several values select `{pointer}`, which has no `{property}`"), None));
        } else if let Some(again) = values.iter().find(|value| !seen.insert((*value).clone())) {
            let reason = match selector.unlisted.as_ref() {
                Some(name) => format!(
                    "`{name}`, the name of the schema, is not a value of its `{property}`, and another alternative also has `{again}`"
                ),
                None => format!("two alternatives have the same value for `{property}`"),
            };
            why = Some((reason, None));
        }
    }
    why
}

/// Returns the names of the properties of alternatives, those in their `allOf` included.
fn property_names<'f>(facts: &'f Facts<'_>, alternatives: &[Vec<SchemaId>]) -> Vec<&'f str> {
    let parts = alternatives.iter().flat_map(|ids| facts.with_all_of(ids));
    let properties = parts.flat_map(|part| &facts.schema(part).properties);
    properties.map(|property| property.name.as_str()).collect()
}

/// Returns the schemas of an alternative, its own last.
fn own(form: &Form) -> Option<Vec<SchemaId>> {
    match form {
        Form::Schema(id) => Some(vec![*id]),
        Form::Merged(ids) => Some(ids.clone()),
        Form::Type(_) => None,
    }
}

/// Returns the alternative that `defaultMapping` names.
fn otherwise(
    facts: &Facts<'_>,
    found: &Alternatives,
    discriminator: &Discriminator,
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let default = discriminator.default.as_ref()?;
    let own = facts.target(default.value);
    let position = found.members.iter().position(|member| match &member.form {
        Form::Schema(id) => facts.target(*id) == own,
        Form::Merged(ids) => ids.last().is_some_and(|id| facts.target(*id) == own),
        Form::Type(_) => false,
    });
    if position.is_none() {
        let message = "the schema of `defaultMapping` is not one of the alternatives; it is ignored";
        let help = "add it to the `oneOf` or `anyOf`";
        let diagnostic = Diagnostic::warning(codes::BAD_DISCRIMINATOR, default.place.clone(), message);
        diagnostics.push(diagnostic.help(help));
    }
    position
}
