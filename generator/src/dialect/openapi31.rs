//! The keywords that are new in OpenAPI 3.1.

/// The keywords that OpenAPI 3.0 does not have, by the object in messages. They are read all the same.
pub(crate) const NEW_IN_31: &[(&str, &[&str])] = &[
    ("the document", &["jsonSchemaDialect", "webhooks"]),
    ("`info`", &["summary"]),
    ("`license`", &["identifier"]),
    ("`components`", &["pathItems"]),
    (
        "a schema",
        &[
            "$anchor",
            "$defs",
            "$id",
            "const",
            "contains",
            "dependentRequired",
            "dependentSchemas",
            "else",
            "examples",
            "if",
            "maxContains",
            "minContains",
            "patternProperties",
            "prefixItems",
            "propertyNames",
            "then",
            "unevaluatedItems",
            "unevaluatedProperties",
            "contentEncoding",
            "contentMediaType",
        ],
    ),
];

/// Returns the keywords of an object that are new in OpenAPI 3.1.
pub(crate) fn new_in(object: &str) -> impl Iterator<Item = &'static str> {
    NEW_IN_31.iter().filter(move |(of, _)| *of == object).flat_map(|(_, keywords)| keywords.iter().copied())
}
