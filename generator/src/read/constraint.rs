//! Keywords that constrain the values of a type: takes the object of a schema, returns [`Constraint`]s, and reports
//! those that no value satisfies. This module decides nothing about types.

use super::pattern::check_pattern;
use crate::api::{Bound, Constraint, NumberRule};
use crate::codes;
use crate::cursor::{Cursor, Object};
use crate::diagnostic::{Diagnostic, Diagnostics, Placed};
use crate::dialect::Version;
use serde_json::Number;

type Read<T> = fn(&Cursor<'_>, &mut Diagnostics) -> Option<T>;

/// The keywords that need no other keyword.
const ALONE: [(&str, Read<Constraint>); 9] = [
    ("multipleOf", read_factor),
    ("minLength", |value, diagnostics| value.count(diagnostics).map(Constraint::MinLength)),
    ("maxLength", |value, diagnostics| value.count(diagnostics).map(Constraint::MaxLength)),
    ("pattern", read_pattern),
    ("minItems", |value, diagnostics| value.count(diagnostics).map(Constraint::MinItems)),
    ("maxItems", |value, diagnostics| value.count(diagnostics).map(Constraint::MaxItems)),
    ("uniqueItems", |value, diagnostics| value.boolean(diagnostics).map(Constraint::UniqueItems)),
    ("minProperties", |value, diagnostics| value.count(diagnostics).map(Constraint::MinProperties)),
    ("maxProperties", |value, diagnostics| value.count(diagnostics).map(Constraint::MaxProperties)),
];

/// Reads all constraints, in the order of the JSON Schema specification.
pub(super) fn read_constraints(
    object: &mut Object<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Placed<Constraint>> {
    let minimum = take(object, "minimum", read_number, diagnostics);
    let maximum = take(object, "maximum", read_number, diagnostics);
    let exclusive_minimum = take(object, "exclusiveMinimum", read_exclusive, diagnostics);
    let exclusive_maximum = take(object, "exclusiveMaximum", read_exclusive, diagnostics);
    let mut alone = Vec::new();
    for (keyword, read) in ALONE {
        alone.extend(take(object, keyword, read, diagnostics));
    }
    let new = object.dialect().version >= Version::OpenApi31;
    let below = ("exclusiveMinimum", exclusive_minimum);
    let minimum = fold_exclusive(("minimum", minimum), below, new, diagnostics);
    let above = ("exclusiveMaximum", exclusive_maximum);
    let maximum = fold_exclusive(("maximum", maximum), above, new, diagnostics);
    let minimum = minimum.map(|bound| bound.map(Constraint::Minimum));
    let maximum = maximum.map(|bound| bound.map(Constraint::Maximum));
    let above =
        take_exclusive(object, "exclusiveMinimum").map(|number| number.map(Constraint::ExclusiveMinimum));
    let below =
        take_exclusive(object, "exclusiveMaximum").map(|number| number.map(Constraint::ExclusiveMaximum));
    let bounds = minimum.into_iter().chain(maximum).chain(above).chain(below);
    let constraints: Vec<_> = bounds.chain(alone).collect();
    report_contradictions(&constraints, diagnostics);
    constraints
}

fn take<T>(
    object: &mut Object<'_>,
    keyword: &'static str,
    read: Read<T>,
    diagnostics: &mut Diagnostics,
) -> Option<Placed<T>> {
    let cursor = object.take(keyword)?;
    let value = read(&cursor, diagnostics)?;
    Some(Placed { value, place: cursor.place })
}

fn read_number(value: &Cursor<'_>, diagnostics: &mut Diagnostics) -> Option<Number> {
    value.number(diagnostics).cloned()
}

/// `exclusiveMinimum` or `exclusiveMaximum` as a number, in OpenAPI 3.
fn take_exclusive(object: &mut Object<'_>, keyword: &'static str) -> Option<Placed<Number>> {
    let cursor = object.take(keyword).filter(|cursor| cursor.dialect().is_openapi3())?;
    Some(Placed { value: cursor.value.as_number()?.clone(), place: cursor.place })
}

/// Reads a boolean. Since draft 6, it is a number.
fn read_exclusive(value: &Cursor<'_>, diagnostics: &mut Diagnostics) -> Option<bool> {
    let Some(number) = value.value.as_number() else {
        return value.boolean(diagnostics);
    };
    if value.dialect().is_openapi3() {
        return None;
    }
    let (keyword, bound) =
        value.place.pointer.split_last().map_or(("", ""), |(_, name)| match name.as_ref() {
            "exclusiveMinimum" => ("exclusiveMinimum", "minimum"),
            _ => ("exclusiveMaximum", "maximum"),
        });
    let message = format!("`{keyword}` must be `true` or `false`, not {number}");
    let help = format!(
        "write `{bound}: {number}` and `{keyword}: true`; a number is allowed only in JSON Schema draft 6 and later"
    );
    diagnostics.push(Diagnostic::new(codes::WRONG_TYPE, value.place.clone(), message).help(help));
    None
}

fn read_pattern(value: &Cursor<'_>, diagnostics: &mut Diagnostics) -> Option<Constraint> {
    let text = value.text(diagnostics)?;
    check_pattern(&text, &value.place, diagnostics).then(|| Constraint::Pattern(text.into_owned()))
}

fn read_factor(value: &Cursor<'_>, diagnostics: &mut Diagnostics) -> Option<Constraint> {
    let number = value.number(diagnostics)?;
    let positive = number.as_f64().is_some_and(|factor| factor > 0.0);
    if !positive {
        let message = format!("`multipleOf` must be greater than zero, not {number}");
        diagnostics.push(Diagnostic::new(codes::WRONG_TYPE, value.place.clone(), message));
    }
    positive.then(|| Constraint::MultipleOf(number.clone()))
}

/// Combines a bound with draft 4's boolean next to it. The boolean alone has no effect.
fn fold_exclusive(
    (keyword, bound): (&str, Option<Placed<Number>>),
    (exclusive_keyword, exclusive): (&str, Option<Placed<bool>>),
    takes_numbers: bool,
    diagnostics: &mut Diagnostics,
) -> Option<Placed<Bound>> {
    if let (None, Some(lone)) = (&bound, &exclusive) {
        let message = format!("`{exclusive_keyword}` has no effect without `{keyword}`");
        let diagnostic = Diagnostic::new(codes::NOT_ENFORCED, lone.place.clone(), message);
        let help = format!("in OpenAPI 3.1, `{exclusive_keyword}` is a number: write the bound itself");
        diagnostics.push(if takes_numbers { diagnostic.help(help) } else { diagnostic });
    }
    let exclusive = exclusive.is_some_and(|exclusive| exclusive.value);
    bound.map(|bound| bound.map(|value| Bound { value, exclusive }))
}

/// Reports the pairs of bounds without a value between them.
fn report_contradictions(constraints: &[Placed<Constraint>], diagnostics: &mut Diagnostics) {
    for lower in constraints {
        for upper in constraints.iter().filter(|upper| is_contradiction(&lower.value, &upper.value)) {
            let message = format!(
                "no value satisfies `{}: {}` and `{}: {}`",
                lower.value.keyword(),
                shown(&lower.value),
                upper.value.keyword(),
                shown(&upper.value)
            );
            let diagnostic = Diagnostic::new(codes::CONTRADICTION, upper.place.clone(), message);
            diagnostics.push(diagnostic.label("the maximum").and(lower.place.clone(), "the minimum"));
        }
    }
}

/// Returns whether one is a lower bound and the other a smaller upper bound.
///
/// | lower | upper | contradiction |
/// |---|---|---|
/// | `minimum` a | `maximum` b | if a > b |
/// | the same, and one of them exclusive | | if a >= b |
/// | `minLength`, `minItems`, `minProperties` a | `max..` of the same, b | if a > b |
/// | others | others | no |
pub(super) fn is_contradiction(lower: &Constraint, upper: &Constraint) -> bool {
    use NumberRule::{AtLeast, AtMost, LessThan, MoreThan};
    match (lower.number_rule(), upper.number_rule()) {
        (Some(AtLeast(lower)), Some(AtMost(upper))) => is_above(lower, upper, false),
        (Some(AtLeast(lower) | MoreThan(lower)), Some(AtMost(upper) | LessThan(upper))) => {
            is_above(lower, upper, true)
        }
        _ => match (lower, upper) {
            (Constraint::MinLength(lower), Constraint::MaxLength(upper))
            | (Constraint::MinItems(lower), Constraint::MaxItems(upper))
            | (Constraint::MinProperties(lower), Constraint::MaxProperties(upper)) => lower > upper,
            _ => false,
        },
    }
}

fn is_above(lower: &Number, upper: &Number, exclusive: bool) -> bool {
    match (lower.as_i64(), upper.as_i64()) {
        (Some(lower), Some(upper)) => lower > upper || (exclusive && lower == upper),
        _ => lower
            .as_f64()
            .zip(upper.as_f64())
            .is_some_and(|(lower, upper)| lower > upper || (exclusive && lower.total_cmp(&upper).is_eq())),
    }
}

fn shown(constraint: &Constraint) -> String {
    constraint
        .number()
        .map(Number::to_string)
        .or(constraint.count().map(|count| count.to_string()))
        .unwrap_or_default()
}

#[cfg(test)]
#[path = "../tests/constraint.rs"]
mod tests;
