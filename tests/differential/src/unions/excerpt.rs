//! A spec with a few schemas of a published document, and two structs for each chosen union: one with the union's enum,
//! and one with JSON that a table checks.

use serde_json::{Map, Value, json};

/// A chosen union of a document.
pub struct Chosen {
    /// The JSON pointer in the published document.
    pub pointer: &'static str,
    /// A reference to the union in the excerpt.
    pub reference: String,
}

/// The chosen unions of a document, and the schemas that they reach.
pub struct Excerpt {
    /// The path in the corpus.
    pub path: &'static str,
    /// The spec.
    pub spec: Value,
    /// The unions.
    pub chosen: Vec<Chosen>,
}

const SCHEMAS: &str = "#/components/schemas/";

impl Excerpt {
    /// Collects the schemas of a document that the unions reach.
    pub fn of(path: &'static str, document: &Value, pointers: &[&'static str]) -> Self {
        let mut schemas = Map::new();
        let mut paths = Map::new();
        let mut chosen = Vec::new();
        for (index, pointer) in pointers.iter().enumerate() {
            let schema = document.pointer(pointer).unwrap_or_else(|| panic!("{path} has no {pointer}"));
            reach(document, schema, &mut schemas);
            let named = pointer.strip_prefix(&SCHEMAS[1..]).filter(|name| !name.contains('/'));
            let reference =
                named.map_or_else(|| format!("{SCHEMAS}Union{index}"), |name| format!("{SCHEMAS}{name}"));
            schemas.insert(reference[SCHEMAS.len()..].to_owned(), schema.clone());
            chosen.push(Chosen { pointer, reference });
        }
        for (index, Chosen { reference, .. }) in chosen.iter().enumerate() {
            let typed = json!({"$ref": reference});
            // An alternative without values does not change the union, but has no type.
            let checked = json!({"anyOf": [typed, {"not": {}}]});
            for (name, value) in [(format!("Typed{index}"), typed), (format!("Checked{index}"), checked)] {
                paths.insert(format!("/{name}"), operation(&name));
                let holder = json!({"type": "object", "required": ["value"], "properties": {"value": value}});
                schemas.insert(name, holder);
            }
        }
        schemas.values_mut().for_each(add_implied_types);
        let spec = json!({
            "openapi": document["openapi"],
            "info": {"title": "Unions", "version": "1"},
            "paths": paths,
            "components": {"schemas": schemas},
        });
        Self { path, spec, chosen }
    }
}

/// An operation that takes and returns a schema, so its types belong to requests and to responses.
fn operation(name: &str) -> Value {
    let content = json!({"application/json": {"schema": {"$ref": format!("{SCHEMAS}{name}")}}});
    json!({"post": {
        "operationId": format!("send{name}"),
        "requestBody": {"required": true, "content": content},
        "responses": {"200": {"description": "The same.", "content": content}},
    }})
}

/// Writes down the type that `properties` implies, because tables do not imply types.
fn add_implied_types(schema: &mut Value) {
    match schema {
        Value::Object(keywords) => {
            let is_of_schemas =
                |it: &Value| it.as_object().is_some_and(|it| it.values().all(Value::is_object));
            let is_untyped = !["type", "allOf", "$ref"].iter().any(|name| keywords.contains_key(*name));
            if is_untyped && keywords.get("properties").is_some_and(is_of_schemas) {
                keywords.insert("type".to_owned(), json!("object"));
            }
            keywords.values_mut().for_each(add_implied_types);
        }
        Value::Array(items) => items.iter_mut().for_each(add_implied_types),
        _ => {}
    }
}

/// Adds the schemas that a schema references, and those that they reference.
fn reach(document: &Value, from: &Value, schemas: &mut Map<String, Value>) {
    let mut waiting = vec![from];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(keywords) => {
                let mapping =
                    keywords.get("discriminator").map(|it| &it["mapping"]).and_then(Value::as_object);
                let mapped = mapping.into_iter().flat_map(Map::values);
                for target in keywords.get("$ref").into_iter().chain(mapped).filter_map(Value::as_str) {
                    let Some(step) = target.strip_prefix(SCHEMAS) else { continue };
                    let name = step.replace("~1", "/").replace("~0", "~");
                    if let Some(schema) =
                        document.pointer(&target[1..]).filter(|_| !schemas.contains_key(&name))
                    {
                        schemas.insert(name, schema.clone());
                        waiting.push(schema);
                    }
                }
                waiting.extend(
                    keywords.iter().filter(|(name, _)| !name.starts_with("example")).map(|(_, value)| value),
                );
            }
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
}
