//! The definitions that inherit from one with a `discriminator`, and the discriminator's value for each.

use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashSet};

/// The families of a document.
pub struct Families<'d> {
    definitions: Option<&'d Map<String, Value>>,
    /// Each definition with all its ancestors, itself first.
    lines: BTreeMap<&'d str, Vec<&'d str>>,
}

impl<'d> Families<'d> {
    /// Collects the families of all definitions.
    pub fn of(document: &'d Value) -> Self {
        let definitions = document["definitions"].as_object();
        let mut families = Self { definitions, lines: BTreeMap::new() };
        for name in definitions.into_iter().flat_map(Map::keys) {
            let mut line = vec![name.as_str()];
            let mut next = 0;
            while let Some(name) = line.get(next).copied() {
                next += 1;
                for parent in families.definition(name).map(parents).unwrap_or_default() {
                    if !line.contains(&parent) && families.definition(parent).is_some() {
                        line.push(parent);
                    }
                }
            }
            families.lines.insert(name, line);
        }
        families
    }

    fn definition(&self, name: &str) -> Option<&'d Value> {
        self.definitions?.get(name)
    }

    fn line(&self, name: &str) -> &[&'d str] {
        self.lines.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    fn discriminator(&self, name: &str) -> Option<&'d str> {
        let discriminator = self.definition(name)?.get("discriminator")?;
        discriminator.as_str().or_else(|| discriminator.get("propertyName")?.as_str())
    }

    /// A definition and all that inherit from it, itself first.
    fn family(&self, name: &'d str) -> Vec<&'d str> {
        let others = self.lines.iter().filter(|(other, line)| **other != name && line.contains(&name));
        std::iter::once(name).chain(others.map(|(other, _)| *other)).collect()
    }

    fn is_base(&self, name: &str) -> bool {
        let inherits = self.line(name).iter().any(|other| self.discriminator(other).is_some());
        inherits && self.lines.values().any(|line| line.iter().skip(1).any(|other| *other == name))
    }

    /// "The value of this property MUST be the name of this schema or any schema that inherits it."
    pub fn tags(&self, name: &str) -> Vec<(String, String)> {
        let mut tags: Vec<(String, String)> = Vec::new();
        for ancestor in self.line(name) {
            let Some(tag) = self.discriminator(ancestor) else { continue };
            if self.is_base(ancestor) && tags.iter().all(|(known, _)| known != tag) {
                tags.push((tag.to_owned(), self.value(name, tag)));
            }
        }
        tags
    }

    /// Azure sets a value other than the name by an extension; others by an `enum` of one value for the property.
    fn value(&self, name: &str, tag: &str) -> String {
        let said = self.definition(name).and_then(|schema| schema["x-ms-discriminator-value"].as_str());
        let own = self.own_enum(name, tag).filter(|values| values.len() == 1);
        said.or_else(|| own?.first()?.as_str()).unwrap_or(name).to_owned()
    }

    /// The `enum` of a property in the definition itself.
    fn own_enum(&self, name: &str, tag: &str) -> Option<&'d Vec<Value>> {
        let definition = self.definition(name)?;
        let inline = definition["allOf"].as_array().into_iter().flatten();
        inline.chain([definition]).find_map(|part| part["properties"][tag]["enum"].as_array())
    }

    /// The nearest `enum` of a property among the ancestors, also through a reference.
    fn listed(&self, name: &str, tag: &str) -> Option<&'d Vec<Value>> {
        self.line(name).iter().find_map(|ancestor| {
            let property = self.definition(ancestor).and_then(|schema| {
                let inline = schema["allOf"].as_array().into_iter().flatten();
                std::iter::once(schema).chain(inline).find_map(|part| part["properties"].get(tag))
            })?;
            let target = property["$ref"].as_str().and_then(|at| at.strip_prefix("#/definitions/"));
            let property = target.and_then(|name| self.definition(name)).unwrap_or(property);
            property["enum"].as_array()
        })
    }

    /// The definitions that a value of this one may have; None if only this one.
    pub fn subtypes(&self, name: &str) -> Option<Vec<&'d str>> {
        let name = *self.line(name).first()?;
        let tag = self.tags(name).first()?.0.clone();
        if !self.is_base(name) {
            return None;
        }
        let lists = |values: &Vec<Value>, subtype: &str| {
            values.iter().any(|value| *value == self.value(subtype, &tag).as_str())
        };
        let mut subtypes = self.family(name);
        if let Some(listed) = self.listed(name, &tag) {
            subtypes.retain(|subtype| lists(listed, subtype) || !self.is_base(subtype));
        }
        // A definition that its own `enum` does not list is not an alternative.
        subtypes.retain(|subtype| {
            self.own_enum(subtype, &tag).is_none_or(|values| lists(values, subtype)) || *subtype == name
        });
        // A definition that shares its value with a subtype is only a base.
        let outdone: HashSet<&str> = subtypes
            .iter()
            .flat_map(|subtype| {
                let above = self.line(subtype).iter().skip(1);
                above.filter(|other| self.value(other, &tag) == self.value(subtype, &tag)).copied()
            })
            .collect();
        subtypes.retain(|subtype| !outdone.contains(subtype));
        Some(subtypes)
    }
}

/// The definitions that a schema references in its `allOf`, also in inline schemas of it.
fn parents(schema: &Value) -> Vec<&str> {
    let members = schema["allOf"].as_array().into_iter().flatten();
    members
        .flat_map(|member| match member["$ref"].as_str() {
            Some(target) => target.strip_prefix("#/definitions/").into_iter().collect(),
            None => parents(member),
        })
        .collect()
}
