//! The JSON Schema Test Suite, draft 2020-12. Each group's schema is a file, which is the body of an operation in a
//! document of OpenAPI 3.1. All groups are one crate, and the test compares the values that the crate accepts. It takes
//! minutes, so it runs only on request:
//!
//! ```text
//! STUBSMITH_CORPUS=<folder> cargo test -p stubsmith-tests --test json_schema_suite_2020 -- --ignored
//! ```
//!
//! `BLESS=1` writes the table in `tests/tables/json-schema-suite-2020.txt`.

use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};
use stubsmith::Style;
use stubsmith_tests::bodies::{self, Module, Question};
use stubsmith_tests::json_schema::{all_groups, compare};

/// A spec with the schema of a file as a body.
fn spec(file: &str) -> Value {
    let content = json!({"application/json": {"schema": {"$ref": file}}});
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Suite", "version": "1"},
        "paths": {"/0": {"post": {
            "operationId": "check0",
            "requestBody": {"required": true, "content": content},
            "responses": {"200": {"description": "The same.", "content": content}},
        }}},
    })
}

/// Generates the module of a group. If names collide, all properties and values of the schema are renamed.
fn generate(schema: &Value, folder: &Path, name: &str) -> Result<(), String> {
    let file = format!("{name}-schema.json");
    fs::write(folder.join(&file), schema.to_string()).unwrap();
    let report = bodies::generate_with(&spec(&file), folder, name, |config| config);
    let collides = report.findings().any(|finding| finding.code == "name-collision");
    let report = match collides {
        true => bodies::generate_with(&spec(&file), folder, name, |config| {
            let places = renamed(schema).into_iter().enumerate();
            places.fold(config, |config, (index, place)| {
                config.rename(format!("{file}#{place}"), format!("Name{index}"))
            })
        }),
        false => report,
    };
    match report.has_errors() {
        true => Err(report.render(Style::Short).replace(&format!("{}/", folder.display()), "")),
        false => Ok(()),
    }
}

/// The places of the properties of a schema, and of the values of its `enum`.
fn renamed(schema: &Value) -> Vec<String> {
    let properties = schema["properties"].as_object().into_iter().flatten();
    let properties =
        properties.map(|(name, _)| format!("/properties/{}", name.replace('~', "~0").replace('/', "~1")));
    let values = schema["enum"].as_array().into_iter().flatten().enumerate();
    properties.chain(values.map(|(index, _)| format!("/enum/{index}"))).collect()
}

/// The kinds of groups that are rejected, and a part of the message of each.
const KINDS: [(&str, &str); 4] = [
    ("a reference to a remote schema", "error[remote-reference]"),
    ("a reference to a remote schema, relative to an `$id`", "error[missing-file]"),
    ("a meta-schema of its own", "`$schema`"),
    ("`$dynamicRef` that depends on the referring schema", "`$dynamicRef`"),
];

/// The number of rejected groups of each kind.
fn kinds(outcomes: &[Result<(), String>]) -> String {
    let rejected: Vec<&String> = outcomes.iter().filter_map(|outcome| outcome.as_ref().err()).collect();
    let kind = |report: &str| KINDS.iter().position(|(_, part)| report.contains(part));
    let mut text = format!("\nRejected groups: {} of {}.\n", rejected.len(), outcomes.len());
    for (index, (name, _)) in KINDS.iter().enumerate() {
        let count = rejected.iter().filter(|report| kind(report) == Some(index)).count();
        writeln!(text, "{count:3} {name}").unwrap();
    }
    let others = rejected.iter().filter(|report| kind(report).is_none()).count();
    writeln!(text, "{others:3} others").unwrap();
    text
}

#[test]
#[ignore = "takes minutes; see the head of the file"]
fn decoding_agrees_with_the_suite() {
    let Some(corpus) = env::var_os("STUBSMITH_CORPUS") else {
        return println!("skipped: STUBSMITH_CORPUS does not name the corpus");
    };
    let groups = all_groups(&Path::new(&corpus).join("json-schema-test-suite/tests/draft2020-12"));
    let folder = tempfile::TempDir::new().unwrap();
    let outcomes: Vec<_> = (groups.iter().enumerate())
        .map(|(index, group)| generate(&group.schema, folder.path(), &format!("g{index}")))
        .collect();
    let mut modules = Vec::new();
    let mut questions = Vec::new();
    for (index, group) in groups.iter().enumerate().filter(|(index, _)| outcomes[*index].is_ok()) {
        let body = |case: &Value| Question::echo(modules.len(), 0, case["data"].to_string());
        questions.extend(group.cases.iter().map(body));
        modules.push(Module { name: format!("g{index}"), operations: 1, takers: 0 });
    }
    let answers = bodies::ask(folder.path(), &modules, &questions);
    let table = compare("draft 2020-12", &groups, &outcomes, answers.iter()) + &kinds(&outcomes);
    let path = Path::new("tables/json-schema-suite-2020.txt");
    if env::var_os("BLESS").is_some() {
        fs::write(path, &table).unwrap();
    }
    assert_eq!(fs::read_to_string(path).unwrap_or_default(), table, "bless with BLESS=1, and read the diff");
}
