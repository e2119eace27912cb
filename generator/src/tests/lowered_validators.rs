//! The validators of structs, and schemas that lead to others for the same value.

use super::*;
use crate::choices::Choices;
use crate::tests::definitions::{decide, id, of, of_newer, place, read, with_newer};
use serde_json::json;

#[test]
fn a_struct_has_a_validator_for_rules_that_its_fields_do_not_express() {
    let others = json!({
        "Typed": {"additionalProperties": {"type": "string"}},
        "Untyped": {"additionalProperties": {"not": {}}},
        "Dependent": {"dependencies": {"a": ["b"]}},
    });
    let to = |name: &str| json!({"$ref": format!("#/definitions/{name}")});
    let cases = [
        (json!({"properties": {"a": {}}, "required": ["a"], "minProperties": 1}), true, false),
        (json!({"properties": {"a": {}}, "additionalProperties": false}), true, false),
        (json!({"properties": {"a": {}}, "additionalProperties": {"type": "string"}}), true, false),
        (json!({"properties": {"a": {}}, "additionalProperties": {"maxLength": 3}}), false, true),
        (json!({"properties": {"a": {}}, "additionalProperties": {}}), false, false),
        (json!({"properties": {"a": {}}, "patternProperties": {"a": {}}}), true, true),
        (json!({"properties": {"a": {}}, "anyOf": [{"required": ["a"]}]}), true, true),
        (json!({"type": "object", "properties": {"a": {}}, "enum": [{"a": 1}]}), true, true),
        (json!({"properties": {"a": {}}, "allOf": [to("Dependent")]}), true, true),
        (json!({"properties": {"a": {}}, "allOf": [to("Typed")]}), true, false),
        (json!({"properties": {"a": {}}, "allOf": [to("Typed"), to("Untyped")]}), true, true),
    ];
    for (schema, typed, expected) in cases {
        let has_rest =
            |facts: &Facts<'_>, id| rest_of(facts, &[id], None, typed, Some(&place("X"))).is_some();
        assert_eq!(of(&schema, &others, has_rest), expected, "{schema}");
    }
}

#[test]
fn schemas_lead_to_others_by_all_of_and_unions() {
    let back = json!({"$ref": "#/definitions/X"});
    let cases = [
        (json!({"allOf": [back]}), true),
        (json!({"anyOf": [{"oneOf": [back]}]}), true),
        (json!({"not": back}), true),
        (json!({"dependencies": {"a": back}}), true),
        (json!({"dependencies": {"a": ["b"]}}), false),
        (json!({"properties": {"a": back}}), false),
        (json!({"items": back}), false),
        (json!({"additionalProperties": back}), false),
    ];
    for (schema, expected) in cases {
        let api = read(&json!({"X": {"not": {"$ref": "#/definitions/Y"}}, "Y": schema}));
        let facts = decide(&api, &Choices::default());
        assert_eq!(leads_to(facts.api, id(&api, "Y"), id(&api, "X")), expected, "{schema}");
    }
}

#[test]
fn a_struct_expresses_unevaluated_properties_that_are_known() {
    let others = json!({
        "Closed": {"properties": {"b": {}}, "unevaluatedProperties": false},
        "Other": {"properties": {"b": {}}},
    });
    let to = |name: &str| json!({"$ref": format!("#/definitions/{name}")});
    let cases = [
        (json!({"properties": {"a": {}}, "unevaluatedProperties": false}), false, false),
        (
            json!({"properties": {"a": {}}, "allOf": [to("Other")], "unevaluatedProperties": false}),
            false,
            false,
        ),
        (json!({"properties": {"a": {}}, "allOf": [to("Closed")]}), true, false),
        (
            json!({"properties": {"a": {}}, "anyOf": [to("Other"), {}], "unevaluatedProperties": false}),
            true,
            true,
        ),
        (json!({"properties": {"a": {}}, "propertyNames": {"maxLength": 1}}), true, false),
        (json!({"properties": {"a": {}}, "if": {}, "then": {"required": ["a"]}}), true, false),
        (json!({"properties": {"a": {}}, "if": {}, "then": to("Other")}), true, true),
        (json!({"properties": {"a": {}}, "if": to("Other"), "then": {}}), true, false),
    ];
    for (schema, has_rest, keeps) in cases {
        let found = of_newer(&schema, &others, |facts, id| {
            (
                rest_of(facts, &[id], None, false, Some(&place("X"))).is_some(),
                has_hidden_members(facts, &[id]),
            )
        });
        assert_eq!(found, (has_rest, keeps), "{schema}");
    }
}

#[test]
fn schemas_lead_to_others_by_conditions() {
    let back = json!({"$ref": "#/definitions/X"});
    let cases = [
        (json!({"if": back}), true),
        (json!({"if": {}, "then": back}), true),
        (json!({"if": {}, "else": {"allOf": [back]}}), true),
        (json!({"dependentSchemas": {"a": back}}), true),
        (json!({"then": back}), false),
        (json!({"contains": back}), false),
        (json!({"propertyNames": back}), false),
        (json!({"unevaluatedProperties": back}), false),
        (json!({"unevaluatedItems": back}), false),
    ];
    for (schema, expected) in cases {
        let schemas = json!({"X": {"not": {"$ref": "#/definitions/Y"}}, "Y": schema});
        let found = with_newer(&schemas, |facts| leads_to(facts.api, id(facts.api, "Y"), id(facts.api, "X")));
        assert_eq!(found, expected, "{schema}");
    }
}
