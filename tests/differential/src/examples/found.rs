//! The examples of request bodies and responses.

use super::files::{Files, Node, Place};
use serde_json::Value;
use std::path::Path;

/// The example of a body.
pub struct Example {
    /// The place of the value.
    pub place: Place,
    /// The value.
    pub value: Value,
    /// The schema of the body.
    pub schema: Node,
    /// Whether the body is that of a request.
    pub of_request: bool,
}

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Finds the JSON examples of the operations of a document.
pub fn examples(files: &mut Files, path: &Path) -> Vec<Example> {
    let mut found = Vec::new();
    let Some(root) = files.root(path) else { return found };
    for (_, item) in files.entries(&root, "paths") {
        for method in METHODS {
            let Some(operation) = files.entry(&item, method) else { continue };
            if let Some(body) = files.entry(&operation, "requestBody") {
                of_body(files, &body, true, &mut found);
            }
            for (_, response) in files.entries(&operation, "responses") {
                of_body(files, &response, false, &mut found);
            }
        }
    }
    found
}

fn of_body(files: &mut Files, body: &Node, of_request: bool, found: &mut Vec<Example>) {
    for (name, media_type) in files.entries(body, "content") {
        let essence = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let is_json = essence.ends_with("/json") || essence.ends_with("+json");
        let Some(schema) = media_type.1.get("schema").filter(|_| is_json) else { continue };
        let schema = (media_type.0.inside("schema"), schema);
        let mut add = |(place, value): Node| {
            found.push(Example { place, value: value.clone(), schema: schema.clone(), of_request });
        };
        media_type
            .1
            .get("example")
            .into_iter()
            .for_each(|value| add((media_type.0.inside("example"), value)));
        // The map itself can be a `$ref`.
        if let Some((place, map)) = files.entry(&media_type, "examples") {
            for (name, example) in map.as_object().into_iter().flatten() {
                let Some((place, example)) = files.follow((place.inside(name), example)) else { continue };
                example.get("value").into_iter().for_each(|value| add((place.inside("value"), value)));
            }
        }
    }
}
