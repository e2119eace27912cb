//! No text of an OpenAPI 3.2 document becomes code: the payloads of `injection.rs` in every place that Swagger 2.0 does
//! not have.

use crate::generate_with;
use crate::injection::{attack, injected};
use serde_json::{Value, json};
use stubsmith::{Config, Generated, Style};

/// A document with a mark in every place that takes free text.
fn marked() -> Value {
    json!({
        "openapi": "3.2.0",
        "$self": "https://self.example/@self@",
        "info": {
            "title": "@title@", "version": "1", "summary": "@info.summary@",
            "license": {"name": "@license@", "identifier": "@license.identifier@"},
        },
        "servers": [{
            "url": "https://{@server variable@}.example/@server@/{base}",
            "name": "@server.name@",
            "description": "@server.description@",
            "variables": {
                "@server variable@": {"default": "@default of a server variable@", "description": "@server variable.description@"},
                "base": {"default": "@base path@", "enum": ["@base path@", "b @enum of a server variable@"]},
            },
        }],
        "tags": [
            {"name": "a @tag@", "summary": "@tag.summary@", "description": "@tag.description@", "parent": "b @parent@", "kind": "@kind@"},
            {"name": "b @parent@", "externalDocs": {"url": "https://@tag.url@"}},
        ],
        "security": [{"a @scheme@": []}, {"b @role scheme@": ["@role@"]}, {"oauth": ["@scope@"]}],
        "paths": {
            "/things/{id}": {
                "summary": "@path item.summary@",
                "description": "@path item.description@",
                "servers": [{"url": "/@server of a path item@"}],
                "post": post(),
                "query": {"operationId": "queryThings", "responses": {"2XX": {"summary": "@response.summary@"}}},
                "additionalOperations": {"X@method@": {"operationId": "@additional operation@", "responses": {"204": {"description": "x"}}}},
                "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
            },
            "/forms": {"post": form()},
            "/events": {"get": events()},
        },
        "webhooks": {"@webhook@": {"post": {
            "summary": "@webhook.summary@",
            "requestBody": {"description": "@webhook body.description@", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
            "responses": {"204": {"description": "@webhook response@"}},
        }}},
        "components": components(),
    })
}

fn post() -> Value {
    let thing = json!({"$ref": "#/components/schemas/Thing"});
    json!({
        "operationId": "postThing",
        "tags": ["a @tag@"],
        "parameters": [
            {"name": "@deep@", "in": "query", "style": "deepObject", "explode": true, "schema": {"type": "object", "properties": {"@property of a deepObject@": {"type": "string"}}}},
            {"name": "c@cookie@", "in": "cookie", "schema": {"type": "string", "const": "@const of a cookie@"}},
            {"name": "url", "in": "query", "required": true, "schema": {"type": "string"}},
            {
                "name": "json", "in": "query", "description": "@parameter.description@",
                "content": {"application/json": {"schema": {"type": "object", "properties": {"@property of a content@": {"type": "string"}}}}},
                "examples": {"@example of a parameter@": {"summary": "@example.summary@", "dataValue": {"a": "@example.dataValue@"}, "serializedValue": "@example.serializedValue@"}},
            },
        ],
        "requestBody": {
            "description": "@body.description@",
            "content": {
                "application/json": {"schema": thing, "examples": {"@example@": {"description": "@example.description@", "value": {"@property@": "@example.value@", "kind": "cat"}}}},
                "application/x-@media type@": {"schema": {}},
            },
        },
        "responses": {
            "200": {
                "description": "@response@",
                "headers": {"X-@header@": {"description": "@header.description@", "schema": {"type": "string", "enum": ["@enum of a header@", "b"]}}},
                "content": {"application/json": {"schema": thing}, "text/x-@media type of a response@": {"schema": {"type": "string"}}},
                "links": {"@link@": {
                    "operationId": "postThing", "parameters": {"@link.parameter@": "$request.body#/@link.expression@"},
                    "requestBody": "@link.body@", "description": "@link.description@", "server": {"url": "/@link.server@"},
                }},
            },
            "default": {"description": "@default response@"},
        },
        "callbacks": {"@callback@": {"https://@host of a callback@.example/{$request.query.url}/@callback.url@": {"post": {
            "description": "@callback operation.description@",
            "requestBody": {"content": {"application/json": {"schema": thing}}},
            "responses": {"204": {"description": "@callback response@"}},
        }}}},
    })
}

fn form() -> Value {
    json!({
        "operationId": "postForm",
        "requestBody": {"required": true, "content": {"multipart/form-data": {
            "schema": {"type": "object", "properties": {
                "@field@": {"type": "string", "contentMediaType": "@contentMediaType@", "contentEncoding": "@contentEncoding@"},
                "a @part@": {"type": "object", "properties": {"@property of a part@": {"type": "string"}}},
                "b file": {"type": "string", "format": "binary"},
            }},
            "encoding": {
                "a @part@": {"contentType": "application/json", "headers": {"X-@header of a part@": {"description": "@header of a part.description@", "schema": {"type": "string"}}}},
                "b file": {"contentType": "image/x-@contentType@"},
            },
        }}},
        "responses": {"204": {"description": "x"}},
    })
}

fn events() -> Value {
    json!({
        "operationId": "getEvents",
        "responses": {"200": {
            "description": "x",
            "content": {"text/event-stream": {"itemSchema": {"type": "object", "description": "@itemSchema.description@", "required": ["event", "data"], "properties": {
                "event": {"type": "string", "const": "@event@"},
                "data": {"type": "string", "contentMediaType": "application/json", "contentSchema": {"type": "object", "title": "@contentSchema.title@", "properties": {"@property of an event@": {"type": "string"}}}},
            }}}},
        }},
    })
}

fn components() -> Value {
    json!({
        "securitySchemes": {
            "a @scheme@": {"type": "apiKey", "in": "cookie", "name": "k@apiKey@", "description": "@scheme.description@"},
            "b @role scheme@": {"type": "http", "scheme": "bearer", "bearerFormat": "@bearerFormat@"},
            "oauth": {"type": "oauth2", "oauth2MetadataUrl": "https://@oauth2MetadataUrl@", "flows": {"deviceAuthorization": {
                "deviceAuthorizationUrl": "https://@deviceAuthorizationUrl@", "tokenUrl": "https://@tokenUrl@",
                "refreshUrl": "https://@refreshUrl@", "scopes": {"@scope@": "@scope.description@"},
            }}},
            "openid": {"type": "openIdConnect", "openIdConnectUrl": "https://@openIdConnectUrl@"},
        },
        "schemas": {
            "Thing": {
                "type": "object",
                "$comment": "@$comment@",
                "required": ["@property@", "kind"],
                "properties": {
                    "@property@": {"type": "string"},
                    "kind": {"oneOf": [{"const": "cat", "title": "@title of a constant@", "description": "@const.description@"}, {"const": "@const@"}]},
                    "pet": {"$ref": "#/components/schemas/Pet"},
                    "anchored": {"$ref": "#a@anchor@"},
                    "dynamic": {"$dynamicRef": "#d@dynamicAnchor@"},
                    "identified": {"$ref": "https://id.example/@id@"},
                    "list": {"type": "array", "prefixItems": [{"const": "@const of a tuple@"}], "items": {"type": "string", "pattern": "^[a-z]"}},
                    "level": {
                        "type": "string", "enum": ["@enum@", "b"],
                        "x-enum-varnames": ["A@x-enum-varnames@", "B"], "x-enum-descriptions": ["@x-enum-descriptions@", "b"],
                    },
                    "open": {"type": "string", "x-extensible-enum": ["@x-extensible-enum@", "b"]},
                    "names": {"type": "string", "enum": ["@enum with names@", "b"], "x-enumNames": ["A@x-enumNames@", "B"]},
                    "xml": {"type": "string", "xml": {"name": "@xml.name@", "namespace": "https://@xml.namespace@"}},
                },
                "patternProperties": {"^p-@patternProperties@": {"type": "integer"}},
                "dependentRequired": {"pet": ["@property@"]},
                "dependentSchemas": {"list": {"required": ["pet"], "description": "@dependentSchemas.description@"}},
                "examples": [{"@property@": "@examples@"}],
                "default": {"@property@": "@default@", "kind": "cat"},
            },
            "Pet": {
                "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
                "discriminator": {"propertyName": "@discriminator@", "mapping": {"c@mapping@": "#/components/schemas/Cat", "dog": "Dog"}},
            },
            "Cat": {"type": "object", "required": ["@discriminator@"], "properties": {"@discriminator@": {"type": "string"}}},
            "Dog": {"type": "object", "required": ["@discriminator@"], "properties": {"@discriminator@": {"type": "string"}}, "x-ms-discriminator-value": "@x-ms-discriminator-value@"},
            "Anchored": {"type": "object", "$anchor": "a@anchor@", "properties": {"a": {"type": "string"}}},
            "Dynamic": {"type": "object", "$dynamicAnchor": "d@dynamicAnchor@", "properties": {"a": {"type": "string"}}},
            "Identified": {"$id": "https://id.example/@id@", "type": "object", "properties": {"a": {"$ref": "#/$defs/@definition in a schema@"}}, "$defs": {"@definition in a schema@": {"type": "string"}}},
            "n@schema@": {"type": ["string", "null"], "if": {"minLength": 2}, "then": {"not": {"const": "@not.const@"}}},
            "Uses": {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/n@schema@"}}},
        },
    })
}

fn configure(config: Config) -> Config {
    config.example_tests(true).example_server(true).client(true)
}

fn generate(spec: &Value) -> Generated {
    generate_with(spec, configure)
}

/// The places that reject many payloads, or for which there are several forms of code.
const STRICT: [&str; 14] = [
    "apiKey",
    "base path",
    "callback.url",
    "contentType",
    "cookie",
    "header",
    "header of a part",
    "host of a callback",
    "method",
    "patternProperties",
    "role scheme",
    "scheme",
    "server",
    "server of a path item",
];

#[test]
fn no_text_of_an_openapi_3_document_becomes_code() {
    let expected = generate(&injected(&marked(), &[], ""));
    assert!(!expected.report.has_errors(), "{}", expected.report.render(Style::Short));
    let other = |place: &str, text: &str| generate(&injected(&marked(), &[place.to_owned()], text));
    let expected = [
        expected,
        // What follows `#` is not a part of a path.
        other("base path", "#"),
        other("host of a callback", "#"),
        other("contentType", "not a subtype"),
        // These are translated to regex' syntax.
        other("patternProperties", "."),
    ];
    let (generated, wrong) = attack(&marked(), &STRICT, &expected, configure);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(generated > 3_000, "{generated} gave code");
}
