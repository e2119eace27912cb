//! Constraints: decides which become checks in the generated code, and which are only reported.

use super::facts::{Facts, Json, Kind, is_implied};
use super::number::{excludes_all, integer_check, is_beyond_i64, is_implied_by, number_check};
use crate::api::{Constraint, JsonType, Schema, SchemaId};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Placed};
use crate::model::validator::ValidatorId;
use crate::model::{Check, Pattern};
use crate::pattern::{Refused, rewrite};
use crate::presets::Preset;

/// Returns the checks for a value of a schema. The properties of a struct have their own checks.
pub(super) fn checks_of(facts: &Facts<'_>, id: SchemaId) -> Vec<Check> {
    checks_within(facts, id, &mut Vec::new())
}

/// Returns the checks of another schema for values of the type of this one.
///
/// | this | the other | checks |
/// |---|---|---|
/// | a scalar | the same type and format, null in both or in neither, no `enum` in either | those of the other |
/// | others | others | a validator |
pub(super) fn checks_next_to(facts: &Facts<'_>, other: SchemaId, id: SchemaId) -> Vec<Check> {
    let same = facts.of(id).types_but_null == facts.of(other).types_but_null
        && facts.is_nullable(id) == facts.is_nullable(other);
    let same = same && facts.of(id).preset == facts.of(other).preset;
    let enums = facts.is_enum(id) || facts.is_enum(other);
    match &facts.schema(other).place {
        Some(place) if !facts.json(id).is_scalar() || !same || enums => {
            vec![Check::Schema(ValidatorId::whole(place.clone()))]
        }
        _ => checks_of(facts, other),
    }
}

/// Returns the checks for a variant of a union, which is never null itself.
pub(super) fn checks_in_variant(facts: &Facts<'_>, id: SchemaId) -> Vec<Check> {
    let checks = checks_of(facts, id).into_iter().map(|check| match check {
        Check::Nullable(inner) => *inner,
        other => other,
    });
    checks.collect()
}

/// Returns the checks for the values of one type of a schema that allows several.
pub(super) fn checks_of_type(facts: &Facts<'_>, id: SchemaId, json: JsonType) -> Vec<Check> {
    match (json, facts.of(id).item) {
        (JsonType::Array, Some(item)) => inner_checks(facts, Some(item), &mut Vec::new(), Check::Each),
        _ => Vec::new(),
    }
}

/// Returns the checks for the value inside a newtype.
pub(super) fn checks_inside(facts: &Facts<'_>, id: SchemaId) -> Vec<Check> {
    checks_here(facts, id, &mut Vec::new())
}

fn checks_within(facts: &Facts<'_>, id: SchemaId, around: &mut Vec<SchemaId>) -> Vec<Check> {
    // A newtype contains its checks.
    if around.contains(&id) || facts.of(id).is_recursive {
        return Vec::new();
    }
    let checks = checks_here(facts, id, around);
    if facts.is_nullable(id) { checks.into_iter().map(or_null).collect() } else { checks }
}

fn checks_here(facts: &Facts<'_>, id: SchemaId, around: &mut Vec<SchemaId>) -> Vec<Check> {
    let kind = facts.kind(id);
    if facts.of(id).needs_validator
        && !matches!(kind, Kind::Struct | Kind::Family | Kind::Union)
        && let Some(place) = facts.schema(id).place.clone()
    {
        return vec![Check::Schema(ValidatorId::whole(place))];
    }
    around.push(id);
    let checks = match kind {
        Kind::Alias(target) => checks_of_same(facts, id, target, around),
        Kind::Map(value) => {
            let (least, most) = facts.map_count(id);
            let count = least.map(Check::MinCount).into_iter().chain(most.map(Check::MaxCount));
            count.chain(inner_checks(facts, value, around, Check::EachMember)).collect()
        }
        Kind::List(item) => {
            own_checks(facts, id).chain(inner_checks(facts, item, around, Check::Each)).collect()
        }
        Kind::Formatted(_) => integer_checks(facts, id),
        Kind::Preset(preset) => own_checks_in_text(facts, id, preset),
        Kind::Boolean | Kind::Integer32 | Kind::Integer64 | Kind::Number | Kind::String => {
            own_checks(facts, id).collect()
        }
        // The type contains the checks, or belongs to another crate.
        Kind::Replaced(_) | Kind::Enum | Kind::Family | Kind::Union | Kind::Struct | Kind::Any => Vec::new(),
    };
    around.pop();
    checks
}

fn own_checks(facts: &Facts<'_>, id: SchemaId) -> impl Iterator<Item = Check> {
    facts.schema(id).constraints.iter().filter_map(move |constraint| check_of(facts, id, constraint))
}

/// Returns the checks for an integer of another type than `i64`. Foreign types of other kinds have none.
fn integer_checks(facts: &Facts<'_>, id: SchemaId) -> Vec<Check> {
    let Some(integer) = facts.integer(id) else { return Vec::new() };
    let constraints = facts.schema(id).constraints.iter().map(|constraint| &constraint.value);
    let checks = constraints.filter(|it| !is_implied_by(it, integer)).filter_map(integer_check);
    checks.map(|check| if integer.is_wide() { Check::Wide(Box::new(check)) } else { check }).collect()
}

/// Returns the checks for the text of a value, unless each text of its format satisfies them.
fn own_checks_in_text(facts: &Facts<'_>, id: SchemaId, preset: &Preset) -> Vec<Check> {
    let constraints = facts.schema(id).constraints.iter();
    let constraints = constraints.filter(|constraint| !is_implied(&constraint.value, preset));
    let checks = constraints.filter_map(|constraint| check_of(facts, id, constraint));
    checks.map(|check| Check::Text(Box::new(check))).collect()
}

/// Returns the checks for the values inside.
fn inner_checks(
    facts: &Facts<'_>,
    inner: Option<SchemaId>,
    around: &mut Vec<SchemaId>,
    wrap: fn(Box<Check>) -> Check,
) -> Vec<Check> {
    let checks = inner.map(|inner| checks_within(facts, inner, around)).unwrap_or_default();
    checks.into_iter().map(|check| wrap(Box::new(check))).collect()
}

/// Returns the checks of a schema that only annotates another. If it adds null, its own validator accepts null.
fn checks_of_same(
    facts: &Facts<'_>,
    id: SchemaId,
    target: SchemaId,
    around: &mut Vec<SchemaId>,
) -> Vec<Check> {
    let checks = checks_within(facts, target, around);
    let adds_null = facts.is_nullable(id) && !facts.is_nullable(target);
    let in_validator = checks.iter().any(|check| matches!(check, Check::Schema(_)));
    match facts.schema(id).place.clone().filter(|_| adds_null && in_validator) {
        Some(place) => vec![Check::Schema(ValidatorId::whole(place))],
        None => checks,
    }
}

/// Converts a check to one that accepts null. A validator handles null itself.
fn or_null(check: Check) -> Check {
    match check {
        Check::Nullable(_) | Check::Schema(_) => check,
        other => Check::Nullable(Box::new(other)),
    }
}

/// Returns the checks for a value that is sent as text, which cannot be null. The text of a union is a string.
pub(super) fn checks_in_text(facts: &Facts<'_>, id: SchemaId) -> Vec<Check> {
    let inner =
        facts.array_item(id).map(|item| facts.target(item)).filter(|item| facts.kind(*item) == Kind::Union);
    let own = Some(facts.target(id)).filter(|id| facts.kind(*id) == Kind::Union);
    let whole =
        |id: SchemaId| facts.schema(id).place.clone().map(|place| Check::Schema(ValidatorId::whole(place)));
    if let Some(check) = own.and_then(whole) {
        return vec![check];
    }
    let of_items = inner.and_then(whole).map(|check| Check::Each(Box::new(check)));
    checks_of(facts, id).into_iter().map(without_null).chain(of_items).collect()
}

fn without_null(check: Check) -> Check {
    match check {
        Check::Nullable(inner) => without_null(*inner),
        Check::Each(inner) => Check::Each(Box::new(without_null(*inner))),
        other => other,
    }
}

/// Returns the checks for all values of a map.
pub(super) fn member_checks(facts: &Facts<'_>, each: SchemaId) -> Vec<Check> {
    checks_of(facts, each).into_iter().map(|check| Check::EachMember(Box::new(check))).collect()
}

/// Reports the constraints that do not become checks.
pub(super) fn report_unenforced(facts: &Facts<'_>, id: SchemaId, diagnostics: &mut Diagnostics) {
    for constraint in &facts.schema(id).constraints {
        if let Some(integer) = facts.integer(id) {
            if !is_implied_by(&constraint.value, integer) && integer_check(&constraint.value).is_none() {
                diagnostics.push(why_unenforced(facts, id, constraint));
            }
        } else if facts.json(id) == Json::Integer && is_beyond_i64(&constraint.value) {
            report_beyond_i64(constraint, diagnostics);
        } else if !is_checked_elsewhere(facts, id, &constraint.value)
            && check_of(facts, id, constraint).is_none()
        {
            diagnostics.push(why_unenforced(facts, id, constraint));
        }
    }
}

/// Returns whether a constraint has no effect, or is enforced by the type, a struct or a validator.
fn is_checked_elsewhere(facts: &Facts<'_>, id: SchemaId, constraint: &Constraint) -> bool {
    let by_struct = constraint.narrows() == JsonType::Object && facts.of(id).has_members;
    let by_validator = facts.of(id).needs_validator && !matches!(constraint, Constraint::Pattern(_));
    constraint.is_vacuous() || facts.is_enum(id) || by_struct || by_validator
}

fn why_unenforced(facts: &Facts<'_>, id: SchemaId, constraint: &Placed<Constraint>) -> Diagnostic {
    let keyword = constraint.value.keyword();
    let message = match &constraint.value {
        _ if facts.of(id).substitute.is_some() => {
            format!("`{keyword}` is not enforced for a format that an option maps to a type")
        }
        Constraint::Pattern(pattern) => {
            match unenforced(pattern, longest(facts.schema(id)), &constraint.place) {
                Some(unenforced) => return unenforced,
                None => "`pattern` has no effect on a value that is not a string".to_owned(),
            }
        }
        _ if facts.json(id) == Json::Object => format!("`{keyword}` is not enforced yet"),
        _ => format!("`{keyword}` has no effect on this type"),
    };
    Diagnostic::new(codes::NOT_ENFORCED, constraint.place.clone(), message)
}

/// Returns the `maxLength` of a schema. Longer strings are rejected before the pattern is matched.
pub(super) fn longest(schema: &Schema) -> Option<u64> {
    schema.constraints.iter().find_map(|constraint| match constraint.value {
        Constraint::MaxLength(most) => Some(most),
        _ => None,
    })
}

/// Returns the warning for a pattern that is not enforced for strings of at most `longest` characters.
pub(super) fn unenforced(pattern: &str, longest: Option<u64>, place: &Place) -> Option<Diagnostic> {
    let (Refused::Beyond(reason) | Refused::Invalid(reason)) = rewrite(pattern, longest).err()?;
    let message = format!("the pattern `{pattern}` is not enforced: {reason}");
    Some(Diagnostic::new(codes::NOT_ENFORCED, place.clone(), message))
}

/// Reports a bound that does not fit in 64 bits. It excludes either all 64-bit integers or none.
fn report_beyond_i64(constraint: &Placed<Constraint>, diagnostics: &mut Diagnostics) {
    let Some(bound) = constraint.value.number() else { return };
    let keyword = constraint.value.keyword();
    let message = format!("`{keyword}` is {bound}, which does not fit in a 64-bit integer");
    let label = match excludes_all(&constraint.value) {
        true if matches!(constraint.value, Constraint::MultipleOf(_)) => "every integer except 0 is rejected",
        true => "every integer is rejected",
        false => "integers beyond 64 bits are rejected",
    };
    let diagnostic = Diagnostic::new(codes::BEYOND_I64, constraint.place.clone(), message).label(label);
    diagnostics.push(diagnostic.help("for larger numbers, write `type: number`"));
}

/// Returns the check that a constraint becomes if it applies to the type of the value.
fn check_of(facts: &Facts<'_>, id: SchemaId, constraint: &Placed<Constraint>) -> Option<Check> {
    if constraint.value.is_vacuous() || facts.of(id).substitute.is_some() {
        return None;
    }
    match facts.json(id) {
        Json::Integer => integer_check(&constraint.value),
        Json::Number => number_check(&constraint.value),
        Json::String => string_check(facts.schema(id), constraint),
        Json::Array => array_check(&constraint.value),
        Json::Object => object_check(&constraint.value).filter(|_| !facts.of(id).has_members),
        Json::Any | Json::Null | Json::Boolean | Json::File | Json::Several => None,
    }
}

fn string_check(schema: &Schema, constraint: &Placed<Constraint>) -> Option<Check> {
    match &constraint.value {
        Constraint::MinLength(count) => Some(Check::MinLength(*count)),
        Constraint::MaxLength(count) => Some(Check::MaxLength(*count)),
        Constraint::Pattern(ecma) => Some(Check::Pattern(Pattern {
            ecma: ecma.clone(),
            regex: rewrite(ecma, longest(schema)).ok()?,
            place: constraint.place.clone(),
        })),
        _ => None,
    }
}

fn array_check(constraint: &Constraint) -> Option<Check> {
    match constraint {
        Constraint::MinItems(count) => Some(Check::MinCount(*count)),
        Constraint::MaxItems(count) => Some(Check::MaxCount(*count)),
        Constraint::UniqueItems(true) => Some(Check::Unique),
        _ => None,
    }
}

fn object_check(constraint: &Constraint) -> Option<Check> {
    match constraint {
        Constraint::MinProperties(count) => Some(Check::MinCount(*count)),
        Constraint::MaxProperties(count) => Some(Check::MaxCount(*count)),
        _ => None,
    }
}

#[cfg(test)]
#[path = "../tests/check.rs"]
mod tests;
