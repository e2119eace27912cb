//! The values that are made from schemas are valid, and the broken ones are not. The round trips rely on both.

use serde_json::{Value, json};
use stubsmith_tests::values::{Document, Maker, breaks, lacks_read_only, text};

fn made(schema: &Value, count: usize) -> Vec<Value> {
    let document = json!({});
    let document = Document(&document);
    let mut maker = Maker::new(&document);
    (0..count).filter_map(|_| maker.value(schema)).collect()
}

#[test]
fn a_value_is_in_each_enum() {
    let schema = json!({"allOf": [{"type": "string", "enum": ["a", "b", "c"]}, {"enum": ["c", "d"]}]});
    let values = made(&schema, 20);
    assert!(values.len() == 20 && values.iter().all(|value| value == "c"), "{values:?}");
    assert!(made(&json!({"allOf": [{"enum": ["a"]}, {"enum": ["b"]}]}), 20).is_empty());
}

/// serde_json reads a number of more than 15 digits with an error in the last one.
#[test]
fn numbers_are_equal_after_they_are_read() {
    for schema in [
        json!({"type": "number", "minimum": 0}),
        json!({"type": "number", "maximum": 0, "multipleOf": 0.01}),
        json!({"type": "integer", "minimum": 0}),
    ] {
        let values = made(&schema, 2_000);
        assert_eq!(values.len(), 2_000);
        for value in values {
            let text = value.to_string();
            assert_eq!(text.parse::<f64>().ok(), value.as_f64(), "{text}");
            assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value, "{text}");
        }
    }
}

#[test]
fn a_dot_matches_all_but_line_terminators() {
    assert_eq!(text::not_matching("^.$"), Some(""));
    assert_eq!(text::not_matching("^.*$"), None);
    assert_eq!(text::not_matching("^[a-z!]?$"), Some("\u{1f600}"));
}

#[test]
fn a_request_can_lack_what_a_response_must_have() {
    let user = json!({"type": "object", "required": ["id", "name"], "properties": {
        "id": {"type": "string", "readOnly": true},
        "name": {"type": "string"},
    }});
    let schema = json!({"type": "array", "minItems": 1, "items": user});
    let (document, values) = (json!({}), made(&schema, 20));
    assert_eq!(values.len(), 20);
    for value in values {
        assert!(value[0].get("id").is_none(), "{value}");
        assert!(lacks_read_only(&Document(&document), &schema, &value), "{value}");
        assert!(breaks(&Document(&document), &schema, &value).iter().any(|one| one.keyword == "required"));
    }
    assert!(!lacks_read_only(&Document(&document), &schema, &json!([{"id": "1", "name": "a"}])));
}

/// With `x-ms-discriminator-value`, or with its name.
#[test]
fn the_value_of_a_subtype_is_not_one_of_its_base() {
    for (name, value) in [("Only", json!({"x-ms-discriminator-value": "only"})), ("only", json!({}))] {
        let mut subtype = json!({
            "allOf": [{"$ref": "#/definitions/Base"}],
            "required": ["data"],
            "properties": {"data": {"type": "string"}},
        });
        subtype.as_object_mut().unwrap().extend(value.as_object().unwrap().clone());
        let document = json!({"definitions": {
            "Base": {
                "type": "object",
                "discriminator": "kind",
                "required": ["kind"],
                "properties": {"kind": {"type": "string", "enum": ["only"]}},
            },
            name: subtype,
        }});
        let document = Document(&document);
        let schema = json!({"$ref": "#/definitions/Base"});
        let mut maker = Maker::new(&document);
        let values: Vec<Value> = (0..20).filter_map(|_| maker.value(&schema)).collect();
        let is_only = |value: &Value| value["data"].is_string();
        assert!(values.len() == 20 && values.iter().all(is_only), "{name}: {values:?}");
    }
}
