//! Constraints: which of a schema's become rules of the generated code, and which are only reported.

use super::all_of;
use super::enumeration::is_enum;
use super::kinds::{is_nullable, kinds};
use super::map::{count_checks, value_schema};
use super::table::{needs_table, patterns_in};
use crate::api::{Api, Constraint, Items, JsonType, Limit, Schema, SchemaId};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::{Check, Model, Pattern};
use crate::pattern::{Refused, rewrite};
use crate::table::TableId;
use serde_json::Number;
use std::collections::HashSet;

/// The rules for a value of a schema. A struct's members have their own.
pub fn checks_of(api: &Api, id: SchemaId) -> Vec<Check> {
    checks_within(api, id, &mut Vec::new())
}

/// The rules of another schema for values of the type of this one.
pub fn checks_beside(api: &Api, other: SchemaId, id: SchemaId) -> Vec<Check> {
    let (schema, beside) = (api.schemas.get(id), api.schemas.get(other));
    let scalar = matches!(
        kinds(schema).as_slice(),
        [JsonType::Integer | JsonType::Number | JsonType::String | JsonType::Boolean]
    );
    let same = kinds(schema) == kinds(beside) && is_nullable(schema) == is_nullable(beside);
    let enums = is_enum(schema) || is_enum(beside);
    match &beside.place {
        Some(place) if !scalar || !same || enums => {
            vec![Check::Schema(TableId::whole(place.clone()))]
        }
        _ => checks_of(api, other),
    }
}

/// The rules for what a newtype holds.
pub fn checks_inside(api: &Api, id: SchemaId) -> Vec<Check> {
    checks_here(api, id, &mut Vec::new())
}

fn checks_within(api: &Api, id: SchemaId, around: &mut Vec<SchemaId>) -> Vec<Check> {
    // A newtype has its rules in it.
    if around.contains(&id) || api.schemas.get(id).recursive {
        return Vec::new();
    }
    let checks = checks_here(api, id, around);
    if is_nullable(api.schemas.get(id)) { checks.into_iter().map(or_null).collect() } else { checks }
}

fn checks_here(api: &Api, id: SchemaId, around: &mut Vec<SchemaId>) -> Vec<Check> {
    let schema = api.schemas.get(id);
    let is_struct = kinds(schema) == [JsonType::Object] && all_of::has_members(api, schema);
    if !is_struct
        && needs_table(api, schema)
        && let Some(place) = schema.place.clone()
    {
        return vec![Check::Schema(TableId::whole(place))];
    }
    if is_enum(schema) {
        return Vec::new();
    }
    around.push(id);
    let mut checks = match all_of::same_as(api, schema) {
        Some(target) => checks_of_same(api, schema, target, around),
        None => own_checks(api, schema),
    };
    let same = all_of::same_as(api, schema).is_some();
    let inner = match (kinds(schema).as_slice(), &schema.items) {
        _ if same => None,
        ([JsonType::Array], Items::Each(item)) => Some((*item, Check::Each as fn(Box<Check>) -> Check)),
        ([JsonType::Object], _) if !is_struct => {
            value_schema(api, schema).map(|each| (each, Check::EachMember as fn(Box<Check>) -> Check))
        }
        _ => None,
    };
    if let Some((inner, wrap)) = inner {
        checks.extend(checks_within(api, inner, around).into_iter().map(|check| wrap(Box::new(check))));
    }
    around.pop();
    checks
}

/// The rules of a schema that only annotates another. If it adds null, it has a table of its own, which says so.
fn checks_of_same(api: &Api, schema: &Schema, target: SchemaId, around: &mut Vec<SchemaId>) -> Vec<Check> {
    let checks = checks_within(api, target, around);
    let adds_null = is_nullable(schema) && !is_nullable(api.schemas.get(target));
    let in_table = checks.iter().any(|check| matches!(check, Check::Schema(_)));
    match schema.place.clone().filter(|_| adds_null && in_table) {
        Some(place) => vec![Check::Schema(TableId::whole(place))],
        None => checks,
    }
}

/// A rule that null need not keep to. A table says itself what null is.
fn or_null(check: Check) -> Check {
    match check {
        Check::Nullable(_) | Check::Schema(_) => check,
        other => Check::Nullable(Box::new(other)),
    }
}

/// The rules for a value that is sent as text, which cannot be null.
pub fn checks_in_text(api: &Api, id: SchemaId) -> Vec<Check> {
    fn without_null(check: Check) -> Check {
        match check {
            Check::Nullable(inner) => without_null(*inner),
            Check::Each(inner) => Check::Each(Box::new(without_null(*inner))),
            other => other,
        }
    }
    checks_of(api, id).into_iter().map(without_null).collect()
}

/// The rules for all members of a map.
pub fn member_checks(api: &Api, each: SchemaId) -> Vec<Check> {
    checks_of(api, each).into_iter().map(|check| Check::EachMember(Box::new(check))).collect()
}

fn own_checks(api: &Api, schema: &Schema) -> Vec<Check> {
    if kinds(schema) == [JsonType::Object] && !all_of::has_members(api, schema) {
        return if schema.substitute.is_some() { Vec::new() } else { count_checks(api, schema) };
    }
    schema.constraints.iter().filter_map(|constraint| check_of(api, schema, constraint)).collect()
}

/// The patterns of all rules, each once.
pub fn find_patterns(model: &Model) -> Vec<Pattern> {
    let mut known = HashSet::new();
    let of_checks = model.checks().filter_map(|check| match check.innermost() {
        Check::Pattern(pattern) => Some(pattern),
        _ => None,
    });
    let of_tables = model.tables.iter().flat_map(|table| patterns_in(&table.keywords));
    of_checks.chain(of_tables).filter(|pattern| known.insert(&pattern.place)).cloned().collect()
}

/// Reports the constraints that become no rule.
pub fn report_unenforced(api: &Api, schema: &Schema, diagnostics: &mut Diagnostics) {
    for constraint in &schema.constraints {
        if is_beyond_i64(schema, constraint) {
            report_beyond_i64(constraint, diagnostics);
            continue;
        }
        let exclusive = constraint.keyword.starts_with("exclusive");
        let counted = matches!(constraint.keyword, "minProperties" | "maxProperties")
            && all_of::has_members(api, schema);
        let vacuous = is_vacuous(constraint) || is_enum(schema) || counted;
        let pattern = matches!(constraint.value, Limit::Pattern(_));
        let in_table = needs_table(api, schema) && !pattern;
        if !exclusive && !vacuous && !in_table && check_of(api, schema, constraint).is_none() {
            let keyword = constraint.keyword;
            let message = match (&constraint.value, &schema.substitute) {
                (_, Some(_)) => format!("`{keyword}` is not enforced on a type that a format is mapped to"),
                (Limit::Pattern(pattern), None) => {
                    match unenforced(pattern, longest(schema), &constraint.place) {
                        Some(unenforced) => {
                            diagnostics.push(unenforced);
                            continue;
                        }
                        None => "`pattern` is not enforced if the value is not a string".to_owned(),
                    }
                }
                (_, None) if kinds(schema) == [JsonType::Object] => {
                    format!("`{keyword}` is not enforced yet")
                }
                (_, None) => format!("`{keyword}` says nothing of values of this type"),
            };
            diagnostics.push(Diagnostic::new(codes::NOT_ENFORCED, constraint.place.clone(), message));
        }
    }
}

/// How many characters a text of this schema has at most. A text that is longer is not matched.
pub fn longest(schema: &Schema) -> Option<u64> {
    schema.constraints.iter().find_map(|constraint| match (constraint.keyword, &constraint.value) {
        ("maxLength", Limit::Count(most)) => Some(*most),
        _ => None,
    })
}

/// What is said of a pattern that is not enforced for texts of at most so many characters.
pub fn unenforced(pattern: &str, longest: Option<u64>, place: &Place) -> Option<Diagnostic> {
    let (Refused::Beyond(reason) | Refused::Invalid(reason)) = rewrite(pattern, longest).err()?;
    let message = format!("the pattern `{pattern}` is not enforced: {reason}");
    Some(Diagnostic::new(codes::NOT_ENFORCED, place.clone(), message))
}

/// Whether a constraint of the value's own type is no rule by itself.
pub fn is_unenforced(api: &Api, schema: &Schema, constraint: &Constraint) -> bool {
    let number = matches!(kinds(schema).as_slice(), [JsonType::Integer | JsonType::Number]);
    let of_numbers = matches!(constraint.keyword, "minimum" | "maximum" | "multipleOf");
    let without_effect = is_beyond_i64(schema, constraint) && !excludes_all(constraint);
    number && of_numbers && !without_effect && check_of(api, schema, constraint).is_none()
}

/// Whether a bound for integers lies where no `i64` is.
fn is_beyond_i64(schema: &Schema, constraint: &Constraint) -> bool {
    match (kinds(schema).as_slice(), &constraint.value) {
        ([JsonType::Integer], Limit::Number(bound)) => {
            bound.as_f64().is_some_and(|bound| whole_float(bound.trunc()).is_none())
                && bound.as_i64().is_none()
        }
        _ => false,
    }
}

/// Of a bound that lies where no `i64` is, whether all integers of 64 bits are on the side that it excludes: 0 is one
/// of them. A `multipleOf` leaves 0 alone.
fn excludes_all(constraint: &Constraint) -> bool {
    let Limit::Number(bound) = &constraint.value else { return false };
    let negative = bound.as_f64().is_some_and(|bound| bound < 0.0);
    match constraint.keyword {
        "minimum" => !negative,
        "maximum" => negative,
        _ => true,
    }
}

/// What is on the far side of such a bound is rejected as too large; on this side are all or none.
fn report_beyond_i64(constraint: &Constraint, diagnostics: &mut Diagnostics) {
    let Constraint { keyword, value: Limit::Number(bound), place } = constraint else { return };
    let message = format!("`{keyword}` is {bound}, which is beyond the 64 bits that integers have here");
    let label = match excludes_all(constraint) {
        true if *keyword == "multipleOf" => "every integer but 0 is rejected",
        true => "every integer is rejected",
        false => "integers beyond 64 bits are rejected",
    };
    let diagnostic = Diagnostic::new(codes::BEYOND_I64, place.clone(), message).label(label);
    diagnostics.push(diagnostic.help("for larger numbers, write `type: number`"));
}

/// What every value keeps to.
fn is_vacuous(constraint: &Constraint) -> bool {
    let least = matches!(constraint.keyword, "minLength" | "minItems" | "minProperties");
    constraint.value == Limit::Flag(false) || (least && constraint.value == Limit::Count(0))
}

fn check_of(api: &Api, schema: &Schema, constraint: &Constraint) -> Option<Check> {
    if is_vacuous(constraint) || schema.substitute.is_some() {
        return None;
    }
    match (kinds(schema).as_slice(), constraint.keyword, &constraint.value) {
        ([JsonType::Integer], keyword, Limit::Number(bound)) => integer_check(schema, keyword, bound),
        ([JsonType::Number], keyword, Limit::Number(bound)) => number_check(schema, keyword, bound),
        ([JsonType::String], "minLength", Limit::Count(count)) => Some(Check::MinLength(*count)),
        ([JsonType::String], "maxLength", Limit::Count(count)) => Some(Check::MaxLength(*count)),
        ([JsonType::String], _, Limit::Pattern(ecma)) => {
            let (ecma, regex, place) =
                (ecma.clone(), rewrite(ecma, longest(schema)).ok()?, constraint.place.clone());
            Some(Check::Pattern(Pattern { ecma, regex, place }))
        }
        ([JsonType::Array], "minItems", Limit::Count(count)) => Some(Check::MinCount(*count)),
        ([JsonType::Array], "maxItems", Limit::Count(count)) => Some(Check::MaxCount(*count)),
        ([JsonType::Array], "uniqueItems", Limit::Flag(true)) => Some(Check::Unique),
        ([JsonType::Object], keyword, Limit::Count(count)) if !all_of::has_members(api, schema) => {
            match keyword {
                "minProperties" => Some(Check::MinCount(*count)),
                "maxProperties" => Some(Check::MaxCount(*count)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The bounds of integers are integers: what lies between two of them is moved to the one inside.
fn integer_check(schema: &Schema, keyword: &str, bound: &Number) -> Option<Check> {
    let exclusive = is_exclusive(schema, keyword);
    match keyword {
        "minimum" => match (whole(bound), bound.as_f64()) {
            (Some(least), _) => Some(Check::Minimum(if exclusive { least.checked_add(1)? } else { least })),
            (None, Some(least)) => whole_float(least.ceil()).map(Check::Minimum),
            (None, None) => None,
        },
        "maximum" => match (whole(bound), bound.as_f64()) {
            (Some(most), _) => Some(Check::Maximum(if exclusive { most.checked_sub(1)? } else { most })),
            (None, Some(most)) => whole_float(most.floor()).map(Check::Maximum),
            (None, None) => None,
        },
        "multipleOf" => whole(bound).filter(|factor| *factor > 0).map(Check::MultipleOf),
        _ => None,
    }
}

fn number_check(schema: &Schema, keyword: &str, bound: &Number) -> Option<Check> {
    let value = bound.as_f64()?;
    match (keyword, is_exclusive(schema, keyword)) {
        ("minimum", false) => Some(Check::AtLeast(value)),
        ("minimum", true) => Some(Check::MoreThan(value)),
        ("maximum", false) => Some(Check::AtMost(value)),
        ("maximum", true) => Some(Check::LessThan(value)),
        ("multipleOf", _) if value > 0.0 => Some(Check::MultipleOfNumber(value)),
        _ => None,
    }
}

/// Draft 4: `exclusiveMinimum` is a boolean beside `minimum`.
pub fn is_exclusive(schema: &Schema, keyword: &str) -> bool {
    let other = if keyword == "minimum" { "exclusiveMinimum" } else { "exclusiveMaximum" };
    schema
        .constraints
        .iter()
        .any(|constraint| constraint.keyword == other && constraint.value == Limit::Flag(true))
}

/// The number as an integer, where it is one.
pub fn whole(number: &Number) -> Option<i64> {
    number.as_i64().or_else(|| number.as_f64().filter(|float| float.fract() == 0.0).and_then(whole_float))
}

fn whole_float(float: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be within the bounds")]
    (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&float).then_some(float as i64)
}
