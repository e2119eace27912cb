//! The checks that numeric constraints become.

use super::*;
use crate::api::Bound;

fn number(text: &str) -> Number {
    text.parse().unwrap()
}

fn minimum(text: &str, exclusive: bool) -> Constraint {
    Constraint::Minimum(Bound { value: number(text), exclusive })
}

fn maximum(text: &str, exclusive: bool) -> Constraint {
    Constraint::Maximum(Bound { value: number(text), exclusive })
}

#[test]
fn bounds_of_integers_move_inwards() {
    let cases = [
        (minimum("3", false), Some(Check::Minimum(3))),
        (minimum("3", true), Some(Check::Minimum(4))),
        (minimum("3.0", true), Some(Check::Minimum(4))),
        (minimum("2.5", false), Some(Check::Minimum(3))),
        (minimum("2.5", true), Some(Check::Minimum(3))),
        (minimum("-2.5", false), Some(Check::Minimum(-2))),
        (minimum("9223372036854775807", true), None),
        (minimum("1e30", false), None),
        (Constraint::ExclusiveMinimum(number("3")), Some(Check::Minimum(4))),
        (maximum("3", false), Some(Check::Maximum(3))),
        (maximum("3", true), Some(Check::Maximum(2))),
        (maximum("3.5", false), Some(Check::Maximum(3))),
        (maximum("3.5", true), Some(Check::Maximum(3))),
        (maximum("-9223372036854775808", true), None),
        (Constraint::ExclusiveMaximum(number("3.5")), Some(Check::Maximum(3))),
        (Constraint::MultipleOf(number("2")), Some(Check::MultipleOf(2))),
        (Constraint::MultipleOf(number("2.5")), None),
        (Constraint::MaxLength(3), None),
    ];
    for (constraint, expected) in cases {
        assert_eq!(integer_check(&constraint), expected, "{constraint:?}");
    }
}

#[test]
fn bounds_of_numbers_stay_where_they_are() {
    let cases = [
        (minimum("3", false), Some(Check::AtLeast(3.0))),
        (minimum("3", true), Some(Check::MoreThan(3.0))),
        (Constraint::ExclusiveMinimum(number("2.5")), Some(Check::MoreThan(2.5))),
        (maximum("3", false), Some(Check::AtMost(3.0))),
        (maximum("3", true), Some(Check::LessThan(3.0))),
        (Constraint::ExclusiveMaximum(number("2.5")), Some(Check::LessThan(2.5))),
        (Constraint::MultipleOf(number("2.5")), Some(Check::MultipleOfNumber(2.5))),
        (Constraint::MinItems(3), None),
    ];
    for (constraint, expected) in cases {
        assert_eq!(number_check(&constraint), expected, "{constraint:?}");
    }
}

#[test]
fn bounds_beyond_64_bits_exclude_all_or_none() {
    let cases = [
        (minimum("1e30", false), true),
        (minimum("-1e30", false), false),
        (maximum("1e30", false), false),
        (maximum("-1e30", false), true),
        (Constraint::ExclusiveMinimum(number("1e30")), true),
        (Constraint::MultipleOf(number("1e30")), true),
    ];
    for (constraint, expected) in cases {
        assert_eq!(excludes_all(&constraint), expected, "{constraint:?}");
    }
}
