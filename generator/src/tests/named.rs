//! Which places are named schemas, or inside one.

use super::*;
use crate::dialect::openapi3::OPENAPI_31;
use crate::dialect::swagger2::SWAGGER_2;

#[test]
fn named_schemas_are_entries_of_definitions() {
    type Around = Option<(&'static str, &'static [&'static str])>;
    let cases: [(&str, Around); 10] = [
        ("", None),
        ("/definitions", None),
        ("/definitions/Pet", Some(("Pet", &[]))),
        ("/definitions/a~1b", Some(("a/b", &[]))),
        ("/definitions/definitions", Some(("definitions", &[]))),
        ("/definitions/Pet/properties/name", Some(("Pet", &["properties", "name"]))),
        ("/x/definitions/Pet", None),
        ("/components/schemas", None),
        ("/components/schemas/Pet", Some(("Pet", &[]))),
        ("/$defs/Pet/items", Some(("Pet", &["items"]))),
    ];
    for (text, expected) in cases {
        let pointer = Pointer::parse(text).unwrap();
        let found = named(&pointer);
        let found = found.as_ref().map(|named| (named.name.as_str(), named.inside.clone()));
        let expected =
            expected.map(|(name, inside)| (name, inside.iter().map(|s| (*s).to_owned()).collect()));
        assert_eq!(found, expected, "{text}");
        let itself = expected.is_some_and(|(_, inside): (_, Vec<String>)| inside.is_empty());
        assert_eq!(is_named(&pointer), itself || text.is_empty(), "{text}");
    }
    assert_eq!(reference_to("Pet", &SWAGGER_2), "#/definitions/Pet");
    assert_eq!(reference_to("Pet", &OPENAPI_31), "#/components/schemas/Pet");
}
