//! A made-up OpenAPI 3.1 document with any number of operations, of the form in which large APIs are published: long
//! texts, an example of each body, shared schemas with unions and constraints. 1,200 operations have 900 schemas, and
//! 13 MB as indented JSON.

use serde_json::{Map, Value, json};

/// The items in the example of a list.
const LISTED: usize = 13;

/// The document.
pub fn document(operations: usize) -> Value {
    let (mut paths, mut schemas) = (Map::new(), Map::new());
    for index in 0..operations.div_ceil(4) {
        paths.insert(format!("/items{index}"), collection(index));
        paths.insert(format!("/items{index}/{{id}}"), single(index));
        schemas.insert(format!("Item{index}"), item(index));
        schemas.insert(format!("Size{index}"), size(index));
        schemas.insert(format!("Change{index}"), change(index));
    }
    schemas.insert("Problem".to_owned(), problem());
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Made up", "version": "1", "description": text("the whole API", 6)},
        "security": [{"token": []}],
        "tags": (0..20).map(|tag| json!({"name": format!("tag{tag}"), "description": text("a tag", 1)})).collect::<Vec<_>>(),
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas,
        },
    })
}

/// Sentences about a thing.
fn text(about: &str, sentences: usize) -> String {
    let sentence =
        format!("This describes {about}, with the *details* that a reader of the documentation needs. ");
    sentence.repeat(sentences).trim_end().to_owned()
}

fn of(name: &str, index: usize) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}{index}")})
}

fn problem() -> Value {
    json!({
        "type": "object",
        "required": ["message"],
        "properties": {"message": {"type": "string"}, "documentation_url": {"type": "string", "format": "uri"}},
    })
}

fn collection(index: usize) -> Value {
    json!({
        "get": operation(index, "list", json!({
            "parameters": [
                {"name": "limit", "in": "query", "description": text("the limit", 1), "schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 30}},
                {"name": "sort", "in": "query", "description": text("the order", 1), "explode": false, "schema": {"type": "array", "items": {"type": "string", "enum": ["created", "updated", "name"]}}},
                {"name": "filter", "in": "query", "style": "deepObject", "schema": {"type": "object", "properties": {"name": {"type": "string"}, "size": {"type": "integer"}}}},
            ],
            "responses": responses("200", json!({"type": "array", "items": of("Item", index)}), &(index..index + LISTED).map(example).collect()),
        })),
        "post": operation(index, "add", json!({
            "requestBody": body(index, &of("Item", index), &example(index)),
            "responses": responses("201", of("Item", index), &example(index)),
        })),
    })
}

fn single(index: usize) -> Value {
    let id = json!({"name": "id", "in": "path", "required": true, "description": text("the id", 1), "schema": {"type": "integer", "format": "int64"}});
    json!({
        "parameters": [id],
        "get": operation(index, "get", json!({"responses": responses("200", of("Item", index), &example(index))})),
        "patch": operation(index, "change", json!({
            "requestBody": body(index, &of("Change", index), &example_size(index)),
            "responses": responses("200", of("Item", index), &example(index)),
        })),
    })
}

fn operation(index: usize, verb: &str, mut rest: Value) -> Value {
    rest["operationId"] = json!(format!("{verb}Item{index}"));
    rest["tags"] = json!([format!("tag{}", index % 20)]);
    rest["summary"] = json!(format!("To {verb} an item of kind {index}"));
    rest["description"] = json!(text("the operation", 4));
    rest["externalDocs"] = json!({"url": format!("https://docs.example.org/items/{index}#{verb}")});
    rest
}

fn body(index: usize, schema: &Value, example: &Value) -> Value {
    let examples = json!({"default": {"summary": format!("A body {index}"), "value": example}});
    json!({"required": true, "content": {"application/json": {"schema": schema, "examples": examples}}})
}

fn responses(status: &str, schema: Value, example: &Value) -> Value {
    let examples = json!({"default": {"value": example}});
    let problem = json!({"message": "Not Found", "documentation_url": "https://docs.example.org/problems"});
    let mut responses = json!({
        "default": {
            "description": "A problem.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": {"default": {"value": problem}}}},
        },
    });
    responses[status] = json!({"description": "A response.", "content": {"application/json": {"schema": schema, "examples": examples}}});
    responses
}

fn item(index: usize) -> Value {
    let string = |about: &str| json!({"type": "string", "description": text(about, 1)});
    json!({
        "type": "object",
        "title": format!("Item {index}"),
        "description": text("an item", 3),
        "required": ["kind", "id", "node_id", "name", "size", "created_at", "value", "parent"],
        "properties": {
            "kind": {"type": "string", "const": "item"},
            "id": {"type": "integer", "format": "int64", "minimum": 1, "examples": [42]},
            "node_id": string("the node's id"),
            "name": {"type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[a-z0-9 _-]+$"},
            "title": string("the title"),
            "note": {"type": ["string", "null"], "maxLength": 2000},
            "state": {"type": "string", "enum": ["open", "closed", "locked"], "description": text("the state", 1)},
            "size": of("Size", index),
            "parent": {"anyOf": [of("Size", index), {"type": "null"}]},
            "value": {"oneOf": [{"type": "string"}, {"type": "integer"}, {"type": "array", "items": {"type": "string"}}]},
            "labels": {"type": "object", "additionalProperties": {"type": "string"}},
            "parts": {"type": "array", "maxItems": 100, "items": {"type": "string"}},
            "created_at": {"type": "string", "format": "date-time"},
            "updated_at": {"type": ["string", "null"], "format": "date-time"},
            "url": {"type": "string", "format": "uri"},
            "html_url": {"type": "string", "format": "uri"},
            "count": {"type": "integer"},
            "ratio": {"type": "number", "minimum": 0, "maximum": 1},
            "private": {"type": "boolean", "default": false},
        },
    })
}

fn size(index: usize) -> Value {
    json!({
        "type": "object",
        "description": text("a size", 1),
        "required": ["kind", "width", "height"],
        "properties": {
            "kind": {"type": "string", "const": "size"},
            "width": {"type": "number", "minimum": 0, "description": format!("The width {index}.")},
            "height": {"type": "number", "minimum": 0, "description": format!("The height {index}.")},
            "unit": {"type": "string", "enum": ["mm", "cm", "m"]},
            "exact": {"type": "boolean"},
        },
    })
}

fn change(index: usize) -> Value {
    let mapping = json!({
        "item": format!("#/components/schemas/Item{index}"),
        "size": format!("#/components/schemas/Size{index}"),
    });
    json!({
        "description": text("a change", 1),
        "oneOf": [of("Item", index), of("Size", index)],
        "discriminator": {"propertyName": "kind", "mapping": mapping},
    })
}

fn example_size(index: usize) -> Value {
    json!({"kind": "size", "width": 120, "height": index, "unit": "mm", "exact": true})
}

fn example(index: usize) -> Value {
    let url = format!("https://api.example.org/items{index}/42");
    json!({
        "kind": "item",
        "id": 42,
        "node_id": format!("MDQ6VXNlcj{index}"),
        "name": format!("item {index}"),
        "title": text("this item", 1),
        "note": null,
        "state": "open",
        "size": example_size(index),
        "parent": example_size(index + 1),
        "value": ["a", "b", "c"],
        "labels": {"color": "red", "area": "north", "team": "platform"},
        "parts": ["first", "second", "third", "fourth"],
        "created_at": "2026-11-29T12:00:00Z",
        "updated_at": "2026-11-29T12:30:00Z",
        "url": url,
        "html_url": url,
        "count": index,
        "ratio": 0.25,
        "private": false,
    })
}
