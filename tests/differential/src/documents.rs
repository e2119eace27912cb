//! The documents of the tests, and the operations that the tests give them.

use crate::openapi3::{self, SCHEMAS};
use crate::places::parameters;
use crate::prove::Claim;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;
use stubsmith_tests::bodies;
use stubsmith_tests::round_trip::parse;

/// The published documents of these kinds in the corpus that are a single file: first one of each folder, then a second
/// of each, and so on. Documents with more than `DEFINITIONS` take too long to compile.
pub fn published(corpus: &Path, kinds: &[&str]) -> Vec<String> {
    const DEFINITIONS: usize = 200;
    let manifest = fs::read_to_string(corpus.join("manifest.tsv")).unwrap();
    let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in manifest.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [path, kind, _, _, schemas, "0", _, _, "spec", "ok", .., "yes"] = columns.as_slice() else {
            continue;
        };
        if kinds.contains(kind) && (1..=DEFINITIONS).contains(&schemas.parse().unwrap_or(0)) {
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
    /// The definitions, with paths of our own.
    pub value: Value,
    /// The names of the definitions.
    pub names: Vec<String>,
    /// The document as it was published. For OpenAPI 3, its schemas as definitions of Swagger 2.0.
    pub published: Value,
    /// For OpenAPI 3, the keyword of the definitions for each keyword of a schema.
    claims: Option<HashMap<Claim, Claim>>,
    /// For OpenAPI 3, the schemas with a keyword that is not written, and that keyword.
    unwritten: BTreeMap<String, String>,
}

impl Document {
    /// The claim about the definitions that is equal to a claim about the document. `None` if there is none.
    pub fn claim(&self, claim: &Claim) -> Option<Claim> {
        match &self.claims {
            None => Some(claim.clone()),
            Some(claims) => claims.get(claim).cloned(),
        }
    }

    /// The JSON pointer to a keyword in the definitions, from that in the document.
    pub fn written(&self, keyword: &str) -> Option<String> {
        let (pointer, keyword) = keyword.rsplit_once('/')?;
        let claim = self.claim(&Claim { pointer: pointer.to_owned(), keyword: keyword.to_owned() })?;
        Some(format!("{}/{}", claim.pointer, claim.keyword))
    }

    /// A keyword of a schema, or of those that it refers to, that the definitions do not have.
    pub fn unwritten(&self, name: &str) -> Option<&str> {
        self.unwritten.get(name).map(String::as_str)
    }
}

/// The parameters of a document, each in an operation of its own.
#[derive(Default)]
pub struct Takers {
    /// The parameter of each operation.
    pub parameters: Vec<Value>,
    /// The operation of each parameter, by the parameter's JSON pointer in the published document.
    pub operations: HashMap<String, usize>,
}

impl Takers {
    /// Parameters that differ only in their `description` share an operation. A parameter that the generator does not
    /// support has none.
    pub fn of(document: &Document, is_served: impl Fn(&Value) -> bool) -> Self {
        let mut takers = Self::default();
        let mut known: HashMap<String, Option<usize>> = HashMap::new();
        for (pointer, parameter) in parameters(&document.published) {
            let mut parameter = parameter.clone();
            parameter.as_object_mut().into_iter().for_each(|members| {
                members.retain(|keyword, _| keyword != "description");
            });
            if parameter["in"] == "body" && format(&document.published, &pointer) == Format::Text {
                parameter["x-text"] = json!(true);
            }
            let operation = *known.entry(parameter.to_string()).or_insert_with(|| {
                let number = takers.parameters.len();
                is_served(&parameter).then(|| takers.parameters.push(parameter)).map(|()| number)
            });
            takers.operations.extend(operation.map(|operation| (pointer, operation)));
        }
        takers
    }

    /// The paths of the operations.
    pub fn paths(&self) -> Map<String, Value> {
        let each = self.parameters.iter().enumerate();
        each.map(|(number, parameter)| bodies::taker(number, parameter)).collect()
    }
}

/// How a body is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// As JSON.
    Json,
    /// As text.
    Text,
    /// By the handler.
    Other,
}

/// How the body parameter at a JSON pointer is read, by the `consumes` of its operation.
pub fn format(document: &Value, parameter: &str) -> Format {
    let around = parameter.rsplit_once("/parameters/").map_or("", |(around, _)| around);
    let own = document.pointer(&format!("{around}/consumes"));
    let media_types = own.unwrap_or(&document["consumes"]).as_array();
    let all: Vec<&str> = media_types.into_iter().flatten().filter_map(Value::as_str).collect();
    let is_json = |text: &&str| text.contains("json") || ["*/*", "application/*"].contains(text);
    if all.is_empty() || all.iter().any(is_json) {
        return Format::Json;
    }
    if all.iter().all(|text| text.starts_with("text/")) { Format::Text } else { Format::Other }
}

/// Parses a document and gives it an operation for each definition.
pub fn read(path: &str, text: &str) -> Option<Document> {
    with_operations(path, parse(text)?)
}

/// Gives a document an operation for each definition.
pub fn with_operations(path: &str, mut value: Value) -> Option<Document> {
    if value.get("openapi").is_some() {
        return with_operations_3(path, value);
    }
    let names: Vec<String> =
        value["definitions"].as_object().into_iter().flat_map(Map::keys).cloned().collect();
    let schema = |name: &String| json!({"$ref": format!("#/definitions/{}", in_reference(name))});
    let schemas: Vec<Value> = names.iter().map(schema).collect();
    let published = value.clone();
    let members = value.as_object_mut()?;
    members.retain(|name, _| {
        ["swagger", "info", "definitions", "parameters", "responses"].contains(&name.as_str())
    });
    members.insert("paths".to_owned(), bodies::paths(&schemas));
    Some(Document {
        path: path.to_owned(),
        value,
        names,
        published,
        claims: None,
        unwritten: BTreeMap::new(),
    })
}

/// The same for OpenAPI 3. Of the components, only the schemas are kept.
fn with_operations_3(path: &str, mut value: Value) -> Option<Document> {
    let openapi3::Definitions { document, claims, omitted, unwritten } = openapi3::definitions(&value)?;
    let names: Vec<String> = document["definitions"].as_object()?.keys().cloned().collect();
    let operation = |(number, name): (usize, &String)| {
        let schema = json!({"$ref": format!("#{SCHEMAS}/{}", in_reference(name))});
        let content = json!({"application/json": {"schema": schema}});
        let operation = json!({"post": {
            "operationId": format!("check{number}"),
            "requestBody": {"required": true, "content": content},
            "responses": {"200": {"description": "The same.", "content": content}},
        }});
        (format!("/{number}"), operation)
    };
    let paths: Map<String, Value> = names.iter().enumerate().map(operation).collect();
    let mut schemas = value.pointer(SCHEMAS)?.as_object()?.clone();
    schemas.retain(|name, _| !omitted.contains(name));
    let members = value.as_object_mut()?;
    members.retain(|name, _| ["openapi", "info", "jsonSchemaDialect"].contains(&name.as_str()));
    members.insert("components".to_owned(), json!({"schemas": schemas}));
    members.insert("paths".to_owned(), Value::Object(paths));
    Some(Document {
        path: path.to_owned(),
        value,
        names,
        published: document,
        claims: Some(claims),
        unwritten,
    })
}

/// A name as a step of a `$ref`.
fn in_reference(name: &str) -> String {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    let step = name.replace('~', "~0").replace('/', "~1");
    let encoded = step.bytes().map(|byte| match byte {
        byte if unreserved(byte) || b"~".contains(&byte) => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    encoded.collect()
}
