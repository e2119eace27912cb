//! The single changes of a spec, as `changes.txt` has them.

use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A change to a spec.
#[derive(Default)]
pub struct Case {
    pub name: String,
    /// The ids, each with its verdicts, such as `operation-added safe/breaks`.
    pub expected: Vec<String>,
    /// Responses of the new server: the `operationId`, the status code, the media type and the body.
    pub responses: Vec<String>,
    /// The text that is replaced, and the new one.
    hunks: Vec<(String, String)>,
    /// The other files.
    files: Vec<(String, String)>,
}

impl Case {
    /// The case without a change.
    pub fn unchanged() -> Self {
        Self { name: "nothing".to_owned(), ..Self::default() }
    }
}

pub fn push(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

pub fn cases(folder: &str) -> Vec<Case> {
    let text = fs::read_to_string(Path::new(folder).join("changes.txt")).unwrap();
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("== ") {
            cases.push(Case { name: name.to_owned(), hunks: vec![Default::default()], ..Case::default() });
            continue;
        }
        let Some(case) = cases.last_mut() else { continue };
        if let Some((_, text)) = case.files.last_mut().filter(|_| !line.is_empty()) {
            push(text, line);
            continue;
        }
        let (mark, rest) = line.split_at(line.len().min(1));
        let (old, new) = case.hunks.last_mut().unwrap();
        match mark {
            "=" => case.expected.push(rest.trim_start_matches("> ").to_owned()),
            "<" => case.responses.push(rest.trim_start().to_owned()),
            "-" => push(old, rest),
            "+" => push(new, rest),
            " " => {
                push(old, rest);
                push(new, rest);
            }
            "." => case.hunks.push(Default::default()),
            ">" => case.files.push((rest.trim_start_matches("> ").to_owned(), String::new())),
            _ => assert!(line.is_empty(), "{folder}: {line}"),
        }
    }
    cases
}

/// Writes the changed spec next to the base, in a new folder.
pub fn write(case: &Case, folder: &str) -> (TempDir, PathBuf, PathBuf) {
    let temporary = TempDir::new().unwrap();
    let mut text = fs::read_to_string(Path::new(folder).join("base.yaml")).unwrap();
    let (old, new) = (temporary.path().join("old"), temporary.path().join("new"));
    for path in [&old, &new] {
        fs::create_dir(path).unwrap();
    }
    let (old, new) = (old.join("api.yaml"), new.join("api.yaml"));
    fs::write(&old, &text).unwrap();
    for (before, after) in &case.hunks {
        assert_eq!(text.matches(before.as_str()).count(), 1, "{}: {before}", case.name);
        text = text.replacen(before.as_str(), after, 1);
    }
    fs::write(&new, &text).unwrap();
    for (name, text) in &case.files {
        fs::write(new.parent().unwrap().join(name), text).unwrap();
    }
    (temporary, old, new)
}
