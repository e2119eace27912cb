//! The JSON Schema Test Suite, draft 4. Each group's schema is the body of an operation, all groups are one crate, and
//! the test compares the values that the crate accepts. It takes minutes, so it runs only on request:
//!
//! ```text
//! STUBSMITH_CORPUS=<folder> cargo test -p stubsmith-tests --test json_schema_suite -- --ignored
//! ```
//!
//! `BLESS=1` writes the table in `tests/tables/json-schema-suite.txt`.

use serde_json::{Value, json};
use std::path::Path;
use std::{env, fs};
use stubsmith_tests::bodies::{self, Module, Question};
use stubsmith_tests::json_schema::{compare, groups};

/// A spec with the schema as a body. References within the schema lead to its new place.
fn spec(schema: &Value) -> Value {
    let mut body = schema.clone();
    move_references(&mut body);
    json!({
        "swagger": "2.0",
        "info": {"title": "Suite", "version": "1"},
        "paths": bodies::paths(&[json!({"$ref": "#/definitions/Body"})]),
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

/// The reason why a case disagrees.
const DECIDED: &str = "
The case that disagrees is decided so. For JSON Schema a member that another schema of an `allOf` describes is an additional one
here; Swagger's inheritance, and the descriptions that use it, need it to be a property of the one object that they are merged into.
";

#[test]
#[ignore = "takes minutes; see the head of the file"]
fn decoding_agrees_with_the_suite() {
    let corpus = env::var_os("STUBSMITH_CORPUS").expect("STUBSMITH_CORPUS names the corpus");
    let groups = groups(&Path::new(&corpus).join("json-schema-test-suite/tests/draft4"));
    let folder = tempfile::TempDir::new().unwrap();
    let outcomes: Vec<_> = (groups.iter().enumerate())
        .map(|(index, group)| bodies::generate(&spec(&group.schema), folder.path(), &format!("g{index}")))
        .collect();
    let mut modules = Vec::new();
    let mut questions = Vec::new();
    for (index, group) in groups.iter().enumerate().filter(|(index, _)| outcomes[*index].is_ok()) {
        let body = |case: &Value| Question::echo(modules.len(), 0, case["data"].to_string());
        questions.extend(group.cases.iter().map(body));
        modules.push(Module { name: format!("g{index}"), operations: 1, takers: 0 });
    }
    let answers = bodies::ask(folder.path(), &modules, &questions);
    let table = compare("draft 4", &groups, &outcomes, answers.iter()) + DECIDED;
    let path = Path::new("tables/json-schema-suite.txt");
    if env::var_os("BLESS").is_some() {
        fs::write(path, &table).unwrap();
    }
    assert_eq!(fs::read_to_string(path).unwrap_or_default(), table, "bless with BLESS=1, and read the diff");
}
