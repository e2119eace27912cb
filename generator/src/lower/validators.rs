//! Validators, which check rules that neither a Rust type nor a check of a single value can express. They follow JSON
//! Schema: no keyword implies a type.

mod patterns;
mod rest;

use super::all_of::report_spared;
use super::check::{longest, unenforced};
use super::directions::Directions;
use super::facts::{Facts, Selection, in_place, scalars};
use super::others::{others_of, spare_more};
use crate::api::{
    Additional, Api, Conditional, Constraint, Contains, Dependency, Items, JsonType, NumberRule, Property,
    Schema, SchemaId, Union, UnionKind,
};
use crate::bounds;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Placed};
use crate::model::validator::{Inner, Keyword, Others, Part, Validator, ValidatorId};
use crate::model::{Check, Model, Pattern, Shape};
use crate::pattern::rewrite;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

pub(super) use patterns::{add_presets, find_patterns};
pub(super) use rest::{has_hidden_members, has_patterned_members, rest_of};

/// Returns the validators that checks and structs need, and those that they refer to.
pub(super) fn lower_validators(
    facts: &Facts<'_>,
    model: &Model,
    diagnostics: &mut Diagnostics,
) -> Vec<Validator> {
    let places = facts.api.schemas.iter().filter_map(|(id, schema)| Some((schema.place.clone()?, id)));
    let mut validators = Validators {
        facts,
        ids: places.collect::<HashMap<_, _>>(),
        open: Vec::new(),
        around: Directions::default(),
        applied: Vec::new(),
        copies: 0,
        known: HashSet::new(),
        inlined: HashMap::new(),
        has_unevaluated: facts.api.schemas.iter().any(|(_, schema)| has_unevaluated(schema)),
        queue: Vec::new(),
        diagnostics,
    };
    for check in model.checks() {
        if let Check::Schema(id) = check.innermost() {
            validators.refer(id.clone());
        }
    }
    for (_, ty) in model.types.iter() {
        if let Shape::Struct(structure) = &ty.shape {
            structure.validator.iter().for_each(|id| validators.refer(id.clone()));
        }
    }
    validators.finish()
}

struct Validators<'a> {
    facts: &'a Facts<'a>,
    ids: HashMap<Place, SchemaId>,
    /// The schemas that contain the one that is being lowered.
    open: Vec<SchemaId>,
    /// The directions of properties by the schemas that apply to the same object, and that contain the schema.
    around: Directions,
    /// The schemas that apply to the same object as the schema.
    applied: Vec<SchemaId>,
    /// The number of copies of schemas that `around` or `applied` affects.
    copies: usize,
    known: HashSet<ValidatorId>,
    /// The number of places at which a schema without a name is inlined.
    inlined: HashMap<SchemaId, usize>,
    /// Whether a schema of the spec has `unevaluatedProperties` or `unevaluatedItems`.
    has_unevaluated: bool,
    queue: Vec<ValidatorId>,
    diagnostics: &'a mut Diagnostics,
}

impl Validators<'_> {
    fn refer(&mut self, id: ValidatorId) {
        if self.known.insert(id.clone()) {
            self.queue.push(id);
        }
    }

    fn finish(mut self) -> Vec<Validator> {
        let mut validators = Vec::new();
        while let Some(id) = self.queue.pop() {
            let known = |place: &Place| self.ids.get(place).copied();
            let keywords = match &id.part {
                Part::Whole => known(&id.place).map(|schema| self.keywords(schema)).unwrap_or_default(),
                Part::Rest { schemas, without } => {
                    let schemas: Vec<SchemaId> = schemas.iter().filter_map(known).collect();
                    self.rest(&schemas, without.as_deref(), false)
                }
                Part::Form => known(&id.place).map(|schema| self.form(schema)).unwrap_or_default(),
            };
            validators.push(Validator { id, keywords });
        }
        validators
    }

    fn keywords(&mut self, id: SchemaId) -> Vec<Keyword> {
        let schema = self.facts.schema(id);
        let fact = self.facts.of(id);
        self.open.push(id);
        let directions = std::mem::take(&mut self.around).with(Directions::of(self.facts, &[id]));
        let mut applied = std::mem::take(&mut self.applied);
        applied.extend(self.facts.with_all_of(&[id]));
        let mut keywords = Vec::new();
        let null = fact.adds_null || (fact.nullable && !fact.types.contains(&JsonType::Null));
        let types = fact.types.iter().copied().filter(|one| !null || *one != JsonType::Null);
        let types: Vec<JsonType> = types.collect();
        keywords.extend(null.then_some(Keyword::Nullable));
        keywords.extend((!types.is_empty()).then_some(Keyword::Types(types)));
        keywords.extend(self.listed(id));
        // Otherwise, the Rust type enforces this format.
        if fact.types_but_null.contains(&JsonType::Integer) && schema.format.as_deref() == Some("int32") {
            keywords.push(Keyword::AtLeast(f64::from(i32::MIN)));
            keywords.push(Keyword::AtMost(f64::from(i32::MAX)));
        }
        keywords.extend(fact.preset.map(Keyword::Format));
        let content = schema.place.as_ref().and_then(|place| self.facts.api.event_contents.get(place));
        keywords.extend(content.map(|content| Keyword::Content(self.inner(*content))));
        for constraint in &schema.constraints {
            keywords.extend(keyword_of(schema, constraint));
            if let Constraint::Pattern(text) = &constraint.value {
                self.diagnostics.extend(unenforced(text, longest(schema), &constraint.place));
            }
        }
        if let Items::Tuple(items) = &schema.items {
            let items = items.iter().map(|item| self.inner(*item)).collect();
            keywords.push(Keyword::Tuple(items, self.others(&schema.more_items)));
        } else if let Some(item) = fact.item {
            keywords.push(Keyword::Items(self.inner(item)));
        }
        self.members(schema, &directions, &applied, &mut keywords);
        if !schema.all_of.is_empty() {
            let all = self.in_place(id, &schema.all_of, &applied, |_| directions.clone());
            keywords.push(Keyword::AllOf(all));
        }
        self.choices(id, &directions, &applied, None, &mut keywords);
        self.unevaluated(id, &mut keywords);
        self.open.pop();
        keywords
    }

    /// Returns the `enum`, with scalars converted to the type of the schema.
    fn listed(&self, id: SchemaId) -> Option<Keyword> {
        let schema = self.facts.schema(id);
        let fact = self.facts.of(id);
        let values = schema.enumeration.as_ref().filter(|_| !fact.is_open)?;
        if !fact.is_enum {
            return Some(Keyword::Enum(values.clone()));
        }
        let scalars = scalars(schema, &fact.types).into_iter().map(|(_, scalar)| scalar.to_json());
        let null = values.iter().find(|value| value.is_null()).cloned();
        Some(Keyword::Enum(scalars.chain(null).collect()))
    }

    fn members(
        &mut self,
        schema: &Schema,
        directions: &Directions,
        applied: &[SchemaId],
        keywords: &mut Vec<Keyword>,
    ) {
        keywords.extend(directions.require(schema.required.iter().map(|name| name.value.clone())));
        let mut named = Vec::new();
        for Property { name, schema, .. } in &schema.properties {
            let inner = self.inner(*schema);
            let inner = match (directions.is_read_only(name), directions.is_write_only(name)) {
                (true, _) => Inner::Inline(vec![Keyword::InResponses(inner)]),
                (false, true) => Inner::Inline(vec![Keyword::WriteOnly, Keyword::AllOf(vec![inner])]),
                (false, false) => inner,
            };
            named.push((name.clone(), inner));
        }
        let applied: Vec<&Schema> = applied.iter().map(|id| self.facts.schema(*id)).collect();
        let spared = others_of(self.facts, schema, &applied).spared;
        report_spared(schema, &spared, self.diagnostics);
        named.extend(spared.into_iter().map(|name| (name.to_owned(), Inner::Inline(Vec::new()))));
        let (patterns, others) = self.patterns_and_others(schema);
        if !named.is_empty() || !patterns.is_empty() || !matches!(others, Others::Any) {
            keywords.push(Keyword::Properties { named, patterns, others });
        }
    }

    fn choices(
        &mut self,
        id: SchemaId,
        directions: &Directions,
        applied: &[SchemaId],
        without: Option<&Place>,
        keywords: &mut Vec<Keyword>,
    ) {
        let facts = self.facts;
        let schema = facts.schema(id);
        for (name, dependency) in &schema.dependencies {
            match dependency {
                Dependency::Names(names) => keywords.extend(directions.depend(name, names)),
                Dependency::Schema(schema) => {
                    let inner = self.in_place(id, &[*schema], &[], |_| directions.clone());
                    keywords.extend(
                        inner.into_iter().map(|inner| Keyword::SchemaDependency(name.clone(), inner)),
                    );
                }
            }
        }
        let unions = schema.unions.iter().filter(|union| Some(&union.place) != without);
        for union in unions {
            let Union { kind, members, .. } = union;
            let members = match facts.selected_by(id, union) {
                Some(selection) => self.with_values(id, (directions, applied), &selection, members),
                None => self.in_place(id, members, applied, |member| directions.inside(facts.schema(member))),
            };
            match kind {
                _ if members.is_empty() => {}
                UnionKind::AnyOf => keywords.push(Keyword::AnyOf(members)),
                UnionKind::OneOf => keywords.push(Keyword::OneOf(members)),
            }
        }
        if let Some(not) = schema.not {
            let inner = self.in_place(id, &[not], &[], |_| Directions::negated());
            keywords.extend(inner.into_iter().map(Keyword::Not));
        }
        if let Some(conditional) = &schema.conditional {
            keywords.extend(self.conditional(id, conditional, directions));
        }
        if let Some(Contains { schema, least, most }) = schema.contains {
            keywords.push(Keyword::Contains(self.inner(schema), least, most));
        }
        if let Some(names) = schema.property_names {
            keywords.push(Keyword::PropertyNames(self.inner(names)));
        }
    }

    fn conditional(
        &mut self,
        id: SchemaId,
        conditional: &Conditional,
        directions: &Directions,
    ) -> Option<Keyword> {
        let condition = self.in_place(id, &[conditional.condition], &[], |_| Directions::negated()).pop()?;
        let [then, otherwise] = [conditional.then, conditional.otherwise].map(|branch| {
            let inner =
                branch.and_then(|branch| self.in_place(id, &[branch], &[], |_| directions.clone()).pop());
            inner.unwrap_or_else(|| Inner::Inline(Vec::new()))
        });
        Some(Keyword::If(condition, then, otherwise))
    }

    /// Adds `unevaluatedItems` and `unevaluatedProperties`, which come last: they apply to the items and properties that no
    /// other keyword of the schema evaluates. If a pattern is not enforced, it is unknown which properties are evaluated.
    fn unevaluated(&mut self, id: SchemaId, keywords: &mut Vec<Keyword>) {
        let schema = self.facts.schema(id);
        if !matches!(schema.unevaluated_items, Additional::Unsaid) {
            keywords.push(Keyword::UnevaluatedItems(self.others(&schema.unevaluated_items)));
        }
        if matches!(schema.unevaluated_properties, Additional::Unsaid) {
            return;
        }
        let applied = in_place(self.facts.api, &[id]);
        let mut patterns = applied.iter().flat_map(|id| &self.facts.schema(*id).pattern_properties);
        if patterns.all(|(pattern, _)| rewrite(&pattern.value, None).is_ok()) {
            keywords.push(Keyword::UnevaluatedProperties(self.others(&schema.unevaluated_properties)));
        } else if schema.unevaluated_properties.narrows() {
            self.report_unknown(schema, "unevaluatedProperties");
        }
    }

    /// Reports a keyword about the properties to which no pattern applies.
    fn report_unknown(&mut self, schema: &Schema, keyword: &str) {
        let Some(place) = &schema.place else { return };
        let message =
            format!("`{keyword}` is not enforced, because a pattern in `patternProperties` is not enforced");
        let place = place.member(keyword).key();
        self.diagnostics.push(Diagnostic::new(codes::NOT_ENFORCED, place, message));
    }

    /// Lowers the alternatives of a discriminator: an object must have the property, with a value that selects the
    /// alternative.
    fn with_values(
        &mut self,
        id: SchemaId,
        (directions, applied): (&Directions, &[SchemaId]),
        Selection { tag, values, otherwise }: &Selection<'_>,
        members: &[SchemaId],
    ) -> Vec<Inner> {
        let facts = self.facts;
        let mut alternatives = Vec::new();
        for (index, member) in members.iter().enumerate() {
            let is_default = *otherwise == Some(index);
            let all = values.iter().enumerate();
            let of = all.filter(|(other, _)| (*other == index) != is_default).flat_map(|(_, values)| *values);
            let listed = Keyword::Enum(of.cloned().map(Value::String).collect());
            let keywords = Keyword::AllOf(
                self.in_place(id, &[*member], applied, |member| directions.inside(facts.schema(member))),
            );
            let mut keywords = vec![Keyword::Types(vec![JsonType::Object]), keywords];
            // The default alternative has all objects that no other one has.
            let value = match is_default {
                true => Keyword::Not(Inner::Inline(vec![listed])),
                false => {
                    keywords.insert(1, Keyword::Required(vec![(*tag).to_owned()]));
                    listed
                }
            };
            let named = vec![((*tag).to_owned(), Inner::Inline(vec![value]))];
            let at = keywords.len() - 1;
            keywords.insert(at, Keyword::Properties { named, patterns: Vec::new(), others: Others::Any });
            alternatives.push(Inner::Inline(keywords));
        }
        alternatives
    }

    /// Returns the schemas of `patternProperties` and `additionalProperties`. If a pattern is not enforced, it is
    /// unknown which properties are additional.
    fn patterns_and_others(&mut self, schema: &Schema) -> (Vec<(Pattern, Inner)>, Others) {
        let patterns = self.patterns(schema);
        if patterns.len() == schema.pattern_properties.len() {
            return (patterns, self.others(&schema.additional));
        }
        if schema.additional.narrows() {
            self.report_unknown(schema, "additionalProperties");
        }
        (patterns, Others::Any)
    }

    fn patterns(&mut self, schema: &Schema) -> Vec<(Pattern, Inner)> {
        let mut patterns = Vec::new();
        for (pattern, each) in &schema.pattern_properties {
            match rewrite(&pattern.value, None) {
                Ok(regex) => {
                    let ecma = pattern.value.clone();
                    let place = pattern.place.clone();
                    patterns.push((Pattern { ecma, regex, place }, self.inner(*each)));
                }
                Err(_) => self.diagnostics.extend(unenforced(&pattern.value, None, &pattern.place)),
            }
        }
        patterns
    }

    fn others(&mut self, additional: &Additional) -> Others {
        match additional {
            // Those that are allowed are evaluated. This matters only to `unevaluatedProperties` and `unevaluatedItems`.
            Additional::Allowed if self.has_unevaluated => Others::Each(Inner::Inline(Vec::new())),
            Additional::Unsaid | Additional::Allowed => Others::Any,
            Additional::Rejected => Others::Rejected,
            Additional::Schema(each) => Others::Each(self.inner(*each)),
        }
    }

    fn inner(&mut self, id: SchemaId) -> Inner {
        let around = std::mem::take(&mut self.around);
        let applied = std::mem::take(&mut self.applied);
        let is_affected = || around.affect(self.facts, id) || spare_more(self.facts, &applied, id);
        let is_inside = self.open.contains(&id) || self.open.len() > bounds::INLINED;
        if !is_inside && self.copies <= bounds::COPIES && is_affected() {
            self.copies += 1;
            if self.copies > bounds::COPIES {
                let message = format!(
                    "the properties of other schemas in an `allOf` affect more than {} schemas",
                    bounds::COPIES
                );
                let place = self.facts.schema(id).place.clone();
                self.diagnostics.extend(place.map(|place| Diagnostic::new(codes::LIMIT, place, message)));
            }
            (self.around, self.applied) = (around, applied);
            return Inner::Inline(self.keywords(id));
        }
        match &self.facts.schema(id).place {
            Some(place) if self.facts.is_named(id) || self.open.contains(&id) || self.is_shared(id) => {
                let validator = ValidatorId::whole(place.clone());
                self.refer(validator.clone());
                Inner::Validator(validator)
            }
            _ => Inner::Inline(self.keywords(id)),
        }
    }

    /// Returns whether a schema gets its own validator, because it occurs in many places or is deeply nested. If it
    /// were inlined, each occurrence would repeat every schema inside it.
    fn is_shared(&mut self, id: SchemaId) -> bool {
        let places = self.inlined.entry(id).or_default();
        *places += 1;
        *places > bounds::INLINED || self.open.len() > bounds::INLINED
    }

    /// Lowers schemas that apply to the same value. A schema that leads back to the one that contains it is ignored,
    /// because the check would never end. `applied` are the schemas whose properties they do not reject, and
    /// `directions` returns the directions around each schema.
    fn in_place(
        &mut self,
        around: SchemaId,
        ids: &[SchemaId],
        applied: &[SchemaId],
        directions: impl Fn(SchemaId) -> Directions,
    ) -> Vec<Inner> {
        let mut inners = Vec::new();
        for id in ids {
            if leads_to(self.facts.api, *id, around) {
                if let Some(place) = self.facts.schema(around).place.clone() {
                    let message =
                        "this schema applies itself to the same value again; that reference is not enforced";
                    self.diagnostics.push(Diagnostic::new(codes::NOT_ENFORCED, place, message));
                }
            } else {
                self.around = directions(*id);
                self.applied = applied.to_vec();
                inners.push(self.inner(*id));
            }
        }
        inners
    }
}

fn has_unevaluated(schema: &Schema) -> bool {
    let mut keywords = [&schema.unevaluated_properties, &schema.unevaluated_items].into_iter();
    keywords.any(|keyword| !matches!(keyword, Additional::Unsaid))
}

/// Returns whether a schema leads to another one that applies to the same value.
fn leads_to(api: &Api, from: SchemaId, to: SchemaId) -> bool {
    in_place(api, &[from]).contains(&to)
}

fn keyword_of(schema: &Schema, constraint: &Placed<Constraint>) -> Option<Keyword> {
    match &constraint.value {
        Constraint::Minimum(_)
        | Constraint::Maximum(_)
        | Constraint::ExclusiveMinimum(_)
        | Constraint::ExclusiveMaximum(_)
        | Constraint::MultipleOf(_) => number_keyword(constraint.value.number_rule()?),
        Constraint::MinLength(count) => Some(Keyword::MinLength(*count)),
        Constraint::MaxLength(count) => Some(Keyword::MaxLength(*count)),
        Constraint::Pattern(ecma) => Some(Keyword::Pattern(Pattern {
            ecma: ecma.clone(),
            regex: rewrite(ecma, longest(schema)).ok()?,
            place: constraint.place.clone(),
        })),
        Constraint::MinItems(count) => Some(Keyword::MinItems(*count)),
        Constraint::MaxItems(count) => Some(Keyword::MaxItems(*count)),
        Constraint::UniqueItems(unique) => unique.then_some(Keyword::Unique),
        Constraint::MinProperties(count) => Some(Keyword::MinProperties(*count)),
        Constraint::MaxProperties(count) => Some(Keyword::MaxProperties(*count)),
    }
}

fn number_keyword(rule: NumberRule<'_>) -> Option<Keyword> {
    match rule {
        NumberRule::AtLeast(bound) => bound.as_f64().map(Keyword::AtLeast),
        NumberRule::MoreThan(bound) => bound.as_f64().map(Keyword::MoreThan),
        NumberRule::AtMost(bound) => bound.as_f64().map(Keyword::AtMost),
        NumberRule::LessThan(bound) => bound.as_f64().map(Keyword::LessThan),
        NumberRule::MultipleOf(factor) => {
            factor.as_f64().filter(|factor| *factor > 0.0).map(Keyword::MultipleOf)
        }
    }
}

#[cfg(test)]
#[path = "../tests/lowered_validators.rs"]
mod tests;
