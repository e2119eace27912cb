//! What counts as a mention in emitted tokens.

use crate::emit::mentions::Mentions;

fn mentions(code: &str) -> Mentions {
    Mentions::of([&code.parse().unwrap()])
}

#[test]
fn types_are_mentioned_wherever_they_are_written() {
    for code in [
        "fn read() -> Result<Json, E> {}",
        "let value: Json = 1;",
        "struct Request { body: Vec<Json> }",
        "enum Body { Text(Json), Other { text: String } }",
        "enum Body { Text(String), Other { text: Json } }",
        "impl Json for Api { fn go() {} }",
        "Json::new()",
        "Json { a: 1 }",
        "Request { ..Json::new() }",
    ] {
        assert!(mentions(code).has("Json"), "{code}");
    }
}

#[test]
fn functions_and_modules_are_mentioned_where_they_are_used() {
    for code in [
        "json(status, &self.body)",
        "json::<T>(status)",
        "json!(a)",
        "f(a, json)",
        "json::each(rule)",
        "Request { body: json(bytes) }",
        "Request { ..json() }",
        "{ json(bytes) }",
    ] {
        assert!(mentions(code).has("json"), "{code}");
    }
}

#[test]
fn the_names_of_a_spec_are_not_mentions() {
    for code in [
        "struct Request { json: String }",
        "Request { json: 1 }",
        "Request { a, json, b }",
        "Request { json }",
        "let json = 1;",
        "match (a, b) { (Some(json), None) => Self::Json { json }, _ => b }",
        "a.map(|json| Self::Json { json })",
        "enum Kind { json, Other }",
        "enum Kind { json(String), Other { json: String } }",
        "fn json(&self, json: String) {}",
        "self.json",
        "request.json.len()",
        "api.json(cx)",
        "types::json",
        "Self::json(value)",
        "#[derive(a, json)] struct A;",
        "#![allow(json, a)]",
        "#[doc = \"json\"] struct A;",
        "impl<'json> A<'json> {}",
        "type json = String;",
    ] {
        assert!(!mentions(code).has("json"), "{code}");
    }
    for code in ["enum Kind { Json, Other }", "enum Kind { Json(String), Other { json: String } }"] {
        assert!(!mentions(code).has("Json"), "{code}");
    }
}

#[test]
fn methods_are_calls() {
    for code in ["cx.query(a).list(1)", "cx.list::<T>()", "a(api, cx.list())"] {
        assert!(mentions(code).has_method("list"), "{code}");
    }
    for code in ["api.list(cx)", "self.list", "list(cx)", "Query::list(cx)", "0..list(1)"] {
        assert!(!mentions(code).has_method("list"), "{code}");
    }
}

#[test]
fn support_is_named_by_paths_and_imports() {
    for code in [
        "support::json(body)",
        "use super::support::json;",
        "use super::super::support::{Accept, json};",
        "use super::support::json::json;",
        "{ f(super::support::json::from(text)) }",
    ] {
        assert!(mentions(code).has_of_support("json"), "{code}");
    }
    for code in ["json(body)", "types::json", "support { json }", "support.json()", "use support::a::{json};"]
    {
        assert!(!mentions(code).has_of_support("json"), "{code}");
    }
}
