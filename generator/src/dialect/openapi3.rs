//! OpenAPI 3.0, 3.1 and 3.2. A document of 3.0 may have the keywords of schemas that are new in 3.1, which are reported.
//! `openapi31.rs` and `openapi32.rs` list the keywords that are new in 3.1 and 3.2.

use super::swagger2::{CONTACT, EXTERNAL_DOCS, FOR_READERS, IDENTITY, JSON_ALONE, WHERE_IT_RUNS};
use super::{Dialect, FixedFields, Keyword as K, Version};

const AT_REFERENCES: &str = "read at each reference to it";
const CLIENTS: &str = "only clients use it";
const ANNOTATION: &str = "an annotation, which rejects no value";
const CONTENT: &str = "the content of a string is not checked";
const PARTS: &str = "the handler reads the parts of a multipart body that is not a form";

pub(crate) const OPENAPI_30: Dialect = of(Version::OpenApi30, false);
pub(crate) const OPENAPI_31: Dialect = of(Version::OpenApi31, false);
pub(crate) const OPENAPI_32: Dialect = of(Version::OpenApi32, false);
/// OpenAPI 3.1 with schemas of an older draft.
pub(crate) const OPENAPI_31_DRAFT: Dialect = of(Version::OpenApi31, true);
/// OpenAPI 3.2 with schemas of an older draft.
pub(crate) const OPENAPI_32_DRAFT: Dialect = of(Version::OpenApi32, true);

const fn of(version: Version, is_draft: bool) -> Dialect {
    Dialect { version, objects: OBJECTS, schema: &SCHEMA, others: OTHERS, is_draft }
}

const OBJECTS: &[&FixedFields] = &[
    &DOCUMENT,
    &INFO,
    &CONTACT,
    &LICENSE,
    &EXTERNAL_DOCS,
    &TAG,
    &SERVER,
    &SERVER_VARIABLE,
    &COMPONENTS,
    &PATH_ITEM,
    &OPERATION,
    &PARAMETER,
    &REQUEST_BODY,
    &MEDIA_TYPE,
    &ENCODING,
    &RESPONSE,
    &HEADER,
    &EXAMPLE,
    &LINK,
    &SECURITY_SCHEME,
    &FLOWS,
    &FLOW,
    &SCHEMA,
    &DISCRIMINATOR,
    &XML,
];

const OTHERS: &[&str] = &["divisibleBy", "extends", "swagger"];

/// "OpenAPI Object".
pub(crate) const DOCUMENT: FixedFields = FixedFields {
    of: "the document",
    keywords: &[&[
        K::typed("openapi"),
        K::enforced("$self"),
        K::typed("info"),
        K::enforced("servers"),
        K::enforced("paths").names(),
        K::enforced("components"),
        K::enforced("security"),
        K::typed("tags"),
        K::ignored("externalDocs", FOR_READERS),
        K::enforced("webhooks").names(),
        K::ignored("jsonSchemaDialect", "schemas are read as JSON Schema 2020-12"),
        K::swagger2("host", "in OpenAPI 3, use `servers`"),
        K::swagger2("basePath", "in OpenAPI 3, use `servers`"),
        K::swagger2("schemes", "in OpenAPI 3, use `servers`"),
        K::swagger2("consumes", "in OpenAPI 3, each request body has its own `content`"),
        K::swagger2("produces", "in OpenAPI 3, each response has its own `content`"),
        K::swagger2("definitions", "in OpenAPI 3, use `components: {schemas: ...}`").names(),
        K::swagger2("securityDefinitions", "in OpenAPI 3, use `components: {securitySchemes: ...}`").names(),
    ]],
};

/// "Info Object".
pub(crate) const INFO: FixedFields = FixedFields {
    of: "`info`",
    keywords: &[&[
        K::typed("title").data().required(),
        K::ignored("summary", FOR_READERS).data().text(),
        K::typed("description").data(),
        K::ignored("termsOfService", FOR_READERS).text(),
        K::ignored("contact", FOR_READERS),
        K::ignored("license", FOR_READERS),
        K::typed("version").required(),
    ]],
};

/// "Tag Object".
pub(crate) const TAG: FixedFields = FixedFields {
    of: "a tag",
    keywords: &[&[
        K::typed("name"),
        K::typed("summary").data(),
        K::typed("description").data(),
        K::typed("parent"),
        K::typed("kind"),
        K::ignored("externalDocs", FOR_READERS),
    ]],
};

/// "XML Object".
pub(crate) const XML: FixedFields = FixedFields {
    of: "`xml`",
    keywords: &[&[
        K::ignored("nodeType", JSON_ALONE).text(),
        K::ignored("name", JSON_ALONE).text(),
        K::ignored("namespace", JSON_ALONE).text(),
        K::ignored("prefix", JSON_ALONE).text(),
        K::ignored("attribute", JSON_ALONE).boolean(),
        K::ignored("wrapped", JSON_ALONE).boolean(),
    ]],
};

/// "License Object".
pub(crate) const LICENSE: FixedFields = FixedFields {
    of: "`license`",
    keywords: &[&[
        K::ignored("name", FOR_READERS).text().required(),
        K::ignored("identifier", FOR_READERS).text(),
        K::ignored("url", FOR_READERS).text(),
    ]],
};

/// "Server Object".
pub(crate) const SERVER: FixedFields = FixedFields {
    of: "a server",
    keywords: &[&[
        K::enforced("url"),
        K::ignored("name", FOR_READERS).text(),
        K::ignored("description", FOR_READERS).data().text(),
        K::enforced("variables").names(),
    ]],
};

/// "Server Variable Object".
pub(crate) const SERVER_VARIABLE: FixedFields = FixedFields {
    of: "a server variable",
    keywords: &[&[
        K::enforced("default").data(),
        K::ignored("enum", WHERE_IT_RUNS).data(),
        K::ignored("description", FOR_READERS).data().text(),
    ]],
};

/// "Components Object".
pub(crate) const COMPONENTS: FixedFields = FixedFields {
    of: "`components`",
    keywords: &[&[
        K::enforced("schemas").names(),
        K::ignored("responses", AT_REFERENCES).names(),
        K::ignored("parameters", AT_REFERENCES).names(),
        K::ignored("examples", AT_REFERENCES).examples(),
        K::ignored("requestBodies", AT_REFERENCES).names(),
        K::ignored("headers", AT_REFERENCES).names(),
        K::enforced("securitySchemes").names(),
        K::ignored("links", CLIENTS).names(),
        K::ignored("callbacks", AT_REFERENCES).names(),
        K::ignored("pathItems", AT_REFERENCES).names(),
        K::ignored("mediaTypes", AT_REFERENCES).names(),
    ]],
};

/// "Path Item Object".
pub(crate) const PATH_ITEM: FixedFields = FixedFields {
    of: "a path item",
    keywords: &[&[
        K::enforced("$ref"),
        K::typed("summary").data(),
        K::typed("description").data(),
        K::enforced("get"),
        K::enforced("put"),
        K::enforced("post"),
        K::enforced("delete"),
        K::enforced("options"),
        K::enforced("head"),
        K::enforced("patch"),
        K::enforced("trace"),
        K::enforced("query"),
        K::enforced("additionalOperations").names(),
        K::enforced("servers"),
        K::enforced("parameters").names(),
    ]],
};

/// "Operation Object".
pub(crate) const OPERATION: FixedFields = FixedFields {
    of: "an operation",
    keywords: &[&[
        K::typed("tags"),
        K::typed("summary").data(),
        K::typed("description").data(),
        K::ignored("externalDocs", FOR_READERS),
        K::typed("operationId").data(),
        K::enforced("parameters").names(),
        K::enforced("requestBody"),
        K::enforced("responses").names(),
        K::enforced("callbacks").names(),
        K::typed("deprecated"),
        K::enforced("security"),
        K::enforced("servers"),
        K::swagger2("consumes", "in OpenAPI 3, the request body has its own `content`"),
        K::swagger2("produces", "in OpenAPI 3, each response has its own `content`"),
        K::swagger2("schemes", "in OpenAPI 3, use `servers`"),
    ]],
};

/// "Parameter Object".
pub(crate) const PARAMETER: FixedFields = FixedFields {
    of: "a parameter",
    keywords: &[
        VALUE,
        &[K::enforced("name"), K::enforced("in"), K::enforced("allowEmptyValue")],
        &[
            K::swagger2("type", IN_SCHEMA),
            K::swagger2("format", IN_SCHEMA),
            K::swagger2("items", IN_SCHEMA),
            K::swagger2("collectionFormat", "in OpenAPI 3, use `style` and `explode`"),
        ],
    ],
};

const IN_SCHEMA: &str = "in OpenAPI 3, write it in the `schema` of the parameter or header";

/// The keywords that parameters and headers share.
const VALUE: &[K] = &[
    K::typed("description").data(),
    K::enforced("required"),
    K::typed("deprecated"),
    K::enforced("style"),
    K::enforced("explode"),
    K::ignored("allowReserved", CLIENTS).boolean(),
    K::enforced("schema"),
    K::enforced("content").names(),
    K::ignored("example", FOR_READERS).data(),
    K::ignored("examples", FOR_READERS).examples(),
];

/// "Request Body Object".
pub(crate) const REQUEST_BODY: FixedFields = FixedFields {
    of: "a request body",
    keywords: &[&[
        K::typed("description").data(),
        K::enforced("content").names(),
        K::enforced("required"),
        K::swagger2("schema", "in OpenAPI 3, write it in a media type of `content`"),
    ]],
};

/// "Media Type Object".
pub(crate) const MEDIA_TYPE: FixedFields = FixedFields {
    of: "a media type",
    keywords: &[&[
        K::enforced("schema"),
        K::enforced("itemSchema"),
        K::typed("example").data(),
        K::typed("examples").examples(),
        K::enforced("encoding").names(),
        K::ignored("prefixEncoding", PARTS),
        K::ignored("itemEncoding", PARTS),
    ]],
};

/// "Encoding Object".
pub(crate) const ENCODING: FixedFields = FixedFields {
    of: "an encoding",
    keywords: &[&[
        K::enforced("contentType"),
        K::ignored(
            "headers",
            "required headers of a part must be present, but their values are not enforced",
        )
        .names(),
        K::enforced("style"),
        K::enforced("explode"),
        K::typed("allowReserved"),
        K::ignored("encoding", PARTS).names(),
        K::ignored("prefixEncoding", PARTS),
        K::ignored("itemEncoding", PARTS),
    ]],
};

/// "Response Object".
pub(crate) const RESPONSE: FixedFields = FixedFields {
    of: "a response",
    keywords: &[&[
        K::typed("summary").data(),
        K::typed("description").data(),
        K::enforced("headers").names(),
        K::enforced("content").names(),
        K::ignored("links", CLIENTS).names(),
        K::swagger2("schema", "in OpenAPI 3, write it in a media type of `content`"),
    ]],
};

/// "Header Object".
pub(crate) const HEADER: FixedFields = FixedFields {
    of: "a header",
    keywords: &[
        VALUE,
        &[
            K::swagger2("type", IN_SCHEMA),
            K::swagger2("format", IN_SCHEMA),
            K::swagger2("items", IN_SCHEMA),
            K::swagger2("collectionFormat", "in OpenAPI 3, use `style` and `explode`"),
        ],
    ],
};

/// "Example Object".
pub(crate) const EXAMPLE: FixedFields = FixedFields {
    of: "an example",
    keywords: &[&[
        K::ignored("summary", FOR_READERS).data().text(),
        K::ignored("description", FOR_READERS).data().text(),
        K::typed("value").data(),
        K::typed("dataValue").data(),
        K::ignored("serializedValue", FOR_READERS).data(),
        K::ignored("externalValue", "only files under the ref root are read").text(),
    ]],
};

/// "Link Object".
pub(crate) const LINK: FixedFields = FixedFields {
    of: "a link",
    keywords: &[&[
        K::ignored("operationRef", CLIENTS).text(),
        K::ignored("operationId", CLIENTS).data().text(),
        K::ignored("parameters", CLIENTS).names(),
        K::ignored("requestBody", CLIENTS),
        K::ignored("description", FOR_READERS).data().text(),
        K::ignored("server", CLIENTS),
    ]],
};

/// "Security Scheme Object".
pub(crate) const SECURITY_SCHEME: FixedFields = FixedFields {
    of: "a security scheme",
    keywords: &[&[
        K::enforced("type"),
        K::typed("description").data(),
        K::enforced("name"),
        K::enforced("in"),
        K::enforced("scheme"),
        K::ignored("bearerFormat", FOR_READERS).text(),
        K::enforced("flows"),
        K::typed("openIdConnectUrl"),
        K::ignored("oauth2MetadataUrl", CLIENTS).text(),
        K::typed("deprecated"),
        K::swagger2("flow", "in OpenAPI 3, use `flows`"),
        K::swagger2("authorizationUrl", "in OpenAPI 3, write it in an entry of `flows`"),
        K::swagger2("tokenUrl", "in OpenAPI 3, write it in an entry of `flows`"),
        K::swagger2("scopes", "in OpenAPI 3, write them in an entry of `flows`"),
    ]],
};

/// "OAuth Flows Object".
pub(crate) const FLOWS: FixedFields = FixedFields {
    of: "`flows`",
    keywords: &[&[
        K::enforced("implicit"),
        K::enforced("password"),
        K::enforced("clientCredentials"),
        K::enforced("authorizationCode"),
        K::enforced("deviceAuthorization"),
    ]],
};

/// "OAuth Flow Object".
pub(crate) const FLOW: FixedFields = FixedFields {
    of: "an OAuth2 flow",
    keywords: &[&[
        K::typed("authorizationUrl"),
        K::ignored("deviceAuthorizationUrl", CLIENTS).text(),
        K::typed("tokenUrl"),
        K::ignored("refreshUrl", CLIENTS).text(),
        K::enforced("scopes").names(),
    ]],
};

/// "Discriminator Object".
pub(crate) const DISCRIMINATOR: FixedFields = FixedFields {
    of: "`discriminator`",
    keywords: &[&[
        K::enforced("propertyName"),
        K::enforced("mapping").data(),
        K::enforced("defaultMapping").data(),
    ]],
};

/// "Schema Object", with JSON Schema 2020-12 and the keywords of OpenAPI 3.0 that it replaced.
pub(crate) const SCHEMA: FixedFields = FixedFields {
    of: "a schema",
    keywords: &[
        &[
            K::enforced("type"),
            K::enforced("format"),
            K::enforced("items"),
            K::enforced("additionalItems"),
            K::enforced("prefixItems"),
            K::enforced("contains"),
            K::enforced("minContains"),
            K::enforced("maxContains"),
            K::enforced("propertyNames"),
            K::enforced("if"),
            K::enforced("then"),
            K::enforced("else"),
            K::enforced("unevaluatedItems"),
            K::enforced("unevaluatedProperties"),
            K::typed("default").data(),
            K::enforced("minimum"),
            K::enforced("maximum"),
            K::enforced("exclusiveMinimum"),
            K::enforced("exclusiveMaximum"),
            K::enforced("multipleOf"),
            K::enforced("minLength"),
            K::enforced("maxLength"),
            K::enforced("pattern"),
            K::enforced("minItems"),
            K::enforced("maxItems"),
            K::enforced("uniqueItems"),
            K::enforced("minProperties"),
            K::enforced("maxProperties"),
            K::enforced("enum").data(),
            K::enforced("const").data(),
            K::enforced("nullable"),
            K::enforced("x-nullable"),
            K::typed("x-extensible-enum"),
            K::typed("x-ms-enum"),
            K::typed("x-enum-varnames"),
            K::typed("x-enumNames"),
        ],
        &[
            K::enforced("$ref"),
            K::enforced("$dynamicRef"),
            K::typed("title").data(),
            K::typed("description").data(),
            K::enforced("required"),
            K::enforced("properties").names(),
            K::enforced("patternProperties").names(),
            K::enforced("additionalProperties"),
            K::enforced("dependencies").names(),
            K::enforced("dependentRequired").names(),
            K::enforced("dependentSchemas").names(),
            K::enforced("allOf"),
            K::enforced("anyOf"),
            K::enforced("oneOf"),
            K::enforced("not"),
            K::typed("discriminator"),
            K::enforced("readOnly"),
            K::enforced("writeOnly"),
            K::typed("x-ms-discriminator-value"),
            K::typed("x-discriminator-value"),
            K::ignored("deprecated", FOR_READERS).boolean(),
            K::ignored("xml", JSON_ALONE),
            K::ignored("externalDocs", FOR_READERS),
            K::ignored("example", FOR_READERS).data(),
            K::ignored("examples", FOR_READERS).examples(),
            K::ignored("contentEncoding", CONTENT).text(),
            K::ignored("contentMediaType", CONTENT).text(),
            K::ignored("contentSchema", CONTENT),
            K::ignored("definitions", AT_REFERENCES).names(),
            K::ignored("$defs", AT_REFERENCES).names(),
            K::ignored("$schema", "the version of JSON Schema"),
            K::ignored("$id", IDENTITY),
            K::ignored("id", IDENTITY),
            K::ignored("$anchor", "read at each reference to it"),
            K::ignored("$dynamicAnchor", "read at each reference to it"),
            K::ignored("$vocabulary", ANNOTATION),
            K::ignored("$comment", FOR_READERS).text(),
            K::swagger2("collectionFormat", "in OpenAPI 3, a parameter has `style` and `explode`"),
        ],
    ],
};
