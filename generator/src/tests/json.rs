//! The types that a schema has by itself, and whether null is one of them.

use super::*;
use crate::tests::definitions::of;
use serde_json::json;

#[test]
fn types_are_given_or_implied() {
    let cases = [
        (json!({}), Json::Any),
        (json!({"type": "null"}), Json::Null),
        (json!({"type": "string"}), Json::String),
        (json!({"type": ["string", "null"]}), Json::String),
        (json!({"type": ["string", "integer"]}), Json::Several),
        (json!({"type": "file"}), Json::File),
        // A given type overrides those that other keywords imply.
        (json!({"type": "string", "properties": {"a": {}}}), Json::String),
        (json!({"anyOf": [{"type": "string"}, {"type": "array"}]}), Json::Any),
        (json!({"not": {}, "minLength": 1}), Json::Any),
        (json!({"oneOf": [{}], "properties": {"a": {}}}), Json::Object),
        (json!({"enum": ["a", null]}), Json::String),
        (json!({"enum": [1, 2.0]}), Json::Integer),
        (json!({"enum": [1, 2.5]}), Json::Any),
        (json!({"enum": [1, []]}), Json::Any),
        (json!({"enum": [1, 2.5], "minimum": 1}), Json::Number),
        (json!({"required": ["a"]}), Json::Object),
        (json!({"additionalProperties": false}), Json::Object),
        (json!({"patternProperties": {"a": {}}}), Json::Object),
        (json!({"dependencies": {"a": ["b"]}}), Json::Object),
        (json!({"maxProperties": 3}), Json::Object),
        (json!({"items": {}}), Json::Array),
        (json!({"items": [{}]}), Json::Array),
        (json!({"uniqueItems": false}), Json::Array),
        (json!({"pattern": "a"}), Json::String),
        (json!({"multipleOf": 2}), Json::Number),
        (json!({"minLength": 1, "minimum": 1}), Json::Several),
    ];
    for (schema, expected) in cases {
        assert_eq!(of(&schema, &json!({}), |facts, id| facts.of(id).json), expected, "{schema}");
    }
}

#[test]
fn null_is_a_value_if_it_is_declared() {
    let cases = [
        (json!({}), false),
        (json!({"type": "string"}), false),
        (json!({"type": "string", "x-nullable": true}), true),
        (json!({"x-nullable": true}), true),
        (json!({"type": ["string", "null"]}), true),
        (json!({"type": "null"}), false),
        (json!({"type": "string", "enum": ["a", null]}), true),
        (json!({"type": ["string", "null"], "enum": ["a"]}), false),
        (json!({"enum": ["a"], "x-nullable": true}), true),
    ];
    for (schema, expected) in cases {
        assert_eq!(of(&schema, &json!({}), |facts, id| facts.of(id).nullable), expected, "{schema}");
    }
}
