//! The JSON Schema Test Suite, draft 4: each group's schema is the body of an operation, all groups are
//! one crate, and what that crate accepts is compared. It takes minutes, so it runs only when asked:
//!
//! ```text
//! STUBSMITH_CORPUS=<folder> cargo test -p stubsmith-tests --test json_schema_suite -- --ignored
//! ```
//!
//! `BLESS=1` writes the table in `tests/json-schema-suite.txt`. Groups with a remote `$ref` or with `id`
//! are left out: neither is a Swagger document's.

use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};
use stubsmith::{Config, Style};

struct Group {
    file: String,
    description: String,
    schema: Value,
    cases: Vec<Value>,
}

/// The groups of all files, without those of other documents.
fn groups(folder: &Path) -> Vec<Group> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    let mut groups = Vec::new();
    for path in files {
        let file = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let all: Vec<Value> = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        for group in all {
            let schema = group["schema"].clone();
            let text = schema.to_string();
            if file == "refRemote" || text.contains("http://") || text.contains("\"id\":") {
                continue;
            }
            let cases = group["tests"].as_array().unwrap().clone();
            let description = group["description"].as_str().unwrap().to_owned();
            groups.push(Group { file: file.clone(), description, schema, cases });
        }
    }
    groups
}

/// A description with the schema as a body. References within the schema lead to where it stands then.
fn description(schema: &Value) -> Value {
    let mut body = schema.clone();
    move_references(&mut body);
    json!({
        "swagger": "2.0",
        "info": {"title": "Suite", "version": "1"},
        "paths": {"/": {"post": {
            "operationId": "check",
            "parameters": [{"name": "body", "in": "body", "required": true, "schema": {"$ref": "#/definitions/Body"}}],
            "responses": {"204": {"description": "Done."}},
        }}},
        "definitions": {"Body": body},
    })
}

fn move_references(value: &mut Value) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get_mut("$ref") {
                *reference = reference.replacen('#', "#/definitions/Body", 1);
            }
            members
                .iter_mut()
                .filter(|(name, _)| *name != "enum")
                .for_each(|(_, value)| move_references(value));
        }
        Value::Array(items) => items.iter_mut().for_each(move_references),
        _ => {}
    }
}

/// What becomes of a group: the messages where it is refused.
fn generate(group: &Group, folder: &Path, index: usize) -> Result<(), String> {
    let spec = folder.join(format!("g{index}.json"));
    fs::write(&spec, description(&group.schema).to_string()).unwrap();
    let generated = Config::new(&spec).generate();
    if generated.report.has_errors() {
        return Err(generated.report.render(Style::Short));
    }
    stubsmith::write(&folder.join(format!("src/g{index}")), &generated.files).unwrap();
    Ok(())
}

const MANIFEST: &str = r#"[package]
name = "suite"
version = "0.1.0"
edition = "2024"

[dependencies]
axum = { version = "0.8.9", default-features = false, features = ["matched-path"] }
regex = "1"
serde = "1"
serde_json = { version = "1", features = ["preserve_order"] }
tokio = { version = "1", features = ["macros", "rt"] }
tower = { version = "0.5", features = ["util"] }

[workspace]
"#;

const HARNESS: &str = r#"
use std::sync::Arc;
use axum::{body::Body, http::Request};
use tower::ServiceExt as _;

struct Server;

macro_rules! group {
    ($module:ident) => {
        impl $module::Api for Server {
            type Error = $module::Rejection;
            async fn check(&self, _: $module::Context, _: $module::CheckRequest) -> Result<$module::CheckResponse, Self::Error> {
                Ok($module::CheckResponse::NoContent)
            }
        }
    };
}

async fn send(router: axum::Router, body: &str) -> String {
    let request = Request::post("/").header("content-type", "application/json").body(Body::from(body.to_owned())).unwrap();
    let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
    let text = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    format!("{} {}", parts.status.as_u16(), String::from_utf8_lossy(&text).replace('\n', " "))
}
"#;

/// The program that sends every case, and prints a line for each.
fn program(groups: &[Group], generated: &[usize]) -> String {
    let mut text = String::new();
    for index in generated {
        writeln!(text, "mod g{index};").unwrap();
    }
    text.push_str(HARNESS);
    for index in generated {
        writeln!(text, "group!(g{index});").unwrap();
    }
    text.push_str("\n#[tokio::main(flavor = \"current_thread\")]\nasync fn main() {\n");
    for index in generated {
        for case in &groups[*index].cases {
            let data = case["data"].to_string();
            writeln!(
                text,
                "    println!(\"{{}}\", send(g{index}::service(Arc::new(Server)), {data:?}).await);"
            )
            .unwrap();
        }
    }
    text + "}\n"
}

/// Whether a refusal comes from a keyword that implies a type, which is what Stubsmith decides and JSON
/// Schema does not.
fn is_implied(schema: &Value, answer: &str) -> bool {
    let mistyped = answer.contains("invalid type") || answer.contains("is expected");
    mistyped && schema.get("type").is_none()
}

#[test]
#[ignore = "takes minutes; see the head of the file"]
fn decoding_agrees_with_the_suite() {
    let corpus = env::var_os("STUBSMITH_CORPUS").expect("STUBSMITH_CORPUS names the corpus");
    let groups = groups(&Path::new(&corpus).join("json-schema-test-suite/tests/draft4"));
    let folder = tempfile::TempDir::new().unwrap();
    fs::create_dir_all(folder.path().join("src")).unwrap();
    fs::write(folder.path().join("Cargo.toml"), MANIFEST).unwrap();
    fs::copy("../Cargo.lock", folder.path().join("Cargo.lock")).unwrap();
    let outcomes: Vec<_> =
        groups.iter().enumerate().map(|(index, group)| generate(group, folder.path(), index)).collect();
    let generated: Vec<usize> = (0..groups.len()).filter(|index| outcomes[*index].is_ok()).collect();
    fs::write(folder.path().join("src/main.rs"), program(&groups, &generated)).unwrap();
    let target = env::current_exe().unwrap().ancestors().nth(3).unwrap().join("suite");
    let output = Command::new(env!("CARGO"))
        .current_dir(folder.path())
        .args(["run", "--quiet"])
        .env("CARGO_TARGET_DIR", target)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let answers = String::from_utf8(output.stdout).unwrap();
    let table = compare(&groups, &outcomes, answers.lines());
    let path = Path::new("json-schema-suite.txt");
    if env::var_os("BLESS").is_some() {
        fs::write(path, &table).unwrap();
    }
    assert_eq!(fs::read_to_string(path).unwrap_or_default(), table, "bless with BLESS=1, and read the diff");
}

fn compare<'a>(
    groups: &[Group],
    outcomes: &[Result<(), String>],
    mut answers: impl Iterator<Item = &'a str>,
) -> String {
    let (mut agree, mut implied, mut refused, mut disagree) = (0, 0, 0, 0);
    let mut rows = String::new();
    for (group, outcome) in groups.iter().zip(outcomes) {
        let mut own = (0, 0, 0);
        let mut wrong = String::new();
        for case in &group.cases {
            if outcome.is_err() {
                refused += 1;
                continue;
            }
            let answer = answers.next().unwrap();
            let valid = case["valid"].as_bool().unwrap();
            if answer.starts_with("204") == valid {
                own.0 += 1;
            } else if valid && is_implied(&group.schema, answer) {
                own.1 += 1;
            } else {
                own.2 += 1;
                writeln!(wrong, "    {} -> {answer}", case["description"].as_str().unwrap()).unwrap();
            }
        }
        (agree, implied, disagree) = (agree + own.0, implied + own.1, disagree + own.2);
        let name = format!("{}: {}", group.file, group.description);
        match outcome {
            Ok(()) => writeln!(rows, "{:3} {:3} {:3}  {name}", own.0, own.1, own.2).unwrap(),
            Err(report) => {
                let message =
                    report.lines().next().and_then(|line| line.split_once(": ")).unwrap_or_default().1;
                writeln!(rows, "refused      {name}\n    {message}").unwrap();
            }
        }
        rows.push_str(&wrong);
    }
    format!(
        "The JSON Schema Test Suite, draft 4: {} groups.\nCases that agree: {agree}. Refused because a keyword implies a type: {implied}. \
         In a group that is refused when generated: {refused}. Cases that disagree: {disagree}.\n\n{rows}",
        groups.len()
    )
}
