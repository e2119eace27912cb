//! Reports settings that have no effect at their place. A setting is not reported if its result is already true.

use super::all_of;
use super::enumeration::{lists_the_same, same_type};
use super::facts::{Facts, Json, Kind};
use crate::api::{self, SchemaId};
use crate::choices::{Choices, OnMistake, OneOf};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::{Additional, Expr, Model, Shape};

/// Reports the settings without an effect.
pub(super) fn check_effects(
    facts: &Facts<'_>,
    model: &Model,
    choices: &Choices,
    diagnostics: &mut Diagnostics,
) {
    let effects = Effects { facts, model };
    let mut unmet_options = Vec::new();
    for place in &choices.open_enums {
        let why = effects.why_not_opened(place);
        unmet_options.extend(why.map(|why| unmet(place, "`open-enum`", why)));
    }
    for place in &choices.keep_unknown_at {
        let why = effects.why_not_kept(place);
        unmet_options.extend(why.map(|why| unmet(place, "`keep-unknown`", why)));
    }
    for (place, path) in &choices.replacements {
        let why = effects.why_not_replaced(place);
        unmet_options.extend(why.map(|why| unmet(place, &format!("`replace` with `{path}`"), why)));
    }
    for (place, path) in &choices.derives {
        let Some(place) = place else { continue };
        let why = effects.why_not_derived(place);
        unmet_options.extend(why.map(|why| unmet(place, &format!("`derive` with `{path}`"), why)));
    }
    for (place, other) in &choices.same_types {
        let why = effects.why_not_same(place, other, choices);
        unmet_options.extend(why.map(|why| unmet(place, "`same-type`", why)));
    }
    for (place, how) in &choices.one_of {
        let why = effects.why_not_counted(place, *how);
        unmet_options.extend(why.map(|why| unmet(place, &format!("`one-of` with `{}`", how.word()), why)));
    }
    for (place, attribute) in &choices.attributes {
        let Some(place) = place else { continue };
        let why = effects.why_not_added(place);
        unmet_options.extend(why.map(|why| unmet(place, &format!("`attribute` with `{attribute}`"), why)));
    }
    diagnostics.extend(unmet_options.into_iter().map(|unmet| choices.on_unused().judge(unmet)));
}

fn unmet(place: &Place, option: &str, why: String) -> Diagnostic {
    let message = format!("{option} has no effect here");
    Diagnostic::new(codes::NO_SUCH_PLACE, place.clone(), message).help(why)
}

struct Effects<'a> {
    facts: &'a Facts<'a>,
    model: &'a Model,
}

impl Effects<'_> {
    fn why_not_opened(&self, place: &Place) -> Option<String> {
        let opened =
            self.shapes(place).any(|shape| matches!(shape, Shape::Enum(enumeration) if enumeration.open));
        (!opened).then(|| self.describe(place, "there is no `enum` of strings or numbers here"))
    }

    fn why_not_kept(&self, place: &Place) -> Option<String> {
        let schema = self.facts.find(place);
        if self.shapes(place).any(keeps_unknown) || schema.is_some_and(|id| self.is_merged(id)) {
            return None;
        }
        if schema.is_some_and(|id| matches!(self.facts.schema(id).additional, api::Additional::Rejected)) {
            return Some("`additionalProperties: false` rejects unknown properties".to_owned());
        }
        Some(self.describe(place, "there is no object with properties here"))
    }

    fn why_not_replaced(&self, place: &Place) -> Option<String> {
        let Some(id) = self.facts.find(place) else {
            return Some(self.describe(place, "there is no schema here"));
        };
        let is_unused = self.facts.of(id).usage.is_only_merged() && !self.is_annotated(id);
        is_unused.then(|| "only `allOf` uses this schema, so nothing has its type".to_owned())
    }

    /// Returns whether the type of this schema is used by an `allOf` that only annotates it.
    fn is_annotated(&self, id: SchemaId) -> bool {
        let mut schemas = self.facts.api.schemas.iter();
        schemas.any(|(other, _)| self.facts.of(other).annotates == Some(id))
    }

    fn why_not_same(&self, place: &Place, other: &Place, choices: &Choices) -> Option<String> {
        let Some(id) = self.facts.find(place).filter(|id| self.facts.kind(*id) == Kind::Enum) else {
            return Some(self.describe(place, "there is no `enum` of scalars here"));
        };
        let second = self.facts.find(other).filter(|id| self.facts.kind(*id) == Kind::Enum);
        match second {
            None => Some(format!("there is no `enum` of scalars at `{}`", other.pointer)),
            Some(second) if !lists_the_same(self.facts, id, second) => Some(format!(
                "the `enum` at `{}` has different values, or only one of the two is open",
                other.pointer
            )),
            Some(_) => {
                let is_cycle = same_type(self.facts, id, choices).is_none();
                is_cycle.then(|| format!("the `same-type` of `{}` leads back to this place", other.pointer))
            }
        }
    }

    fn why_not_counted(&self, place: &Place, how: OneOf) -> Option<String> {
        let schema = self.facts.find(place).map(|id| (id, self.facts.schema(id)));
        let declares = |keyword: &str| {
            let unions = schema.into_iter().flat_map(|(_, schema)| &schema.unions);
            unions.into_iter().any(|union| union.place == place.member(keyword))
        };
        let selects = schema.and_then(|(id, _)| self.facts.alternatives(id)?.tag.as_deref());
        match (how, selects) {
            (OneOf::Any, _) if declares("anyOf") && !declares("oneOf") => {
                Some("an `anyOf` already accepts values of several alternatives".to_owned())
            }
            (OneOf::Any, Some(tag)) => {
                Some(format!("the discriminator `{tag}` selects one alternative; `exact` ignores it"))
            }
            _ if !declares("oneOf") && !declares("anyOf") => {
                Some(self.describe(place, "there is no `oneOf` with several alternatives here"))
            }
            (OneOf::Any, None) => None,
            (OneOf::Exact, _) => {
                let (id, _) = schema?;
                let mut parts = self.facts.with_all_of(&[id]).into_iter();
                let has_discriminator = parts.any(|part| self.facts.schema(part).discriminator.is_some());
                let without = "there is no `discriminator` here, so all alternatives count already";
                (!has_discriminator).then(|| without.to_owned())
            }
        }
    }

    fn why_not_added(&self, place: &Place) -> Option<String> {
        let mut fields = self.model.structs().flat_map(|structure| &structure.fields);
        if fields.any(|field| field.place == *place) { None } else { self.why_not_derived(place) }
    }

    fn why_not_derived(&self, place: &Place) -> Option<String> {
        let derives = self.shapes(place).any(|shape| !matches!(shape, Shape::Alias(_)));
        (!derives).then(|| self.describe(place, "there is no schema here that becomes a struct or an enum"))
    }

    /// Returns the shapes of the types at a place.
    fn shapes<'s>(&'s self, place: &'s Place) -> impl Iterator<Item = &'s Shape> {
        let here = self.model.types.iter().filter(move |(_, ty)| ty.place.as_ref() == Some(place));
        here.map(|(_, ty)| &ty.shape)
    }

    /// Returns whether this object is merged with others into the type of one property.
    fn is_merged(&self, id: SchemaId) -> bool {
        let mut unsaid = Diagnostics::default();
        let mut composed = self.facts.api.schemas.iter().filter(|(_, schema)| !schema.all_of.is_empty());
        self.facts.json(id) == Json::Object
            && composed.any(|(parent, _)| {
                let merged = all_of::merge(self.facts, &[parent], OnMistake::Skip, &mut unsaid);
                merged.members.iter().any(|member| !member.also.is_empty() && member.objects().contains(&id))
            })
    }

    fn describe(&self, place: &Place, nothing: &str) -> String {
        let known = self.model.schemas.iter().find(|(other, _)| other == place);
        match known.map(|(_, expr)| expr) {
            None => format!("{nothing}; if this is a `$ref`, name its target"),
            Some(None) if !self.facts.find(place).is_some_and(|id| self.facts.of(id).usage.elsewhere) => {
                "no generated type uses this schema".to_owned()
            }
            Some(Some(Expr::Foreign(_))) => "a type of another crate replaces this schema".to_owned(),
            Some(None | Some(Expr::Named(_))) => nothing.to_owned(),
            Some(Some(_)) => format!("{nothing}: this schema becomes a built-in Rust type"),
        }
    }
}

fn keeps_unknown(shape: &Shape) -> bool {
    match shape {
        Shape::Struct(structure) => {
            matches!(structure.additional, Additional::Kept | Additional::Typed(..))
        }
        _ => false,
    }
}
