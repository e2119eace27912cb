//! Malicious specs: none makes the generator panic or puts code into its output, and specs that would cost too much are
//! rejected at the place of the cause.

mod alike;
mod bounds;
mod docs;
mod injection;
mod injection3;
mod openapi3;

use serde_json::{Map, Value, json};
use std::fs;
use std::time::Duration;
use stubsmith::{Config, Generated, Style};
use stubsmith_tests::processor_time;
use tempfile::TempDir;

/// Generates with all optional outputs.
fn generate(spec: &Value) -> Generated {
    generate_with(spec, |config| config.example_tests(true).example_server(true))
}

fn generate_with(spec: &Value, configure: impl Fn(Config) -> Config) -> Generated {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("api.json");
    fs::write(&path, spec.to_string()).unwrap();
    let start = processor_time();
    let generated = configure(Config::new(&path)).generate();
    // Reporting looks the places up in the file.
    let lines = spec.to_string().lines().count();
    for finding in generated.report.findings() {
        assert_ne!(finding.code, "internal", "{finding}");
        assert!(finding.position.line <= lines, "{finding}");
    }
    let took = processor_time().saturating_sub(start);
    assert!(took < Duration::from_secs(60), "{took:?}");
    generated
}

fn with(definitions: &Value) -> Value {
    json!({"swagger": "2.0", "info": {"title": "T", "version": "1"}, "paths": {}, "definitions": definitions})
}

fn chain(length: usize, link: impl Fn(Value) -> Value) -> Value {
    let next = |index: usize| json!({"$ref": format!("#/definitions/A{index}")});
    let mut all: Map<String, Value> =
        (0..length).map(|index| (format!("A{index}"), link(next(index + 1)))).collect();
    all.insert(format!("A{length}"), json!({"type": "object", "properties": {"z": {"type": "string"}}}));
    with(&Value::Object(all))
}

#[test]
fn costly_input_is_done_soon_or_rejected() {
    // Each has the same reference twice, forty levels deep: 2^40 paths lead to the last.
    assert!(!generate(&chain(40, |next| json!({"allOf": [next, next]}))).report.has_errors());
    assert!(!generate(&chain(40, |next| json!({"oneOf": [next, next]}))).report.has_errors());
    let many: Vec<String> = (0..10_001).map(|value| format!("v{value}")).collect();
    let security = json!({
        "swagger": "2.0",
        "info": {"title": "T", "version": "1"},
        "security": vec![json!({}); 101],
        "paths": {"/a": {"get": {"responses": {"200": {"description": "x"}}}}},
    });
    for (spec, message) in [
        (
            chain(2_000, |next| json!({"allOf": [next, {"type": "object"}]})),
            "`allOf` is nested more than 128 levels deep",
        ),
        (chain(2_000, |next| next), "this starts a chain of more than 64 `$ref`s"),
        (with(&json!({"A": {"type": "string", "enum": many}})), "this `enum` has more than 10000 values"),
        (
            with(&json!({"A": {"type": "string", "pattern": "a".repeat(70_000)}})),
            "this pattern has more than 65536 bytes",
        ),
        (security, "`security` has more than 100 alternatives"),
        (
            with(&json!({"A": {"type": "object", "properties": {"a".repeat(5_000): {"type": "string"}}}})),
            "the keys on the path to this value add up to more than 4096 bytes",
        ),
    ] {
        let report = generate(&spec).report.render(Style::Short);
        assert!(report.contains(&format!("error[limit]: {message}")), "{report}");
    }
}

/// Each includes the same 1,000 properties.
#[test]
fn output_that_is_much_larger_than_its_input_is_rejected() {
    let many: Map<String, Value> =
        (0..1_000).map(|index| (format!("p{index}"), json!({"type": "string"}))).collect();
    let subtype = |index| {
        let all_of = json!([{"$ref": "#/definitions/A"}, {"properties": {"own": {"type": "string"}}}]);
        (format!("A{index}"), json!({"allOf": all_of}))
    };
    let mut all: Map<String, Value> = (0..450).map(subtype).collect();
    all.insert("A".to_owned(), json!({"properties": many}));
    let report = generate(&with(&Value::Object(all))).report.render(Style::Short);
    assert!(
        report.contains("error[limit]: the schemas become structs with more than 400000 fields"),
        "{report}"
    );
}

/// Each default contains all the following ones.
#[test]
fn nested_defaults_are_looked_up_once() {
    const COUNT: usize = 12_000;
    let next = |index: usize| json!({"$ref": format!("#/definitions/A{index}")});
    let link = |index: usize| {
        let property = json!({"allOf": [next((index + 1) % COUNT)], "default": {"n": {"n": {}}}});
        (format!("A{index}"), json!({"properties": {"n": property}}))
    };
    let start = processor_time();
    let mut all: Map<String, Value> = (0..COUNT).map(link).collect();
    all.insert("Start".to_owned(), json!({"properties": {"n": next(0)}}));
    let generated = generate_with(&with(&Value::Object(all)), |config| config);
    let said = generated.report.findings().filter(|finding| finding.code == "not-enforced").count();
    assert!(said > 0, "{}", generated.report.render(Style::Short));
    let took = processor_time().saturating_sub(start);
    assert!(took < Duration::from_secs(30), "{took:?}");
}

#[test]
fn aliases_of_large_text_are_rejected() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("api.yaml");
    let list = |name: &str| vec![name; 300].join(", ");
    let text =
        format!("x-s: &s '{}'\nx-l: &l [{}]\nx-m: [{}]\n", "a".repeat(1_000_000), list("*s"), list("*l"));
    fs::write(&path, text).unwrap();
    let report = Config::new(&path).generate().report.render(Style::Short);
    assert!(report.contains("error[limit]: it has more than 64 MiB of text"), "{report}");
}

#[test]
fn of_thousands_of_mistakes_some_are_shown_and_the_others_counted() {
    let wrong: Map<String, Value> =
        (0..3_000).map(|index| (format!("D{index}"), json!({"type": "bogus"}))).collect();
    let report = generate(&with(&Value::Object(wrong))).report.render(Style::Short);
    assert_eq!(report.lines().count(), 1_001);
    assert!(report.contains("2000 more diagnostics are not shown"), "{report}");
}

/// Every way to replace one value by another kind of JSON.
fn mutations(value: &Value) -> Vec<Value> {
    let kinds = [json!(true), json!(-1.5), json!("x; evil()"), json!(""), json!([{}]), json!({"a": ["b"]})];
    let mut found = kinds.to_vec();
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                found.extend(mutations(member).into_iter().map(|mutated| {
                    let mut around = members.clone();
                    around.insert(key.clone(), mutated);
                    Value::Object(around)
                }));
            }
        }
        Value::Array(list) => {
            for (index, item) in list.iter().enumerate() {
                found.extend(mutations(item).into_iter().map(|mutated| {
                    let mut around = list.clone();
                    around[index] = mutated;
                    Value::Array(around)
                }));
            }
        }
        _ => {}
    }
    found
}

#[test]
fn a_value_of_any_kind_in_any_place_is_code_or_a_diagnostic() {
    for spec in mutations(&injection::harmless()) {
        let generated = generate_with(&spec, |config| config);
        assert_eq!(generated.files.is_empty(), generated.report.has_errors(), "{spec}");
        for file in injection::ours(&generated) {
            assert!(syn::parse_file(&file.text).is_ok(), "{spec}: {}", file.text);
        }
    }
}
