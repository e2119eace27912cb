//! Families: "a discriminator adds support for polymorphism". Finds the subtypes of each definition with a
//! `discriminator`, and the value that selects each.

use super::fact::{Facts, Families, Json};
use crate::api::{Discriminator, Schema, SchemaId};
use crate::choices::OnMistake;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::{Scalar, Tag};
use crate::named::name_of;
use crate::suggest::did_you_mean;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

impl Families {
    /// Finds the families of all definitions. If mistakes are skipped, the later of two definitions with one value is
    /// ignored.
    pub(super) fn find(facts: &Facts<'_>, on_mistake: OnMistake, diagnostics: &mut Diagnostics) -> Self {
        let mut families = Self::default();
        if facts.api.schemas.iter().all(|(_, schema)| schema.discriminator.is_none()) {
            return families;
        }
        let mut known: HashMap<SchemaId, bool> = HashMap::new();
        let definitions: Vec<(SchemaId, &Schema)> =
            facts.api.schemas.iter().filter(|(_, schema)| is_definition(schema)).collect();
        for (id, schema) in &definitions {
            report_discriminator(facts, *id, schema, diagnostics);
            if facts.json(*id) != Json::Object {
                continue;
            }
            for ancestor in &ancestors(facts, *id) {
                let inherits = *known.entry(*ancestor).or_insert_with(|| {
                    facts.with_all_of(&[*ancestor]).iter().any(|id| has_subtypes(facts, *id))
                });
                if inherits && is_definition(facts.schema(*ancestor)) {
                    families.families.entry(*ancestor).or_insert_with(|| vec![*ancestor]).push(*id);
                }
            }
        }
        for (id, schema) in &definitions {
            families.find_default(facts, *id, schema, diagnostics);
            let tags = families.tags_of(facts, *id, schema);
            if !tags.is_empty() {
                families.tags.insert(*id, tags);
            }
        }
        for (base, _) in &definitions {
            families.drop_unlisted(facts, *base, diagnostics);
            families.drop_overridden(facts, *base);
            families.report_values(facts, *base, on_mistake, diagnostics);
        }
        families
    }

    /// Finds the definition that the `defaultMapping` of a discriminator names.
    fn find_default(
        &mut self,
        facts: &Facts<'_>,
        base: SchemaId,
        schema: &Schema,
        diagnostics: &mut Diagnostics,
    ) {
        let discriminator = schema.discriminator.as_ref().filter(|_| has_subtypes(facts, base));
        let Some((discriminator, family)) = discriminator.zip(self.families.get(&base)) else { return };
        let Some(default) = &discriminator.default else { return };
        if family.contains(&default.value) {
            return self.otherwise.push((default.value, discriminator.property.clone()));
        }
        let message = "the schema of `defaultMapping` does not inherit from this one; it is ignored";
        let help = "name a schema whose `allOf` refers to this one, or this one itself";
        let diagnostic = Diagnostic::warning(codes::BAD_DISCRIMINATOR, default.place.clone(), message);
        diagnostics.push(diagnostic.help(help));
    }

    fn tags_of(&self, facts: &Facts<'_>, id: SchemaId, schema: &Schema) -> Vec<Tag> {
        let mut tags: Vec<Tag> = Vec::new();
        for ancestor in std::iter::once(id).chain(ancestors(facts, id)) {
            let discriminator = facts.schema(ancestor).discriminator.as_ref();
            let Some(discriminator) = discriminator.filter(|_| has_subtypes(facts, ancestor)) else {
                continue;
            };
            let property = &discriminator.property;
            if self.families.contains_key(&ancestor) && tags.iter().all(|tag| tag.wire != *property) {
                let mut mapping = discriminator.mapping.iter();
                let mapped = mapping.find(|(_, target)| *target == id).map(|(value, _)| value.value.clone());
                let value = mapped.unwrap_or_else(|| value_of(facts, schema, property));
                tags.push(Tag { wire: property.clone(), value: Scalar::String(value) });
            }
        }
        tags
    }

    /// Adds the tags of structs that are alternatives of unions.
    pub(super) fn add(&mut self, tags: HashMap<SchemaId, Vec<Tag>>) {
        for (id, tags) in tags.into_iter().filter(|(_, tags)| !tags.is_empty()) {
            let known = self.tags.entry(id).or_default();
            for tag in tags {
                if known.iter().all(|other| other.wire != tag.wire) {
                    known.push(tag);
                }
            }
        }
    }

    /// Removes definitions that an `enum` of the discriminator property does not list. The `enum` may be in the
    /// definition or in a schema of its `allOf`. Such a definition has no values of its own.
    ///
    /// | every `enum` lists it | it has subtypes | result |
    /// |---|---|---|
    /// | yes | any | kept |
    /// | no | yes | removed: its values are those of its subtypes |
    /// | no | no | kept, and reported: the author probably expects values |
    fn drop_unlisted(&mut self, facts: &Facts<'_>, base: SchemaId, diagnostics: &mut Diagnostics) {
        let Some((family, wire)) = self.family(base) else { return };
        let tag = |id: SchemaId| self.tags(id).iter().find(|tag| tag.wire == wire);
        let is_default = |id: SchemaId| self.otherwise.iter().any(|(of, own)| *of == id && own == wire);
        let (known, unknown): (HashSet<SchemaId>, HashSet<SchemaId>) = family.iter().partition(|id| {
            is_default(**id)
                || tag(**id).is_some_and(|tag| {
                    let mut enums = listed_values(facts, **id, wire).into_iter();
                    enums.all(|values| values.iter().any(|value| value.as_str() == tag.value.text()))
                })
        });
        let leaves = unknown.into_iter().filter(|id| !self.families.contains_key(id));
        let leaves: HashSet<SchemaId> = leaves.collect();
        for id in family.iter().filter(|id| leaves.contains(id)) {
            report_unlisted(facts, *id, tag(*id), diagnostics);
        }
        let kept = family.iter().filter(|id| known.contains(id) || leaves.contains(id)).copied().collect();
        self.families.insert(base, kept);
    }

    /// Removes a definition if a subtype has the same value, because the definition only exists to be inherited from.
    fn drop_overridden(&mut self, facts: &Facts<'_>, base: SchemaId) {
        let Some((family, wire)) = self.family(base) else { return };
        let value =
            |id: SchemaId| self.tags(id).iter().find(|tag| tag.wire == wire).and_then(|tag| tag.value.text());
        let mut overridden = HashSet::new();
        for id in family {
            let above = ancestors(facts, *id).into_iter().filter(|other| other != id);
            overridden.extend(above.map(|other| (other, value(*id))));
        }
        let kept = family.iter().filter(|id| !overridden.contains(&(**id, value(**id)))).copied().collect();
        self.families.insert(base, kept);
    }

    /// Reports definitions of a family that have the same value.
    fn report_values(
        &mut self,
        facts: &Facts<'_>,
        base: SchemaId,
        on_mistake: OnMistake,
        diagnostics: &mut Diagnostics,
    ) {
        let Some((family, wire)) = self.family(base) else { return };
        let mut seen: HashMap<&str, &Place> = HashMap::new();
        let mut mistakes = Diagnostics::default();
        let mut again = HashSet::new();
        for id in family {
            let tag = self.tags(*id).iter().find(|tag| tag.wire == wire);
            let Some((tag, place)) = tag.zip(facts.schema(*id).place.as_ref()) else { continue };
            let Some(value) = tag.value.text() else { continue };
            let Some(first) = seen.get(value) else {
                seen.insert(value, place);
                continue;
            };
            let message = format!("two definitions have the same value for `{wire}`: `{}`", tag.value);
            let diagnostic = Diagnostic::new(codes::BAD_DISCRIMINATOR, place.key(), message);
            let help = match facts.api.is_openapi3(place) {
                true => "set a different value for one of them in the `mapping` of the `discriminator`",
                false => "set a different value for one of them with `x-ms-discriminator-value`",
            };
            mistakes.push(diagnostic.label("used again here").and(first.key(), "first used here").help(help));
            again.insert(*id);
        }
        on_mistake.settle(mistakes, diagnostics);
        if on_mistake == OnMistake::Reject {
            return;
        }
        let kept = family.iter().copied().filter(|id| !again.contains(id)).collect();
        self.families.insert(base, kept);
    }
}

/// Returns the values of each `enum` of a property, in a definition and the schemas that it includes with `allOf`.
fn listed_values<'a>(facts: &Facts<'a>, id: SchemaId, name: &str) -> Vec<&'a Vec<Value>> {
    let parts = facts.with_all_of(&[id]).into_iter().flat_map(|id| &facts.schema(id).properties);
    let properties = parts.filter(|property| property.name == name);
    let schemas = properties.flat_map(|property| facts.with_all_of(&[property.schema]));
    let closed = schemas.map(|id| facts.schema(id)).filter(|schema| schema.open.is_none());
    closed.filter_map(|schema| schema.enumeration.as_ref()).collect()
}

fn report_unlisted(facts: &Facts<'_>, id: SchemaId, tag: Option<&Tag>, diagnostics: &mut Diagnostics) {
    let Some((tag, place)) = tag.zip(facts.schema(id).place.as_ref()) else { return };
    let message =
        format!("the `enum` of `{}` does not list `{}`, the value of this definition", tag.wire, tag.value);
    let help = match facts.api.is_openapi3(place) {
        true => {
            "add it to the `enum`, or set one of the listed values in the `mapping` of the `discriminator`"
        }
        false => "add it to the `enum`, or set one of the listed values with `x-ms-discriminator-value`",
    };
    diagnostics.push(Diagnostic::warning(codes::BAD_DISCRIMINATOR, place.key(), message).help(help));
}

/// Returns the value of the discriminator property. "The value of this property MUST be the name of this schema or any
/// schema that inherits it." Azure's specs declare another value in an extension. Other specs declare it in a property
/// with an `enum` of only that value.
///
/// | the first of these that it has | value |
/// |---|---|
/// | a value in the `mapping` of the discriminator | that |
/// | `x-ms-discriminator-value` | that |
/// | the property, in itself or in an unnamed schema of its `allOf`, with one string in its `enum` | that string |
/// | a name | the name |
fn value_of(facts: &Facts<'_>, schema: &Schema, property: &str) -> String {
    let given = schema.discriminator_value.clone();
    let value = given.or_else(|| only_text(facts, schema, property));
    value.or_else(|| name_of(&schema.place.as_ref()?.pointer)).unwrap_or_default()
}

/// Returns the only string that a schema itself allows in a property.
fn only_text(facts: &Facts<'_>, schema: &Schema, name: &str) -> Option<String> {
    let inline = schema.all_of.iter().map(|id| facts.schema(*id)).filter(|part| !is_definition(part));
    let mut properties = inline.chain([schema]).flat_map(|part| &part.properties);
    let property = properties.find(|property| property.name == name)?;
    match facts.schema(property.schema).enumeration.as_deref()? {
        [Value::String(value)] => Some(value.clone()),
        _ => None,
    }
}

/// Returns whether a schema has a name that can be a discriminator value. The name of a file cannot.
fn is_definition(schema: &Schema) -> bool {
    schema.place.as_ref().is_some_and(|place| name_of(&place.pointer).is_some())
}

/// Returns whether the discriminator of a schema selects its subtypes, and not the alternatives of its union.
fn has_subtypes(facts: &Facts<'_>, id: SchemaId) -> bool {
    let selects_alternatives = facts.unions.typed.get(&id).is_some_and(|union| union.tag.is_some());
    facts.schema(id).discriminator.is_some() && !selects_alternatives
}

/// Returns the schemas that a schema includes with `allOf`, directly or indirectly, nearest first.
fn ancestors(facts: &Facts<'_>, id: SchemaId) -> Vec<SchemaId> {
    facts.with_all_of(&[id]).into_iter().skip(1).collect()
}

/// Reports a discriminator property that is not declared or not required. "The property name used MUST be defined at
/// this schema and it MUST be in the `required` property list."
fn report_discriminator(facts: &Facts<'_>, id: SchemaId, schema: &Schema, diagnostics: &mut Diagnostics) {
    let Some(Discriminator { property: wire, default, place, .. }) = &schema.discriminator else { return };
    if let Some((untyped, _)) = facts.untyped(id) {
        let message =
            format!("the `discriminator` has no effect, and all alternatives are checked: {}", untyped.why());
        let help = "let each alternative allow only its own value of the property, with `enum` or `const`";
        let diagnostic = Diagnostic::new(codes::NOT_ENFORCED, place.clone(), message);
        return diagnostics.push(diagnostic.help(help));
    }
    if facts.unions.typed.contains_key(&id) {
        return;
    }
    report_repeated(schema, diagnostics);
    let parts: Vec<&Schema> =
        std::iter::once(id).chain(ancestors(facts, id)).map(|id| facts.schema(id)).collect();
    let property = parts.iter().flat_map(|part| &part.properties).find(|property| property.name == *wire);
    let required = parts.iter().flat_map(|part| &part.required).any(|name| name.value == *wire);
    let mut names = parts.iter().flat_map(|part| &part.properties).map(|property| property.name.as_str());
    let meant = did_you_mean(wire, &mut names).map(|meant| format!("did you mean `{meant}`?"));
    let (what, help) = match property {
        None => (
            "is not a property of this schema",
            meant.as_deref().unwrap_or("declare it as a required string"),
        ),
        // "The discriminating property MAY be defined as optional, but when defined as an optional property the
        // Discriminator Object MUST include a `defaultMapping` field". (OpenAPI 3.2)
        Some(_) if default.is_some() => return,
        Some(_) if !required => {
            ("is not a required property", "list it in `required`: it selects the type of each object")
        }
        Some(_) => return,
    };
    let message = format!("the discriminator `{wire}` {what}");
    diagnostics.push(Diagnostic::warning(codes::BAD_DISCRIMINATOR, place.clone(), message).help(help));
}

/// Reports a schema that the `mapping` gives a second value. The objects of a subtype have one value.
fn report_repeated(schema: &Schema, diagnostics: &mut Diagnostics) {
    let Some(Discriminator { mapping, .. }) = &schema.discriminator else { return };
    for (index, (value, target)) in mapping.iter().enumerate() {
        let mut before = mapping.iter().take(index);
        if let Some((first, _)) = before.find(|(_, known)| known == target) {
            let message = format!(
                "the `mapping` has two values for one schema, `{}` and `{}`; only `{}` is accepted",
                first.value, value.value, first.value
            );
            diagnostics.push(Diagnostic::warning(codes::BAD_DISCRIMINATOR, value.place.clone(), message));
        }
    }
}

#[cfg(test)]
#[path = "../../tests/families.rs"]
mod tests;
