//! `allOf`: one object that satisfies all members, so one struct with the fields of all.

use super::enumeration::is_enum;
use super::fold::{intersect, is_too_deep};
use super::kinds::{is_nullable, kinds};
use super::map::count;
use crate::api::{Additional, Api, Items, JsonType, Property, Schema, SchemaId};
use crate::choices::OnMistake;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use crate::suggest::did_you_mean;
use std::collections::{BTreeSet, HashMap, HashSet};

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
    /// The schema that declares it.
    declared_in: SchemaId,
    /// The other declarations of the property that are objects as well, each with the schema that it is in: a value is
    /// all of them.
    pub also: Vec<(Property, SchemaId)>,
    /// Schemas of other members that narrow its values.
    pub narrowed: Vec<SchemaId>,
    /// All that declare it, in their order: each may annotate it.
    pub declared: Vec<SchemaId>,
    pub required: bool,
}

/// The schema that this one only annotates: an `allOf` of one that says anything, with nothing next to it that
/// narrows.
pub fn same_as(api: &Api, schema: &Schema) -> Option<SchemaId> {
    let target = match schema.all_of.as_slice() {
        [one] => *one,
        several => {
            let mut telling = several.iter().filter(|id| !only_annotates(api.schemas.get(**id)));
            telling.next().copied().filter(|_| telling.next().is_none())?
        }
    };
    let same_items = match (&schema.items, &api.schemas.get(target).items) {
        (Items::Unsaid, _) => true,
        (Items::Each(own), Items::Each(other)) => own == other,
        _ => false,
    };
    let narrows = !schema.properties.is_empty()
        || !schema.required.is_empty()
        || !matches!(schema.additional, Additional::Unsaid)
        || !schema.constraints.is_empty()
        || !schema.unions.is_empty()
        || !schema.pattern_properties.is_empty()
        || !schema.dependencies.is_empty()
        || !same_items
        || schema.enumeration.is_some();
    let (own, of_target) = (kinds(schema), kinds(api.schemas.get(target)));
    let same_type = own.len() == of_target.len() && own.iter().all(|one| of_target.contains(one));
    // Null may be added here, which makes the type nullable, and not taken away.
    let takes_null = is_nullable(schema) || !is_nullable(api.schemas.get(target));
    let same_type = schema.types.is_empty() || (same_type && takes_null);
    (!narrows && same_type).then_some(target)
}

/// Whether a schema says nothing of values, except perhaps that null is one of them.
pub fn only_annotates(schema: &Schema) -> bool {
    kinds(schema).is_empty()
        && schema.types.is_empty()
        && schema.constraints.is_empty()
        && schema.all_of.is_empty()
        && schema.unions.is_empty()
        && schema.enumeration.is_none()
        && schema.format.is_none()
        && schema.substitute.is_none()
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

/// Merges schemas with what they take in: of each its members first, in their order, then its own. If mistakes are
/// to be skipped, a keyword with one is ignored.
pub fn merge(api: &Api, ids: &[SchemaId], on_mistake: OnMistake, diagnostics: &mut Diagnostics) -> Merged {
    let mut merger = Merger {
        api,
        members: Vec::new(),
        index: HashMap::new(),
        required: Vec::new(),
        undeclared: Vec::new(),
        taken: HashMap::new(),
        on_mistake,
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
    let Merger { members, undeclared, .. } = merger;
    let count = count(taken_in(api, ids).into_iter().map(|id| api.schemas.get(id)));
    Merged { members, undeclared, additional, count }
}

struct Merger<'a> {
    api: &'a Api,
    members: Vec<Member>,
    index: HashMap<String, usize>,
    required: Vec<(String, Place)>,
    undeclared: Vec<(String, Place)>,
    /// What was taken in already: it counts once, however many members take it in.
    taken: HashMap<SchemaId, Additional>,
    on_mistake: OnMistake,
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
            self.add(property, id);
        }
        self.required.extend(schema.required.iter().cloned());
        let additional = stricter(additional, schema.additional.clone());
        self.taken.insert(id, additional.clone());
        additional
    }

    fn add(&mut self, property: &Property, declared_in: SchemaId) {
        let Some(index) = self.index.get(&property.name).copied() else {
            self.index.insert(property.name.clone(), self.members.len());
            return self.members.push(Member {
                property: property.clone(),
                declared_in,
                also: Vec::new(),
                narrowed: Vec::new(),
                declared: vec![property.schema],
                required: false,
            });
        };
        let Some(member) = self.members.get_mut(index) else { return };
        member.declared.push(property.schema);
        let (old, new) =
            (self.api.schemas.get(member.property.schema), self.api.schemas.get(property.schema));
        let also = member.also.iter().map(|(property, _)| property.schema);
        let mut known = also.chain(member.narrowed.iter().copied()).chain([member.property.schema]);
        if known.any(|id| id == property.schema) || says_nothing_new(old, new) {
            return;
        }
        if says_nothing_new(new, old) {
            (member.property, member.declared_in) = (property.clone(), declared_in);
            return;
        }
        if [old, new].iter().all(|schema| kinds(schema) == [JsonType::Object]) {
            return member.also.push((property.clone(), declared_in));
        }
        let (one, other) = (kinds(old), kinds(new));
        if one.is_empty() || other.is_empty() || !intersect(&one, &other).is_empty() {
            let narrower = one.is_empty()
                || (is_enum(new) && !is_enum(old))
                || (one == [JsonType::Number] && other == [JsonType::Integer]);
            let outer = if narrower {
                member.declared_in = declared_in;
                std::mem::replace(&mut member.property, property.clone()).schema
            } else {
                property.schema
            };
            return member.narrowed.push(outer);
        }
        let message = format!("`allOf` takes in two different properties `{}`", property.name);
        let diagnostic =
            Diagnostic::new(codes::ALL_OF_CONFLICT, property.place.clone(), message).label("again here");
        let help = "a value has to satisfy both, and none does: give them one type, or rename one";
        let diagnostic = diagnostic.and(member.property.place.clone(), "first here").help(help);
        self.report(diagnostic);
    }

    fn report_cycle(&mut self, schema: &Schema) {
        if let Some(place) = &schema.place {
            let message = "this schema takes itself in with `allOf`: no value can satisfy that";
            let diagnostic = Diagnostic::new(codes::ALL_OF_CYCLE, place.member("allOf"), message);
            self.report(diagnostic.help("let each take in only what it extends"));
        }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        let mut found = Diagnostics::default();
        found.push(diagnostic);
        self.on_mistake.settle(found, self.diagnostics);
    }
}

impl Member {
    /// The schemas that a value of the property has to satisfy as an object.
    pub fn objects(&self) -> Vec<SchemaId> {
        let also = self.also.iter().map(|(property, _)| property.schema);
        std::iter::once(self.property.schema).chain(also).collect()
    }

    /// Where the type that is all of these objects is said to be: at the last declaration, if its schema brings all
    /// the others in by itself, or is a part of the owner alone. Else the mix is the owner's, and so is the place.
    pub fn place(&self, api: &Api, owner: &Place) -> Place {
        let Some((property, declared_in)) = self.also.last() else { return self.property.place.clone() };
        let brought_in = taken_in(api, &[*declared_in]);
        let others = self.also.iter().map(|(_, id)| id).chain([&self.declared_in]);
        let by_itself = others.into_iter().all(|id| brought_in.contains(id));
        let inside = property.place.file == owner.file
            && property.place.pointer.as_str().starts_with(&format!("{}/allOf/", owner.pointer.as_str()));
        match by_itself || inside {
            true => property.place.clone(),
            false => owner.member("properties").member(&property.name),
        }
    }
}

/// Reports the `additionalProperties` that are not enforced: for JSON Schema, a property that another schema of the
/// `allOf` declares is an additional one. Authors who compose objects do not mean that.
pub fn report_others(api: &Api, ids: &[SchemaId], diagnostics: &mut Diagnostics) {
    let parts: Vec<&Schema> = taken_in(api, ids).into_iter().map(|id| api.schemas.get(id)).collect();
    for part in &parts {
        if matches!(part.additional, Additional::Unsaid | Additional::Allowed) {
            continue;
        }
        let own: HashSet<&str> = part.properties.iter().map(|property| property.name.as_str()).collect();
        let all = parts.iter().flat_map(|part| &part.properties).map(|property| property.name.as_str());
        let others: BTreeSet<&str> = all.filter(|name| !own.contains(name)).collect();
        let place = part.place.as_ref().map(|place| place.member("additionalProperties").key());
        if let (Some(place), false) = (place, others.is_empty()) {
            let names = others.into_iter().take(SHOWN).collect::<Vec<_>>().join("`, `");
            let message = format!(
                "`additionalProperties` is not enforced for properties of other schemas of the `allOf`, such as `{names}`"
            );
            let help = "by JSON Schema, it holds for them too; declare them in this schema as well, as `{}`, so that other tools agree";
            diagnostics.push(Diagnostic::new(codes::NOT_ENFORCED, place, message).help(help));
        }
    }
}

/// How many names a message shows.
const SHOWN: usize = 3;

impl Merged {
    /// A name that is required, and that no property has.
    pub fn report_undeclared(&self, name: &str, place: &Place, diagnostics: &mut Diagnostics) {
        let becomes = match self.additional {
            Additional::Schema(_) => "it is one of its additional properties",
            _ => "it may be any JSON",
        };
        let message = format!("`{name}` is required, and is no property of this object; {becomes}");
        let diagnostic = Diagnostic::new(codes::UNDECLARED_REQUIRED, place.clone(), message);
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
    let takes_null = is_nullable(first) && !is_nullable(second) && !second.types.is_empty();
    bare && same_format && !takes_null && (second.types.is_empty() || second.types == first.types)
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
