//! `allOf`: one object that satisfies all members, so one struct with the fields of all.

use super::facts::{Facts, Json, count, intersect, is_too_deep};
use crate::api::{Additional, Constraint, Items, Property, Schema, SchemaId};
use crate::choices::OnMistake;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Placed, Severity};
use crate::suggest::did_you_mean;
use std::collections::{BTreeSet, HashMap, HashSet};

/// A schema with its `allOf` members merged in.
pub struct Merged {
    pub members: Vec<Member>,
    /// Names that are required, and that no property has.
    pub undeclared: Vec<Placed<String>>,
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

/// Merges schemas with what they take in: of each its members first, in their order, then its own. If mistakes are
/// to be skipped, a keyword with one is ignored.
pub fn merge(
    facts: &Facts<'_>,
    ids: &[SchemaId],
    on_mistake: OnMistake,
    diagnostics: &mut Diagnostics,
) -> Merged {
    let mut merger = Merger {
        facts,
        members: Vec::new(),
        index: HashMap::new(),
        required: Vec::new(),
        undeclared: Vec::new(),
        merged: HashMap::new(),
        on_mistake,
        diagnostics,
    };
    let additional = ids.iter().fold(Additional::Unsaid, |additional, id| {
        let own = merger.merge_schema(*id, &mut Vec::new());
        stricter(additional, own)
    });
    let mut known = HashSet::new();
    for name in std::mem::take(&mut merger.required) {
        match merger.index.get(&name.value).and_then(|index| merger.members.get_mut(*index)) {
            Some(member) => member.required = true,
            None if !known.insert(name.value.clone()) => {}
            None => merger.undeclared.push(name),
        }
    }
    let Merger { members, undeclared, .. } = merger;
    let count = count(facts.with_all_of(ids).into_iter().map(|id| facts.schema(id)));
    Merged { members, undeclared, additional, count }
}

struct Merger<'a> {
    facts: &'a Facts<'a>,
    members: Vec<Member>,
    index: HashMap<String, usize>,
    required: Vec<Placed<String>>,
    undeclared: Vec<Placed<String>>,
    /// What was taken in already: it counts once, however many members take it in.
    merged: HashMap<SchemaId, Additional>,
    on_mistake: OnMistake,
    diagnostics: &'a mut Diagnostics,
}

impl Merger<'_> {
    fn merge_schema(&mut self, id: SchemaId, path: &mut Vec<SchemaId>) -> Additional {
        let schema = self.facts.schema(id);
        if path.contains(&id) {
            self.report_cycle(schema);
            return Additional::Unsaid;
        }
        if let Some(additional) = self.merged.get(&id) {
            return additional.clone();
        }
        if is_too_deep(self.facts, id, path.len(), self.diagnostics) {
            return Additional::Unsaid;
        }
        path.push(id);
        let mut additional = Additional::Unsaid;
        for member in &schema.all_of {
            additional = stricter(additional, self.merge_schema(*member, path));
        }
        path.pop();
        for property in &schema.properties {
            self.add(property, id);
        }
        self.required.extend(schema.required.iter().cloned());
        let additional = stricter(additional, schema.additional.clone());
        self.merged.insert(id, additional.clone());
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
        let old = member.property.schema;
        let new = property.schema;
        let also = member.also.iter().map(|(property, _)| property.schema);
        let mut known = also.chain(member.narrowed.iter().copied()).chain([member.property.schema]);
        if known.any(|id| id == property.schema) || says_nothing_new(self.facts, old, new) {
            return;
        }
        if says_nothing_new(self.facts, new, old) {
            (member.property, member.declared_in) = (property.clone(), declared_in);
            return;
        }
        match both(self.facts, old, new) {
            Both::Objects => return member.also.push((property.clone(), declared_in)),
            Both::Narrowed { by_new: true } => {
                member.declared_in = declared_in;
                let outer = std::mem::replace(&mut member.property, property.clone()).schema;
                return member.narrowed.push(outer);
            }
            Both::Narrowed { by_new: false } => return member.narrowed.push(property.schema),
            Both::Conflict => {}
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
        let mut mistakes = Diagnostics::default();
        mistakes.push(diagnostic);
        self.on_mistake.settle(mistakes, self.diagnostics);
    }
}

impl Member {
    /// The schemas that a value of the property has to satisfy as an object.
    pub fn objects(&self) -> Vec<SchemaId> {
        let also = self.also.iter().map(|(property, _)| property.schema);
        std::iter::once(self.property.schema).chain(also).collect()
    }

    /// Where the type that is all of these objects is said to be.
    ///
    /// | the schema with the last declaration | place |
    /// |---|---|
    /// | takes in all others that declare it | the last declaration |
    /// | is a member of the owner's `allOf`, without a name | the last declaration |
    /// | others | the owner's property: the mix is the owner's |
    pub fn place(&self, facts: &Facts<'_>, owner: &Place) -> Place {
        let Some((property, declared_in)) = self.also.last() else { return self.property.place.clone() };
        let brought_in = facts.with_all_of(&[*declared_in]);
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
pub fn report_others(facts: &Facts<'_>, ids: &[SchemaId], diagnostics: &mut Diagnostics) {
    let parts: Vec<&Schema> = facts.with_all_of(ids).into_iter().map(|id| facts.schema(id)).collect();
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

/// Reports the `additionalProperties: false` that is not enforced for properties that are required and not declared. For
/// JSON Schema no object is valid then; most often the declaration was forgotten.
pub fn report_admitted(
    facts: &Facts<'_>,
    ids: &[SchemaId],
    undeclared: &[Placed<String>],
    diagnostics: &mut Diagnostics,
) {
    if undeclared.is_empty() {
        return;
    }
    let names: Vec<&str> = undeclared.iter().take(SHOWN).map(|name| name.value.as_str()).collect();
    let names = names.join("`, `");
    let parts = facts.with_all_of(ids).into_iter().map(|id| facts.schema(id));
    let closed = parts.filter(|part| matches!(part.additional, Additional::Refused));
    for place in closed.filter_map(|part| part.place.as_ref()) {
        let message = format!(
            "`additionalProperties` is not enforced for properties that are required and not declared, such as `{names}`"
        );
        let help = "by JSON Schema, no object is valid here; declare them in `properties`";
        let place = place.member("additionalProperties").key();
        diagnostics.push(Diagnostic::new(codes::NOT_ENFORCED, place, message).help(help));
    }
}

/// How many names a message shows.
const SHOWN: usize = 3;

impl Merged {
    /// A name that is required, and that no property has. `patternProperties` may describe it.
    pub fn report_undeclared(&self, name: &Placed<String>, patterned: bool, diagnostics: &mut Diagnostics) {
        let Placed { value: name, place } = name;
        let becomes = match self.additional {
            Additional::Schema(_) => "it is one of its additional properties",
            _ if patterned => "`patternProperties` and `additionalProperties` hold for it",
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

/// What two schemas for one property are together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Both {
    /// Objects: a value is both.
    Objects,
    /// The type of one, and a rule of the other.
    Narrowed { by_new: bool },
    /// Nothing.
    Conflict,
}

/// What two schemas for one property are together. Neither says nothing new.
///
/// | first | second | becomes |
/// |---|---|---|
/// | objects | objects | a struct that is both |
/// | no type | any | the second; the first narrows it |
/// | any but an `enum` | an `enum` with a common type | the second; the first narrows it |
/// | number | integer | the second; the first narrows it |
/// | others | others with a common type, or none | the first; the second narrows it |
/// | others | others without a common type | a conflict |
fn both(facts: &Facts<'_>, first: SchemaId, second: SchemaId) -> Both {
    let one = facts.of(first);
    let other = facts.of(second);
    if one.json == Json::Object && other.json == Json::Object {
        return Both::Objects;
    }
    let types = &one.types_but_null;
    let others = &other.types_but_null;
    let either_untyped = types.is_empty() || others.is_empty();
    if !either_untyped && intersect(types, others).is_empty() {
        return Both::Conflict;
    }
    let narrower = types.is_empty()
        || (facts.is_enum(second) && !facts.is_enum(first))
        || (one.json == Json::Number && other.json == Json::Integer);
    Both::Narrowed { by_new: narrower }
}

/// Whether a second schema for the same property adds nothing to the first: the same type, no more.
///
/// | second schema | adds |
/// |---|---|
/// | `properties`, `required`, `items`, `enum`, `allOf`, unions, patterns, `dependencies`, `additionalProperties` | something |
/// | a constraint that the first one does not include | something |
/// | another `format`, another `type` | something |
/// | a `type` without the null of the first one | something: it takes null away |
/// | nothing of these | nothing |
fn says_nothing_new(facts: &Facts<'_>, first: SchemaId, second: SchemaId) -> bool {
    let one = facts.of(first);
    let other = facts.of(second);
    let first = facts.schema(first);
    let second = facts.schema(second);
    let bare = second.properties.is_empty()
        && second.all_of.is_empty()
        && second.required.is_empty()
        && second.enumeration.is_none()
        && second.constraints.iter().all(|constraint| says(first, &constraint.value))
        && !second.has_unions()
        && second.pattern_properties.is_empty()
        && second.dependencies.is_empty()
        && matches!(second.additional, Additional::Unsaid)
        && matches!(second.items, Items::Unsaid);
    let same_format = second.format.is_none() || second.format == first.format;
    let takes_null = one.nullable && !other.nullable && !other.types.is_empty();
    bare && same_format && !takes_null && (other.types.is_empty() || other.types == one.types)
}

fn says(schema: &Schema, constraint: &Constraint) -> bool {
    schema.constraints.iter().any(|own| own.value.includes(constraint))
}

/// What `additionalProperties` of two schemas are together.
///
/// | one | other | both |
/// |---|---|---|
/// | `false` | any | `false` |
/// | nothing said | any | the other |
/// | `true` | a schema | the schema |
/// | others | others | the one |
fn stricter(a: Additional, b: Additional) -> Additional {
    match (&a, &b) {
        (Additional::Refused, _) | (_, Additional::Refused) => Additional::Refused,
        (Additional::Unsaid, _) | (Additional::Allowed, Additional::Schema(_)) => b,
        _ => a,
    }
}

#[cfg(test)]
#[path = "../tests/all_of.rs"]
mod tests;
