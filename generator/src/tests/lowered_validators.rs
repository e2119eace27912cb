//! The validators of structs, and schemas that lead to others for the same value.

use super::*;
use crate::choices::Choices;
use crate::tests::definitions::{decide, id, of, place, read};
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
        let has_rest = |facts: &Facts<'_>, id| rest_of(facts, &[id], typed, Some(&place("X"))).is_some();
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
