//! Numeric constraints: decides which fit in 64 bits, and which checks they become. This module does not depend on
//! schemas.

use crate::api::{Constraint, NumberRule};
use crate::model::Check;
use crate::presets::IntegerType;
use serde_json::Number;

/// Returns the number as an integer, if it is whole and fits in 64 bits.
pub(super) fn whole(number: &Number) -> Option<i64> {
    number.as_i64().or_else(|| number.as_f64().filter(|float| float.fract() == 0.0).and_then(whole_float))
}

fn whole_float(float: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be within the bounds")]
    (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&float).then_some(float as i64)
}

/// Returns the check for an integer. A bound between two integers is rounded to the one inside the range.
///
/// | bound | inclusive | exclusive |
/// |---|---|---|
/// | `minimum` 3 | 3 | 4 |
/// | `minimum` 2.5 | 3 | 3 |
/// | `maximum` 3 | 3 | 2 |
/// | `maximum` 3.5 | 3 | 3 |
/// | does not fit in 64 bits | none | none |
pub(super) fn integer_check(constraint: &Constraint) -> Option<Check> {
    match constraint.number_rule()? {
        NumberRule::AtLeast(bound) => round_up(bound).map(Check::Minimum),
        NumberRule::MoreThan(bound) => above(bound).map(Check::Minimum),
        NumberRule::AtMost(bound) => round_down(bound).map(Check::Maximum),
        NumberRule::LessThan(bound) => below(bound).map(Check::Maximum),
        NumberRule::MultipleOf(factor) => whole(factor).filter(|factor| *factor > 0).map(Check::MultipleOf),
    }
}

/// Returns the least integer that is not less than a bound.
fn round_up(bound: &Number) -> Option<i64> {
    whole(bound).or_else(|| whole_float(bound.as_f64()?.ceil()))
}

/// Returns the greatest integer that is not greater than a bound.
fn round_down(bound: &Number) -> Option<i64> {
    whole(bound).or_else(|| whole_float(bound.as_f64()?.floor()))
}

/// Returns the least integer that is greater than a bound.
fn above(bound: &Number) -> Option<i64> {
    match whole(bound) {
        Some(bound) => bound.checked_add(1),
        None => round_up(bound),
    }
}

/// Returns the greatest integer that is less than a bound.
fn below(bound: &Number) -> Option<i64> {
    match whole(bound) {
        Some(bound) => bound.checked_sub(1),
        None => round_down(bound),
    }
}

/// Returns the check for a number, with unchanged bounds.
pub(super) fn number_check(constraint: &Constraint) -> Option<Check> {
    match constraint.number_rule()? {
        NumberRule::AtLeast(bound) => bound.as_f64().map(Check::AtLeast),
        NumberRule::MoreThan(bound) => bound.as_f64().map(Check::MoreThan),
        NumberRule::AtMost(bound) => bound.as_f64().map(Check::AtMost),
        NumberRule::LessThan(bound) => bound.as_f64().map(Check::LessThan),
        NumberRule::MultipleOf(factor) => {
            factor.as_f64().filter(|factor| *factor > 0.0).map(Check::MultipleOfNumber)
        }
    }
}

/// Returns whether a bound does not fit in a 64-bit integer.
pub(super) fn is_beyond_i64(constraint: &Constraint) -> bool {
    let Some(bound) = constraint.number() else { return false };
    bound.as_f64().is_some_and(|bound| whole_float(bound.trunc()).is_none()) && bound.as_i64().is_none()
}

/// Returns whether a bound that does not fit in 64 bits excludes every 64-bit integer. The sign decides, because 0 is
/// one of these integers. A `multipleOf` excludes all integers but 0.
pub(super) fn excludes_all(constraint: &Constraint) -> bool {
    let negative = constraint.number().and_then(Number::as_f64).is_some_and(|bound| bound < 0.0);
    match constraint.number_rule() {
        Some(NumberRule::AtLeast(_) | NumberRule::MoreThan(_)) => !negative,
        Some(NumberRule::AtMost(_) | NumberRule::LessThan(_)) => negative,
        Some(NumberRule::MultipleOf(_)) => true,
        None => false,
    }
}

/// Returns whether each value of an integer type satisfies a constraint.
#[expect(clippy::cast_precision_loss, reason = "such a bound is rounded itself")]
pub(super) fn is_implied_by(constraint: &Constraint, integer: &IntegerType) -> bool {
    let is_least = |bound: &Number| match bound.as_i64() {
        Some(bound) => i128::from(bound) <= integer.least,
        None => bound.as_f64().is_some_and(|bound| bound <= integer.least as f64),
    };
    let is_most = |bound: &Number| match bound.as_u64() {
        Some(bound) => u128::from(bound) >= integer.most,
        None => bound.as_f64().is_some_and(|bound| bound >= integer.most as f64),
    };
    match constraint.number_rule() {
        Some(NumberRule::AtLeast(bound)) => is_least(bound),
        Some(NumberRule::AtMost(bound)) => is_most(bound),
        Some(NumberRule::MoreThan(_) | NumberRule::LessThan(_) | NumberRule::MultipleOf(_)) => false,
        // It applies to another type.
        None => true,
    }
}

#[cfg(test)]
#[path = "../tests/number.rs"]
mod tests;
