//! Malicious specs of OpenAPI 3: each is done soon, or rejected at the place of the cause.

use super::{generate, generate_with};
use serde_json::{Map, Value, json};
use std::time::Duration;
use stubsmith::Style;
use stubsmith_tests::processor_time;

fn document(schemas: &Value, paths: &Value) -> Value {
    json!({
        "openapi": "3.2.0",
        "info": {"title": "T", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    })
}

/// A body with the schema `A0`.
fn paths() -> Value {
    let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/A0"}}});
    json!({"/a": {"post": {"requestBody": {"content": content}, "responses": {"204": {"description": "x"}}}}})
}

fn schema(index: usize) -> Value {
    json!({"$ref": format!("#/components/schemas/A{index}")})
}

/// Schemas that each contain the next one.
fn chain(length: usize, link: impl Fn(Value) -> Value) -> Value {
    let mut all: Map<String, Value> =
        (0..length).map(|index| (format!("A{index}"), link(schema(index + 1)))).collect();
    all.insert(format!("A{length}"), json!({"type": "object", "properties": {"z": {"type": "string"}}}));
    document(&Value::Object(all), &paths())
}

/// The report of a spec, which is made soon.
fn report(spec: &Value) -> String {
    let start = processor_time();
    let report = generate_with(spec, |config| config).report.render(Style::Short);
    let took = processor_time().saturating_sub(start);
    assert!(took < Duration::from_secs(60), "{took:?}");
    report
}

type Link = fn(Value) -> Value;

/// Each way to contain another schema, apart from properties.
const LINKS: [(&str, Link); 12] = [
    ("items", |next| json!({"type": "array", "items": next})),
    ("prefixItems", |next| json!({"type": "array", "prefixItems": [next]})),
    ("contains", |next| json!({"type": "array", "contains": next})),
    ("additionalProperties", |next| json!({"type": "object", "additionalProperties": next})),
    ("patternProperties", |next| json!({"type": "object", "patternProperties": {"^a": next}})),
    ("propertyNames", |next| json!({"type": "object", "propertyNames": next})),
    ("dependentSchemas", |next| json!({"dependentSchemas": {"a": next}})),
    ("oneOf", |next| json!({"oneOf": [next, {"type": "string"}]})),
    ("anyOf", |next| json!({"anyOf": [next, {"type": "string"}]})),
    ("not", |next| json!({"not": next})),
    ("if", |next| json!({"if": next, "then": {"type": "object"}})),
    ("unevaluatedProperties", |next| json!({"type": "object", "unevaluatedProperties": next})),
];

/// A chain of 15,000 schemas overflowed the stack, or took minutes.
#[test]
fn schemas_contain_each_other_128_levels_deep() {
    for (keyword, link) in LINKS {
        let message = "error[limit]: schemas contain each other more than 128 levels deep";
        let within = report(&chain(100, link));
        assert!(!within.contains("error"), "{keyword}: {within}");
        let beyond = report(&chain(1_000, link));
        assert_eq!(beyond.matches(message).count(), 1, "{keyword}: {beyond}");
    }
    let properties = report(&chain(1_000, |next| json!({"type": "object", "properties": {"a": next}})));
    assert_eq!(properties, "");
}

/// 997 bytes took 13 GB.
#[test]
fn a_default_of_a_server_variable_is_text() {
    let variable = |index: usize| {
        let next = format!("{{a{}}}", index + 1).repeat(10);
        (format!("a{index}"), json!({"default": next}))
    };
    let variables: Map<String, Value> = (0..12).map(variable).collect();
    let mut spec = document(&json!({}), &json!({}));
    spec["servers"] = json!([{"url": "/{a0}", "variables": variables}]);
    assert!(report(&spec).contains("error[bad-path]: the URL `/{a1}{a1}"), "{}", report(&spec));
    let many = json!({"default": "a".repeat(10_000)});
    spec["servers"] = json!([{"url": "/{a}".repeat(10_000), "variables": {"a": many}}]);
    let text = report(&spec);
    assert!(text.contains("error[limit]: the URL has more than 65536 bytes with its variables"), "{text}");
}

/// 5,000 tags took minutes.
#[test]
fn the_parents_of_tags_are_followed_once() {
    let tags = |last: &str| {
        let tag = |index: usize| json!({"name": format!("t{index}"), "parent": format!("t{}", index + 1)});
        let mut tags: Vec<Value> = (0..5_000).map(tag).collect();
        tags.push(json!({"name": "t5000", "parent": last}));
        let mut spec = document(&json!({}), &json!({}));
        spec["tags"] = Value::Array(tags);
        report(&spec)
    };
    assert_eq!(tags("t5000").matches("would be its own parent").count(), 1);
    assert!(tags("t0").contains("more diagnostics are not shown"));
    assert!(tags("none").contains("no tag has the name `none`"));
}

/// Each operation lists the methods of its path.
#[test]
fn a_path_has_100_additional_operations() {
    let with = |count: usize| {
        let operation = |index| (format!("M{index}"), json!({"responses": {"204": {"description": "x"}}}));
        let operations: Map<String, Value> = (0..count).map(operation).collect();
        report(&document(&json!({}), &json!({"/a": {"additionalOperations": operations}})))
    };
    assert!(!with(100).contains("limit"), "{}", with(100));
    let text = with(3_000);
    assert!(text.contains("error[limit]: `additionalOperations` has more than 100 methods"), "{text}");
}

/// The names of their tables differ only in their numbers, which were tried one by one.
#[test]
fn names_of_many_patterns_are_found_soon() {
    let pattern = |index: usize| (format!("^p{index}"), json!({"type": "string"}));
    let patterns: Map<String, Value> = (0..4_000).map(pattern).collect();
    let start = processor_time();
    report(&document(&json!({"A0": {"type": "object", "patternProperties": patterns}}), &paths()));
    let took = processor_time().saturating_sub(start);
    assert!(took < Duration::from_secs(30), "{took:?}");
}

#[test]
fn references_in_a_ring_end() {
    let ring = |keyword: &str, to: fn(usize) -> String| {
        let member = |index: usize| {
            let mut schema = json!({"$anchor": format!("a{index}"), "$dynamicAnchor": format!("d{index}")});
            schema[keyword] = json!(to((index + 1) % 100));
            (format!("A{index}"), schema)
        };
        let all: Map<String, Value> = (0..100).map(member).collect();
        report(&document(&Value::Object(all), &paths()))
    };
    for text in [
        ring("$dynamicRef", |index| format!("#d{index}")),
        ring("$ref", |index| format!("#a{index}")),
        ring("$ref", |index| format!("#/components/schemas/A{index}")),
    ] {
        assert!(text.contains("not-enforced") || text.contains("limit"), "{text}");
    }
    let mut spec = document(&json!({}), &json!({"/a": {"$ref": "#/components/pathItems/a"}}));
    spec["components"]["pathItems"] =
        json!({"a": {"$ref": "#/components/pathItems/b"}, "b": {"$ref": "#/components/pathItems/a"}});
    spec["components"]["callbacks"] = json!({"c": {"{$request.query.u}": {"post": {
        "responses": {"204": {"description": "x"}},
        "callbacks": {"c": {"$ref": "#/components/callbacks/c"}},
    }}}});
    assert!(report(&spec).contains("error[reference-cycle]"), "{}", report(&spec));
}

/// Each reference walked through the whole file: 10,000 took minutes.
#[test]
fn anchors_and_identifiers_are_found_once() {
    const COUNT: usize = 10_000;
    let forms: [(&str, &str, &str, &str); 3] = [
        ("$dynamicAnchor", "a", "$dynamicRef", "#a"),
        ("$anchor", "a", "$ref", "#a"),
        ("$id", "https://a.example/a", "$ref", "https://a.example/a"),
    ];
    for (keyword, name, reference, to) in forms {
        let member = |index: usize| {
            let next = json!({reference: format!("{to}{}", (index + 1) % COUNT)});
            let schema =
                json!({"type": "object", "properties": {"next": next}, keyword: format!("{name}{index}")});
            (format!("A{index}"), schema)
        };
        let all: Map<String, Value> = (0..COUNT).map(member).collect();
        let start = processor_time();
        let generated = generate_with(&document(&Value::Object(all), &paths()), |config| config);
        let report = generated.report.render(Style::Short);
        let types = super::injection::ours(&generated).map(|file| file.text.matches("pub struct A").count());
        assert!(types.sum::<usize>() >= COUNT, "{keyword}: {report}");
        let took = processor_time().saturating_sub(start);
        assert!(took < Duration::from_secs(30), "{keyword}: {took:?}");
    }
}

/// An expression is text, however it looks.
#[test]
fn expressions_of_callbacks_are_rejected_or_parsed() {
    let expressions = [
        format!("{{$request.body#{}}}", "/a".repeat(900)),
        "{$request.query.u}".repeat(200),
        "$".repeat(4_000),
        "{".repeat(100),
        "http://a?{$url}".repeat(10),
        "{$response.body#/~2}".to_owned(),
        "{$request.path.}".to_owned(),
        "{$request.header.\" evil()}".to_owned(),
        "{$request.body#/\u{202e}\n*/}".to_owned(),
    ];
    for expression in expressions {
        let operation = json!({"post": {"responses": {"204": {"description": "x"}}}});
        let mut spec = document(&json!({}), &json!({}));
        spec["paths"]["/a"]["post"] = json!({
            "parameters": [{"name": "u", "in": "query", "required": true, "schema": {"type": "string"}}],
            "callbacks": {"c": {expression.as_str(): operation}},
            "responses": {"204": {"description": "x"}},
        });
        let generated = generate(&spec);
        assert_eq!(generated.files.is_empty(), generated.report.has_errors(), "{expression}");
        for file in super::injection::ours(&generated) {
            assert!(syn::parse_file(&file.text).is_ok(), "{expression}: {}", file.text);
        }
    }
}

/// The path of a URL is escaped, and never leaves the server.
#[test]
fn urls_of_servers_are_paths() {
    for url in [
        "/../../x",
        "//evil.example/x",
        "/x?a=b#c",
        "/\u{fc}\u{202e}",
        "/\"; evil()",
        "/a\nb",
        "data:text/html,x",
        "/%zz",
        "/*rest",
        "/:id",
        "/{*all}",
        "/a\\b",
        "/\u{0}",
        "https://a@b:c/{x}",
    ] {
        let operation = json!({"get": {"responses": {"204": {"description": "x"}}}});
        let mut spec = document(&json!({}), &json!({"/b": operation}));
        spec["servers"] = json!([{"url": url, "variables": {"x": {"default": "{*y}/../*z"}}}]);
        let generated = generate(&spec);
        assert_eq!(generated.files.is_empty(), generated.report.has_errors(), "{url}");
        for file in super::injection::ours(&generated) {
            assert!(syn::parse_file(&file.text).is_ok(), "{url}: {}", file.text);
        }
    }
}
