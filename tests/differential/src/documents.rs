//! The documents that are compared, and the parts of them that are.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use stubsmith_tests::bodies;
use stubsmith_tests::round_trip::parse;

/// The published Swagger 2.0 documents of the corpus that are a file alone: each folder's first, then each one's
/// second, and so on. More than `DEFINITIONS` take too long to compile.
pub fn published(corpus: &Path) -> Vec<String> {
    const DEFINITIONS: usize = 200;
    let manifest = fs::read_to_string(corpus.join("manifest.tsv")).unwrap();
    let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in manifest.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [path, "swagger2", _, _, schemas, "0", _, _, "spec", "ok", .., "yes"] = columns.as_slice() else {
            continue;
        };
        if (1..=DEFINITIONS).contains(&schemas.parse().unwrap_or(0)) {
            folders.entry(path.split('/').next().unwrap_or_default()).or_default().push(path);
        }
    }
    for paths in folders.values_mut() {
        paths.sort_unstable();
    }
    let longest = folders.values().map(Vec::len).max().unwrap_or(0);
    let rounds = (0..longest).flat_map(|round| folders.values().filter_map(move |paths| paths.get(round)));
    rounds.map(|path| (*path).to_owned()).collect()
}

/// A document with one operation for each definition.
pub struct Document {
    /// Its path in the corpus.
    pub path: String,
    /// Definitions, and paths of ours.
    pub value: Value,
    /// The names of the definitions.
    pub names: Vec<String>,
}

/// Reads a document, and gives it an operation for each definition.
pub fn read(path: &str, text: &str) -> Option<Document> {
    with_operations(path, parse(text)?)
}

/// Gives a document an operation for each definition.
pub fn with_operations(path: &str, mut value: Value) -> Option<Document> {
    let names: Vec<String> = value["definitions"].as_object()?.keys().cloned().collect();
    let schema = |name: &String| json!({"$ref": format!("#/definitions/{}", in_reference(name))});
    let schemas: Vec<Value> = names.iter().map(schema).collect();
    let members = value.as_object_mut()?;
    members.retain(|name, _| {
        ["swagger", "info", "definitions", "parameters", "responses"].contains(&name.as_str())
    });
    members.insert("paths".to_owned(), bodies::paths(&schemas));
    Some(Document { path: path.to_owned(), value, names })
}

/// A name as a reference has it.
fn in_reference(name: &str) -> String {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    let step = name.replace('~', "~0").replace('/', "~1");
    let encoded = step.bytes().map(|byte| match byte {
        byte if unreserved(byte) || b"~".contains(&byte) => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    encoded.collect()
}
