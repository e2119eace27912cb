//! The keywords that are new in OpenAPI 3.2. The tables of all versions of OpenAPI 3 have them, but a document of an
//! earlier version cannot use them.

/// The keywords, by the object in messages.
pub(crate) const NEW_IN_32: &[(&str, &[&str])] = &[
    ("the document", &["$self"]),
    ("a server", &["name"]),
    ("a tag", &["summary", "parent", "kind"]),
    ("`components`", &["mediaTypes"]),
    ("a path item", &["query", "additionalOperations"]),
    ("a media type", &["itemSchema", "prefixEncoding", "itemEncoding"]),
    ("an encoding", &["encoding", "prefixEncoding", "itemEncoding"]),
    ("a response", &["summary"]),
    ("an example", &["dataValue", "serializedValue"]),
    ("a security scheme", &["deprecated", "oauth2MetadataUrl"]),
    ("`flows`", &["deviceAuthorization"]),
    ("an OAuth2 flow", &["deviceAuthorizationUrl"]),
    ("`discriminator`", &["defaultMapping"]),
    ("`xml`", &["nodeType"]),
];

/// Returns whether a keyword of an object is new in OpenAPI 3.2.
pub(crate) fn is_new(object: &str, keyword: &str) -> bool {
    NEW_IN_32.iter().any(|(of, keywords)| *of == object && keywords.contains(&keyword))
}
