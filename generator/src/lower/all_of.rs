//! `allOf`: one object that satisfies all members, so one struct with the fields of all.

use super::enumeration::is_enum;
use super::fold::{intersect, is_too_deep};
use super::kinds::kinds;
use crate::api::{Additional, Api, Items, JsonType, Limit, Property, Schema, SchemaId};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use crate::suggest::did_you_mean;
use std::collections::{HashMap, HashSet};

/// A schema with its `allOf` members merged in.
pub struct Merged {
    pub members: Vec<Member>,
    /// Names that are required, and that no property has.
    pub undeclared: Vec<(String, Place)>,
    pub additional: Additional,
    /// `minProperties` and `maxProperties`.
    pub count: (Option<u64>, Option<u64>),
}

/// A property of the merged object.
pub struct Member {
    pub property: Property,
    /// Objects that the same property is as well, in other members of the `allOf`: it is all of them.
    pub also: Vec<SchemaId>,
    /// Schemas of other members that narrow its values.
    pub narrowed: Vec<SchemaId>,
    pub required: bool,
}

/// The schema that this one only annotates: an `allOf` of one, with nothing beside it that narrows.
pub fn same_as(api: &Api, schema: &Schema) -> Option<SchemaId> {
    let [target] = schema.all_of.as_slice() else { return None };
    let narrows = !schema.properties.is_empty()
        || !schema.required.is_empty()
        || !matches!(schema.additional, Additional::Unsaid)
        || !schema.constraints.is_empty()
        || !schema.unions.is_empty()
        || !schema.pattern_properties.is_empty()
        || !schema.dependencies.is_empty()
        || !matches!(schema.items, Items::Unsaid)
        || schema.enumeration.is_some();
    let types = types_of(api, *target);
    let same_type = schema.types.len() == types.len() && schema.types.iter().all(|one| types.contains(one));
    let same_type = schema.types.is_empty() || same_type;
    (!narrows && same_type).then_some(*target)
}

fn types_of(api: &Api, id: SchemaId) -> Vec<JsonType> {
    let schema = api.schemas.get(id);
    if schema.types.is_empty() { kinds(schema) } else { schema.types.clone() }
}

/// Whether an object has named members, its own or those that it takes in.
pub fn has_members(api: &Api, schema: &Schema) -> bool {
    let taken_in = || taken_in(api, &schema.all_of);
    !schema.properties.is_empty() || taken_in().iter().any(|id| !api.schemas.get(*id).properties.is_empty())
}

/// The schemas, and all that they take in with `allOf`, the nearest first.
pub fn taken_in(api: &Api, ids: &[SchemaId]) -> Vec<SchemaId> {
    reach(api, ids, |schema| schema.all_of.clone())
}

/// The schemas, and all to which a step leads from one of them, the nearest first.
pub fn reach(api: &Api, ids: &[SchemaId], step: impl Fn(&Schema) -> Vec<SchemaId>) -> Vec<SchemaId> {
    let mut found = ids.to_vec();
    let mut known: HashSet<SchemaId> = ids.iter().copied().collect();
    let mut next = 0;
    while let Some(id) = found.get(next).copied() {
        next += 1;
        found.extend(step(api.schemas.get(id)).into_iter().filter(|id| known.insert(*id)));
    }
    found
}

/// Merges schemas with what they take in: of each its members first, in their order, then its own.
pub fn merge(api: &Api, ids: &[SchemaId], diagnostics: &mut Diagnostics) -> Merged {
    let mut merger = Merger {
        api,
        members: Vec::new(),
        index: HashMap::new(),
        required: Vec::new(),
        undeclared: Vec::new(),
        count: (None, None),
        taken: HashMap::new(),
        diagnostics,
    };
    let additional = ids.iter().fold(Additional::Unsaid, |additional, id| {
        let own = merger.take_in(*id, &mut Vec::new());
        stricter(additional, own)
    });
    let mut known = HashSet::new();
    for (name, place) in std::mem::take(&mut merger.required) {
        match merger.index.get(&name).and_then(|index| merger.members.get_mut(*index)) {
            Some(member) => member.required = true,
            None if !known.insert(name.clone()) => {}
            None => merger.undeclared.push((name, place)),
        }
    }
    let Merger { members, undeclared, count, .. } = merger;
    Merged { members, undeclared, additional, count }
}

struct Merger<'a> {
    api: &'a Api,
    members: Vec<Member>,
    index: HashMap<String, usize>,
    required: Vec<(String, Place)>,
    undeclared: Vec<(String, Place)>,
    count: (Option<u64>, Option<u64>),
    /// What was taken in already: it counts once, however many members take it in.
    taken: HashMap<SchemaId, Additional>,
    diagnostics: &'a mut Diagnostics,
}

impl Merger<'_> {
    fn take_in(&mut self, id: SchemaId, path: &mut Vec<SchemaId>) -> Additional {
        let schema = self.api.schemas.get(id);
        if path.contains(&id) {
            self.report_cycle(schema);
            return Additional::Unsaid;
        }
        if let Some(additional) = self.taken.get(&id) {
            return additional.clone();
        }
        if is_too_deep(self.api, id, path.len(), self.diagnostics) {
            return Additional::Unsaid;
        }
        path.push(id);
        let mut additional = Additional::Unsaid;
        for member in &schema.all_of {
            additional = stricter(additional, self.take_in(*member, path));
        }
        path.pop();
        for property in &schema.properties {
            self.add(property);
        }
        self.required.extend(schema.required.iter().cloned());
        self.count_members(schema);
        let additional = stricter(additional, schema.additional.clone());
        self.taken.insert(id, additional.clone());
        additional
    }

    fn add(&mut self, property: &Property) {
        let Some(index) = self.index.get(&property.name).copied() else {
            self.index.insert(property.name.clone(), self.members.len());
            return self.members.push(Member {
                property: property.clone(),
                also: Vec::new(),
                narrowed: Vec::new(),
                required: false,
            });
        };
        let Some(member) = self.members.get_mut(index) else { return };
        let (old, new) =
            (self.api.schemas.get(member.property.schema), self.api.schemas.get(property.schema));
        let known = [member.property.schema]
            .iter()
            .chain(&member.also)
            .chain(&member.narrowed)
            .any(|id| *id == property.schema);
        if known || says_nothing_new(old, new) {
            return;
        }
        if says_nothing_new(new, old) {
            member.property = property.clone();
            return;
        }
        if [old, new].iter().all(|schema| kinds(schema) == [JsonType::Object]) {
            return member.also.push(property.schema);
        }
        let (one, other) = (kinds(old), kinds(new));
        if one.is_empty() || other.is_empty() || !intersect(&one, &other).is_empty() {
            let narrower = one.is_empty()
                || (is_enum(new) && !is_enum(old))
                || (one == [JsonType::Number] && other == [JsonType::Integer]);
            let outer = if narrower {
                std::mem::replace(&mut member.property, property.clone()).schema
            } else {
                property.schema
            };
            return member.narrowed.push(outer);
        }
        let message = format!("`allOf` takes in two different properties `{}`", property.name);
        let diagnostic =
            Diagnostic::error("all-of-conflict", property.place.clone(), message).label("again here");
        let help = "a value has to satisfy both, and none does: give them one type, or rename one";
        self.diagnostics.push(diagnostic.and(member.property.place.clone(), "first here").help(help));
    }

    fn count_members(&mut self, schema: &Schema) {
        for constraint in &schema.constraints {
            let (least, most) = self.count;
            match (constraint.keyword, &constraint.value) {
                ("minProperties", Limit::Count(count @ 1..)) => {
                    self.count.0 = Some(least.unwrap_or(0).max(*count));
                }
                ("maxProperties", Limit::Count(count)) => {
                    self.count.1 = Some(most.unwrap_or(*count).min(*count));
                }
                _ => {}
            }
        }
    }

    fn report_cycle(&mut self, schema: &Schema) {
        if let Some(place) = &schema.place {
            let message = "this schema takes itself in with `allOf`: no value can satisfy that";
            let diagnostic = Diagnostic::error("all-of-cycle", place.member("allOf"), message);
            self.diagnostics.push(diagnostic.help("let each take in only what it extends"));
        }
    }
}

impl Merged {
    /// A name that is required, and that no property has.
    pub fn report_undeclared(&self, name: &str, place: &Place, diagnostics: &mut Diagnostics) {
        let becomes = match self.additional {
            Additional::Schema(_) => "it is one of its additional properties",
            _ => "it may be any JSON",
        };
        let message = format!("`{name}` is required, and is no property of this object; {becomes}");
        let diagnostic = Diagnostic::warning("undeclared-required", place.clone(), message);
        let known = self.members.iter().map(|member| member.property.name.as_str());
        let known = if diagnostics.is_full(Severity::Warning) { None } else { did_you_mean(name, known) };
        diagnostics.push(match known {
            Some(known) => diagnostic.help(format!("did you mean `{known}`?")),
            None => diagnostic,
        });
    }
}

/// Whether a second schema for the same property adds nothing to the first: the same type, no more.
fn says_nothing_new(first: &Schema, second: &Schema) -> bool {
    let bare = second.properties.is_empty()
        && second.all_of.is_empty()
        && second.required.is_empty()
        && second.enumeration.is_none()
        && second.constraints.iter().all(|constraint| says(first, constraint))
        && second.unions.is_empty()
        && second.pattern_properties.is_empty()
        && second.dependencies.is_empty()
        && matches!(second.additional, Additional::Unsaid)
        && matches!(second.items, Items::Unsaid);
    let same_format = second.format.is_none() || second.format == first.format;
    bare && same_format && (second.types.is_empty() || second.types == first.types)
}

fn says(schema: &Schema, constraint: &crate::api::Constraint) -> bool {
    schema.constraints.iter().any(|own| own.keyword == constraint.keyword && own.value == constraint.value)
}

fn stricter(a: Additional, b: Additional) -> Additional {
    match (&a, &b) {
        (Additional::Refused, _) | (_, Additional::Refused) => Additional::Refused,
        (Additional::Unsaid, _) | (Additional::Allowed, Additional::Schema(_)) => b,
        _ => a,
    }
}
