//! Which schemas need a validator.

use crate::tests::definitions::{of, of_newer};
use serde_json::json;

#[test]
fn rules_beyond_type_and_checks_need_a_validator() {
    let others = json!({"Text": {"type": "string"}, "Any": {}});
    let text = json!({"$ref": "#/definitions/Text"});
    let cases = [
        (json!({}), false),
        (json!({"description": "any"}), false),
        (json!({"type": "string", "minLength": 1, "pattern": "a"}), false),
        (json!({"type": "file"}), false),
        (json!({"anyOf": [{}]}), true),
        (json!({"type": "string", "not": {"enum": ["a"]}}), true),
        (json!({"enum": [{}]}), true),
        (json!({"enum": ["a"]}), false),
        (json!({"type": "array", "items": [{}]}), true),
        (json!({"type": "array", "items": {}, "uniqueItems": true}), false),
        (json!({"type": "object", "minProperties": 1, "additionalProperties": {}}), false),
        (json!({"type": "object", "required": ["a"]}), true),
        (json!({"type": "object", "additionalProperties": false}), true),
        (json!({"type": "object", "patternProperties": {"a": {}}}), true),
        (json!({"type": "object", "properties": {"a": {}}, "required": ["a"]}), false),
        (json!({"type": "object", "properties": {"a": {}}, "dependencies": {"a": ["b"]}}), true),
        (json!({"allOf": [text]}), false),
        (json!({"allOf": [text], "minLength": 1}), true),
        (json!({"allOf": [{"$ref": "#/definitions/Any"}]}), true),
        (json!({"type": ["string", "integer"]}), true),
        (json!({"minLength": 1, "minimum": 1}), true),
        (json!({"type": "null"}), true),
        // Bounds of integers become checks, unless they exclude all integers of 64 bits.
        (json!({"type": "integer", "minimum": 2.5}), false),
        (json!({"type": "integer", "maximum": 1e30}), false),
        (json!({"type": "integer", "minimum": 1e30}), true),
        (json!({"type": "integer", "multipleOf": 2.5}), true),
        (json!({"type": "number", "multipleOf": 2.5}), false),
        // What is next to an `enum` rejects a value that it lists, or one that it does not.
        (json!({"enum": ["a", "bc"], "minLength": 1, "maxLength": 2}), false),
        (json!({"enum": ["a", "bc"], "minLength": 2}), true),
        (json!({"enum": ["a", "bc"], "maxLength": 1}), true),
        (json!({"enum": ["a"], "pattern": "^a$"}), true),
        (json!({"enum": [1, 2], "minimum": 1, "maximum": 2, "multipleOf": 1}), false),
        (json!({"enum": [1, 2], "maximum": 1.5}), true),
        (json!({"enum": [1, 2], "minimum": 1, "exclusiveMinimum": true}), true),
        (json!({"enum": [1, 2], "multipleOf": 2}), true),
        (json!({"enum": [1, 2], "maximum": 1e30}), false),
        (json!({"enum": [1, 2], "minimum": 1e30}), true),
        (json!({"enum": [0.5, 1.5], "minimum": 0.5, "maximum": 1.5}), false),
        (json!({"enum": [0.5, 1.5], "maximum": 1.5, "exclusiveMaximum": true}), true),
        (json!({"type": "integer", "format": "int32", "enum": [1]}), false),
        (json!({"type": "integer", "format": "int32", "enum": [3_000_000_000_i64]}), true),
        (json!({"enum": ["a"], "x-extensible-enum": true}), false),
        (json!({"enum": ["a"], "x-extensible-enum": true, "minLength": 0}), false),
        (json!({"enum": ["a"], "x-extensible-enum": true, "minLength": 1}), true),
        (json!({"type": "integer", "format": "int32", "enum": [1], "x-extensible-enum": true}), true),
        (
            json!({
                "type": "object",
                "additionalProperties": {"type": "string"},
                "allOf": [{"additionalProperties": {"minLength": 1}}],
            }),
            true,
        ),
    ];
    for (schema, expected) in cases {
        assert_eq!(of(&schema, &others, |facts, id| facts.of(id).needs_validator), expected, "{schema}");
    }
}

#[test]
fn keywords_of_2020_12_need_a_validator_unless_the_type_enforces_them() {
    let cases = [
        (json!({"if": {"type": "string"}}), false),
        (json!({"if": {"type": "string"}, "then": {"minLength": 1}}), true),
        (json!({"type": "string", "if": {"minLength": 3}, "else": false}), true),
        (json!({"type": "array", "contains": {}}), true),
        (json!({"type": "array", "unevaluatedItems": true}), false),
        (json!({"type": "array", "unevaluatedItems": false}), true),
        (json!({"type": "object", "propertyNames": {"maxLength": 3}}), true),
        (json!({"type": "object", "unevaluatedProperties": true}), false),
        (json!({"type": "object", "unevaluatedProperties": false}), true),
        (json!({"type": "object", "unevaluatedProperties": {"type": "string"}}), false),
        (json!({"type": "object", "unevaluatedProperties": {}, "patternProperties": {"a": {}}}), true),
        (json!({"type": ["object", "string"], "unevaluatedProperties": false}), true),
        (
            json!({"allOf": [{"type": "object", "unevaluatedProperties": {"type": "string"}}], "maxProperties": 2}),
            true,
        ),
        (json!({"enum": []}), true),
        (json!({"enum": [], "title": "Nothing", "$comment": "never"}), true),
        (json!({"type": "string", "enum": []}), false),
        (json!({"const": null}), true),
        (json!({"enum": [null, null]}), true),
    ];
    for (schema, expected) in cases {
        let found = of_newer(&schema, &json!({}), |facts, id| facts.of(id).needs_validator);
        assert_eq!(found, expected, "{schema}");
    }
}
