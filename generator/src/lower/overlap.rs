//! Reports each `oneOf` with two alternatives that accept the same value, because such a value is rejected. Only overlaps
//! that a value proves are reported.

use super::facts::{Alternative, Facts, Form, Json, Untyped};
use super::values::{Maker, has_only_needed};
use crate::api::{self, JsonType, SchemaId, UnionKind};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Severity, in_words};
use crate::model::validator::{Part, Validator};
use crate::model::{Choose, Model, Shape, Union};
use crate::named::name_of;
use crate::presets::PRESETS;
use crate::sources::Sources;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// The maximum number of properties that a message names.
const NAMED: usize = 5;
/// The maximum length of a value in a message.
const SHOWN: usize = 60;

/// Two alternatives, by their schemas, and a value that both accept.
struct Overlap {
    schemas: (SchemaId, SchemaId),
    value: Value,
    severity: Severity,
}

/// Reports each `oneOf` with alternatives that overlap.
pub(super) fn report_overlaps(
    facts: &Facts<'_>,
    model: &Model,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let formats = HashMap::new();
    let maker = Maker::of_least(model, &formats);
    let places = facts.api.schemas.iter().filter_map(|(id, schema)| Some((schema.place.as_ref()?, id)));
    let overlaps = Overlaps { facts, model, maker, ids: places.collect() };
    let mut known = HashSet::new();
    for (_, ty) in model.types.iter() {
        let Shape::Union(union) = &ty.shape else { continue };
        let Some(id) = ty.place.as_ref().and_then(|place| overlaps.ids.get(place)) else { continue };
        if union.choose == Choose::OneOf
            && let Some(alternatives) = facts.alternatives(*id)
            && known.insert(&alternatives.place)
        {
            let found = overlaps.of_union(union, &alternatives.members);
            diagnostics.extend(overlaps.report(&alternatives.place, found, sources));
        }
    }
    for validator in &model.validators {
        if let Some((union, overlap)) = overlaps.of_validator(validator)
            && known.insert(&union.place)
        {
            diagnostics.extend(overlaps.report(&union.place, vec![overlap], sources));
        }
    }
}

struct Overlaps<'m> {
    facts: &'m Facts<'m>,
    model: &'m Model,
    maker: Maker<'m>,
    ids: HashMap<&'m Place, SchemaId>,
}

impl<'m> Overlaps<'m> {
    /// Returns all pairs of alternatives that overlap.
    ///
    /// | a value that both accept | severity |
    /// |---|---|
    /// | has only properties that one of the two requires | a warning: values of this alternative are rejected |
    /// | is not an object | a warning |
    /// | has the required properties of both | a note: a client rarely sends both |
    fn of_union(&self, union: &'m Union, members: &[Alternative]) -> Vec<Overlap> {
        let variants: Vec<_> = union.variants.iter().zip(members).collect();
        let pairs = variants
            .iter()
            .enumerate()
            .flat_map(|(index, first)| variants.iter().skip(index + 1).map(move |second| (*first, *second)));
        let pairs = pairs.filter(|((one, _), (other, _))| one.known.types.has(other.known.types));
        let overlaps = pairs.filter_map(|((one, first), (other, second))| {
            let value = self.maker.of_both(one, other)?;
            let mut exprs = [&one.expr, &other.expr].into_iter();
            let is_plain = exprs.any(|expr| has_only_needed(&self.model.types, expr, &value));
            let severity = if is_plain { Severity::Warning } else { Severity::Note };
            Some(Overlap { schemas: (schema_of(first)?, schema_of(second)?), value, severity })
        });
        overlaps.collect()
    }

    /// Returns the first pair of a `oneOf` that only a validator checks.
    fn of_validator(&self, validator: &Validator) -> Option<(&'m api::Union, Overlap)> {
        let id = *self.ids.get(&validator.id.place).filter(|_| validator.id.part == Part::Whole)?;
        let is_checked = match self.facts.untyped(id) {
            // This has its own diagnostic.
            Some((Untyped::Repeated, _)) => false,
            Some(_) => true,
            None => self.facts.alternatives(id).is_none(),
        };
        let unions = &self.facts.schema(id).unions;
        let union = unions.iter().find(|union| union.kind == UnionKind::OneOf).filter(|_| is_checked)?;
        let (first, second, value) = self.maker.of_two(&validator.id)?;
        let schemas = (*union.members.get(first)?, *union.members.get(second)?);
        Some((union, Overlap { schemas, value, severity: Severity::Warning }))
    }

    /// Creates the diagnostic of the worst overlap of a union.
    fn report(&self, place: &Place, mut found: Vec<Overlap>, sources: &Sources) -> Option<Diagnostic> {
        // The order of pairs with the same severity is kept.
        found.sort_by_key(|overlap| overlap.severity != Severity::Warning);
        let more = found.len().saturating_sub(1);
        let Overlap { schemas: (first, second), value, severity } = found.into_iter().next()?;
        let schema = Place::value(place.file, place.pointer.split_last()?.0);
        let unions = &self.facts.schema(*self.ids.get(&schema)?).unions;
        let union = unions.iter().find(|union| union.place == *place)?;
        let at = |id: SchemaId| {
            let mut members = union.members.iter().zip(&union.places);
            members.find(|(member, _)| **member == id).map(|(_, place)| place)
        };
        let more = match more {
            0 => String::new(),
            1 => "; another pair of alternatives overlaps too".to_owned(),
            more => format!("; {more} other pairs of alternatives overlap too"),
        };
        let is_any_string = [first, second].into_iter().all(|id| self.takes_every_string(id));
        let message = format!(
            "{} matches two alternatives of a `oneOf`, `{}` and `{}`, so it is rejected{more}",
            if is_any_string { "every string".to_owned() } else { describe(&value) },
            self.name(first, at(first)?),
            self.name(second, at(second)?),
        );
        let here = sources.setting_place(&schema);
        let help = format!(
            "to accept such values, use `--one-of '{here}=any'` or `Config::one_of(\"{here}\", OneOf::Any)`"
        );
        let diagnostic = Diagnostic::new(codes::AMBIGUOUS_UNION, at(first)?.clone(), message);
        let diagnostic = Diagnostic { severity, ..diagnostic };
        let diagnostic = diagnostic.label("matches").and(at(second)?.clone(), "matches as well");
        let fix = "to tell the alternatives apart, let both require a property, with different values";
        let diagnostic = if value.is_object() && !is_any_string { diagnostic.help(fix) } else { diagnostic };
        let diagnostic = match help_for_formats([first, second].map(|id| self.unenforced_format(id))) {
            Some(fix) if is_any_string => diagnostic.help(fix),
            _ => diagnostic,
        };
        Some(diagnostic.help(help))
    }

    /// Returns whether a schema accepts every string. A format is not enforced without a setting. Properties without a
    /// `type` are those of an object.
    fn takes_every_string(&self, id: SchemaId) -> bool {
        let mut parts = self.facts.with_all_of(&[id]).into_iter();
        let can_be_string = matches!(self.facts.json(id), Json::String | Json::Any | Json::Several);
        can_be_string
            && parts.all(|part| {
                let (schema, fact) = (self.facts.schema(part), self.facts.of(part));
                let types = &fact.types;
                (types.is_empty() || types.contains(&JsonType::String))
                    && schema.constraints.iter().all(|constraint| {
                        constraint.value.narrows() != JsonType::String || constraint.value.is_vacuous()
                    })
                    && schema.enumeration.is_none()
                    && !schema.has_choices()
                    && fact.preset.is_none()
                    && fact.substitute.is_none()
            })
    }

    /// Returns the format of a schema, if it is not enforced.
    fn unenforced_format(&self, id: SchemaId) -> Option<&'m str> {
        let target = self.facts.target(id);
        let format = self.facts.schema(target).format.as_deref();
        format.filter(|_| self.facts.of(target).preset.is_none())
    }

    /// Returns the name of the schema of an alternative, or the end of its place.
    fn name(&self, id: SchemaId, place: &Place) -> String {
        let target = self.facts.schema(self.facts.target(id)).place.as_ref();
        let name = target.and_then(|target| name_of(&target.pointer));
        name.unwrap_or_else(|| {
            let mut tokens = place.pointer.tokens().rev();
            let last = tokens.next().unwrap_or_default();
            format!("{}/{last}", tokens.next().unwrap_or_default())
        })
    }
}

/// Returns the schema of an alternative.
fn schema_of(alternative: &Alternative) -> Option<SchemaId> {
    match &alternative.form {
        Form::Schema(id) => Some(*id),
        Form::Merged(ids) => ids.last().copied(),
        Form::Type(_) => None,
    }
}

/// Returns the help for alternatives that differ in formats that are not enforced.
fn help_for_formats(formats: [Option<&str>; 2]) -> Option<String> {
    let [first, second] = formats;
    if first == second {
        return None;
    }
    let mut words: Vec<&str> = Vec::new();
    for format in [first, second].into_iter().flatten() {
        let preset = PRESETS.iter().find(|preset| preset.formats.contains(&format));
        words.extend(preset.map(|preset| preset.word));
    }
    words.dedup();
    let formats = (!words.is_empty()).then(|| words.join(","))?;
    Some(format!(
        "without the setting `formats`, a `format` does not tell strings apart: use `--formats {formats}`"
    ))
}

/// Describes a value in a message.
fn describe(value: &Value) -> String {
    let Some(members) = value.as_object() else {
        let text = value.to_string();
        return if text.len() > SHOWN { "a value".to_owned() } else { format!("the value `{text}`") };
    };
    match members.len().checked_sub(NAMED) {
        _ if members.is_empty() => "an empty object".to_owned(),
        None | Some(0) => format!("an object with only {}", in_words(members.keys(), "and")),
        Some(more) => {
            let names: Vec<String> = members.keys().take(NAMED).map(|name| format!("`{name}`")).collect();
            format!("an object with only {} and {more} more properties", names.join(", "))
        }
    }
}

#[cfg(test)]
#[path = "../tests/overlap.rs"]
mod tests;
