//! The objects of a spec, and the keywords that contain them. They give the kind of the target of a `$ref`.

use crate::dialect::{Dialect, Holds};
use serde_json::Value;

/// The kind of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Document,
    Components,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Response,
    Header,
    Example,
    SecurityScheme,
    Link,
    Callback,
    Schema,
    /// The `items` of a parameter or a header in Swagger 2.0, which is not a schema.
    Items,
    Discriminator,
    /// An object that has no references of its own, such as `info`.
    Other,
    /// Values of the author, in which `$ref` is not a reference.
    Data,
}

/// The role of a value: an object, or a map of objects by names that the author chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Position {
    One(Kind),
    Map(Kind),
}

impl Position {
    /// Returns the kind of the object, or of the objects in the map.
    pub(super) fn kind(self) -> Kind {
        let (Self::One(kind) | Self::Map(kind)) = self;
        kind
    }

    /// Returns the position of an item, if the value is a list.
    pub(super) fn item(self) -> Self {
        Self::One(self.kind())
    }

    /// Returns the position of the value of a key.
    pub(super) fn member(self, key: &str, value: &Value, dialect: &Dialect) -> Self {
        match self {
            Self::Map(kind) => Self::One(kind),
            // The keys of a callback are expressions.
            Self::One(Kind::Callback) if !key.starts_with("x-") => Self::One(Kind::PathItem),
            Self::One(kind) => member(kind, key, value, dialect),
        }
    }
}

/// Returns the position of the value of a keyword. Data is the same as in the search for references, so that each
/// reference which is found there is found here.
fn member(kind: Kind, key: &str, value: &Value, dialect: &Dialect) -> Position {
    let data = Position::One(Kind::Data);
    if kind == Kind::Data || key.starts_with("x-") {
        return data;
    }
    match dialect.holds(key) {
        Holds::Data => data,
        Holds::Examples if value.is_array() => data,
        Holds::Examples => Position::Map(Kind::Example),
        Holds::Names | Holds::Objects => objects(kind, key, dialect),
    }
}

fn objects(kind: Kind, key: &str, dialect: &Dialect) -> Position {
    use Kind as K;
    use Position::{Map, One};
    match (kind, key) {
        (K::Document, "paths" | "webhooks") | (K::Components, "pathItems") => Map(K::PathItem),
        (K::Document, "definitions")
        | (K::Components, "schemas")
        | (
            K::Schema,
            "properties" | "patternProperties" | "dependencies" | "dependentSchemas" | "definitions"
            | "$defs",
        ) => Map(K::Schema),
        (K::Document, "securityDefinitions") | (K::Components, "securitySchemes") => Map(K::SecurityScheme),
        (K::Document, "components") => One(K::Components),
        (K::Document | K::Components | K::PathItem | K::Operation, "parameters") => Map(K::Parameter),
        (K::Document | K::Components | K::Operation, "responses") => Map(K::Response),
        (K::Components, "requestBodies") => Map(K::RequestBody),
        (K::Components | K::Response | K::Encoding, "headers") => Map(K::Header),
        (K::Components | K::Response, "links") => Map(K::Link),
        (K::Components | K::Operation, "callbacks") => Map(K::Callback),
        (K::PathItem, "summary" | "description" | "servers") | (K::Schema, "xml" | "externalDocs") => {
            One(K::Other)
        }
        (K::PathItem, "additionalOperations") => Map(K::Operation),
        (K::PathItem, _) => One(K::Operation),
        (K::Operation, "requestBody") => One(K::RequestBody),
        (K::Parameter | K::Header | K::RequestBody | K::Response, "content")
        | (K::Components, "mediaTypes") => Map(K::MediaType),
        (K::Parameter | K::Header | K::Response | K::MediaType, "schema") | (K::MediaType, "itemSchema") => {
            One(K::Schema)
        }
        (K::MediaType, "encoding") => Map(K::Encoding),
        (K::MediaType, "prefixEncoding" | "itemEncoding") => One(K::Encoding),
        (K::Parameter | K::Header | K::Items, "items") if !dialect.is_openapi3() => One(K::Items),
        (K::Schema, "discriminator") => One(K::Discriminator),
        (K::Schema, _) => One(K::Schema),
        _ => One(K::Other),
    }
}

impl Kind {
    /// Returns the tokens of the object that can contain an entry of this kind. `None` if a reference to such an object
    /// is replaced with the object.
    ///
    /// | kind | Swagger 2.0 | OpenAPI 3 |
    /// |---|---|---|
    /// | schema | `definitions` | `schemas` |
    /// | parameter, response | `parameters`, `responses` | the same |
    /// | request body, header, example, link, callback | | `requestBodies`, .. |
    /// | path item | | only in 3.1, and few tools know it |
    /// | security scheme | | an entry would declare another scheme |
    pub(super) fn container(self, dialect: &Dialect) -> Option<&'static [&'static str]> {
        let (in_2, in_3): (Option<&'static [&'static str]>, &'static [&'static str]) = match self {
            Self::Schema => (Some(&["definitions"]), &["components", "schemas"]),
            Self::Parameter => (Some(&["parameters"]), &["components", "parameters"]),
            Self::Response => (Some(&["responses"]), &["components", "responses"]),
            Self::RequestBody => (None, &["components", "requestBodies"]),
            Self::Header => (None, &["components", "headers"]),
            Self::Example => (None, &["components", "examples"]),
            Self::Link => (None, &["components", "links"]),
            Self::Callback => (None, &["components", "callbacks"]),
            _ => return None,
        };
        if dialect.is_openapi3() { Some(in_3) } else { in_2 }
    }

    /// Returns the kind of the entries of an object with these tokens, in any file.
    pub(super) fn of_container(tokens: &[&str]) -> Option<Self> {
        Some(match tokens {
            ["definitions" | "$defs"] | ["components", "schemas"] => Self::Schema,
            ["parameters"] | ["components", "parameters"] => Self::Parameter,
            ["responses"] | ["components", "responses"] => Self::Response,
            ["components", "requestBodies"] => Self::RequestBody,
            ["components", "headers"] => Self::Header,
            ["components", "examples"] => Self::Example,
            ["components", "links"] => Self::Link,
            ["components", "callbacks"] => Self::Callback,
            ["securityDefinitions"] | ["components", "securitySchemes"] => Self::SecurityScheme,
            ["paths"] | ["components", "pathItems"] => Self::PathItem,
            _ => return None,
        })
    }
}
