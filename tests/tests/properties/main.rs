//! Properties that hold for every input: any text as a name, any bytes as a file, any spec with a node moved, deleted,
//! duplicated or of another type. The result is code or a diagnostic, never a panic. With `STUBSMITH_CORPUS` set,
//! `the_corpus_mutated` and `the_openapi3_corpus_mutated` do the same with every document of the corpus; `cargo test --
//! --ignored` runs them. `EVERY=20` uses only each twentieth document.

mod check;
mod mutate;

use check::check;
use mutate::{Mutation, mutate};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;
use std::{env, fs, thread};
use stubsmith::{Config, Generated};
use stubsmith_tests::processor_time;
use tempfile::TempDir;

/// Generates code from a folder with one spec.
fn generate(name: &str, text: &[u8]) -> Generated {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    let generated = Config::new(&path).skip_unsupported(true).generate();
    check(&generated);
    generated
}

fn named(name: &str) -> Value {
    json!({
        "swagger": "2.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/a/{id}": {"get": {
            "operationId": name,
            "tags": [name, "b"],
            "parameters": [
                {"name": "id", "in": "path", "required": true, "type": "string"},
                {"name": name, "in": "query", "type": "string", "enum": [name, "b"]},
            ],
            "responses": {"200": {"description": name, "schema": {"$ref": "#/definitions/A"}}},
        }}},
        "definitions": {
            "A": {"type": "object", "properties": {"a": {"type": "object", "properties": {name: {"type": "integer"}}}}},
            name: {"type": "object", "properties": {name: {"type": "string", "default": name}}},
        },
    })
}

/// The same in OpenAPI 3.2, in every place where it has a name that Swagger 2.0 does not have.
fn named_in_openapi_3(name: &str) -> Value {
    let schema = |name: &str| json!({"$ref": format!("#/components/schemas/{}", name.replace('~', "~0").replace('/', "~1"))});
    json!({
        "openapi": "3.2.0",
        "info": {"title": "T", "version": "1", "license": {"name": name}},
        "servers": [{"url": format!("/{{{name}}}/a"), "variables": {name: {"default": name, "enum": [name, "b"]}}}],
        "tags": [{"name": name, "parent": "b"}, {"name": "b", "kind": name}],
        "security": [{name: []}],
        "paths": {
            "/a/{id}": {"post": {
                "operationId": name,
                "tags": [name, "b"],
                "parameters": [
                    {"name": "id", "in": "path", "required": true, "style": "matrix", "schema": {"type": "array", "items": {"type": "string"}}},
                    {"name": name, "in": "query", "style": "deepObject", "explode": true, "schema": schema("A")},
                    {"name": name, "in": "cookie", "schema": {"type": "string", "const": name}},
                ],
                "requestBody": {"content": {
                    "multipart/form-data": {"schema": schema("A"), "encoding": {name: {"contentType": name, "headers": {name: {"schema": {}}}}}},
                    name: {"schema": schema("Either")},
                }},
                "responses": {"200": {
                    "description": name,
                    "headers": {name: {"schema": schema("Either")}},
                    "content": {"application/json": {"schema": schema("Either"), "examples": {name: {"value": name}}}, name: {"schema": {}}},
                    "links": {name: {"operationId": name, "parameters": {name: name}}},
                }},
                "callbacks": {name: {format!("{{$request.body#/{name}}}"): {"post": {"responses": {"200": {"description": name}}}}}},
            }},
            "/b": {"additionalOperations": {name: {"responses": {"200": {"description": name}}}}},
        },
        "webhooks": {name: {"post": {"requestBody": {"content": {"application/json": {"schema": schema("A")}}}, "responses": {}}}},
        "components": {
            "securitySchemes": {name: {"type": "apiKey", "in": "cookie", "name": name}, "b": {"type": "http", "scheme": name}},
            "schemas": {
                "A": {"type": "object", "required": [name], "properties": {name: {"type": "string", "const": name}}, "patternProperties": {name: {}}},
                "B": {"type": "object", "required": [name], "properties": {name: {"type": "string", "enum": [name, "b"]}}},
                "Either": {"oneOf": [schema("A"), schema("B")], "discriminator": {"propertyName": name, "mapping": {name: "A", "b": name}}},
                name: {"anyOf": [{"type": "string"}, {"const": name}, schema("A")]},
            },
        },
    })
}

/// Text that has a meaning in YAML, JSON and Swagger, mixed with other bytes.
fn soup() -> impl Strategy<Value = Vec<u8>> {
    let words = [
        "swagger: '2.0'\n",
        "openapi: 3.1.0\n",
        "components: {schemas: ",
        "oneOf: ",
        "$dynamicRef: '#a'\n",
        "$anchor: a\n",
        "discriminator: {propertyName: a}\n",
        "info: ",
        "paths:\n",
        "definitions:\n",
        "  /a:\n",
        "    get:\n",
        "{",
        "}",
        "[",
        "]",
        ": ",
        ", ",
        "- ",
        "? ",
        "\n",
        "\n  ",
        "\n    ",
        "&a ",
        "*a",
        "<<: *a",
        "!!int ",
        "|\n",
        ">-\n",
        "---\n",
        "...\n",
        "#",
        "%YAML 1.1\n",
        "'",
        "\"",
        "\\u0000",
        "\\ud800",
        "\t",
        "\r",
        "\u{feff}",
        "1e999",
        ".nan",
        "0x1F",
        "0o7",
        "12345678901234567890123",
        "~",
        "{\"swagger\": \"2.0\", ",
        "\"paths\": {}",
        "$ref: '#/definitions/A'",
        "type: object",
        "allOf: ",
        "null",
        "true",
        "a",
        "b",
    ];
    let word = prop::sample::select(words.to_vec()).prop_map(|word| word.as_bytes().to_vec());
    let any = prop::collection::vec(any::<u8>(), 0..4);
    prop::collection::vec(prop_oneof![8 => word, 1 => any], 0..40).prop_map(|parts| parts.concat())
}

/// The golden specs, as data.
fn golden() -> Vec<Value> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir("golden").unwrap().map(|entry| entry.unwrap().path().join("spec.yaml")).collect();
    paths.sort();
    let texts = paths.iter().filter_map(|path| fs::read_to_string(path).ok());
    texts.map(|text| serde_yaml::from_str(&text).unwrap()).collect()
}

fn mutations() -> impl Strategy<Value = Vec<Mutation>> {
    prop::collection::vec((0..4_usize, any::<usize>(), any::<usize>()).prop_map(Mutation::from), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_name(name in any::<String>(), ascii in "[ -~]{0,12}") {
        for name in [name, ascii] {
            generate("api.json", named(&name).to_string().as_bytes());
            generate("api.json", named_in_openapi_3(&name).to_string().as_bytes());
        }
    }

    #[test]
    fn any_bytes_are_a_file(bytes in prop::collection::vec(any::<u8>(), 0..64), soup in soup()) {
        for bytes in [bytes, soup] {
            generate("api.yaml", &bytes);
            generate("api.json", &bytes);
        }
    }

    #[test]
    fn any_spec_may_be_mutated(mutations in mutations(), which in any::<prop::sample::Index>()) {
        let golden = golden();
        let mut spec = which.get(&golden).clone();
        mutate(&mut spec, &mutations);
        generate("api.json", serde_json::to_string_pretty(&spec).unwrap().as_bytes());
    }
}

const EACH: u64 = 10;

/// The processor time of a run may be this long. Other processes do not matter.
const LIMIT: Duration = Duration::from_secs(10);

/// Runs one mutated spec, and returns its processor time. A run of more than ten seconds counts as hanging.
fn run(name: &str, spec: &Value) -> Result<Duration, String> {
    let text = serde_json::to_string_pretty(spec).unwrap();
    let (done, outcome) = mpsc::channel();
    let thread = thread::spawn(move || {
        generate("api.json", text.as_bytes());
        done.send(processor_time()).unwrap();
    });
    match outcome.recv_timeout(12 * LIMIT) {
        Ok(time) if time < LIMIT => Ok(time),
        Ok(_) | Err(RecvTimeoutError::Timeout) => Err(format!("{name}: takes more than ten seconds")),
        Err(RecvTimeoutError::Disconnected) => Err(format!(
            "{name}: panics: {:?}",
            thread.join().err().and_then(|cause| cause.downcast::<String>().ok())
        )),
    }
}

/// The peak memory of this process, on systems that report it.
fn peak() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM unknown").to_owned()
}

/// The paths of the specs below a folder that have this keyword, `swagger` or `openapi`.
fn specs(folder: &Path, keyword: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if read(&path).is_some_and(|value| value.get(keyword).is_some()) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> Option<Value> {
    let text = fs::read_to_string(path).ok()?;
    match path.extension()?.to_str()? {
        "json" => serde_json::from_str(&text).ok(),
        "yaml" | "yml" => serde_yaml::from_str(&text).ok(),
        _ => None,
    }
}

#[test]
#[ignore = "takes long: see CONTRIBUTING.md"]
fn the_corpus_mutated() {
    mutated("swagger");
}

#[test]
#[ignore = "takes long: see CONTRIBUTING.md"]
fn the_openapi3_corpus_mutated() {
    mutated("openapi");
}

/// Mutates each spec of the corpus that has the keyword, or some of them.
fn mutated(keyword: &str) {
    let folder = env::var_os("STUBSMITH_CORPUS").expect("STUBSMITH_CORPUS names the corpus");
    let every = env::var("EVERY").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    let (mut runs, mut wrong, mut slowest) = (0, Vec::new(), (Duration::ZERO, String::new()));
    for path in specs(Path::new(&folder), keyword).into_iter().step_by(every) {
        let spec = read(&path).unwrap();
        let path = path.strip_prefix(&folder).unwrap().display().to_string();
        for round in 0..EACH {
            let name = format!("{path} {round}");
            let mut mutated = spec.clone();
            mutate(&mut mutated, &Mutation::some(&name));
            runs += 1;
            match run(&name, &mutated) {
                Ok(time) => slowest = slowest.max((time, name)),
                Err(what) => {
                    eprintln!("{what}");
                    wrong.push(what);
                }
            }
        }
    }
    eprintln!("{runs} runs, the slowest {slowest:?}, {}", peak());
    assert!(runs > 0 && wrong.is_empty(), "{}", wrong.join("\n"));
}
