//! The checks of schemas.

use super::*;
use crate::choices::{Choices, MappedFormat};
use crate::rust_path::RustPath;
use crate::tests::definitions::{decide, id, of, place, read};
use serde_json::json;

#[test]
fn checks_depend_on_the_type() {
    let others = json!({
        "Short": {"type": "string", "maxLength": 3},
        "Pet": {"properties": {"a": {"maxLength": 3}}},
        "Tree": {"type": "array", "minItems": 1, "items": {"$ref": "#/definitions/Tree"}},
    });
    let short = || json!({"$ref": "#/definitions/Short"});
    let each = |check: Check| Check::Each(Box::new(check));
    let or_null = |check: Check| Check::Nullable(Box::new(check));
    let cases = [
        (json!({"type": "string", "minLength": 0}), vec![]),
        (json!({"type": "string", "minLength": 1, "maxItems": 3}), vec![Check::MinLength(1)]),
        (json!({"type": "string", "minLength": 1, "x-nullable": true}), vec![or_null(Check::MinLength(1))]),
        (json!({"type": "string", "minLength": 1, "enum": ["a"]}), vec![]),
        (json!({"type": "boolean", "minimum": 1}), vec![]),
        (json!({"type": "array", "uniqueItems": false}), vec![]),
        (
            json!({"type": "array", "minItems": 1, "uniqueItems": true, "items": short()}),
            vec![Check::MinCount(1), Check::Unique, each(Check::MaxLength(3))],
        ),
        (
            json!({"type": "array", "items": {"type": "array", "items": short()}}),
            vec![each(each(Check::MaxLength(3)))],
        ),
        (
            json!({"type": "object", "maxProperties": 2, "additionalProperties": short()}),
            vec![Check::MaxCount(2), Check::EachMember(Box::new(Check::MaxLength(3)))],
        ),
        (json!({"type": "object", "properties": {"a": {}}, "maxProperties": 2}), vec![]),
        (json!({"allOf": [short()]}), vec![Check::MaxLength(3)]),
        (json!({"allOf": [short()], "x-nullable": true}), vec![or_null(Check::MaxLength(3))]),
        (json!({"allOf": [{"$ref": "#/definitions/Pet"}]}), vec![]),
        // A newtype contains its checks.
        (json!({"type": "array", "items": {"$ref": "#/definitions/Tree"}}), vec![]),
        (json!({"type": ["string", "integer"]}), vec![]),
        (json!({"allOf": [short()], "minLength": 1}), vec![Check::Schema(ValidatorId::whole(place("X")))]),
    ];
    for (schema, expected) in cases {
        assert_eq!(of(&schema, &others, checks_of_x), expected, "{schema}");
    }
}

fn checks_of_x(facts: &Facts<'_>, id: SchemaId) -> Vec<Check> {
    checks_of(facts, id)
}

/// The generated code cannot look into a type of another crate.
#[test]
fn a_foreign_type_has_no_checks() {
    let short = json!({"type": "string", "maxLength": 3});
    let api = read(&json!({
        "Map": {"type": "object", "minProperties": 1, "additionalProperties": short},
        "List": {"type": "array", "minItems": 1, "items": short},
        "Alias": {"allOf": [{"$ref": "#/definitions/Short"}]},
        "Text": {"type": "string", "format": "id", "maxLength": 3},
        "Short": short,
    }));
    let path = RustPath::parse("zoo::Pet").unwrap();
    let replaced = ["Map", "List", "Alias"];
    let choices = Choices {
        replacements: replaced.map(|name| (place(name), path.clone())).to_vec(),
        formats: vec![MappedFormat { format: "id".to_owned(), path, origin: Some(place("Text")) }],
        ..Choices::default()
    };
    let facts = decide(&api, &choices);
    for name in ["Map", "List", "Alias", "Text"] {
        assert_eq!(checks_of(&facts, id(&api, name)), [], "{name}");
    }
    assert_eq!(checks_of(&facts, id(&api, "Short")), [Check::MaxLength(3)]);
}
