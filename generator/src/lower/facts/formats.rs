//! Formats that the generated code enforces: decides which schemas have the type of a preset.

use super::fact::{Facts, Json, Kind};
use crate::api::{Constraint, SchemaId};
use crate::choices::Choices;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::presets::Preset;
use std::collections::HashSet;

/// The effect of a setting for a format on a schema.
enum Outcome {
    /// The schema has the type.
    Typed(&'static Preset),
    /// A validator tests the text, for this reason, and the type is `String`.
    Checked(&'static Preset, String),
    /// The format is not enforced, for this reason.
    Ignored(&'static str),
}

/// Sets the preset of each schema whose format is enforced, and its kind.
///
/// | a schema with a format that a setting selects | format | type |
/// |---|---|---|
/// | `enum`, or a foreign type | not enforced | that of the `enum` or the setting |
/// | not a string, other than an alternative without a type | not enforced | that of the schema |
/// | an alternative next to another one for strings | enforced by a validator: only the format tells them apart | `String` |
/// | a validator is needed anyway | enforced by the validator | `String` |
/// | a constraint on the text, but the type does not keep the text | enforced by a validator | `String` |
/// | others | enforced by the type | the type |
pub(super) fn apply(facts: &mut Facts<'_>, choices: &Choices, diagnostics: &mut Diagnostics) {
    if choices.presets.is_empty() {
        return;
    }
    let alike = alternatives_for_strings(facts);
    let outcomes = facts.each(|id| outcome(facts, id, choices, &alike));
    for ((id, schema), outcome) in facts.api.schemas.iter().zip(outcomes) {
        let (Some(outcome), Some(fact)) = (outcome, facts.facts.get_mut(id.index())) else { continue };
        let format = schema.format.as_deref().unwrap_or_default();
        let (new, message): (fn(_, _, String) -> Diagnostic, _) = match outcome {
            Outcome::Typed(preset) => {
                fact.kind = Kind::Preset(preset);
                fact.preset = Some(preset);
                continue;
            }
            Outcome::Checked(preset, why) => {
                fact.preset = Some(preset);
                fact.needs_validator = true;
                let message = format!("`format: {format}` is enforced, but the type is `String`: {why}");
                (Diagnostic::note, message)
            }
            Outcome::Ignored(why) => {
                (Diagnostic::warning, format!("`format: {format}` is not enforced here: {why}"))
            }
        };
        let place = schema.place.as_ref().map(|place| place.member("format"));
        diagnostics.extend(place.map(|place| new(codes::UNTYPED_FORMAT, place, message)));
    }
}

fn outcome(facts: &Facts<'_>, id: SchemaId, choices: &Choices, alike: &HashSet<SchemaId>) -> Option<Outcome> {
    let schema = facts.schema(id);
    let format = schema.format.as_ref()?;
    let preset = choices.presets.iter().find(|chosen| chosen.format == *format)?.preset;
    if facts.is_enum(id) || facts.of(id).substitute.is_some() {
        return None;
    }
    let is_alike = alike.contains(&id) && matches!(facts.json(id), Json::String | Json::Any);
    Some(match why_untyped(facts, id, preset) {
        _ if is_alike => {
            Outcome::Checked(preset, "another alternative of the union also accepts strings".to_owned())
        }
        _ if facts.json(id) == Json::Several => Outcome::Ignored("its schema has several types"),
        _ if facts.json(id) != Json::String => Outcome::Ignored("its schema does not have `type: string`"),
        Some(why) => Outcome::Checked(preset, why),
        None if facts.kind(id) == Kind::String => Outcome::Typed(preset),
        None if facts.schema(facts.target(id)).format == schema.format => return None,
        None => Outcome::Ignored("it is next to a schema with a type, and not in that schema"),
    })
}

/// Returns the reason why the strings of a schema do not have the type of their format.
fn why_untyped(facts: &Facts<'_>, id: SchemaId, preset: &Preset) -> Option<String> {
    if facts.of(id).needs_validator {
        return Some("a keyword next to it is tested on the text".to_owned());
    }
    let constraints = facts.schema(id).constraints.iter().map(|constraint| &constraint.value);
    let mut others = constraints.filter(|constraint| !is_implied(constraint, preset));
    let keyword = others.find(|_| !preset.keeps_text())?.keyword();
    Some(format!("`{keyword}` is tested on the text, which the type does not keep"))
}

/// Returns whether each text of a format satisfies a constraint.
pub(crate) fn is_implied(constraint: &Constraint, preset: &Preset) -> bool {
    let (least, most) = preset.lengths();
    match constraint {
        Constraint::MinLength(length) => *length <= least,
        Constraint::MaxLength(length) => most.is_some_and(|most| most <= *length),
        Constraint::Pattern(_) => constraint.is_vacuous(),
        // It applies to another type.
        _ => true,
    }
}

/// Returns the alternatives of all unions with several alternatives for strings, and the schemas that they refer to.
fn alternatives_for_strings(facts: &Facts<'_>) -> HashSet<SchemaId> {
    let mut found = HashSet::new();
    for (_, schema) in facts.api.schemas.iter() {
        for union in &schema.unions {
            let takes_strings = |member: &&SchemaId| {
                matches!(facts.json(facts.target(**member)), Json::String | Json::Any | Json::Several)
            };
            let members: Vec<SchemaId> = union.members.iter().filter(takes_strings).copied().collect();
            if members.len() > 1 {
                found.extend(members.iter().map(|member| facts.target(*member)));
                found.extend(members);
            }
        }
    }
    found
}
