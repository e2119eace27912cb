//! FACTS: takes [`Api`] and the settings, and decides the facts about each schema once: its types, whether null is
//! accepted, its Rust type and its subtypes. All later code uses the facts, and matches on [`Kind`] without `_`. This
//! module never changes `Api`, and creates no types.

mod all_of_types;
mod alternatives;
mod closure;
mod fact;
mod families;
mod formats;
mod json;
mod kind;
mod listed;
mod map;
mod recursion;
mod selectors;
mod substitutes;
mod unevaluated;
mod union_tags;
mod unions;
mod usage;
mod validators;

use crate::api::Api;
use crate::choices::Choices;
use crate::diagnostic::Diagnostics;
use alternatives::Unions;
use fact::{Fact, Families};

pub(crate) use all_of_types::{intersect, is_too_deep};
pub(crate) use alternatives::{Alternative, Form, Untyped};
pub(crate) use closure::reach;
pub(crate) use fact::{Facts, Json, Kind, Selection};
pub(crate) use formats::is_implied;
pub(crate) use kind::scalar;
pub(crate) use listed::{Listed, has_structures, listed, scalars};
pub(crate) use map::{count, value_schemas};
pub(crate) use substitutes::{foreign, known, report_unused};
pub(crate) use unevaluated::in_place;
pub(crate) use union_tags::merged_tags;

/// Decides all facts. Returns `None` if an `allOf` is nested too deeply.
///
/// Each pass uses the results of earlier ones:
///
/// | pass | uses |
/// |---|---|
/// | the types of a schema by itself | |
/// | whether its `enum` is open | |
/// | foreign types | types by itself |
/// | types that `allOf` allows | types by itself, foreign types |
/// | properties, its own or of its `allOf` | |
/// | how `unevaluatedProperties` is enforced | |
/// | the schema that it only annotates | all of these |
/// | alternatives of unions, and their null | the schema that it annotates, types that `allOf` allows |
/// | its kind | the schema that it annotates, unions |
/// | whether it needs a validator | the schema that it annotates, whether its `enum` is open |
/// | formats with a type, which change the kind | its kind, whether it needs a validator |
/// | whether it contains itself | its kind |
/// | how it is used | unions |
/// | families and tags, which change the kind | types that `allOf` allows, unions |
pub(crate) fn decide<'a>(
    api: &'a Api,
    choices: &Choices,
    diagnostics: &mut Diagnostics,
) -> Option<Facts<'a>> {
    let facts = api.schemas.iter().map(|(_, schema)| json::own(schema)).collect();
    let mut facts =
        Facts { api, facts, none: Fact::default(), families: Families::default(), unions: Unions::default() };
    facts.set(listed::find_open(&facts, choices), |fact, found| fact.is_open = found);
    facts.set(substitutes::find(&facts, choices), |fact, found| fact.substitute = found);
    all_of_types::apply(&mut facts, diagnostics)?;
    facts.set(closure::have_members(api), |fact, found| fact.has_members = found);
    facts.set(unevaluated::find(&facts), |fact, found| fact.unevaluated = found);
    facts.set(kind::find_aliases(&facts), |fact, target| fact.annotates = target);
    facts.unions = Unions::find(&facts, diagnostics);
    facts.set(facts.unions.scalars(&facts), Fact::set_scalar);
    facts.set(facts.unions.take_null(&facts), |fact, takes_null| {
        fact.nullable = takes_null.map_or(fact.nullable, |takes_null| fact.adds_null || takes_null);
    });
    facts.set(kind::find(&facts), |fact, kind| fact.kind = kind);
    facts.set(validators::find(&facts), |fact, needed| fact.needs_validator = needed);
    formats::apply(&mut facts, choices, diagnostics);
    facts.set(recursion::find(&facts), |fact, found| fact.is_recursive = found);
    facts.set(usage::find(api, &facts.unions), |fact, usage| fact.usage = usage);
    facts.families = Families::find(&facts, choices.on_mistake, diagnostics);
    facts.families.add(facts.unions.tags(&facts));
    facts.set(kind::with_families(&facts), |fact, kind| fact.kind = kind);
    Some(facts)
}
