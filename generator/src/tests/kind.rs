//! The kinds of schemas.

use super::*;
use crate::choices::{Choices, ChosenPreset, MappedFormat};
use crate::rust_path::RustPath;
use crate::tests::definitions::{decide, id, of, place, read};
use serde_json::{Value, json};

/// The definitions that the cases below refer to.
fn others() -> Value {
    json!({
        "Text": {"type": "string"},
        "TextOrNull": {"type": ["string", "null"]},
        "Pet": {"type": "object", "properties": {"name": {"type": "string"}}},
        "Names": {"type": "array", "items": {"type": "string"}},
        "Note": {"description": "only a note"}
    })
}

/// A kind without the ids in it.
fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Replaced(_) => "replaced",
        Kind::Alias(_) => "alias",
        Kind::Enum => "enum",
        Kind::Formatted(_) => "formatted",
        Kind::Preset(_) => "preset",
        Kind::Family => "family",
        Kind::Union => "union",
        Kind::Struct => "struct",
        Kind::Map(Some(_)) => "map",
        Kind::Map(None) => "map of any",
        Kind::List(Some(_)) => "list",
        Kind::List(None) => "list of any",
        Kind::Boolean => "boolean",
        Kind::Integer32 => "i32",
        Kind::Integer64 => "i64",
        Kind::Number => "f64",
        Kind::String => "string",
        Kind::Any => "any",
    }
}

#[track_caller]
fn assert_kind(schema: &Value, expected: &str) {
    assert_eq!(of(schema, &others(), |facts, id| name(facts.kind(id))), expected, "{schema}");
}

#[test]
fn a_kind_is_chosen_by_type() {
    let cases = [
        (json!({"type": "boolean"}), "boolean"),
        (json!({"type": "boolean", "enum": [true, false]}), "boolean"),
        (json!({"type": "integer"}), "i64"),
        (json!({"type": "integer", "format": "int32"}), "i32"),
        (json!({"type": "number", "format": "int32"}), "f64"),
        (json!({"type": "string", "format": "int32"}), "string"),
        (json!({"type": ["string", "null"]}), "string"),
        (json!({"type": "boolean", "enum": [true]}), "enum"),
        (json!({"type": "string", "enum": ["a"]}), "enum"),
        (json!({"type": "string", "enum": [{}]}), "string"),
        (json!({"type": "integer", "enum": ["a"]}), "i64"),
        (json!({"type": "array"}), "list of any"),
        (json!({"type": "array", "items": {}}), "list"),
        (json!({"type": "array", "items": [{}]}), "list of any"),
        (json!({"type": "object"}), "map of any"),
        (json!({"type": "object", "additionalProperties": {"type": "string"}}), "map"),
        (json!({"additionalProperties": {}, "patternProperties": {"a": {}}}), "map of any"),
        (json!({"type": "object", "properties": {"a": {}}}), "struct"),
        (json!({"type": "object", "required": ["a"]}), "map of any"),
        (json!({"type": "file"}), "any"),
        (json!({"type": "null"}), "any"),
        (json!({"type": ["string", "integer"]}), "union"),
        (json!({"oneOf": [{"type": "string"}]}), "string"),
        (json!({}), "any"),
    ];
    for (schema, expected) in cases {
        assert_kind(&schema, expected);
    }
}

#[test]
fn an_all_of_is_an_alias_unless_it_narrows() {
    let text = json!({"$ref": "#/definitions/Text"});
    let or_null = json!({"$ref": "#/definitions/TextOrNull"});
    let pet = json!({"$ref": "#/definitions/Pet"});
    let names = json!({"$ref": "#/definitions/Names"});
    let note = json!({"$ref": "#/definitions/Note"});
    let cases = [
        (json!({"allOf": [text]}), "alias"),
        (json!({"allOf": [text], "description": "a text", "default": "a"}), "alias"),
        (json!({"allOf": [text, note]}), "alias"),
        (json!({"allOf": [note, text, {"description": "another"}]}), "alias"),
        (json!({"allOf": [text, {"minLength": 1}]}), "string"),
        (json!({"allOf": [text], "minLength": 1}), "string"),
        (json!({"allOf": [text], "enum": ["a"]}), "enum"),
        (json!({"allOf": [text], "not": {}}), "string"),
        (json!({"allOf": [text], "type": "string"}), "alias"),
        (json!({"allOf": [text], "type": ["string", "null"]}), "alias"),
        (json!({"allOf": [text], "x-nullable": true}), "alias"),
        (json!({"allOf": [or_null], "type": "string"}), "string"),
        (json!({"$ref": "#/definitions/Text", "x-nullable": true}), "alias"),
        (json!({"allOf": [names]}), "alias"),
        (json!({"allOf": [names], "items": {"type": "string"}}), "list"),
        (json!({"allOf": [names], "items": [{}]}), "list of any"),
        (json!({"allOf": [pet]}), "alias"),
        (json!({"allOf": [pet], "required": ["name"]}), "struct"),
        (json!({"allOf": [pet, {"properties": {"age": {}}}]}), "struct"),
        (json!({"allOf": [pet], "additionalProperties": false}), "struct"),
        (json!({"allOf": [{"allOf": [pet]}], "minProperties": 1}), "struct"),
        // No value satisfies both.
        (json!({"allOf": [text, names]}), "list"),
    ];
    for (schema, expected) in cases {
        assert_kind(&schema, expected);
    }
}

#[test]
fn foreign_types_replace_schemas_or_formats() {
    let path = |text: &str| RustPath::parse(text).unwrap();
    let api = read(&json!({
        "Id": {"type": "string", "format": "id"},
        "Listed": {"type": "string", "format": "id", "enum": ["a"]},
        "Count": {"type": "integer", "format": "count"},
        "CountListed": {"type": "integer", "format": "count", "enum": [1]},
        "Real": {"type": "number", "format": "count"},
        "Counts": {"type": "array", "format": "count"},
        "Replaced": {"type": "object", "properties": {"a": {}}, "minProperties": 1},
        "Renamed": {"allOf": [{"$ref": "#/definitions/Id"}]},
    }));
    let choices = Choices {
        formats: vec![
            MappedFormat { format: "id".to_owned(), path: path("ids::Id"), origin: Some(place("Id")) },
            MappedFormat { format: "count".to_owned(), path: path("u64"), origin: Some(place("Count")) },
        ],
        replacements: vec![(place("Replaced"), path("zoo::Pet"))],
        ..Choices::default()
    };
    let facts = decide(&api, &choices);
    let cases = [
        ("Id", "formatted"),
        ("Listed", "enum"),
        ("Count", "formatted"),
        ("CountListed", "enum"),
        ("Real", "formatted"),
        ("Counts", "list of any"),
        ("Replaced", "replaced"),
        ("Renamed", "alias"),
    ];
    for (definition, expected) in cases {
        let id = id(&api, definition);
        assert_eq!(name(facts.kind(id)), expected, "{definition}");
        let has_type = !["Listed", "Counts", "Renamed"].contains(&definition);
        assert_eq!(facts.of(id).substitute.is_some(), has_type, "{definition}");
    }
}

/// A type is chosen only if it accepts exactly the strings that the schema accepts.
#[test]
fn a_format_becomes_the_type_of_a_preset() {
    let api = read(&json!({
        "Id": {"type": "string", "format": "uuid"},
        "Sized": {"type": "string", "format": "uuid", "minLength": 36, "maxLength": 40},
        "Matched": {"type": "string", "format": "uuid", "pattern": "^a"},
        "Link": {"type": "string", "format": "uri", "pattern": "^a", "maxLength": 9},
        "Listed": {"type": "string", "format": "uuid", "enum": ["a"]},
        "Number": {"type": "number", "format": "uuid"},
        "Several": {"type": ["string", "integer"], "format": "uuid"},
        "Nullable": {"type": ["string", "null"], "format": "uuid"},
        "Renamed": {"allOf": [{"$ref": "#/definitions/Id"}]},
        "One": {"type": "string", "format": "uri"},
        "Other": {"type": "string", "format": "uri"},
        "Either": {"anyOf": [{"$ref": "#/definitions/One"}, {"$ref": "#/definitions/Other"}]},
        "Mapped": {"type": "string", "format": "id"},
    }));
    let preset = |word: &str| crate::presets::of_word(word).next().unwrap();
    let chosen = |format: &str, word: &str| ChosenPreset {
        format: format.to_owned(),
        preset: preset(word),
        origin: place("Id"),
        is_named: true,
    };
    let path = RustPath::parse("ids::Id").unwrap();
    let choices = Choices {
        presets: vec![chosen("uuid", "uuid"), chosen("uri", "url"), chosen("id", "uuid")],
        formats: vec![MappedFormat { format: "id".to_owned(), path, origin: None }],
        ..Choices::default()
    };
    let facts = decide(&api, &choices);
    for (definition, kind, is_enforced) in [
        ("Id", "preset", true),
        ("Sized", "preset", true),
        ("Matched", "string", true),
        ("Link", "preset", true),
        ("Listed", "enum", false),
        ("Number", "f64", false),
        ("Nullable", "preset", true),
        ("Renamed", "alias", false),
        ("One", "string", true),
        ("Other", "string", true),
        ("Mapped", "formatted", false),
    ] {
        let id = id(&api, definition);
        assert_eq!(name(facts.kind(id)), kind, "{definition}");
        assert_eq!(facts.of(id).preset.is_some(), is_enforced, "{definition}");
    }
    assert!(facts.of(id(&api, "Matched")).needs_validator && !facts.of(id(&api, "Link")).needs_validator);
    assert!(facts.of(id(&api, "Several")).preset.is_none());
}

#[test]
fn definitions_with_a_discriminator_are_families() {
    let api = read(&json!({
        "Pet": {"type": "object", "discriminator": "kind", "properties": {"kind": {"type": "string"}}, "required": ["kind"]},
        "Cat": {"allOf": [{"$ref": "#/definitions/Pet"}]},
        "Dog": {"allOf": [{"$ref": "#/definitions/Pet"}], "properties": {"bark": {}}, "x-ms-discriminator-value": "dog"},
        "Puppy": {"allOf": [{"$ref": "#/definitions/Dog"}, {"properties": {"age": {}}}]},
        "Alone": {"type": "object", "discriminator": "kind", "properties": {"kind": {"type": "string"}}},
        "Zoo": {"properties": {"best": {"allOf": [{"$ref": "#/definitions/Pet"}]}}},
    }));
    let facts = decide(&api, &Choices::default());
    let cases = [
        ("Pet", "family", Some("Pet")),
        ("Cat", "struct", Some("Cat")),
        ("Dog", "family", Some("dog")),
        ("Puppy", "struct", Some("Puppy")),
        ("Alone", "struct", None),
        ("Zoo", "struct", None),
    ];
    for (definition, expected, value) in cases {
        let id = id(&api, definition);
        assert_eq!(name(facts.kind(id)), expected, "{definition}");
        assert_eq!(facts.tags(id).first().map(|tag| tag.value.to_string()).as_deref(), value, "{definition}");
    }
    let members = |definition| facts.family(id(&api, definition)).map(|(family, tag)| (family.len(), tag));
    assert_eq!(members("Pet"), Some((4, "kind")));
    assert_eq!(members("Dog"), Some((2, "kind")));
    assert_eq!(members("Cat"), None);
}

#[test]
fn arrays_and_maps_that_contain_themselves_are_recursive() {
    let api = read(&json!({
        "Tree": {"type": "array", "items": {"$ref": "#/definitions/Tree"}},
        "Map": {"type": "object", "additionalProperties": {"$ref": "#/definitions/Again"}},
        "Again": {"allOf": [{"$ref": "#/definitions/Map"}]},
        "Node": {"properties": {"next": {"$ref": "#/definitions/Node"}}},
        "Nodes": {"type": "array", "items": {"$ref": "#/definitions/Node"}},
        "Trees": {"type": "array", "items": {"$ref": "#/definitions/Tree"}},
    }));
    let facts = decide(&api, &Choices::default());
    for (definition, expected) in
        [("Tree", true), ("Map", true), ("Again", false), ("Node", false), ("Nodes", false), ("Trees", false)]
    {
        assert_eq!(facts.of(id(&api, definition)).is_recursive, expected, "{definition}");
    }
}
