//! Which unions become enums, and what their alternatives are.

use super::*;
use crate::lower::facts::Kind;
use crate::model::Scalar;
use crate::tests::definitions::of;
use serde_json::{Value, json};

fn others() -> Value {
    json!({
        "Cat": {"type": "object", "required": ["kind", "n"], "properties": {"kind": {"enum": ["cat"]}, "n": {"enum": [1]}}},
        "Dog": {"type": "object", "required": ["bark"], "properties": {"bark": {"type": "boolean"}}},
        "Pet": {"oneOf": [{"$ref": "#/definitions/Cat"}, {"$ref": "#/definitions/Dog"}]},
        "Back": {"anyOf": [{"$ref": "#/definitions/X"}, {"type": "string"}]},
        "Size": {"type": "string", "enum": ["s", "m"]},
        "Text": {"type": "string"}
    })
}

fn to(name: &str) -> Value {
    json!({"$ref": format!("#/definitions/{name}")})
}

/// The alternatives of a union, the scalar that it is, or the reason why it stays JSON.
fn describe(facts: &Facts<'_>, id: SchemaId) -> String {
    let found = match (facts.unions.typed.get(&id), facts.untyped(id)) {
        (Some(found), _) => found,
        (None, Some((untyped, _))) => return format!("{untyped:?}"),
        (None, None) => return "none".to_owned(),
    };
    let forms = found.members.iter().map(|member| match &member.form {
        Form::Schema(_) if member.is_inline => "inline".to_owned(),
        Form::Schema(_) => "schema".to_owned(),
        Form::Merged(ids) => format!("merged {}", ids.len()),
        Form::Type(json) => json.name().to_owned(),
    });
    let forms = forms.collect::<Vec<_>>().join(", ");
    match found.scalar {
        Some(scalar) => scalar.name().to_owned(),
        None => forms,
    }
}

#[track_caller]
fn assert_union(schema: &Value, expected: &str) {
    assert_eq!(of(schema, &others(), describe), expected, "{schema}");
}

#[test]
fn a_union_has_a_type_if_its_alternatives_have() {
    let object = |name: &str| json!({"type": "object", "properties": {name: {"type": "string"}}});
    let cases = [
        (json!({"oneOf": [to("Cat"), to("Dog")]}), "schema, schema"),
        (json!({"oneOf": [to("Cat"), to("Text"), {"type": "boolean"}]}), "schema, schema, inline"),
        (json!({"anyOf": [to("Pet"), {"type": "array", "items": to("Pet")}]}), "schema, inline"),
        (json!({"type": "object", "oneOf": [to("Cat"), object("a")]}), "schema, inline"),
        (json!({"anyOf": [to("Size"), {"type": "string", "maxLength": 3}]}), "schema, inline"),
        (json!({"anyOf": [to("Cat"), to("Cat"), to("Dog")]}), "schema, schema"),
        (json!({"oneOf": [to("Cat"), to("Cat"), to("Dog")]}), "Repeated"),
        (json!({"oneOf": [to("Cat"), {}]}), "Any"),
        (json!({"oneOf": [to("Cat"), {"not": {"type": "string"}}]}), "Any"),
        (json!({"oneOf": [to("Cat"), to("Dog")], "not": to("Text")}), "Several"),
        (json!({"oneOf": [to("Cat"), to("Dog")], "anyOf": [to("Cat"), to("Text")]}), "Several"),
        (json!({"type": "string", "oneOf": [to("Cat"), to("Dog")]}), "Mixed"),
        (json!({"maxLength": 3, "oneOf": [to("Cat"), to("Dog")]}), "Mixed"),
        // These are rules for the names of properties.
        (json!({"properties": {"a": {}}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}), "none"),
        // A union cannot contain itself without a property or an item between.
        (json!({"oneOf": [to("Back"), {"type": "boolean"}]}), "none"),
        (json!({"type": "string"}), "none"),
    ];
    for (schema, expected) in cases {
        assert_union(&schema, expected);
    }
}

#[test]
fn alternatives_that_are_one_scalar_are_that_scalar() {
    let cases = [
        (
            json!({"anyOf": [{"type": "string", "maxLength": 3}, {"type": "string", "minLength": 5}]}),
            "string",
        ),
        (json!({"oneOf": [{"type": "string", "format": "date"}, to("Text")]}), "string"),
        (json!({"oneOf": [{"type": "integer"}, {"type": "integer", "minimum": 3}]}), "integer"),
        (json!({"oneOf": [{"type": "integer"}, {"type": "number"}]}), "number"),
        (json!({"anyOf": [{"type": "integer"}, {"type": "number"}]}), "number"),
        (json!({"anyOf": [{"type": "integer"}, {"type": "number"}, to("Text")]}), "inline, schema"),
        (json!({"oneOf": [to("Text"), to("Size")]}), "schema, schema"),
    ];
    for (schema, expected) in cases {
        assert_union(&schema, expected);
    }
}

#[test]
fn keywords_next_to_a_union_belong_to_each_alternative() {
    let cases = [
        (json!({"properties": {"a": {}}, "oneOf": [to("Cat"), to("Dog")]}), "merged 2, merged 2"),
        (json!({"required": ["a"], "oneOf": [to("Cat"), to("Dog")]}), "merged 2, merged 2"),
        (
            json!({"allOf": [to("Dog"), {"oneOf": [to("Cat"), {"properties": {"b": {}}}]}]}),
            "merged 2, merged 2",
        ),
        (json!({"properties": {"a": {}}, "oneOf": [to("Cat"), to("Text")]}), "Mixed"),
        (json!({"properties": {"a": {}}, "oneOf": [to("Pet"), to("Dog")]}), "Mixed"),
    ];
    for (schema, expected) in cases {
        assert_union(&schema, expected);
    }
}

#[test]
fn several_types_are_alternatives() {
    let cases = [
        (json!({"type": ["string", "integer"]}), "string, integer"),
        (json!({"type": ["string", "integer", "number", "null"]}), "string, number"),
        (json!({"type": ["integer", "number"]}), "number"),
        (json!({"type": ["string", "integer"], "enum": ["a", 1]}), "none"),
        (json!({"type": ["string", "null"]}), "none"),
    ];
    for (schema, expected) in cases {
        assert_union(&schema, expected);
    }
}

#[test]
fn null_is_accepted_if_one_alternative_accepts_it() {
    let or_null = json!({"type": ["boolean", "null"]});
    let text_or_null = json!({"type": "string", "x-nullable": true});
    let cases = [
        (json!({"oneOf": [or_null, to("Text")]}), true),
        (json!({"anyOf": [or_null, text_or_null]}), true),
        (json!({"oneOf": [or_null, text_or_null]}), false),
        (json!({"oneOf": [to("Cat"), to("Text")]}), false),
    ];
    for (schema, expected) in cases {
        let found = of(&schema, &others(), accepts_null);
        assert_eq!(found, expected, "{schema}");
    }
}

fn accepts_null(facts: &Facts<'_>, id: SchemaId) -> bool {
    facts.is_nullable(id)
}

#[test]
fn required_properties_with_one_value_are_tags() {
    let tags = of(&json!({"oneOf": [to("Cat"), to("Dog")]}), &others(), |facts, id| {
        assert_eq!(facts.kind(id), Kind::Union);
        let union = facts.alternatives(id).unwrap();
        let ids = union.members.iter().map(|member| match &member.form {
            Form::Schema(id) => *id,
            other => panic!("{other:?}"),
        });
        let tags =
            ids.map(|id| facts.tags(id).iter().map(|tag| (tag.wire.clone(), tag.value.clone())).collect());
        tags.collect::<Vec<Vec<_>>>()
    });
    let kind = ("kind".to_owned(), Scalar::String("cat".to_owned()));
    assert_eq!(tags, [vec![kind, ("n".to_owned(), Scalar::Integer(1))], vec![]]);
}
