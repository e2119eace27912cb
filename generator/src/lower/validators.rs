//! Validators, which check rules that neither a Rust type nor a check of a single value can express. They follow JSON
//! Schema: no keyword implies a type.

use super::all_of;
use super::check::{checks_of, longest, unenforced};
use super::directions::Directions;
use super::facts::{Facts, has_structures, reach, scalars, value_schemas};
use crate::api::{
    Additional, Api, Constraint, Dependency, Items, JsonType, NumberRule, Property, Schema, SchemaId, Union,
    UnionKind,
};
use crate::bounds;
use crate::choices::OnMistake;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Placed};
use crate::model::validator::{Inner, Keyword, Others, Part, Validator, ValidatorId};
use crate::model::{Check, Model, Pattern, Scalar, Shape};
use crate::pattern::rewrite;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap, HashSet};

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
/// | `enum`, `patternProperties`, `dependencies`, `anyOf`, `oneOf`, `not` | the validator |
pub(super) fn rest_of(
    facts: &Facts<'_>,
    ids: &[SchemaId],
    typed: bool,
    place: Option<&Place>,
) -> Option<ValidatorId> {
    let parts: Vec<&Schema> = facts.with_all_of(ids).into_iter().map(|id| facts.schema(id)).collect();
    let others = value_schemas(parts.iter().copied());
    let needed = parts.iter().any(|part| part.has_choices() || has_structures(part))
        || others.len() > 1
        || (!typed && others.iter().any(|each| narrows_others(facts, *each)));
    let places = ids.iter().filter_map(|id| facts.schema(*id).place.clone()).collect();
    needed.then(|| Some(ValidatorId { place: place?.clone(), part: Part::Rest(places) })).flatten()
}

/// Returns whether a schema, or one that it includes with `allOf`, has `patternProperties`.
pub(super) fn has_patterned_members(facts: &Facts<'_>, ids: &[SchemaId]) -> bool {
    facts.with_all_of(ids).iter().any(|id| !facts.schema(*id).pattern_properties.is_empty())
}

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
        copies: 0,
        known: HashSet::new(),
        inlined: HashMap::new(),
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
    /// The number of copies of schemas that `around` affects.
    copies: usize,
    known: HashSet<ValidatorId>,
    /// The number of places at which a schema without a name is inlined.
    inlined: HashMap<SchemaId, usize>,
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
                Part::Rest(places) => {
                    let schemas: Vec<SchemaId> = places.iter().filter_map(known).collect();
                    self.rest(&schemas, false)
                }
                Part::Form => known(&id.place).map(|schema| self.form(schema)).unwrap_or_default(),
            };
            validators.push(Validator { id, keywords });
        }
        validators
    }

    /// Returns the keywords of a form with files that its parameters do not enforce.
    fn form(&mut self, id: SchemaId) -> Vec<Keyword> {
        let mut keywords = self.rest(&[id], true);
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

    /// Returns the keywords of these objects that their struct does not enforce. A form has no field for additional
    /// properties, so none of their keywords are enforced.
    fn rest(&mut self, ids: &[SchemaId], is_form: bool) -> Vec<Keyword> {
        let mut keywords = Vec::new();
        let all = self.facts.with_all_of(ids);
        let parts: Vec<&Schema> = all.iter().map(|id| self.facts.schema(*id)).collect();
        let several = value_schemas(parts.iter().copied()).len() > 1;
        let directions = Directions::of(self.facts, ids);
        // A property that one schema of an `allOf` declares is not an additional property of another.
        let declared = parts.iter().flat_map(|part| &part.properties).map(|property| property.name.clone());
        let declared: BTreeSet<String> = declared.collect();
        for (id, schema) in all.into_iter().zip(parts) {
            if let Some(values) = schema.enumeration.clone().filter(|_| has_structures(schema)) {
                keywords.push(Keyword::Enum(values));
            }
            self.choices(id, &directions, &mut keywords);
            let narrows = match schema.additional {
                Additional::Schema(each) => is_form || several || narrows_others(self.facts, each),
                _ => false,
            };
            if !schema.pattern_properties.is_empty() || narrows {
                let closed = !matches!(schema.additional, Additional::Unsaid | Additional::Allowed);
                let known = declared.iter().filter(|_| closed);
                let named = known.map(|name| (name.clone(), Inner::Inline(Vec::new()))).collect();
                let (patterns, others) = self.patterns_and_others(schema);
                keywords.push(Keyword::Properties { named, patterns, others });
            }
        }
        keywords
    }

    fn keywords(&mut self, id: SchemaId) -> Vec<Keyword> {
        let schema = self.facts.schema(id);
        let fact = self.facts.of(id);
        self.open.push(id);
        let directions = std::mem::take(&mut self.around).with(Directions::of(self.facts, &[id]));
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
        self.members(schema, &directions, &mut keywords);
        if !schema.all_of.is_empty() {
            let all = self.in_place(id, &schema.all_of, |_| directions.clone());
            keywords.push(Keyword::AllOf(all));
        }
        self.choices(id, &directions, &mut keywords);
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
        let scalars = scalars(schema, &fact.types).into_iter().map(|(_, scalar)| match scalar {
            Scalar::Boolean(boolean) => Value::from(boolean),
            Scalar::Integer(integer) => Value::from(integer),
            Scalar::Number(number) => Value::from(number),
            Scalar::String(text) => Value::from(text),
        });
        let null = values.iter().find(|value| value.is_null()).cloned();
        Some(Keyword::Enum(scalars.chain(null).collect()))
    }

    fn members(&mut self, schema: &Schema, directions: &Directions, keywords: &mut Vec<Keyword>) {
        keywords.extend(directions.require(schema.required.iter().map(|name| name.value.clone())));
        let mut named = Vec::new();
        for Property { name, schema, .. } in &schema.properties {
            let inner = self.inner(*schema);
            let inner = match directions.is_read_only(name) {
                true => Inner::Inline(vec![Keyword::InResponses(inner)]),
                false => inner,
            };
            named.push((name.clone(), inner));
        }
        let (patterns, others) = self.patterns_and_others(schema);
        if !named.is_empty() || !patterns.is_empty() || !matches!(others, Others::Any) {
            keywords.push(Keyword::Properties { named, patterns, others });
        }
    }

    fn choices(&mut self, id: SchemaId, directions: &Directions, keywords: &mut Vec<Keyword>) {
        let facts = self.facts;
        let schema = facts.schema(id);
        for (name, dependency) in &schema.dependencies {
            match dependency {
                Dependency::Names(names) => keywords.extend(directions.depend(name, names)),
                Dependency::Schema(schema) => {
                    let inner = self.in_place(id, &[*schema], |_| directions.clone());
                    keywords.extend(
                        inner.into_iter().map(|inner| Keyword::SchemaDependency(name.clone(), inner)),
                    );
                }
            }
        }
        for Union { kind, members, .. } in &schema.unions {
            let members = self.in_place(id, members, |member| directions.inside(facts.schema(member)));
            match kind {
                _ if members.is_empty() => {}
                UnionKind::AnyOf => keywords.push(Keyword::AnyOf(members)),
                UnionKind::OneOf => keywords.push(Keyword::OneOf(members)),
            }
        }
        if let Some(not) = schema.not {
            let inner = self.in_place(id, &[not], |_| Directions::negated());
            keywords.extend(inner.into_iter().map(Keyword::Not));
        }
    }

    /// Returns the schemas of `patternProperties` and `additionalProperties`. If a pattern is not enforced, it is
    /// unknown which properties are additional.
    fn patterns_and_others(&mut self, schema: &Schema) -> (Vec<(Pattern, Inner)>, Others) {
        let patterns = self.patterns(schema);
        if patterns.len() == schema.pattern_properties.len() {
            return (patterns, self.others(&schema.additional));
        }
        let said = !matches!(schema.additional, Additional::Unsaid | Additional::Allowed);
        if let Some(place) = schema.place.as_ref().filter(|_| said) {
            let message = "`additionalProperties` is not enforced, because a pattern in `patternProperties` is not enforced";
            let place = place.member("additionalProperties").key();
            self.diagnostics.push(Diagnostic::new(codes::NOT_ENFORCED, place, message));
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
            Additional::Unsaid | Additional::Allowed => Others::Any,
            Additional::Rejected => Others::Rejected,
            Additional::Schema(each) => Others::Each(self.inner(*each)),
        }
    }

    fn inner(&mut self, id: SchemaId) -> Inner {
        let around = std::mem::take(&mut self.around);
        let is_inside = self.open.contains(&id) || self.open.len() > bounds::INLINED;
        if !is_inside && self.copies <= bounds::COPIES && around.affect(self.facts, id) {
            self.copies += 1;
            if self.copies > bounds::COPIES {
                let message = format!(
                    "the directions of properties in other schemas of an `allOf` affect more than {} schemas",
                    bounds::COPIES
                );
                let place = self.facts.schema(id).place.clone();
                self.diagnostics.extend(place.map(|place| Diagnostic::new(codes::LIMIT, place, message)));
            }
            self.around = around;
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
    /// because the check would never end. `directions` returns the directions around each schema.
    fn in_place(
        &mut self,
        around: SchemaId,
        ids: &[SchemaId],
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
                inners.push(self.inner(*id));
            }
        }
        inners
    }
}

/// Returns whether a schema leads to another one that applies to the same value.
///
/// | keyword | applies its schemas to |
/// |---|---|
/// | `allOf`, `anyOf`, `oneOf`, `not`, a schema in `dependencies` | the same value |
/// | `properties`, `items`, and similar keywords | values inside |
fn leads_to(api: &Api, from: SchemaId, to: SchemaId) -> bool {
    let reached = reach(api, &[from], |schema| {
        let unions = schema.unions.iter().flat_map(|union| &union.members);
        let dependencies = schema.dependencies.iter().filter_map(|(_, dependency)| match dependency {
            Dependency::Schema(id) => Some(id),
            Dependency::Names(_) => None,
        });
        schema.all_of.iter().chain(unions).chain(&schema.not).chain(dependencies).copied().collect()
    });
    reached.contains(&to)
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

/// Returns the distinct patterns of all checks and validators.
pub(super) fn find_patterns(model: &Model) -> Vec<Pattern> {
    let mut known = HashSet::new();
    let of_checks = model.checks().filter_map(|check| match check.innermost() {
        Check::Pattern(pattern) => Some(pattern),
        _ => None,
    });
    let of_validators = model.validators.iter().flat_map(|validator| patterns_in(&validator.keywords));
    of_checks.chain(of_validators).filter(|pattern| known.insert(&pattern.place)).cloned().collect()
}

/// Returns the patterns in validators.
fn patterns_in(keywords: &[Keyword]) -> Vec<&Pattern> {
    let mut all = Vec::new();
    for keyword in keywords {
        if let Keyword::Pattern(pattern) = keyword {
            all.push(pattern);
        }
        if let Keyword::Properties { patterns, .. } = keyword {
            all.extend(patterns.iter().map(|(pattern, _)| pattern));
        }
        for inner in inners(keyword) {
            if let Inner::Inline(keywords) = inner {
                all.extend(patterns_in(keywords));
            }
        }
    }
    all
}

fn inners(keyword: &Keyword) -> Vec<&Inner> {
    match keyword {
        Keyword::Items(inner)
        | Keyword::Not(inner)
        | Keyword::SchemaDependency(_, inner)
        | Keyword::InResponses(inner) => vec![inner],
        Keyword::Tuple(items, others) => items.iter().chain(others.each()).collect(),
        Keyword::AllOf(all) | Keyword::AnyOf(all) | Keyword::OneOf(all) => all.iter().collect(),
        Keyword::Properties { named, patterns, others } => {
            let named = named.iter().map(|(_, inner)| inner);
            named.chain(patterns.iter().map(|(_, inner)| inner)).chain(others.each()).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
#[path = "../tests/lowered_validators.rs"]
mod tests;
