//! The discriminator values of definitions, and the definitions that have none.

use super::*;
use crate::choices::{Choices, OnMistake};
use crate::lower::facts;
use crate::tests::definitions::{decide, id, read};
use serde_json::{Value, json};

/// A base with an `enum`, and the others.
fn family(kinds: &Value, others: Value) -> Value {
    let mut definitions = others;
    definitions["Pet"] = json!({
        "type": "object", "discriminator": "kind", "properties": {"kind": kinds}, "required": ["kind"],
    });
    definitions
}

fn pet(more: &Value) -> Value {
    json!({"allOf": [{"$ref": "#/definitions/Pet"}, more]})
}

/// The values of a family, and the messages.
fn values(definitions: &Value, base: &str, skip: bool) -> (Vec<String>, Vec<String>) {
    let api = read(definitions);
    let mut diagnostics = Diagnostics::default();
    let choices = Choices { on_mistake: OnMistake::from_skip(skip), ..Choices::default() };
    let facts = facts::decide(&api, &choices, &mut diagnostics).unwrap();
    let (members, property) = facts.family(id(&api, base)).unwrap_or_default();
    let value =
        |id: &SchemaId| facts.tags(*id).iter().find(|tag| tag.wire == property).unwrap().value.to_string();
    let messages = diagnostics.into_vec().into_iter().map(|diagnostic| diagnostic.message).collect();
    (members.iter().map(value).collect(), messages)
}

#[test]
fn a_definition_is_selected_by_its_own_value_or_its_name() {
    let only = |value: &str| json!({"properties": {"kind": {"enum": [value]}}});
    let text = json!({"type": "string"});
    let named = json!({"properties": {"kind": {"enum": ["named"]}}});
    let cases = [
        (pet(&json!({})), "X"),
        (pet(&only("x")), "x"),
        (json!({"allOf": [{"$ref": "#/definitions/Pet"}], "properties": {"kind": {"enum": ["x"]}}}), "x"),
        (pet(&json!({"properties": {"kind": {"enum": ["x", "y"]}}})), "X"),
        (pet(&json!({"properties": {"kind": {"enum": [1]}}})), "X"),
        // The value of another definition does not count.
        (pet(&json!({"$ref": "#/definitions/Named"})), "X"),
    ];
    for (schema, expected) in cases {
        let definitions = family(&text, json!({"X": schema, "Named": named}));
        let api = read(&definitions);
        let facts = decide(&api, &Choices::default());
        let tags: Vec<String> = facts.tags(id(&api, "X")).iter().map(|tag| tag.value.to_string()).collect();
        assert_eq!(tags, [expected], "{schema}");
    }
    let mut given = pet(&only("x"));
    given["x-ms-discriminator-value"] = json!("y");
    assert_eq!(values(&family(&text, json!({"X": given})), "Pet", false).0, ["Pet", "y"]);
}

#[test]
fn definitions_that_an_enum_does_not_list_have_no_values_of_their_own() {
    let cat = pet(&json!({}));
    let tiger = json!({"allOf": [{"$ref": "#/definitions/Cat"}]});
    let others = json!({"Cat": cat, "Tiger": tiger});
    let none: [&str; 0] = [];
    let unlisted = "the `enum` of `kind` does not list `Tiger`, the value of this definition";
    let cases = [
        (json!({"type": "string"}), vec!["Pet", "Cat", "Tiger"], none.to_vec()),
        (json!({"enum": ["Cat", "Tiger"]}), vec!["Cat", "Tiger"], none.to_vec()),
        (json!({"enum": ["Tiger"]}), vec!["Tiger"], none.to_vec()),
        // Without subtypes, it is meant to have values.
        (json!({"enum": ["Pet", "Cat"]}), vec!["Pet", "Cat", "Tiger"], vec![unlisted]),
        (
            json!({"enum": ["Cat", "Dog"], "x-extensible-enum": true}),
            vec!["Pet", "Cat", "Tiger"],
            none.to_vec(),
        ),
    ];
    for (kinds, expected, messages) in cases {
        let found = values(&family(&kinds, others.clone()), "Pet", false);
        let expected = (expected, messages);
        assert_eq!(
            (found.0.iter().map(String::as_str).collect(), found.1.iter().map(String::as_str).collect()),
            expected,
            "{kinds}"
        );
    }
}

#[test]
fn no_two_definitions_have_one_value() {
    let known_as = |schema: Value| {
        let mut schema = schema;
        schema["x-ms-discriminator-value"] = json!("cat");
        schema
    };
    let text = json!({"type": "string"});
    let twice = json!({"A": known_as(pet(&json!({}))), "B": known_as(pet(&json!({})))});
    let message = "two definitions have the same value for `kind`: `cat`";
    assert_eq!(values(&family(&text, twice.clone()), "Pet", false).1, [message]);
    let (left, messages) = values(&family(&text, twice), "Pet", true);
    assert_eq!((left.len(), messages), (2, vec![message.to_owned()]));
    // A definition that only exists to be inherited from loses its value to the subtype.
    let inherited = json!({"A": known_as(pet(&json!({}))), "B": known_as(json!({"allOf": [{"$ref": "#/definitions/A"}]}))});
    let (left, messages) = values(&family(&text, inherited), "Pet", false);
    assert_eq!((left.len(), messages), (2, vec![]));
}
