//! Tables: schemas as a validator takes them, for what no Rust type and no rule of a single value says.
//! Here a schema is what JSON Schema says: no keyword implies a type.

use super::all_of::{has_members, reach, same_as, taken_in};
use super::check::{checks_of, is_exclusive, is_unenforced};
use super::enumeration::has_structures;
use super::kinds::{is_named, kinds};
use super::pattern::rewrite;
use crate::api::{Additional, Api, Constraint, Dependency, Items, JsonType, Limit, Schema, SchemaId, Union};
use crate::bounds;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Check, Model, Pattern, Shape};
use crate::table::{Inner, Keyword, Others, Part, Table, TableId};
use std::collections::{HashMap, HashSet};

/// Whether a value of this schema, which is no struct, has to be checked against a table.
pub fn needs_table(api: &Api, schema: &Schema) -> bool {
    if schema.substitute.is_some() || schema.place.is_none() || schema.types.contains(&JsonType::File) {
        return false;
    }
    let object = kinds(schema) == [JsonType::Object];
    let closed = object && matches!(schema.additional, Additional::Refused) && !has_members(api, schema);
    let says = !schema.constraints.is_empty() || !schema.types.is_empty() || !schema.all_of.is_empty();
    chooses(schema)
        || closed
        || has_structures(schema)
        || matches!(schema.items, Items::Tuple(_))
        || (object && !schema.required.is_empty())
        || (!object && !schema.all_of.is_empty() && same_as(api, schema).is_none())
        || (kinds(schema).len() != 1 && says)
        || schema.constraints.iter().any(|constraint| is_unenforced(api, schema, constraint))
}

/// Whether an object has rules that no struct has.
fn chooses(schema: &Schema) -> bool {
    !schema.unions.is_empty() || !schema.pattern_properties.is_empty() || !schema.dependencies.is_empty()
}

/// Whether the members that nothing names have rules.
fn narrows_others(api: &Api, schema: &Schema) -> bool {
    matches!(schema.additional, Additional::Schema(each) if !checks_of(api, each).is_empty())
}

/// The table of a struct that is all of these schemas, where one has rules that the struct has not. One whose
/// additional members are typed has the rules of one schema for them.
pub fn rest_of(api: &Api, ids: &[SchemaId], typed: bool) -> Option<TableId> {
    let schemas: Vec<&Schema> = taken_in(api, ids).into_iter().map(|id| api.schemas.get(id)).collect();
    let narrowing = schemas.iter().filter(|schema| narrows_others(api, schema)).count();
    let needed = schemas.iter().any(|schema| chooses(schema)) || narrowing > usize::from(typed);
    let place = api.schemas.get(*ids.first()?).place.clone()?;
    needed.then_some(TableId { place, part: Part::Rest })
}

/// Whether a schema, or one that it takes in, has members that a pattern names.
pub fn has_patterned_members(api: &Api, ids: &[SchemaId]) -> bool {
    taken_in(api, ids).iter().any(|id| !api.schemas.get(*id).pattern_properties.is_empty())
}

/// The tables of all rules, and those that they refer to.
pub fn lower_tables(api: &Api, model: &Model, diagnostics: &mut Diagnostics) -> Vec<Table> {
    let places = api.schemas.iter().filter_map(|(id, schema)| Some((schema.place.clone()?, id)));
    let mut tables = Tables {
        api,
        ids: places.collect::<HashMap<_, _>>(),
        open: Vec::new(),
        known: HashSet::new(),
        inlined: HashMap::new(),
        queue: Vec::new(),
        diagnostics,
    };
    for check in model.checks() {
        if let Check::Schema(id) = check.innermost() {
            tables.refer(id.clone());
        }
    }
    for (_, found) in model.types.iter() {
        if let Shape::Struct(structure) = &found.shape {
            structure.table.iter().for_each(|id| tables.refer(id.clone()));
        }
    }
    tables.finish()
}

struct Tables<'a> {
    api: &'a Api,
    ids: HashMap<crate::diagnostic::Place, SchemaId>,
    /// The schemas around the one that is lowered.
    open: Vec<SchemaId>,
    known: HashSet<TableId>,
    /// In how many places schemas without a name are written.
    inlined: HashMap<SchemaId, usize>,
    queue: Vec<TableId>,
    diagnostics: &'a mut Diagnostics,
}

impl Tables<'_> {
    fn refer(&mut self, id: TableId) {
        if self.known.insert(id.clone()) {
            self.queue.push(id);
        }
    }

    fn finish(mut self) -> Vec<Table> {
        let mut tables = Vec::new();
        while let Some(id) = self.queue.pop() {
            let Some(schema) = self.ids.get(&id.place).copied() else { continue };
            let keywords = match id.part {
                Part::Whole => self.keywords(schema),
                Part::Rest => self.rest(schema),
            };
            tables.push(Table { id, keywords });
        }
        tables
    }

    /// What a struct does not say of the object that it is.
    fn rest(&mut self, id: SchemaId) -> Vec<Keyword> {
        let mut keywords = Vec::new();
        for id in taken_in(self.api, &[id]) {
            let schema = self.api.schemas.get(id);
            self.choices(id, schema, &mut keywords);
            if !schema.pattern_properties.is_empty() || narrows_others(self.api, schema) {
                let closed = !matches!(schema.additional, Additional::Unsaid | Additional::Allowed);
                let known = schema.properties.iter().filter(|_| closed);
                let named =
                    known.map(|property| (property.name.clone(), Inner::Inline(Vec::new()))).collect();
                let (patterns, others) = (self.patterns(schema), self.others(&schema.additional));
                keywords.push(Keyword::Properties { named, patterns, others });
            }
        }
        keywords
    }

    fn keywords(&mut self, id: SchemaId) -> Vec<Keyword> {
        let schema = self.api.schemas.get(id);
        self.open.push(id);
        let mut keywords = Vec::new();
        if !schema.types.is_empty() {
            keywords.push(Keyword::Types(schema.types.clone()));
        }
        if let Some(values) = schema.enumeration.as_ref().filter(|_| schema.open.is_none()) {
            keywords.push(Keyword::Enum(values.clone()));
        }
        keywords.extend(schema.constraints.iter().filter_map(|constraint| keyword_of(schema, constraint)));
        match &schema.items {
            Items::Unsaid => {}
            Items::Each(item) => keywords.push(Keyword::Items(self.inner(*item))),
            Items::Tuple(items) => {
                let items = items.iter().map(|item| self.inner(*item)).collect();
                keywords.push(Keyword::Tuple(items, self.others(&schema.more_items)));
            }
        }
        self.members(schema, &mut keywords);
        if !schema.all_of.is_empty() {
            let all = self.in_place(id, &schema.all_of);
            keywords.push(Keyword::AllOf(all));
        }
        self.choices(id, schema, &mut keywords);
        self.open.pop();
        keywords
    }

    fn members(&mut self, schema: &Schema, keywords: &mut Vec<Keyword>) {
        if !schema.required.is_empty() {
            keywords.push(Keyword::Required(schema.required.iter().map(|(name, _)| name.clone()).collect()));
        }
        let named: Vec<_> = schema
            .properties
            .iter()
            .map(|property| (property.name.clone(), self.inner(property.schema)))
            .collect();
        let (patterns, others) = (self.patterns(schema), self.others(&schema.additional));
        if !named.is_empty() || !patterns.is_empty() || !matches!(others, Others::Any) {
            keywords.push(Keyword::Properties { named, patterns, others });
        }
    }

    fn choices(&mut self, id: SchemaId, schema: &Schema, keywords: &mut Vec<Keyword>) {
        for (name, dependency) in &schema.dependencies {
            match dependency {
                Dependency::Names(names) => keywords.push(Keyword::Dependency(name.clone(), names.clone())),
                Dependency::Schema(schema) => {
                    let inner = self.in_place(id, &[*schema]);
                    keywords.extend(
                        inner.into_iter().map(|inner| Keyword::SchemaDependency(name.clone(), inner)),
                    );
                }
            }
        }
        for Union { keyword, members, .. } in &schema.unions {
            let members = self.in_place(id, members);
            match *keyword {
                _ if members.is_empty() => {}
                "anyOf" => keywords.push(Keyword::AnyOf(members)),
                "oneOf" => keywords.push(Keyword::OneOf(members)),
                _ => keywords.extend(members.into_iter().map(Keyword::Not)),
            }
        }
    }

    fn patterns(&mut self, schema: &Schema) -> Vec<(Pattern, Inner)> {
        let mut found = Vec::new();
        for (pattern, each) in &schema.pattern_properties {
            match rewrite(&pattern.text) {
                Ok(regex) => {
                    let (ecma, place) = (pattern.text.clone(), pattern.place.clone());
                    found.push((Pattern { ecma, regex, place }, self.inner(*each)));
                }
                Err(reason) => {
                    let message = format!("the pattern `{}` is not enforced: {reason}", pattern.text);
                    self.diagnostics.push(Diagnostic::warning(
                        "not-enforced",
                        pattern.place.clone(),
                        message,
                    ));
                }
            }
        }
        found
    }

    fn others(&mut self, additional: &Additional) -> Others {
        match additional {
            Additional::Unsaid | Additional::Allowed => Others::Any,
            Additional::Refused => Others::Refused,
            Additional::Schema(each) => Others::Each(self.inner(*each)),
        }
    }

    fn inner(&mut self, id: SchemaId) -> Inner {
        let schema = self.api.schemas.get(id);
        match &schema.place {
            Some(place) if is_named(schema) || self.open.contains(&id) || self.is_shared(id) => {
                let table = TableId { place: place.clone(), part: Part::Whole };
                self.refer(table.clone());
                Inner::Table(table)
            }
            _ => Inner::Inline(self.keywords(id)),
        }
    }

    /// What stands in many places, or deep, is written once: in each place it would have all that it refers
    /// to in it again.
    fn is_shared(&mut self, id: SchemaId) -> bool {
        let places = self.inlined.entry(id).or_default();
        *places += 1;
        *places > bounds::INLINED || self.open.len() > bounds::INLINED
    }

    /// Schemas for the same value. One that leads back to the schema around it says nothing that could
    /// ever be found out.
    fn in_place(&mut self, around: SchemaId, ids: &[SchemaId]) -> Vec<Inner> {
        let mut found = Vec::new();
        for id in ids {
            if leads_to(self.api, *id, around) {
                if let Some(place) = self.api.schemas.get(around).place.clone() {
                    let message = "this schema asks of a value what it is asked itself: that is not enforced";
                    self.diagnostics.push(Diagnostic::warning("not-enforced", place, message));
                }
            } else {
                found.push(self.inner(*id));
            }
        }
        found
    }
}

/// Whether a schema asks another of the same value.
fn leads_to(api: &Api, from: SchemaId, to: SchemaId) -> bool {
    let asked = |schema: &Schema| {
        let unions = schema.unions.iter().flat_map(|union| &union.members);
        let dependencies = schema.dependencies.iter().filter_map(|(_, dependency)| match dependency {
            Dependency::Schema(id) => Some(id),
            Dependency::Names(_) => None,
        });
        schema.all_of.iter().chain(unions).chain(dependencies).copied().collect()
    };
    reach(api, &[from], asked).contains(&to)
}

fn keyword_of(schema: &Schema, constraint: &Constraint) -> Option<Keyword> {
    let exclusive = is_exclusive(schema, constraint.keyword);
    Some(match (constraint.keyword, &constraint.value) {
        ("minimum", Limit::Number(bound)) if exclusive => Keyword::MoreThan(bound.as_f64()?),
        ("minimum", Limit::Number(bound)) => Keyword::AtLeast(bound.as_f64()?),
        ("maximum", Limit::Number(bound)) if exclusive => Keyword::LessThan(bound.as_f64()?),
        ("maximum", Limit::Number(bound)) => Keyword::AtMost(bound.as_f64()?),
        ("multipleOf", Limit::Number(factor)) => {
            Keyword::MultipleOf(factor.as_f64().filter(|factor| *factor > 0.0)?)
        }
        ("minLength", Limit::Count(count)) => Keyword::MinLength(*count),
        ("maxLength", Limit::Count(count)) => Keyword::MaxLength(*count),
        ("minItems", Limit::Count(count)) => Keyword::MinItems(*count),
        ("maxItems", Limit::Count(count)) => Keyword::MaxItems(*count),
        ("minProperties", Limit::Count(count)) => Keyword::MinProperties(*count),
        ("maxProperties", Limit::Count(count)) => Keyword::MaxProperties(*count),
        ("uniqueItems", Limit::Flag(true)) => Keyword::Unique,
        ("pattern", Limit::Pattern(ecma)) => {
            let (ecma, regex, place) = (ecma.clone(), rewrite(ecma).ok()?, constraint.place.clone());
            Keyword::Pattern(Pattern { ecma, regex, place })
        }
        _ => return None,
    })
}

/// The patterns in tables.
pub fn patterns_in(keywords: &[Keyword]) -> Vec<&Pattern> {
    let mut found = Vec::new();
    for keyword in keywords {
        if let Keyword::Pattern(pattern) = keyword {
            found.push(pattern);
        }
        if let Keyword::Properties { patterns, .. } = keyword {
            found.extend(patterns.iter().map(|(pattern, _)| pattern));
        }
        for inner in inners(keyword) {
            if let Inner::Inline(keywords) = inner {
                found.extend(patterns_in(keywords));
            }
        }
    }
    found
}

fn inners(keyword: &Keyword) -> Vec<&Inner> {
    match keyword {
        Keyword::Items(inner) | Keyword::Not(inner) | Keyword::SchemaDependency(_, inner) => vec![inner],
        Keyword::Tuple(items, others) => items.iter().chain(others.each()).collect(),
        Keyword::AllOf(all) | Keyword::AnyOf(all) | Keyword::OneOf(all) => all.iter().collect(),
        Keyword::Properties { named, patterns, others } => {
            let named = named.iter().map(|(_, inner)| inner);
            named.chain(patterns.iter().map(|(_, inner)| inner)).chain(others.each()).collect()
        }
        _ => Vec::new(),
    }
}
