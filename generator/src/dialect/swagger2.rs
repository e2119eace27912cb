//! Swagger 2.0.

use super::{Dialect, FixedFields, Keyword as K, Version};

pub(super) const FOR_READERS: &str = "documentation";
pub(super) const WHERE_IT_RUNS: &str = "the server's address is chosen at run time";
pub(super) const IDENTITY: &str = "a `$ref` is resolved relative to its file";
pub(super) const JSON_ALONE: &str = "only JSON is supported";

pub(crate) const SWAGGER_2: Dialect = Dialect {
    version: Version::Swagger2,
    is_draft: true,
    schema: &SCHEMA,
    objects: &[
        &DOCUMENT,
        &INFO,
        &CONTACT,
        &LICENSE,
        &EXTERNAL_DOCS,
        &TAG,
        &PATH_ITEM,
        &OPERATION,
        &PARAMETER,
        &BODY_PARAMETER,
        &RESPONSE,
        &HEADER,
        &SECURITY_SCHEME,
        &SCHEMA,
        &XML,
    ],
    others: &[
        "$anchor",
        "$defs",
        "callbacks",
        "const",
        "contains",
        "divisibleBy",
        "explode",
        "extends",
        "flows",
        "links",
        "mapping",
        "openapi",
        "prefixItems",
        "propertyName",
        "scheme",
        "style",
        "trace",
        "writeOnly",
    ],
};

/// The keywords of values that parameters, headers and schemas share.
const VALUES: &[K] = &[
    K::enforced("type"),
    K::enforced("format"),
    K::enforced("items"),
    K::enforced("additionalItems"),
    K::enforced("collectionFormat"),
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
    K::enforced("x-nullable"),
    K::typed("x-extensible-enum"),
    K::typed("x-ms-enum"),
    K::typed("x-enum-varnames"),
    K::typed("x-enumNames"),
];

/// "Swagger Object".
pub(crate) const DOCUMENT: FixedFields = FixedFields {
    of: "the document",
    keywords: &[&[
        K::typed("swagger"),
        K::typed("info"),
        K::ignored("host", WHERE_IT_RUNS),
        K::enforced("basePath"),
        K::ignored("schemes", WHERE_IT_RUNS),
        K::enforced("consumes"),
        K::enforced("produces"),
        K::enforced("paths").names(),
        K::enforced("definitions").names(),
        K::ignored("parameters", "read at each reference to it").names(),
        K::ignored("responses", "read at each reference to it").names(),
        K::enforced("securityDefinitions").names(),
        K::enforced("security"),
        K::typed("tags"),
        K::ignored("externalDocs", FOR_READERS),
        K::openapi3("servers", "in Swagger 2.0, use `host`, `basePath` and `schemes`"),
        K::openapi3(
            "components",
            "in Swagger 2.0, use `definitions`, `parameters`, `responses` and `securityDefinitions`",
        ),
    ]],
};

/// "Info Object".
pub(crate) const INFO: FixedFields = FixedFields {
    of: "`info`",
    keywords: &[&[
        K::typed("title").data().required(),
        K::typed("description").data(),
        K::ignored("termsOfService", FOR_READERS).text(),
        K::ignored("contact", FOR_READERS),
        K::ignored("license", FOR_READERS),
        K::typed("version").required(),
    ]],
};

/// "Contact Object".
pub(crate) const CONTACT: FixedFields = FixedFields {
    of: "`contact`",
    keywords: &[&[
        K::ignored("name", FOR_READERS).text(),
        K::ignored("url", FOR_READERS).text(),
        K::ignored("email", FOR_READERS).text(),
    ]],
};

/// "License Object".
pub(crate) const LICENSE: FixedFields = FixedFields {
    of: "`license`",
    keywords: &[&[K::ignored("name", FOR_READERS).text().required(), K::ignored("url", FOR_READERS).text()]],
};

/// "External Documentation Object".
pub(crate) const EXTERNAL_DOCS: FixedFields = FixedFields {
    of: "`externalDocs`",
    keywords: &[&[
        K::ignored("description", FOR_READERS).data().text(),
        K::ignored("url", FOR_READERS).text().required(),
    ]],
};

/// "Tag Object".
pub(crate) const TAG: FixedFields = FixedFields {
    of: "a tag",
    keywords: &[&[K::typed("name"), K::typed("description").data(), K::ignored("externalDocs", FOR_READERS)]],
};

/// "Path Item Object".
pub(crate) const PATH_ITEM: FixedFields = FixedFields {
    of: "a path item",
    keywords: &[&[
        K::enforced("$ref"),
        K::enforced("get"),
        K::enforced("put"),
        K::enforced("post"),
        K::enforced("delete"),
        K::enforced("options"),
        K::enforced("head"),
        K::enforced("patch"),
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
        K::enforced("consumes"),
        K::enforced("produces"),
        K::enforced("parameters").names(),
        K::enforced("responses").names(),
        K::ignored("schemes", WHERE_IT_RUNS),
        K::typed("deprecated"),
        K::enforced("security"),
        K::openapi3("requestBody", "in Swagger 2.0, use a parameter with `in: body` and a `schema`"),
    ]],
};

/// "Parameter Object", of any parameter except the body.
pub(crate) const PARAMETER: FixedFields = FixedFields {
    of: "a parameter",
    keywords: &[
        VALUES,
        &[
            K::enforced("name"),
            K::enforced("in"),
            K::typed("description").data(),
            K::enforced("required"),
            K::enforced("allowEmptyValue"),
            K::ignored("title", FOR_READERS).data(),
            K::ignored("example", FOR_READERS).data(),
            K::ignored("examples", FOR_READERS).data(),
            K::openapi3(
                "schema",
                "in Swagger 2.0, write `type`, `format` and `items` in the parameter itself",
            ),
            K::openapi3(
                "content",
                "in Swagger 2.0, write `type`, `format` and `items` in the parameter itself",
            ),
        ],
    ],
};

/// "Parameter Object", of the body.
pub(crate) const BODY_PARAMETER: FixedFields = FixedFields {
    of: "a body parameter",
    keywords: &[&[
        K::enforced("name"),
        K::enforced("in"),
        K::typed("description").data(),
        K::enforced("required"),
        K::enforced("schema"),
        K::ignored("title", FOR_READERS).data(),
        K::ignored("example", FOR_READERS).data(),
        K::ignored("examples", FOR_READERS).data(),
        K::openapi3(
            "content",
            "in Swagger 2.0, write `schema` in the parameter itself, and media types in `consumes`",
        ),
    ]],
};

/// "Response Object".
pub(crate) const RESPONSE: FixedFields = FixedFields {
    of: "a response",
    keywords: &[&[
        K::typed("description").data(),
        K::enforced("schema"),
        K::enforced("headers").names(),
        K::ignored("examples", "documentation; JSON examples are checked against the schema").data(),
        K::openapi3(
            "content",
            "in Swagger 2.0, write `schema` in the response itself, and media types in `produces`",
        ),
    ]],
};

/// "Header Object".
pub(crate) const HEADER: FixedFields = FixedFields {
    of: "a header",
    keywords: &[
        VALUES,
        &[
            K::typed("description").data(),
            K::ignored("example", FOR_READERS).data(),
            K::ignored("examples", FOR_READERS).data(),
            K::openapi3("schema", "in Swagger 2.0, write `type`, `format` and `items` in the header itself"),
        ],
    ],
};

/// "Security Scheme Object".
pub(crate) const SECURITY_SCHEME: FixedFields = FixedFields {
    of: "a security scheme",
    keywords: &[&[
        K::enforced("type"),
        K::typed("description").data(),
        K::enforced("name"),
        K::enforced("in"),
        K::typed("flow"),
        K::typed("authorizationUrl"),
        K::typed("tokenUrl"),
        K::enforced("scopes"),
    ]],
};

/// "Schema Object", and JSON Schema draft 4 beyond it.
pub(crate) const SCHEMA: FixedFields = FixedFields {
    of: "a schema",
    keywords: &[
        VALUES,
        &[
            K::enforced("$ref"),
            K::typed("title").data(),
            K::typed("description").data(),
            K::enforced("required"),
            K::enforced("properties").names(),
            K::enforced("patternProperties").names(),
            K::enforced("additionalProperties"),
            K::enforced("dependencies").names(),
            K::enforced("allOf"),
            K::enforced("anyOf"),
            K::enforced("oneOf"),
            K::enforced("not"),
            K::typed("discriminator"),
            K::enforced("readOnly"),
            K::typed("x-ms-discriminator-value"),
            K::typed("x-discriminator-value"),
            K::ignored("xml", JSON_ALONE),
            K::ignored("externalDocs", FOR_READERS),
            K::ignored("example", FOR_READERS).data(),
            K::ignored("examples", FOR_READERS).data(),
            K::ignored("definitions", "read at each reference to it").names(),
            K::ignored("$schema", "the version of JSON Schema"),
            K::ignored("id", IDENTITY),
            K::ignored("$id", IDENTITY),
            K::ignored("$comment", FOR_READERS).text(),
            K::openapi3("nullable", "in Swagger 2.0, use `x-nullable`"),
        ],
    ],
};

/// "XML Object".
pub(crate) const XML: FixedFields = FixedFields {
    of: "`xml`",
    keywords: &[&[
        K::ignored("name", JSON_ALONE).text(),
        K::ignored("namespace", JSON_ALONE).text(),
        K::ignored("prefix", JSON_ALONE).text(),
        K::ignored("attribute", JSON_ALONE).boolean(),
        K::ignored("wrapped", JSON_ALONE).boolean(),
    ]],
};
