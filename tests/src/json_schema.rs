//! The groups of the JSON Schema Test Suite, and the table that shows how decoders agree with them.

use crate::bodies::Answer;
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// A schema and its cases.
pub struct Group {
    /// The file that it is in.
    pub file: String,
    /// The purpose of the group.
    pub description: String,
    /// The schema as it is written.
    pub schema: Value,
    /// Each has `data`, and `valid`: whether the data is valid.
    pub cases: Vec<Value>,
}

/// The groups of draft 4, without those that a Swagger document cannot contain: with a remote `$ref` or with `id`.
pub fn groups(folder: &Path) -> Vec<Group> {
    let mut groups = all_groups(folder);
    groups.retain(|group| {
        let text = group.schema.to_string();
        group.file != "refRemote" && !text.contains("http://") && !text.contains("\"id\":")
    });
    groups
}

/// The groups of all files.
pub fn all_groups(folder: &Path) -> Vec<Group> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    let mut groups = Vec::new();
    for path in files {
        let file = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let all: Vec<Value> = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        for group in all {
            let schema = group["schema"].clone();
            let cases = group["tests"].as_array().unwrap().clone();
            let description = group["description"].as_str().unwrap().to_owned();
            groups.push(Group { file: file.clone(), description, schema, cases });
        }
    }
    groups
}

/// Whether a value is rejected because a keyword implies a type. That is Stubsmith's decision: JSON Schema
/// does not imply types.
fn is_implied(schema: &Value, answer: &str) -> bool {
    let mistyped = answer.contains("must be a") && answer.contains(", not ");
    mistyped && schema.get("type").is_none()
}

/// The table, group by group.
pub fn compare<'a>(
    draft: &str,
    groups: &[Group],
    outcomes: &[Result<(), String>],
    mut answers: impl Iterator<Item = &'a Answer>,
) -> String {
    let (mut agree, mut implied, mut rejected, mut disagree) = (0, 0, 0, 0);
    let mut rows = String::new();
    for (group, outcome) in groups.iter().zip(outcomes) {
        let mut own = (0, 0, 0);
        let mut wrong = String::new();
        for case in &group.cases {
            if outcome.is_err() {
                rejected += 1;
                continue;
            }
            let answer = answers.next().unwrap();
            let valid = case["valid"].as_bool().unwrap();
            if answer.is_taken() == valid {
                own.0 += 1;
            } else if valid && is_implied(&group.schema, &answer.text) {
                own.1 += 1;
            } else {
                own.2 += 1;
                writeln!(
                    wrong,
                    "    {} -> {} {}",
                    case["description"].as_str().unwrap(),
                    answer.status,
                    answer.text
                )
                .unwrap();
            }
        }
        (agree, implied, disagree) = (agree + own.0, implied + own.1, disagree + own.2);
        let name = format!("{}: {}", group.file, group.description);
        match outcome {
            Ok(()) => writeln!(rows, "{:3} {:3} {:3}  {name}", own.0, own.1, own.2).unwrap(),
            Err(report) => {
                let message =
                    report.lines().next().and_then(|line| line.split_once(": ")).unwrap_or_default().1;
                writeln!(rows, "rejected     {name}\n    {message}").unwrap();
            }
        }
        rows.push_str(&wrong);
    }
    format!(
        "The JSON Schema Test Suite, {draft}: {} groups.\nCases that agree: {agree}. Rejected because a keyword implies a type: {implied}. \
         In a group that is rejected when generated: {rejected}. Cases that disagree: {disagree}.\n\n{rows}",
        groups.len()
    )
}
