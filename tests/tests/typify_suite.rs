//! The results of typify, with its default settings, for the same groups of the JSON Schema Test Suite, counted in the
//! same way. typify reads draft 7, so the schemas are rewritten: `exclusiveMinimum` and the like are numbers, and a
//! title gives the type's name. A group counts as rejected if typify panics, or if its code does not compile. The test
//! fetches and compiles typify, so it runs only on request:
//!
//! ```text
//! STUBSMITH_CORPUS=<folder> cargo test -p stubsmith-tests --test typify_suite -- --ignored
//! ```
//!
//! `BLESS=1` writes the table in `tests/tables/json-schema-suite-typify.txt`.

use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};
use stubsmith_tests::bodies::Answer;
use stubsmith_tests::json_schema::{Group, compare, groups};

/// The schema in draft 7.
fn draft_7(schema: &Value) -> Value {
    let mut schema = schema.clone();
    number_bounds(&mut schema);
    if let Some(members) = schema.as_object_mut() {
        members.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
        members.insert("title".to_owned(), json!("Body"));
    }
    schema
}

fn number_bounds(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (exclusive, inclusive) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
                let Some(Value::Bool(holds)) = members.get(exclusive).cloned() else { continue };
                members.remove(exclusive);
                if let Some(bound) = members.get(inclusive).cloned().filter(|_| holds) {
                    members.remove(inclusive);
                    members.insert(exclusive.to_owned(), bound);
                }
            }
            members.values_mut().for_each(number_bounds);
        }
        Value::Array(items) => items.iter_mut().for_each(number_bounds),
        _ => {}
    }
}

fn target() -> PathBuf {
    env::current_exe().unwrap().ancestors().nth(3).unwrap().join("typify")
}

/// The type of each group, or the reason why there is none.
fn generate(groups: &[Group], folder: &Path) -> Vec<Result<String, String>> {
    let schemas: Vec<Value> = groups.iter().map(|group| draft_7(&group.schema)).collect();
    let list = folder.join("schemas.json");
    fs::write(&list, json!(schemas).to_string()).unwrap();
    let mut run = Command::new(env!("CARGO"));
    run.args(["run", "--quiet", "--manifest-path", "typify/Cargo.toml", "--"])
        .arg(&list)
        .arg(folder.join("src"));
    let output = run.env("CARGO_TARGET_DIR", target()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let outcome = |line: &str| match line.split_once('\t') {
        Some(("ok", name)) => Ok(name.to_owned()),
        other => {
            let words: Vec<&str> = other.unwrap_or_default().1.split_whitespace().collect();
            Err(format!("typify: {}", words.join(" ").chars().take(100).collect::<String>()))
        }
    };
    text.lines().map(outcome).collect()
}

const MANIFEST: &str = r#"[package]
name = "typified"
version = "0.1.0"
edition = "2021"

[dependencies]
chrono = { version = "0.4", features = ["serde"] }
regress = "0.12"
serde = { version = "1", features = ["derive"] }
serde_json = "1"
uuid = { version = "1", features = ["serde"] }

[workspace]
"#;

fn program(groups: &[Group], outcomes: &[Result<String, String>]) -> String {
    let mut text = "#![allow(warnings)]\n".to_owned();
    let mut main = String::new();
    for (index, name) in
        outcomes.iter().enumerate().filter_map(|(index, name)| Some((index, name.as_ref().ok()?)))
    {
        writeln!(text, "mod g{index};\nmod u{index} {{ use crate::g{index}::*; pub type Whole = {name}; }}")
            .unwrap();
        for case in &groups[index].cases {
            let body = case["data"].to_string();
            writeln!(main, "    answer::<u{index}::Whole>({body:?});").unwrap();
        }
    }
    text.push_str(
        r#"
fn answer<T: serde::de::DeserializeOwned>(text: &str) {
    match serde_json::from_str::<T>(text) {
        Ok(_) => println!("200\t"),
        Err(error) => println!("400\t{}", error.to_string().replace('\n', " ")),
    }
}
"#,
    );
    text + "fn main() {\n" + &main + "}\n"
}

/// The groups whose modules do not compile.
fn faulty(messages: &str) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for message in messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
        let message = &message["message"];
        if message["level"] != "error" {
            continue;
        }
        for span in message["spans"].as_array().into_iter().flatten() {
            let file = span["file_name"].as_str().unwrap_or_default();
            let text = span["text"][0]["text"].as_str().unwrap_or_default();
            let module = file.strip_prefix("src/g").and_then(|rest| rest.strip_suffix(".rs"));
            let named = || text.split_once("mod u")?.1.split_once(' ').map(|(number, _)| number);
            let called = || text.split_once("answer::<u")?.1.split_once(':').map(|(number, _)| number);
            found.extend(
                module.or_else(named).or_else(called).and_then(|number| number.parse::<usize>().ok()),
            );
        }
    }
    found
}

/// Compiles all groups except those that do not compile, and runs the program.
fn answers(groups: &[Group], outcomes: &mut [Result<String, String>], folder: &Path) -> Vec<Answer> {
    fs::write(folder.join("Cargo.toml"), MANIFEST).unwrap();
    let cargo = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(folder).args(words).env("CARGO_TARGET_DIR", target()).output().unwrap()
    };
    for _ in 0..20 {
        fs::write(folder.join("src/main.rs"), program(groups, outcomes)).unwrap();
        let checked = cargo(&["check", "--quiet", "--message-format=json"]);
        if checked.status.success() {
            break;
        }
        let faulty = faulty(&String::from_utf8_lossy(&checked.stdout));
        assert!(!faulty.is_empty(), "{}", String::from_utf8_lossy(&checked.stderr));
        for index in faulty {
            outcomes[index] = Err("typify: its code does not compile".to_owned());
        }
    }
    let output = cargo(&["run", "--quiet"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let answer = |line: &str| {
        let (status, text) = line.split_once('\t').unwrap();
        Answer { status: status.to_owned(), text: text.to_owned(), again: None }
    };
    text.lines().map(answer).collect()
}

#[test]
#[ignore = "fetches and compiles typify; see the head of the file"]
fn typify_on_the_suite() {
    let corpus = env::var_os("STUBSMITH_CORPUS").expect("STUBSMITH_CORPUS names the corpus");
    let groups = groups(&Path::new(&corpus).join("json-schema-test-suite/tests/draft4"));
    let folder = tempfile::TempDir::new().unwrap();
    fs::create_dir_all(folder.path().join("src")).unwrap();
    let mut outcomes = generate(&groups, folder.path());
    let answers = answers(&groups, &mut outcomes, folder.path());
    let outcomes: Vec<Result<(), String>> = outcomes.into_iter().map(|outcome| outcome.map(drop)).collect();
    let table =
        format!("typify 0.8, default settings. {}", compare("draft 4", &groups, &outcomes, answers.iter()));
    let path = Path::new("tables/json-schema-suite-typify.txt");
    if env::var_os("BLESS").is_some() {
        fs::write(path, &table).unwrap();
    }
    assert_eq!(fs::read_to_string(path).unwrap_or_default(), table, "bless with BLESS=1, and read the diff");
}
