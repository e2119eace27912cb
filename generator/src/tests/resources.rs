//! URIs of schemas.

use super::{Anchors, find_resources, resolve};
use crate::diagnostic::FileId;
use crate::dialect::openapi3::OPENAPI_31;
use crate::pointer::Pointer;
use serde_json::{Value, json};

#[test]
fn references_are_relative_to_the_base() {
    let cases = [
        ("", "https://a.example/pets", "https://a.example/pets"),
        ("", "pets", "pets"),
        ("https://a.example/v1/pets", "owners", "https://a.example/v1/owners"),
        ("https://a.example/v1/pets", "./owners", "https://a.example/v1/owners"),
        ("https://a.example/v1/pets", "../owners", "https://a.example/owners"),
        ("https://a.example/v1/pets", "/owners", "https://a.example/owners"),
        ("https://a.example", "owners", "https://a.example/owners"),
        ("https://a.example/v1/", "owners", "https://a.example/v1/owners"),
        ("https://a.example/v1/pets", "owners/", "https://a.example/v1/owners/"),
        ("https://a.example/v1/owners/", "pets", "https://a.example/v1/owners/pets"),
        ("https://a.example/v1/owners/pets", "..", "https://a.example/v1/"),
        ("https://a.example/v1", ".", "https://a.example/"),
        ("https://a.example/v1/pets", "urn:uuid:1", "urn:uuid:1"),
        ("/v1/pets", "owners", "/v1/owners"),
        ("https://a.example/v1/", "pets/", "https://a.example/v1/pets/"),
        ("https://a.example/v1/pets/", "..", "https://a.example/v1/"),
        ("https://a.example/v1/pets/", "../..", "https://a.example/"),
    ];
    for (base, reference, uri) in cases {
        assert_eq!(resolve(base, reference), uri, "{base} {reference}");
    }
}

/// Returns a schema with an `$id` and an `$anchor`.
fn named() -> Value {
    json!({"$id": "https://a.example/found", "$anchor": "found"})
}

/// Returns the places at which the `$id`s and the `$anchor`s of named schemas count.
fn find(root: &Value) -> (Vec<String>, Option<String>) {
    let resources = find_resources(FileId(0), root, &OPENAPI_31);
    let by_id: Vec<String> = resources.iter().map(|resource| resource.pointer.as_str().to_owned()).collect();
    let anchored = json!({"$anchor": "found"});
    let root: Value = root.to_string().replace(&named().to_string(), &anchored.to_string()).parse().unwrap();
    let anchors = Anchors::of(&root, &OPENAPI_31);
    (by_id, anchors.find("found", &Pointer::default()).map(|pointer| pointer.as_str().to_owned()))
}

/// The value of an unknown keyword is not a schema, but all keys of a file can be names.
#[test]
fn unknown_keywords_have_no_identifiers() {
    let nowhere = (Vec::new(), None);
    for data in [named(), json!([named()]), json!({"not": named()})] {
        assert_eq!(find(&json!({"type": "object", "note": data})), nowhere, "{data}");
        assert_eq!(find(&json!({"properties": {"a": {"not": {"note": data}}}})), nowhere, "{data}");
    }
    let everywhere = |at: &str| (vec![at.to_owned()], Some(at.to_owned()));
    assert_eq!(find(&json!({"Pet": named(), "Room": {}})), everywhere("/Pet"));
    assert_eq!(find(&json!({"Pet": {"properties": {"note": named()}}})), everywhere("/Pet/properties/note"));
    assert_eq!(find(&json!({"Pet": {"note": named()}})), nowhere);
}

/// The value of these keywords belongs to the author. A property can have their names.
#[test]
fn data_has_no_identifiers() {
    let named = named();
    for keyword in ["default", "const", "enum", "example", "examples", "x-note"] {
        for data in [named.clone(), json!([named]), json!({"in": named})] {
            let nowhere = (Vec::new(), None);
            // In a map of examples, only their values are data.
            if keyword == "examples" && data.is_object() {
                continue;
            }
            assert_eq!(find(&json!({ keyword: data })), nowhere, "{keyword}: {data}");
        }
        let at = format!("/properties/{keyword}");
        let property = json!({"properties": {keyword: named}});
        assert_eq!(find(&property), (vec![at.clone()], Some(at)), "{keyword}");
    }
    let examples = json!({"examples": {"first": {"value": named}}});
    assert_eq!(find(&examples), (Vec::new(), None));
}

#[test]
fn an_anchor_belongs_to_its_resource() {
    let root = json!({"$defs": {
        "a": {"$id": "https://a.example/a", "$defs": {"inner": {"$anchor": "here"}}},
        "b": {"$defs": {"inner": {"$anchor": "here"}}},
    }});
    let anchors = Anchors::of(&root, &OPENAPI_31);
    let find = |pointer: &str| {
        anchors.find("here", &Pointer::parse(pointer).unwrap()).map(|found| found.as_str().to_owned())
    };
    assert_eq!(find("").as_deref(), Some("/$defs/b/$defs/inner"));
    assert_eq!(find("/$defs/a").as_deref(), Some("/$defs/a/$defs/inner"));
}

#[test]
fn an_identifier_is_relative_to_the_resource_around_it() {
    let root = json!({"$id": "https://a.example/v1/", "$defs": {
        "a": {"$id": "a/", "$defs": {"inner": {"$id": "inner"}, "fragment": {"$id": "#only"}}},
        "b": {"$id": "b"},
    }});
    let uris: Vec<String> =
        find_resources(FileId(0), &root, &OPENAPI_31).into_iter().map(|resource| resource.uri).collect();
    let expected = [
        "https://a.example/v1/",
        "https://a.example/v1/a/",
        "https://a.example/v1/a/inner",
        "https://a.example/v1/b",
    ];
    assert_eq!(uris, expected);
}
