//! Numbers of constraints: which are integers of 64 bits, and which rule a bound becomes. Knows nothing of schemas.

use crate::api::{Bound, Constraint};
use crate::model::Check;
use serde_json::Number;

/// The number as an integer, where it is one.
pub fn whole(number: &Number) -> Option<i64> {
    number.as_i64().or_else(|| number.as_f64().filter(|float| float.fract() == 0.0).and_then(whole_float))
}

fn whole_float(float: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be within the bounds")]
    (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&float).then_some(float as i64)
}

/// The bounds of integers are integers: what lies between two of them is moved to the one inside.
///
/// | bound | inclusive | exclusive |
/// |---|---|---|
/// | `minimum` 3 | 3 | 4 |
/// | `minimum` 2.5 | 3 | 3 |
/// | `maximum` 3 | 3 | 2 |
/// | `maximum` 3.5 | 3 | 3 |
/// | beyond the 64 bits of integers | none | none |
pub fn integer_check(constraint: &Constraint) -> Option<Check> {
    let least = |bound: &Number, exclusive: bool| match whole(bound) {
        Some(least) if exclusive => least.checked_add(1),
        Some(least) => Some(least),
        None => whole_float(bound.as_f64()?.ceil()),
    };
    let most = |bound: &Number, exclusive: bool| match whole(bound) {
        Some(most) if exclusive => most.checked_sub(1),
        Some(most) => Some(most),
        None => whole_float(bound.as_f64()?.floor()),
    };
    match constraint {
        Constraint::Minimum(bound) => least(&bound.value, bound.exclusive).map(Check::Minimum),
        Constraint::ExclusiveMinimum(bound) => least(bound, true).map(Check::Minimum),
        Constraint::Maximum(bound) => most(&bound.value, bound.exclusive).map(Check::Maximum),
        Constraint::ExclusiveMaximum(bound) => most(bound, true).map(Check::Maximum),
        Constraint::MultipleOf(factor) => whole(factor).filter(|factor| *factor > 0).map(Check::MultipleOf),
        Constraint::MinLength(_)
        | Constraint::MaxLength(_)
        | Constraint::Pattern(_)
        | Constraint::MinItems(_)
        | Constraint::MaxItems(_)
        | Constraint::UniqueItems(_)
        | Constraint::MinProperties(_)
        | Constraint::MaxProperties(_) => None,
    }
}

/// The bounds of numbers stay where they are.
pub fn number_check(constraint: &Constraint) -> Option<Check> {
    let value = constraint.number()?.as_f64()?;
    match constraint {
        Constraint::Minimum(Bound { exclusive: false, .. }) => Some(Check::AtLeast(value)),
        Constraint::Minimum(Bound { exclusive: true, .. }) | Constraint::ExclusiveMinimum(_) => {
            Some(Check::MoreThan(value))
        }
        Constraint::Maximum(Bound { exclusive: false, .. }) => Some(Check::AtMost(value)),
        Constraint::Maximum(Bound { exclusive: true, .. }) | Constraint::ExclusiveMaximum(_) => {
            Some(Check::LessThan(value))
        }
        Constraint::MultipleOf(_) => (value > 0.0).then_some(Check::MultipleOfNumber(value)),
        Constraint::MinLength(_)
        | Constraint::MaxLength(_)
        | Constraint::Pattern(_)
        | Constraint::MinItems(_)
        | Constraint::MaxItems(_)
        | Constraint::UniqueItems(_)
        | Constraint::MinProperties(_)
        | Constraint::MaxProperties(_) => None,
    }
}

/// Whether a bound for integers is beyond 64 bits.
pub fn is_beyond_i64(constraint: &Constraint) -> bool {
    let Some(bound) = constraint.number() else { return false };
    bound.as_f64().is_some_and(|bound| whole_float(bound.trunc()).is_none()) && bound.as_i64().is_none()
}

/// Of a bound that lies where no `i64` is, whether all integers of 64 bits are on the side that it excludes: 0 is one
/// of them. A `multipleOf` leaves 0 alone.
pub fn excludes_all(constraint: &Constraint) -> bool {
    let negative = constraint.number().and_then(Number::as_f64).is_some_and(|bound| bound < 0.0);
    match constraint {
        Constraint::Minimum(_) | Constraint::ExclusiveMinimum(_) => !negative,
        Constraint::Maximum(_) | Constraint::ExclusiveMaximum(_) => negative,
        Constraint::MultipleOf(_) => true,
        Constraint::MinLength(_)
        | Constraint::MaxLength(_)
        | Constraint::Pattern(_)
        | Constraint::MinItems(_)
        | Constraint::MaxItems(_)
        | Constraint::UniqueItems(_)
        | Constraint::MinProperties(_)
        | Constraint::MaxProperties(_) => false,
    }
}

#[cfg(test)]
#[path = "../tests/number.rs"]
mod tests;
