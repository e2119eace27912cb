//! A program that decodes examples as the types of their schemas.

use super::files::Place;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};
use stubsmith::{Config, Style};

/// The generated code of a document.
pub struct Module {
    /// The name of the module.
    pub name: String,
    /// The schemas that have a type.
    pub is_typed: Vec<bool>,
    /// The first errors, if there are errors.
    pub errors: String,
}

/// Generates a module with a struct for each schema, which has it as its only property.
pub fn generate(folder: &Path, name: String, version: &str, schemas: &[Place]) -> Module {
    let mut paths = serde_json::Map::new();
    let mut holders = serde_json::Map::new();
    for (index, place) in schemas.iter().enumerate() {
        let holder = format!("Holder{index}");
        let value = json!({"value": {"$ref": place.reference(folder)}});
        holders.insert(holder.clone(), json!({"type": "object", "required": ["value"], "properties": value}));
        let schema = json!({"$ref": format!("#/components/schemas/{holder}")});
        let content = json!({"application/json": {"schema": schema}});
        let operation = json!({"post": {
            "operationId": format!("send{holder}"),
            "requestBody": {"required": true, "content": content},
            "responses": {"200": {"description": "The same.", "content": content}},
        }});
        paths.insert(format!("/{index}"), operation);
    }
    let spec = json!({
        "openapi": version,
        "info": {"title": "Examples", "version": "1"},
        "paths": paths,
        "components": {"schemas": holders},
    });
    let path = folder.join(format!("{name}.json"));
    fs::write(&path, spec.to_string()).unwrap();
    let config = || Config::new(&path).ref_root("/");
    let mut generated = config().generate();
    let mut errors = String::new();
    if generated.report.has_errors() {
        let text = generated.report.render(Style::Short);
        errors = text.lines().filter(|line| line.contains("error")).take(3).collect::<Vec<_>>().join("\n");
        generated = config().skip_unsupported(true).generate();
    }
    let module = folder.join("src").join(&name);
    let mut text = String::new();
    if !generated.files.is_empty() {
        stubsmith::write(&module, &generated.files).unwrap();
        text = generated.files.iter().map(|file| file.text.as_str()).collect();
        for (file, more) in [("mod.rs", "\npub use support::decode_value;\n"), ("support/mod.rs", DECODE)] {
            let text = fs::read_to_string(module.join(file)).unwrap();
            fs::write(module.join(file), text + more).unwrap();
        }
    }
    let is_typed = (0..schemas.len()).map(|index| text.contains(&format!("pub struct Holder{index} {{")));
    Module { name, is_typed: is_typed.collect(), errors }
}

const DECODE: &str = r#"
pub fn decode_value<T: Decode>(json: &str, of_request: bool) -> Result<(), String> {
    let mut trail = Trail { of_request, ..Trail::default() };
    let mut input = serde_json::Deserializer::from_str(json);
    let outcome = T::decode(&mut input, &mut trail);
    outcome.map(drop).map_err(|error| format!("at `{}`: {error}", trail.pointer()))
}
"#;

const MANIFEST: &str = r#"[package]
name = "body-examples"
version = "0.1.0"
edition = "2024"

[dependencies]
axum = { version = "0.8.9", default-features = false, features = ["matched-path", "multipart"] }
base64 = "0.22"
regex = "1"
serde = "1"
serde_json = { version = "1", features = ["preserve_order"] }

[profile.dev]
debug = false

[workspace]
"#;

const MAIN: &str = r#"
fn main() {
    for line in std::io::stdin().lines() {
        let line = line.unwrap();
        let mut parts = line.splitn(3, '\t');
        let mut next = || parts.next().unwrap();
        let (schema, of_request, json) = (next(), next() == "true", next());
        println!("{}", match decode(schema, json, of_request) {
            Ok(()) => "accepted".to_owned(),
            Err(reason) => reason.replace('\n', " "),
        });
    }
}
"#;

/// A value to decode: the module, the schema in it, and whether the value is in a request.
pub type Question<'q> = (&'q Module, usize, bool, &'q Value);

/// Compiles the modules, and decodes the values. Returns `None` for an accepted value, and otherwise the reason.
pub fn decode(folder: &Path, modules: &[&Module], questions: &[Question<'_>]) -> Vec<Option<String>> {
    fs::create_dir_all(folder.join("src")).unwrap();
    fs::write(folder.join("Cargo.toml"), MANIFEST).unwrap();
    fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let mut text = "#![allow(warnings)]\n".to_owned();
    let mut rows = String::new();
    for Module { name, is_typed, .. } in modules {
        writeln!(text, "mod {name};").unwrap();
        for (index, _) in is_typed.iter().enumerate().filter(|(_, is_typed)| **is_typed) {
            let row = format!("{name}::decode_value::<{name}::types::Holder{index}>(json, of_request)");
            writeln!(rows, "        \"{name}/{index}\" => {row},").unwrap();
        }
    }
    write!(
        text,
        "\nfn decode(schema: &str, json: &str, of_request: bool) -> Result<(), String> {{\n    match schema {{\n\
         {rows}        other => panic!(\"{{other}}\"),\n    }}\n}}\n{MAIN}"
    )
    .unwrap();
    fs::write(folder.join("src/main.rs"), text).unwrap();
    let target = env::current_exe().unwrap().ancestors().nth(3).unwrap().join("body-examples");
    let mut build = Command::new(env!("CARGO"));
    build.current_dir(folder).args(["build", "--quiet"]).env("CARGO_TARGET_DIR", &target);
    let output = build.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let line = |(module, schema, of_request, value): &Question<'_>| {
        format!("{}/{schema}\t{of_request}\t{}\n", module.name, json!({"value": value}))
    };
    let input: String = questions.iter().map(line).collect();
    let mut program = Command::new(target.join("debug/body-examples"));
    let mut program = program.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut pipe = program.stdin.take().unwrap();
    let writer = std::thread::spawn(move || pipe.write_all(input.as_bytes()).unwrap());
    let output = program.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let answers = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<Option<String>> =
        answers.lines().map(|line| (line != "accepted").then(|| line.to_owned())).collect();
    assert_eq!(answers.len(), questions.len());
    answers
}
