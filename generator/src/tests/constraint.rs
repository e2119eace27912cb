//! Constraints that contradict each other, constraints that include others, and draft 4's boolean bounds.

use super::*;
use crate::diagnostic::{FileId, Place};
use crate::sources::{File, Sources};
use serde_json::{Value, json};

fn number(text: &str) -> Number {
    text.parse().unwrap()
}

fn minimum(text: &str, exclusive: bool) -> Constraint {
    Constraint::Minimum(Bound { value: number(text), exclusive })
}

fn maximum(text: &str, exclusive: bool) -> Constraint {
    Constraint::Maximum(Bound { value: number(text), exclusive })
}

fn above(text: &str) -> Constraint {
    Constraint::ExclusiveMinimum(number(text))
}

fn below(text: &str) -> Constraint {
    Constraint::ExclusiveMaximum(number(text))
}

/// The constraints of a schema, and the messages about them.
fn read(schema: Value) -> (Vec<Constraint>, Vec<String>) {
    let file = File {
        path: "spec.json".into(),
        text: String::new(),
        spans: None,
        value: Some(schema),
        referrer: None,
        dialect: None,
    };
    let sources = Sources { files: vec![file], ..Sources::default() };
    let mut diagnostics = Diagnostics::default();
    let root = Cursor::root(&sources, Place::file(FileId(0))).unwrap();
    let constraints = read_constraints(&mut root.object(&mut diagnostics).unwrap(), &mut diagnostics);
    let messages = diagnostics.into_vec().into_iter().map(|diagnostic| diagnostic.message).collect();
    (constraints.into_iter().map(|constraint| constraint.value).collect(), messages)
}

#[test]
fn bounds_without_a_value_between_them_are_contradictions() {
    let cases = [
        (minimum("3", false), maximum("3", false), false),
        (minimum("4", false), maximum("3", false), true),
        (minimum("3", true), maximum("3", false), true),
        (minimum("3", false), maximum("3", true), true),
        (minimum("3.5", false), maximum("3.5", false), false),
        (minimum("3.5", true), maximum("3.5", false), true),
        // Integers that are not equal are the same float.
        (minimum("9007199254740993", true), maximum("9007199254740994", false), false),
        (minimum("3", false), below("3"), true),
        (minimum("2", false), below("3"), false),
        (above("3"), maximum("3", false), true),
        (above("3"), maximum("4", false), false),
        (above("3"), below("3"), true),
        (Constraint::MinLength(2), Constraint::MaxLength(2), false),
        (Constraint::MinLength(3), Constraint::MaxLength(2), true),
        (Constraint::MinItems(3), Constraint::MaxItems(2), true),
        (Constraint::MinProperties(3), Constraint::MaxProperties(2), true),
        // Of different types.
        (Constraint::MinItems(3), Constraint::MaxLength(2), false),
        (minimum("3", false), Constraint::MaxLength(2), false),
        // In the wrong order.
        (maximum("3", false), minimum("4", false), false),
    ];
    for (lower, upper, expected) in cases {
        assert_eq!(is_contradiction(&lower, &upper), expected, "{lower:?} {upper:?}");
    }
}

#[test]
fn a_constraint_includes_weaker_ones() {
    let cases = [
        (minimum("3", true), minimum("3", false), true),
        (minimum("3", false), minimum("3", true), false),
        (maximum("3", true), maximum("3", false), true),
        (maximum("3", false), maximum("3", true), false),
        (minimum("3", false), minimum("2", false), false),
        (minimum("3", false), maximum("3", false), false),
        (Constraint::MinLength(1), Constraint::MinLength(1), true),
        (Constraint::UniqueItems(true), Constraint::UniqueItems(false), false),
    ];
    for (one, other, expected) in cases {
        assert_eq!(one.includes(&other), expected, "{one:?} {other:?}");
    }
}

#[test]
fn exclusive_is_part_of_the_bound() {
    let alone = "`exclusiveMinimum` has no effect without `minimum`";
    let cases = [
        (json!({"minimum": 3}), vec![minimum("3", false)], vec![]),
        (json!({"minimum": 3, "exclusiveMinimum": true}), vec![minimum("3", true)], vec![]),
        (json!({"minimum": 3, "exclusiveMinimum": false}), vec![minimum("3", false)], vec![]),
        (json!({"maximum": 3, "exclusiveMaximum": true}), vec![maximum("3", true)], vec![]),
        (json!({"maximum": 3, "exclusiveMinimum": true}), vec![maximum("3", false)], vec![alone]),
        (json!({"exclusiveMinimum": false}), vec![], vec![alone]),
        (
            json!({"minimum": 3, "exclusiveMinimum": 3}),
            vec![minimum("3", false)],
            vec!["`exclusiveMinimum` must be `true` or `false`, not 3"],
        ),
        (json!({"uniqueItems": false}), vec![Constraint::UniqueItems(false)], vec![]),
    ];
    for (schema, constraints, messages) in cases {
        let expected = (constraints, messages.into_iter().map(str::to_owned).collect());
        assert_eq!(read(schema.clone()), expected, "{schema}");
    }
}
