//! Numbers and texts that satisfy constraints.

use super::*;
use crate::diagnostic::{FileId, Place};
use serde_json::json;

fn number(is_whole: bool, checks: &[Check], nth: u32) -> Option<Value> {
    Numbers::from_checks(is_whole, checks.iter()).value(nth)
}

#[test]
fn numbers_satisfy_their_constraints() {
    use Check::*;
    for (is_whole, checks, expected) in [
        (true, &[][..], Some(json!(1))),
        (true, &[Minimum(18)], Some(json!(18))),
        (true, &[Maximum(-5)], Some(json!(-5))),
        (true, &[Minimum(0), Maximum(0)], Some(json!(0))),
        (true, &[Minimum(10), MultipleOf(7)], Some(json!(14))),
        (true, &[Minimum(1), Maximum(5), MultipleOf(7)], None),
        (true, &[MultipleOf(4), MultipleOf(6), Minimum(1)], Some(json!(24))),
        (true, &[Minimum(5), Maximum(4)], None),
        (false, &[], Some(json!(1))),
        (false, &[MoreThan(0.0), LessThan(0.5)], Some(json!(0.25))),
        (false, &[AtLeast(0.1), AtMost(0.1)], Some(json!(0.1))),
        (false, &[MultipleOfNumber(0.25), AtLeast(3.1)], Some(json!(3.25))),
        (false, &[MoreThan(1.0), LessThan(1.0)], None),
        (false, &[AtLeast(-1e300), AtMost(-1e299)], Some(json!(-1e300))),
    ] {
        assert_eq!(number(is_whole, checks, 0), expected, "{is_whole} {checks:?}");
    }
    // Several values differ.
    for checks in [&[][..], &[Minimum(5)], &[Maximum(5)], &[MultipleOf(3)]] {
        let values: Vec<_> = (0..4).map(|nth| number(true, checks, nth).unwrap()).collect();
        let distinct: std::collections::HashSet<_> = values.iter().collect();
        assert_eq!(distinct.len(), 4, "{checks:?}: {values:?}");
    }
}

#[test]
fn texts_satisfy_their_constraints() {
    let pattern = |regex: &str| {
        let place = Place::file(FileId(0));
        Check::Pattern(Pattern { ecma: regex.to_owned(), regex: regex.to_owned(), place })
    };
    for (format, checks, expected) in [
        (None, &[][..], Some("string")),
        (None, &[Check::MinLength(8)], Some("stringgg")),
        (None, &[Check::MaxLength(3)], Some("str")),
        (None, &[Check::MaxLength(0)], Some("")),
        (None, &[Check::MinLength(3), Check::MaxLength(2)], None),
        (Some("uuid"), &[], Some("123e4567-e89b-42d3-a456-426614100000")),
        (Some("date-time"), &[], Some("2024-01-01T12:00:00Z")),
        (Some("unheard-of"), &[], Some("string")),
        (Some("date"), &[Check::MaxLength(4)], Some("stri")),
        (None, &[pattern("^[0-9]+$")], Some("0")),
        (None, &[pattern("^[0-9]+$"), Check::MinLength(3)], Some("000")),
        (None, &[pattern("^[a-z]+$"), pattern("b$")], Some("b")),
        (None, &[pattern("^a$"), pattern("^b$")], None),
        (Some("email"), &[pattern("^[^@]+@[^@]+$")], Some("user0@example.com")),
    ] {
        let value = Texts::from_checks(format, checks.iter()).value(0);
        assert_eq!(value, expected.map(Value::from), "{format:?} {checks:?}");
    }
    let values: Vec<_> = (0..3).filter_map(|nth| Texts::default().value(nth)).collect();
    assert_eq!(values, ["string", "string1", "string2"]);
}
