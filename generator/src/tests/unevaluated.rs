//! How `unevaluatedProperties` is enforced.

use super::*;
use crate::tests::definitions::{id, of_newer, with_newer};
use serde_json::json;

#[test]
fn unevaluated_properties_are_known_unless_the_value_decides() {
    use Unevaluated::{Depends, Known, Nothing};
    let others = json!({
        "Named": {"properties": {"a": {}}},
        "Open": {"additionalProperties": true},
        "Closed": {"properties": {"a": {}}, "unevaluatedProperties": false},
        "Patterned": {"patternProperties": {"^a": {}}},
        "Rule": {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
        "Choice": {"anyOf": [{"properties": {"a": {}}}, {}]},
    });
    let with = |name: &str| json!({"allOf": [{"$ref": format!("#/definitions/{name}")}], "unevaluatedProperties": false});
    let cases = [
        (json!({"properties": {"a": {}}}), Nothing),
        (json!({"unevaluatedProperties": false}), Known),
        (json!({"unevaluatedProperties": true}), Known),
        (json!({"unevaluatedProperties": {"type": "string"}, "properties": {"a": {}}}), Known),
        (json!({"unevaluatedProperties": false, "additionalProperties": {}}), Nothing),
        (json!({"unevaluatedProperties": false, "patternProperties": {"^a": {}}}), Depends),
        (json!({"unevaluatedProperties": false, "propertyNames": {"maxLength": 1}}), Known),
        (json!({"unevaluatedProperties": false, "dependentRequired": {"a": ["b"]}}), Known),
        (json!({"unevaluatedProperties": false, "dependentSchemas": {"a": {"required": ["b"]}}}), Known),
        (
            json!({"unevaluatedProperties": false, "dependentSchemas": {"a": {"properties": {"b": {}}}}}),
            Depends,
        ),
        (json!({"unevaluatedProperties": false, "if": {"properties": {"a": {}}}}), Depends),
        (
            json!({"unevaluatedProperties": false, "properties": {"a": {}}, "if": {"properties": {"a": {}}}}),
            Known,
        ),
        (
            json!({"unevaluatedProperties": false, "properties": {"b": {}}, "if": {"properties": {"a": {}}}}),
            Depends,
        ),
        (json!({"unevaluatedProperties": false, "if": {}, "then": {"$ref": "#/definitions/Named"}}), Depends),
        (
            json!({"unevaluatedProperties": false, "oneOf": [{"allOf": [{"properties": {"a": {}}}]}, {}]}),
            Depends,
        ),
        (with("Named"), Known),
        (with("Open"), Nothing),
        (with("Closed"), Nothing),
        (with("Patterned"), Depends),
        (with("Rule"), Known),
        (with("Choice"), Depends),
    ];
    for (schema, expected) in cases {
        let found = of_newer(&schema, &others, |facts, id| facts.of(id).unevaluated);
        assert_eq!(found, expected, "{schema}");
    }
}

#[test]
fn the_nearest_closed_schemas_of_an_all_of_are_found() {
    let schemas = json!({
        "Inner": {"properties": {"a": {}}, "unevaluatedProperties": false},
        "Middle": {"allOf": [{"$ref": "#/definitions/Inner"}], "unevaluatedProperties": false},
        "Outer": {"allOf": [{"$ref": "#/definitions/Middle"}], "unevaluatedProperties": false},
        "Around": {"allOf": [{"allOf": [{"$ref": "#/definitions/Middle"}]}]},
    });
    with_newer(&schemas, |facts| {
        let id = |name: &str| id(facts.api, name);
        let cases = [
            (vec!["Inner"], vec![]),
            (vec!["Middle"], vec!["Inner"]),
            (vec!["Outer"], vec!["Middle"]),
            (vec!["Around"], vec!["Middle"]),
            // A property that two schemas declare has no schema of its own around both.
            (vec!["Inner", "Around"], vec!["Inner", "Middle"]),
        ];
        for (names, expected) in cases {
            let ids: Vec<SchemaId> = names.iter().map(|name| id(name)).collect();
            let expected: Vec<SchemaId> = expected.into_iter().map(id).collect();
            assert_eq!(facts.closed_parts(&ids), expected, "{names:?}");
        }
    });
}
