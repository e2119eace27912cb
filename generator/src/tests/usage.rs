//! How schemas are used.

use super::*;
use crate::tests::definitions::{id, read};
use serde_json::json;

#[test]
fn all_of_takes_properties_and_others_need_a_type() {
    let api = read(&json!({
        "A": {"properties": {"a": {"$ref": "#/definitions/InProperty"}}, "allOf": [{"$ref": "#/definitions/InAllOf"}]},
        "B": {"items": {"$ref": "#/definitions/InItems"}, "additionalItems": {"$ref": "#/definitions/InMore"}},
        "C": {"additionalProperties": {"$ref": "#/definitions/InMap"}, "allOf": [{"$ref": "#/definitions/InMap"}]},
        "D": {"anyOf": [{"$ref": "#/definitions/InUnion"}], "not": {"$ref": "#/definitions/InUnion"}},
        "E": {"items": [{"$ref": "#/definitions/InUnion"}], "dependencies": {"a": {"$ref": "#/definitions/InUnion"}}},
        "F": {"properties": {"a": {"$ref": "#/definitions/OrNull", "x-nullable": true}}},
        "InProperty": {}, "InAllOf": {}, "InItems": {}, "InMore": {}, "InMap": {}, "InUnion": {}, "OrNull": {},
    }));
    let usage = find(&api, &Unions::default());
    let cases = [
        ("A", false, false),
        ("InProperty", false, true),
        ("InAllOf", true, false),
        ("InItems", false, true),
        ("InMore", false, true),
        ("InMap", true, true),
        ("InUnion", false, false),
        // A reference with `x-nullable` is not an `allOf`.
        ("OrNull", false, true),
    ];
    for (definition, in_all_of, elsewhere) in cases {
        let found = usage[id(&api, definition).index()];
        assert_eq!(found, Usage { in_all_of, elsewhere }, "{definition}");
        assert_eq!(found.is_only_merged(), in_all_of && !elsewhere, "{definition}");
    }
    // The file is an input.
    let root = usage[api.definitions[0].index()];
    assert_eq!(root, Usage { in_all_of: false, elsewhere: true });
}
