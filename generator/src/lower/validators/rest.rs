//! The keywords of an object that its struct does not enforce.

use super::{Validators, keyword_of};
use crate::api::{Additional, Constraint, Schema, SchemaId};
use crate::choices::OnMistake;
use crate::diagnostic::{Diagnostics, Place};
use crate::lower::all_of;
use crate::lower::check::checks_of;
use crate::lower::directions::Directions;
use crate::lower::facts::{Facts, has_structures, in_place, value_schemas};
use crate::lower::others::others_of;
use crate::model::validator::{Inner, Keyword, Others, Part, ValidatorId};
use std::collections::{BTreeSet, HashSet};

/// Returns whether a schema in `additionalProperties` has rules that its type does not express.
fn narrows_others(facts: &Facts<'_>, each: SchemaId) -> bool {
    !checks_of(facts, each).is_empty()
}

/// Returns the validator of a struct at this place that combines these schemas, if it needs one.
///
/// | keyword of one of the schemas, or of its `allOf` | becomes |
/// |---|---|
/// | `properties`, `required`, `minProperties`, `maxProperties` | fields, and the number of properties |
/// | `additionalProperties`: false, or one schema with a type | the struct |
/// | `additionalProperties`: several schemas, or one without a type | the validator |
/// | `additionalProperties`: a schema for properties that only the other schemas declare | the validator |
/// | `enum`, `patternProperties`, `propertyNames`, `dependencies`, `anyOf`, `oneOf`, `not`, `if` | the validator |
/// | `unevaluatedProperties` that has the effect of `additionalProperties` | the struct |
/// | any other `unevaluatedProperties` | the validator |
pub(in crate::lower) fn rest_of(
    facts: &Facts<'_>,
    ids: &[SchemaId],
    without: Option<&Place>,
    typed: bool,
    place: Option<&Place>,
) -> Option<ValidatorId> {
    let parts: Vec<&Schema> = facts.with_all_of(ids).into_iter().map(|id| facts.schema(id)).collect();
    let others = value_schemas(parts.iter().copied());
    let has_choices = |part: &&Schema| {
        let mut unions = part.unions.iter().filter(|union| Some(&union.place) != without);
        unions.next().is_some() || part.not.is_some() || part.has_rules()
    };
    let needed = parts.iter().any(|part| has_choices(part) || has_structures(part))
        || is_unevaluated(facts, ids)
        || !facts.closed_parts(ids).is_empty()
        || others.len() > 1
        || parts.iter().any(|part| !others_of(facts, part, &parts).narrowed.is_empty())
        || (!typed && others.iter().any(|each| narrows_others(facts, *each)));
    let places = ids.iter().filter_map(|id| facts.schema(*id).place.clone()).collect();
    let part = Part::Rest { schemas: places, without: without.cloned().map(Box::new) };
    needed.then(|| Some(ValidatorId { place: place?.clone(), part })).flatten()
}

/// Returns whether a schema, or one that it includes with `allOf`, has `patternProperties`.
pub(in crate::lower) fn has_patterned_members(facts: &Facts<'_>, ids: &[SchemaId]) -> bool {
    facts.with_all_of(ids).iter().any(|id| !facts.schema(*id).pattern_properties.is_empty())
}

/// Returns whether the values of a struct decide which of their properties are evaluated.
fn is_unevaluated(facts: &Facts<'_>, ids: &[SchemaId]) -> bool {
    matches!(ids, [id] if facts.depends_on_evaluated(*id))
}

/// Returns whether a struct keeps the properties that it has no fields for, because only a validator knows them.
///
/// | the struct has | keeps them |
/// |---|---|
/// | `patternProperties` | yes |
/// | `unevaluatedProperties` that depends on the value, or with a schema in one of its `allOf` | yes |
/// | properties in `then` or `else` that it does not declare itself | yes |
/// | others | no |
pub(in crate::lower) fn has_hidden_members(facts: &Facts<'_>, ids: &[SchemaId]) -> bool {
    let parts = facts.with_all_of(ids);
    let declared: HashSet<&str> = names(facts, &parts).collect();
    let conditionals = parts.iter().filter_map(|part| facts.schema(*part).conditional);
    let branches = conditionals.flat_map(|conditional| [conditional.then, conditional.otherwise]).flatten();
    let branches = in_place(facts.api, &branches.collect::<Vec<_>>());
    has_patterned_members(facts, ids)
        || is_unevaluated(facts, ids)
        || facts
            .closed_parts(ids)
            .iter()
            .any(|part| facts.schema(*part).unevaluated_properties.each().is_some())
        || names(facts, &branches).any(|name| !declared.contains(name))
}

/// Returns the names of the properties that schemas declare.
fn names<'a>(facts: &Facts<'a>, ids: &[SchemaId]) -> impl Iterator<Item = &'a str> {
    let properties = ids.iter().flat_map(|id| &facts.schema(*id).properties);
    properties.map(|property| property.name.as_str()).collect::<Vec<_>>().into_iter()
}

impl Validators<'_> {
    /// Returns the keywords of a form with files that its parameters do not enforce.
    pub(super) fn form(&mut self, id: SchemaId) -> Vec<Keyword> {
        let mut keywords = self.rest(&[id], None, true);
        for schema in self.facts.with_all_of(&[id]).into_iter().map(|id| self.facts.schema(id)) {
            let of_objects = schema.constraints.iter().filter(|constraint| {
                matches!(constraint.value, Constraint::MinProperties(_) | Constraint::MaxProperties(_))
            });
            keywords.extend(of_objects.filter_map(|constraint| keyword_of(schema, constraint)));
        }
        let merged = all_of::merge(self.facts, &[id], OnMistake::Skip, &mut Diagnostics::default());
        let undeclared: Vec<String> = merged.undeclared.into_iter().map(|name| name.value).collect();
        keywords.extend((!undeclared.is_empty()).then_some(Keyword::Required(undeclared)));
        let mut named = Vec::new();
        for member in &merged.members {
            let others: Vec<Inner> = member.others().into_iter().map(|id| self.inner(id)).collect();
            if !others.is_empty() {
                named.push((member.property.name.clone(), Inner::Inline(vec![Keyword::AllOf(others)])));
            }
        }
        if !named.is_empty() {
            keywords.push(Keyword::Properties { named, patterns: Vec::new(), others: Others::Any });
        }
        keywords
    }

    /// Returns the keywords of these objects that their struct does not enforce.
    pub(super) fn rest(&mut self, ids: &[SchemaId], without: Option<&Place>, is_form: bool) -> Vec<Keyword> {
        let mut keywords = Vec::new();
        let all = self.facts.with_all_of(ids);
        let parts: Vec<&Schema> = all.iter().map(|id| self.facts.schema(*id)).collect();
        let several = value_schemas(parts.iter().copied()).len() > 1;
        let directions = Directions::of(self.facts, ids);
        // A property that one schema of an `allOf` declares is usually not an additional property of another.
        let declared = parts.iter().flat_map(|part| &part.properties).map(|property| property.name.clone());
        let declared: BTreeSet<String> = declared.collect();
        for (id, schema) in all.iter().copied().zip(parts.iter().copied()) {
            if let Some(values) = schema.enumeration.clone().filter(|_| has_structures(schema)) {
                keywords.push(Keyword::Enum(values));
            }
            self.choices(id, &directions, &all, without, &mut keywords);
            let narrowed = others_of(self.facts, schema, &parts).narrowed;
            let narrows = match schema.additional {
                Additional::Schema(each) => {
                    is_form || several || !narrowed.is_empty() || narrows_others(self.facts, each)
                }
                _ => false,
            };
            if !schema.pattern_properties.is_empty() || narrows {
                let closed = !matches!(schema.additional, Additional::Unsaid | Additional::Allowed);
                let known = declared.iter().filter(|name| closed && !narrowed.contains(name.as_str()));
                let named = known.map(|name| (name.clone(), Inner::Inline(Vec::new()))).collect();
                let (patterns, others) = self.patterns_and_others(schema);
                keywords.push(Keyword::Properties { named, patterns, others });
            }
        }
        self.closed(ids, &declared, &mut keywords);
        keywords
    }

    /// Adds `unevaluatedProperties` of these objects, unless their struct enforces it.
    fn closed(&mut self, ids: &[SchemaId], declared: &BTreeSet<String>, keywords: &mut Vec<Keyword>) {
        let parts = self.facts.closed_parts(ids);
        if !parts.is_empty() {
            let parts = parts.into_iter().map(|part| self.inner(part)).collect();
            keywords.push(Keyword::AllOf(parts));
        }
        if let ([id], true) = (ids, is_unevaluated(self.facts, ids)) {
            // The struct checks these properties, but they are evaluated.
            let named = declared.iter().map(|name| (name.clone(), Inner::Inline(Vec::new()))).collect();
            keywords.push(Keyword::Properties { named, patterns: Vec::new(), others: Others::Any });
            self.unevaluated(*id, keywords);
        }
    }
}
