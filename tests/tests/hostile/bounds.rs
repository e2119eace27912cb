//! Bounds of operations and their parts: a value at a bound is accepted, a value beyond it is an error at its place.

use super::{generate_with, with};
use serde_json::{Map, Value, json};
use std::panic::catch_unwind;
use stubsmith::Style;

fn report(spec: &Value) -> String {
    generate_with(spec, |config| config).report.render(Style::Short)
}

/// A spec with one operation on a path, and other parts.
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
    bounded(schemes, 100, "this alternative has more than 100 schemes");
}

/// Items are compared by their hashes: comparing each with each took minutes.
#[test]
fn a_default_of_200_000_items_is_scanned_once() {
    let list = |last: usize| {
        let items: Vec<usize> = (0..200_000).chain([last]).collect();
        let list =
            json!({"type": "array", "uniqueItems": true, "items": {"type": "integer"}, "default": items});
        report(&with(&json!({"A": {"properties": {"list": list}}})))
    };
    assert_eq!(list(200_000), "");
    assert!(list(7).contains("warning[bad-default]"), "{}", list(7));
}

#[test]
fn lists_of_names_have_1_000_entries() {
    for keyword in ["consumes", "produces", "tags"] {
        let prefix = if keyword == "tags" { "t" } else { "text/x" };
        let listed = |count| operation("/a", json!({keyword: names(count, prefix)}));
        bounded(listed, 1_000, "this list has more than 1000 entries");
    }
}

#[test]
fn a_list_has_2_000_parameters() {
    let parameter = |name: String| json!({"name": name, "in": "query", "type": "string"});
    let list = |count| Value::Array(names(count, "p").into_iter().map(parameter).collect());
    bounded(
        |count| operation("/a", json!({"parameters": list(count)})),
        2_000,
        "this list has more than 2000 parameters",
    );
}

#[test]
fn a_run_has_20_000_operations_with_1_000_000_parts() {
    let run = |count: usize, tags: usize| {
        let mut spec = operation("/a", json!({"tags": names(tags, "t")}));
        spec["x-item"] = spec["paths"]["/a"].clone();
        let refer = |path: String| (path, json!({"$ref": "#/x-item"}));
        spec["paths"] = Value::Object(names(count, "/a").into_iter().map(refer).collect());
        spec
    };
    let report = |count, tags| report(&run(count, tags));
    let (many, large) = (report(20_001, 1), report(1_001, 1_000));
    assert_eq!(many.matches("error[limit]: there are more than 20000 operations").count(), 1, "{many}");
    let message = "error[limit]: the operations have more than 1000000 parts in total";
    assert_eq!(large.matches(message).count(), 1, "{large}");
}

/// This is the bound of matchit, axum's router.
#[test]
fn a_path_has_as_many_variables_as_the_router_accepts() {
    let path = |count| format!("/{}", names(count, "{v").join("}/") + "}");
    let routed = |count: usize| {
        let path = path(count);
        catch_unwind(move || axum::Router::<()>::new().route(&path, axum::routing::get(|| async {})))
    };
    assert!(routed(25).is_ok() && routed(26).is_err(), "there is another bound");
    let spec = |count| {
        let parameter = |name| json!({"name": name, "in": "path", "required": true, "type": "string"});
        let parameters: Vec<Value> = names(count, "v").into_iter().map(parameter).collect();
        operation(&path(count), json!({"parameters": parameters}))
    };
    bounded(spec, 25, "the path has more than 25 variables");
}

/// A name is compared with a bounded number of similar ones.
#[test]
fn required_names_are_looked_up_once() {
    let required: Vec<String> = names(50_000, "no_property");
    let properties: Map<String, Value> =
        names(2_000, "property").into_iter().map(|name| (name, json!({}))).collect();
    let all_of = json!([{"type": "object", "required": required}, {"type": "object", "required": required}]);
    let text = report(&with(&json!({"A": {"type": "object", "properties": properties, "allOf": all_of}})));
    assert!(text.contains("49000 more diagnostics are not shown"), "{text}");
}
