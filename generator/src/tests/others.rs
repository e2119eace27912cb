//! `additionalProperties` and the properties of other schemas in an `allOf`.

use super::*;
use crate::tests::definitions::{of, of_newer};
use serde_json::{Value, json};

/// The names to which `additionalProperties` applies, and those to which it does not.
fn names(facts: &Facts<'_>, id: SchemaId) -> (Vec<String>, Vec<String>) {
    let parts: Vec<&Schema> = facts.with_all_of(&[id]).into_iter().map(|id| facts.schema(id)).collect();
    let others = others_of(facts, facts.schema(id), &parts);
    let owned = |names: BTreeSet<&str>| names.into_iter().map(str::to_owned).collect();
    (owned(others.narrowed), owned(others.spared))
}

#[test]
fn a_schema_applies_to_properties_of_other_schemas_if_their_types_allow_it() {
    let others = json!({
        "Other": {"properties": {
            "own": {},
            "any": {},
            "text": {"type": "string"},
            "short": {"type": "string", "maxLength": 1},
            "number": {"type": "number"},
            "object": {"type": "object"},
        }},
    });
    let with = |additional: Value| json!({"allOf": [{"$ref": "#/definitions/Other"}], "properties": {"own": {}}, "additionalProperties": additional});
    let all = ["any", "number", "object", "short", "text"].as_slice();
    let cases: [(Value, &[&str], &[&str]); 8] = [
        (json!(true), &[], &[]),
        (json!({}), &[], &[]),
        (json!(false), &[], all),
        (json!({"type": "string"}), &["any"], &["number", "object"]),
        (json!({"type": "string", "maxLength": 1}), &["any", "short", "text"], &["number", "object"]),
        (json!({"type": "integer"}), &["any", "number"], &["object", "short", "text"]),
        (json!({"type": "object", "maxProperties": 1}), &["any", "object"], &["number", "short", "text"]),
        (json!({"not": {"type": "string"}}), all, &[]),
    ];
    for (additional, narrowed, spared) in cases {
        let schema = with(additional);
        let (found_narrowed, found_spared) = of_newer(&schema, &others, names);
        assert_eq!(
            (found_narrowed, found_spared),
            (
                narrowed.iter().map(ToString::to_string).collect(),
                spared.iter().map(ToString::to_string).collect()
            ),
            "{schema}"
        );
    }
    // In Swagger 2.0, it never applies to them.
    let (narrowed, spared) = of(&with(json!({"type": "string"})), &others, names);
    assert_eq!(narrowed, Vec::<String>::new());
    assert_eq!(spared, all);
}
