//! The words of places without a name.

use super::*;

fn split(pointer: &str) -> Vec<String> {
    pointer.split('/').filter(|token| !token.is_empty()).map(|token| token.replace("~1", "/")).collect()
}

#[test]
fn a_schema_inside_another_is_named_after_its_path() {
    let rows: [(&str, &[&str]); 9] = [
        ("", &[]),
        ("properties/roomId", &["room", "id"]),
        ("properties/items", &["items"]),
        ("items", &["item"]),
        ("items/items", &["item", "item"]),
        ("additionalProperties", &["value"]),
        ("allOf/1/properties/name", &["name"]),
        ("properties/tags/items/properties/allOf", &["tags", "item", "all", "of"]),
        ("oneOf/0", &["one", "of", "0"]),
    ];
    for (pointer, expected) in rows {
        assert_eq!(path_words(&split(pointer)), expected, "{pointer}");
    }
}

#[test]
fn a_schema_inside_an_operation_is_named_after_its_owner() {
    let rows: [(&str, &[&str]); 18] = [
        ("requestBody/content/application~1json/schema", &["body"]),
        ("requestBody/content/application~1json/schema/properties/name", &["body", "name"]),
        ("requestBody/content/application~1x-www-form-urlencoded/schema", &["body", "form"]),
        ("requestBody/content/application~1x-thing+xml; v=1/schema/items", &["body", "thing", "xml", "item"]),
        ("requestBody/content/*~1*/schema", &["body", "any"]),
        ("responses/200/schema", &["ok"]),
        ("responses/default/schema/items", &["default", "item"]),
        ("responses/404/headers/ETag", &["not", "found", "etag"]),
        ("responses/299/headers/X-Rate/items", &["status299", "x", "rate", "item"]),
        ("responses/4XX/headers/X-Rate/schema/items", &["client", "error", "x", "rate", "item"]),
        ("responses/default/headers/X-Rate/content/text~1plain/schema", &["default", "x", "rate"]),
        ("responses/201/schema/items", &["created", "json", "item"]),
        ("responses/200/content/application~1json/schema", &["ok"]),
        ("responses/200/content/application~1problem+json/schema/items", &["ok", "item"]),
        ("responses/201/content/application~1json/schema", &["created", "json"]),
        ("parameters/0/schema", &["body"]),
        ("parameters/0/schema/properties/name", &["body", "name"]),
        ("parameters/1/items", &["body", "item", "1"]),
    ];
    for (pointer, expected) in rows {
        let words = path_words_in_operation(&split(pointer), |status| status == Status::Code(201));
        assert_eq!(words, expected, "{pointer}");
    }
}

#[test]
fn a_schema_inside_components_is_named_after_its_response_or_header() {
    let rows: [(&str, Option<&[&str]>); 7] = [
        (
            "components/responses/NotFound/content/application~1json/schema",
            Some(&["not", "found", "response"]),
        ),
        ("components/responses/Page/content/text~1csv/schema", Some(&["page", "response", "csv"])),
        ("components/responses/Page/headers/X-Rate/schema/items", Some(&["page", "x", "rate", "item"])),
        ("components/headers/Rate/schema", Some(&["rate", "header"])),
        ("components/headers/Rate/content/application~1json/schema", Some(&["rate", "header"])),
        ("components/parameters/Rate/schema", Some(&["rate", "parameter"])),
        ("components/schemas/Rate/items", None),
    ];
    for (pointer, expected) in rows {
        assert_eq!(
            path_words_in_components(&split(pointer)).as_deref(),
            expected.map(|words| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()).as_deref(),
            "{pointer}"
        );
    }
}

#[test]
fn a_schema_in_a_shared_body_is_named_after_the_body() {
    let words = |pointer: &str| shared_body_words(&split(pointer)).map(|words| words.join(" "));
    let json = "content/application~1json/schema";
    assert_eq!(words(&format!("components/requestBodies/Room/{json}")).as_deref(), Some("room body"));
    assert_eq!(
        words(&format!("components/requestBodies/RoomBody/{json}/items")).as_deref(),
        Some("room body item")
    );
    let text = words("components/requestBodies/Room/content/text~1plain/schema");
    assert_eq!(text.as_deref(), Some("room body text"));
    assert_eq!(words(&format!("components/responses/Room/{json}")), None);
}
