//! The types that an `allOf` allows.

use super::*;
use crate::api::JsonType::{Integer, Null, Number, Object, String};
use crate::tests::definitions::of;
use serde_json::json;

#[test]
fn an_integer_is_a_number() {
    let cases: [(&[JsonType], &[JsonType], &[JsonType]); 7] = [
        (&[String], &[String], &[String]),
        (&[String], &[Object], &[]),
        (&[Integer], &[Number], &[Integer]),
        (&[Number], &[Integer], &[Integer]),
        (&[Number], &[Integer, String], &[Integer]),
        (&[Number, Integer], &[Integer], &[Integer]),
        (&[String, Null], &[Null, Object], &[Null]),
    ];
    for (one, other, both) in cases {
        assert_eq!(intersect(one, other), both, "{one:?} {other:?}");
    }
}

#[test]
fn the_types_that_all_schemas_allow_are_left() {
    let others = json!({
        "Text": {"type": "string"},
        "TextOrNull": {"type": "string", "x-nullable": true},
        "NumberOrNull": {"type": ["number", "null"]},
        "Names": {"type": "array", "items": {"type": "string"}},
        "Cycle": {"allOf": [{"$ref": "#/definitions/Cycle"}, {"type": "string"}]},
    });
    let to = |name: &str| json!({"$ref": format!("#/definitions/{name}")});
    let cases: [(serde_json::Value, &[JsonType], bool); 12] = [
        (json!({"allOf": [to("Text")]}), &[String], false),
        (json!({"allOf": [{"allOf": [to("Text")]}, {}]}), &[String], false),
        (json!({"allOf": [{}, {}]}), &[], false),
        (json!({"allOf": [{"minLength": 1}]}), &[String], false),
        (json!({"allOf": [to("Text"), to("Names")]}), &[], false),
        (json!({"allOf": [to("TextOrNull")]}), &[String, Null], true),
        (json!({"allOf": [to("TextOrNull"), to("Text")]}), &[String], false),
        (json!({"allOf": [to("NumberOrNull"), {"type": "integer"}]}), &[Integer], false),
        (json!({"allOf": [to("Text")], "x-nullable": true}), &[String, Null], true),
        (json!({"allOf": [to("Text"), {"x-nullable": true}]}), &[String, Null], true),
        (json!({"allOf": [to("Text"), {"type": "null"}]}), &[], false),
        (json!({"allOf": [to("Cycle")]}), &[String], false),
    ];
    for (schema, types, nullable) in cases {
        let found = of(&schema, &others, |facts, id| (facts.of(id).types.clone(), facts.is_nullable(id)));
        assert_eq!(found, (types.to_vec(), nullable), "{schema}");
    }
    let has_item = |schema| of(&schema, &others, |facts, id| facts.array_item(id).is_some());
    assert!(has_item(json!({"allOf": [{}, to("Names")]})));
    assert!(!has_item(json!({"allOf": [to("Names")], "items": [{}]})));
    assert!(!has_item(json!({"allOf": [to("Text")]})));
}
