//! Operations and what they are made of have bounds: at a bound nothing is said, behind it an error at its place.

use super::{generate_with, with};
use serde_json::{Map, Value, json};
use stubsmith::Style;

fn report(spec: &Value) -> String {
    generate_with(spec, |config| config).report.render(Style::Short)
}

/// One operation on a path, and what else it has.
fn operation(path: &str, more: Value) -> Value {
    let mut spec = with(&json!({}));
    let mut operation = json!({"responses": {"200": {"description": "x"}}});
    if let (Value::Object(operation), Value::Object(more)) = (&mut operation, more) {
        operation.extend(more);
    }
    spec["paths"] = json!({path: {"get": operation}});
    spec
}

fn names(count: usize, prefix: &str) -> Vec<String> {
    (0..count).map(|index| format!("{prefix}{index}")).collect()
}

fn bounded(counted: impl Fn(usize) -> Value, most: usize, message: &str) {
    let error = format!("error[limit]: {message}");
    let (within, beyond) = (report(&counted(most)), report(&counted(most + 1)));
    assert!(!within.contains("error[limit]"), "{message}: {within}");
    assert_eq!(beyond.matches(&error).count(), 1, "{message}: {beyond}");
}

#[test]
fn an_alternative_has_100_schemes() {
    let schemes = |count| {
        let of = |value: Value| names(count, "s").into_iter().map(|name| (name, value.clone())).collect();
        let (required, declared): (Map<_, _>, Map<_, _>) = (of(json!([])), of(json!({"type": "basic"})));
        let mut spec = operation("/a", json!({"security": [required]}));
        spec["securityDefinitions"] = Value::Object(declared);
        spec
    };
    bounded(schemes, 100, "these are more than 100 schemes");
}

/// Items are known by their hashes: comparing each with each took minutes.
#[test]
fn a_default_of_200_000_items_is_looked_through_once() {
    let list = |last: usize| {
        let items: Vec<usize> = (0..200_000).chain([last]).collect();
        let list =
            json!({"type": "array", "uniqueItems": true, "items": {"type": "integer"}, "default": items});
        report(&with(&json!({"A": {"properties": {"list": list}}})))
    };
    assert_eq!(list(200_000), "");
    assert!(list(7).contains("warning[bad-default]"), "{}", list(7));
}
