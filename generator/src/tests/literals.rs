//! Which values pass a check, as far as that is known at generation time.

use super::*;
use serde_json::json;

#[test]
fn a_value_passes_a_check_or_not() {
    let each = |check| Check::Each(Box::new(check));
    let each_member = |check| Check::EachMember(Box::new(check));
    let or_null = |check| Check::Nullable(Box::new(check));
    let cases = [
        (Check::Minimum(3), json!(3), true),
        (Check::Minimum(3), json!(2), false),
        (Check::Maximum(3), json!(3.0), true),
        (Check::Maximum(3), json!(4), false),
        (Check::MultipleOf(3), json!(6), true),
        (Check::MultipleOf(3), json!(7), false),
        (Check::AtLeast(2.5), json!(2.5), true),
        (Check::AtMost(2.5), json!(2.6), false),
        (Check::MoreThan(2.5), json!(2.5), false),
        (Check::LessThan(2.5), json!(2.4), true),
        // Characters, not bytes.
        (Check::MaxLength(2), json!("\u{e9}\u{e9}"), true),
        (Check::MinLength(3), json!("\u{e9}\u{e9}"), false),
        (Check::MinCount(1), json!([]), false),
        (Check::MinCount(1), json!({"a": 1}), true),
        (Check::MaxCount(1), json!([1, 2]), false),
        (Check::Unique, json!([1, 2]), true),
        (Check::Unique, json!([1, 1]), false),
        (each(Check::Minimum(3)), json!([3, 2]), false),
        (each_member(Check::Minimum(3)), json!({"a": 3}), true),
        (each_member(Check::Minimum(3)), json!({"a": 2}), false),
        (or_null(Check::Minimum(3)), json!(null), true),
        (or_null(Check::Minimum(3)), json!(2), false),
        // Only the generated code can tell.
        (Check::MultipleOfNumber(2.5), json!(3), true),
    ];
    for (check, value, expected) in cases {
        assert_eq!(keeps(&check, &value), expected, "{check:?} {value}");
    }
}
