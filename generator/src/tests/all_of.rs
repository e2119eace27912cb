//! How two schemas of one property combine.

use super::*;
use crate::choices::{Choices, OnMistake};
use crate::tests::definitions::{decide, id, place, read};
use serde_json::{Value, json};

fn two<T>(one: &Value, other: &Value, ask: impl Fn(&Facts<'_>, SchemaId, SchemaId) -> T) -> T {
    let api = read(&json!({ "One": one, "Other": other }));
    ask(&decide(&api, &Choices::default()), id(&api, "One"), id(&api, "Other"))
}

#[test]
fn two_schemas_of_a_property_are_objects_or_one_narrows_the_other() {
    let first = Both::Narrowed { by_new: false };
    let second = Both::Narrowed { by_new: true };
    let cases = [
        (json!({"type": "object"}), json!({"properties": {"a": {}}}), Both::Objects),
        (json!({"type": "string"}), json!({"type": "integer"}), Both::Conflict),
        (json!({"type": "string"}), json!({"type": "object"}), Both::Conflict),
        (json!({}), json!({"type": "string"}), second),
        (json!({"type": "string"}), json!({}), first),
        (json!({"type": "string"}), json!({"enum": ["a"]}), second),
        (json!({"enum": ["a", "b"]}), json!({"enum": ["a"]}), first),
        (json!({"type": "number"}), json!({"type": "integer"}), second),
        (json!({"type": "integer"}), json!({"type": "number"}), first),
        (json!({"type": ["string", "integer"]}), json!({"type": "string"}), first),
    ];
    for (one, other, expected) in cases {
        assert_eq!(two(&one, &other, both), expected, "{one} {other}");
    }
}

#[test]
fn a_schema_adds_nothing_if_the_first_one_includes_it() {
    let cases = [
        (json!({"type": "string"}), json!({"type": "string"}), true),
        (json!({"type": "string"}), json!({"description": "a"}), true),
        (json!({"type": "string"}), json!({"type": "string", "minLength": 1}), false),
        (json!({"type": "string", "minLength": 1}), json!({"minLength": 1}), true),
        (json!({"type": "integer", "minimum": 1, "exclusiveMinimum": true}), json!({"minimum": 1}), true),
        (json!({"type": "integer", "minimum": 1}), json!({"minimum": 1, "exclusiveMinimum": true}), false),
        (json!({"type": "string"}), json!({"type": "string", "format": "date"}), false),
        (json!({"type": "string", "format": "date"}), json!({"type": "string"}), true),
        (json!({"type": "string"}), json!({"enum": ["a"]}), false),
        (json!({"type": ["string", "null"]}), json!({"type": "string"}), false),
        (json!({"type": "string", "x-nullable": true}), json!({"type": "string"}), false),
        (json!({"type": "string", "x-nullable": true}), json!({}), true),
        (json!({"type": "object"}), json!({"type": "object", "not": {}}), false),
        (json!({"type": "object"}), json!({"type": "object", "additionalProperties": true}), false),
        (json!({"type": "array"}), json!({"type": "array", "items": {}}), false),
    ];
    for (one, other, expected) in cases {
        assert_eq!(two(&one, &other, adds_nothing), expected, "{one} {other}");
    }
}

#[test]
fn the_stricter_additional_properties_apply() {
    let schema = || Additional::Schema(SchemaId::default());
    let name = |additional: &Additional| match additional {
        Additional::Unsaid => "unsaid",
        Additional::Allowed => "allowed",
        Additional::Rejected => "rejected",
        Additional::Schema(_) => "schema",
    };
    let cases = [
        (Additional::Unsaid, Additional::Unsaid, "unsaid"),
        (Additional::Unsaid, Additional::Allowed, "allowed"),
        (Additional::Allowed, Additional::Unsaid, "allowed"),
        (Additional::Allowed, schema(), "schema"),
        (schema(), Additional::Allowed, "schema"),
        (schema(), Additional::Rejected, "rejected"),
        (Additional::Rejected, schema(), "rejected"),
        (Additional::Rejected, Additional::Unsaid, "rejected"),
    ];
    for (one, other, expected) in cases {
        assert_eq!(name(&stricter(one.clone(), other.clone())), expected, "{one:?} {other:?}");
    }
}

#[test]
fn several_objects_are_one_type_at_the_place_that_brings_them_together() {
    let object = |name: &str| json!({"type": "object", "properties": {"at": {"type": "object", "properties": {name: {}}}}});
    let to = |name: &str| json!({"$ref": format!("#/definitions/{name}")});
    let mut takes_in = object("b");
    takes_in["allOf"] = json!([to("One")]);
    let api = read(&json!({
        "One": object("a"),
        "Other": object("b"),
        "TakesIn": takes_in,
        "Heir": {"allOf": [to("TakesIn")]},
        "Inline": {"allOf": [to("One"), object("c")]},
        "Mixed": {"allOf": [to("One"), to("Other")]},
    }));
    let facts = decide(&api, &Choices::default());
    let cases = [
        ("TakesIn", "/definitions/TakesIn/properties/at"),
        ("Heir", "/definitions/TakesIn/properties/at"),
        ("Inline", "/definitions/Inline/allOf/1/properties/at"),
        ("Mixed", "/definitions/Mixed/properties/at"),
    ];
    for (name, expected) in cases {
        let mut diagnostics = Diagnostics::default();
        let merged = merge(&facts, &[id(&api, name)], OnMistake::Reject, &mut diagnostics);
        assert!(diagnostics.all().is_empty(), "{diagnostics:?}");
        let member = merged.members.first().unwrap();
        assert_eq!(member.objects().len(), 2, "{name}");
        let found = member.place(&facts, &place(name));
        assert_eq!(found.pointer.as_str(), expected, "{name}");
    }
}
