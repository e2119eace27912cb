//! The keywords of schemas that are new in OpenAPI 3.1.

/// The keywords that OpenAPI 3.0 does not have. They are read all the same.
pub(crate) const NEW_IN_31: [&str; 20] = [
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
];
