//! `allOf`: an object that satisfies several schemas becomes one struct with the fields of all schemas.

use super::facts::{Facts, Json, count, intersect, is_too_deep};
use super::others::others_of;
use crate::api::{Additional, Constraint, Items, Property, Schema, SchemaId};
use crate::choices::OnMistake;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Placed, Severity, in_words};
use crate::model::{Check, Expr, Field, ReadOnly, WriteOnly};
use crate::suggest::did_you_mean;
use std::collections::{BTreeSet, HashMap, HashSet};

/// A schema with the schemas of its `allOf` merged in.
pub(super) struct Merged {
    pub members: Vec<Member>,
    /// Required names that are not declared as properties.
    pub undeclared: Vec<Placed<String>>,
    pub additional: Additional,
    /// `minProperties` and `maxProperties`.
    pub count: (Option<u64>, Option<u64>),
}

/// A property of the merged object.
pub(super) struct Member {
    pub property: Property,
    /// The schema that declares it.
    declared_in: SchemaId,
    /// The other declarations of the property that are also objects, each with the schema that declares it. A value
    /// must satisfy all of them.
    pub also: Vec<(Property, SchemaId)>,
    /// Schemas from other parts of the `allOf` that narrow the values.
    pub narrowed: Vec<SchemaId>,
    /// All declarations in order. Each may annotate the property.
    pub declared: Vec<SchemaId>,
    pub required: bool,
}

/// Merges schemas with those of their `allOf`: first the `allOf` in order, then the keywords of the schema itself. If
/// mistakes are skipped, a keyword with a mistake is ignored.
pub(super) fn merge(
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
    let additional = match ids {
        [id] => stricter(additional, facts.known_others(*id)),
        _ => additional,
    };
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
    /// The schemas that have been merged. Each is merged only once, even if several schemas include it.
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
        if known.any(|id| id == property.schema) || adds_nothing(self.facts, old, new) {
            return;
        }
        if adds_nothing(self.facts, new, old) {
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
        let message =
            format!("`allOf` combines incompatible declarations of the property `{}`", property.name);
        let diagnostic = Diagnostic::new(codes::ALL_OF_CONFLICT, property.place.clone(), message)
            .label("declared again here");
        let help = "no value satisfies both: give them the same type, or rename one";
        let diagnostic = diagnostic.and(member.property.place.clone(), "first declared here").help(help);
        self.report(diagnostic);
    }

    fn report_cycle(&mut self, schema: &Schema) {
        if let Some(place) = &schema.place {
            let message = "this schema includes itself in its `allOf`, which no value can satisfy";
            let diagnostic = Diagnostic::new(codes::ALL_OF_CYCLE, place.member("allOf"), message);
            self.report(
                diagnostic.help("remove the reference back to this schema, or move it into a property"),
            );
        }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        let mut mistakes = Diagnostics::default();
        mistakes.push(diagnostic);
        self.on_mistake.settle(mistakes, self.diagnostics);
    }
}

impl Member {
    /// Returns the other schemas that a value of the property must satisfy.
    pub(super) fn others(&self) -> Vec<SchemaId> {
        let also = self.also.iter().map(|(property, _)| property.schema);
        also.chain(self.narrowed.iter().copied()).collect()
    }

    /// Returns the object schemas that a value of the property must satisfy.
    pub(super) fn objects(&self) -> Vec<SchemaId> {
        let also = self.also.iter().map(|(property, _)| property.schema);
        std::iter::once(self.property.schema).chain(also).collect()
    }

    /// Returns the place of the type that combines these objects.
    ///
    /// | the schema with the last declaration | place |
    /// |---|---|
    /// | includes all others that declare it | the last declaration |
    /// | is an unnamed part of the owner's `allOf` | the last declaration |
    /// | others | the owner's property: only the owner combines them |
    pub(super) fn place(&self, facts: &Facts<'_>, owner: &Place) -> Place {
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

/// Reports `additionalProperties` that does not apply to properties of other schemas in the `allOf`.
pub(super) fn report_others(facts: &Facts<'_>, ids: &[SchemaId], diagnostics: &mut Diagnostics) {
    let parts: Vec<&Schema> = facts.with_all_of(ids).into_iter().map(|id| facts.schema(id)).collect();
    for part in &parts {
        report_spared(part, &others_of(facts, part, &parts).spared, diagnostics);
    }
}

/// Reports the properties to which `additionalProperties` of a schema does not apply.
pub(super) fn report_spared(schema: &Schema, names: &BTreeSet<&str>, diagnostics: &mut Diagnostics) {
    let place = schema.place.as_ref().map(|place| place.member("additionalProperties").key());
    if let (Some(place), false) = (place, names.is_empty()) {
        let names = in_words(names.iter().copied().take(SHOWN), "and");
        let message = format!(
            "`additionalProperties` is not enforced for properties that other schemas of the same object declare, such as {names}"
        );
        let help = "in JSON Schema, it applies to them too; for other tools, also declare them in this schema, as `{}`";
        diagnostics.push(Diagnostic::new(codes::NOT_ENFORCED, place, message).help(help));
    }
}

/// Reports `additionalProperties: false` that is not enforced for properties that are required but not declared. In
/// JSON Schema, no object would be valid. Usually, the author forgot the declaration.
pub(super) fn report_admitted(
    facts: &Facts<'_>,
    ids: &[SchemaId],
    undeclared: &[Placed<String>],
    diagnostics: &mut Diagnostics,
) {
    if undeclared.is_empty() {
        return;
    }
    let names = in_words(undeclared.iter().take(SHOWN).map(|name| name.value.as_str()), "and");
    let parts = facts.with_all_of(ids).into_iter().map(|id| facts.schema(id));
    let closed = parts.filter(|part| matches!(part.additional, Additional::Rejected));
    for place in closed.filter_map(|part| part.place.as_ref()) {
        let message = format!(
            "`additionalProperties` is not enforced for properties that are required but not declared, such as {names}"
        );
        let help = "no object can satisfy both `required` and `additionalProperties`: declare these properties in `properties`";
        let place = place.member("additionalProperties").key();
        diagnostics.push(Diagnostic::new(codes::NOT_ENFORCED, place, message).help(help));
    }
}

/// The maximum number of names in a message.
const SHOWN: usize = 3;

impl Merged {
    /// Reports a required name that is not declared as a property. `patternProperties` may apply to it.
    pub(super) fn report_undeclared(
        &self,
        name: &Placed<String>,
        patterned: bool,
        diagnostics: &mut Diagnostics,
    ) {
        let Placed { value: name, place } = name;
        let becomes = match self.additional {
            Additional::Schema(_) => "`additionalProperties` applies to it",
            _ if patterned => "`patternProperties` and `additionalProperties` apply to it",
            _ => "any JSON value is accepted for it",
        };
        let message = format!("`{name}` is required but not declared in `properties`; {becomes}");
        let diagnostic = Diagnostic::new(codes::UNDECLARED_REQUIRED, place.clone(), message);
        let known = self.members.iter().map(|member| member.property.name.as_str());
        let known = if diagnostics.is_full(Severity::Warning) { None } else { did_you_mean(name, known) };
        diagnostics.push(match known {
            Some(known) => diagnostic.help(format!("did you mean `{known}`?")),
            None => diagnostic,
        });
    }
}

/// How two schemas of one property combine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Both {
    /// Both are objects, and a value must satisfy both.
    Objects,
    /// One determines the type, and the other narrows it.
    Narrowed { by_new: bool },
    /// No value satisfies both.
    Conflict,
}

/// Returns how two schemas of one property combine, if each adds something to the other.
///
/// | first | second | result |
/// |---|---|---|
/// | objects | objects | a struct that combines both |
/// | no type | any | the second, narrowed by the first |
/// | any but an `enum` | an `enum` with a common type | the second, narrowed by the first |
/// | number | integer | the second, narrowed by the first |
/// | others | others with a common type, or none | the first, narrowed by the second |
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

/// Returns whether a second schema of the same property adds nothing to the first one.
///
/// | second schema | adds |
/// |---|---|
/// | `properties`, `required`, `items`, `enum`, `allOf`, unions, patterns, `dependencies`, `additionalProperties` | something |
/// | a constraint that the first one does not include | something |
/// | another `format`, another `type` | something |
/// | a `type` without the null of the first one | something: it excludes null |
/// | none of these | nothing |
fn adds_nothing(facts: &Facts<'_>, first: SchemaId, second: SchemaId) -> bool {
    let one = facts.of(first);
    let other = facts.of(second);
    let first = facts.schema(first);
    let second = facts.schema(second);
    let bare = second.properties.is_empty()
        && second.all_of.is_empty()
        && second.required.is_empty()
        && second.enumeration.is_none()
        && second.constraints.iter().all(|constraint| says(first, &constraint.value))
        && !second.has_choices()
        && !second.unevaluated_properties.narrows()
        && matches!(second.additional, Additional::Unsaid)
        && matches!(second.items, Items::Unsaid);
    let same_format = second.format.is_none() || second.format == first.format;
    let takes_null = one.nullable && !other.nullable && !other.types.is_empty();
    bare && same_format && !takes_null && (other.types.is_empty() || other.types == one.types)
}

fn says(schema: &Schema, constraint: &Constraint) -> bool {
    schema.constraints.iter().any(|own| own.value.includes(constraint))
}

/// Combines the `additionalProperties` of two schemas.
///
/// | one | other | both |
/// |---|---|---|
/// | `false` | any | `false` |
/// | absent | any | the other |
/// | `true` | a schema | the schema |
/// | others | others | the first |
fn stricter(a: Additional, b: Additional) -> Additional {
    match (&a, &b) {
        (Additional::Rejected, _) | (_, Additional::Rejected) => Additional::Rejected,
        (Additional::Unsaid, _) | (Additional::Allowed, Additional::Schema(_)) => b,
        _ => a,
    }
}

/// Creates the required field of a name that no schema declares.
pub(super) fn undeclared_field(name: Placed<String>, expr: Expr, checks: Vec<Check>) -> Field {
    Field {
        wire: name.value,
        place: name.place,
        description: None,
        format: None,
        attributes: Vec::new(),
        expr,
        checks,
        required: true,
        given: None,
        default: None,
        read_only: ReadOnly::No,
        write_only: WriteOnly::No,
        boxed: false,
    }
}

#[cfg(test)]
#[path = "../tests/all_of.rs"]
mod tests;
