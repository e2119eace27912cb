//! The parsers against suites that were made to break parsers: each text is read as its suite says, or rejected, and
//! never read as something else. A table has the YAML that is rejected. The suites are not in the repository:
//! `STUBSMITH_CORPUS` names their folder.

use crate::diagnostic::{Diagnostics, FileId};
use crate::parse::parse;
use serde_json::{Deserializer, Value};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::{env, fs};

const TABLE: &str = "src/tests/yaml-test-suite.txt";

/// Why it does no harm that a case is neither rejected nor read as the suite says.
const HARMLESS: [(&str, &str); 3] = [
    ("DK95/1", "it is read as if its second line had one more space, and YAML has no other meaning for it"),
    ("QB6E/0", "it is read as if its lines had one more space, and YAML has no other meaning for it"),
    ("UGM3/0", "these are the same numbers: 450.00 is 450"),
];

/// The value of a file, or the message if it is rejected.
fn read(name: &str, text: &str) -> Result<Value, String> {
    let mut diagnostics = Diagnostics::default();
    let parsed = parse(FileId(0), Path::new(name), text, &mut diagnostics);
    let said = diagnostics.into_vec().first().map(|first| format!("{}: {}", first.code, first.message));
    match (said, parsed.value) {
        (None, Some(value)) => Ok(value),
        (said, _) => Err(said.unwrap()),
    }
}

fn suite(name: &str) -> Option<Vec<PathBuf>> {
    let Some(corpus) = env::var_os("STUBSMITH_CORPUS").map(PathBuf::from) else {
        writeln!(io::stderr(), "skipped: STUBSMITH_CORPUS does not name the corpus").unwrap();
        return None;
    };
    let entries = fs::read_dir(corpus.join(name)).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    Some(files)
}

#[test]
fn json_is_what_its_suite_says() {
    for path in suite("hostile-json").unwrap_or_default() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let is_json = path.extension().is_some_and(|extension| extension == "json");
        let (Ok(text), true) = (String::from_utf8(fs::read(&path).unwrap()), is_json) else {
            continue;
        };
        let read = read(name, text.trim_start_matches('\u{feff}'));
        match name.as_bytes().first() {
            // An object with a repeated key is rejected.
            Some(b'y') if name.contains("duplicated_key") => assert!(read.is_err(), "{name}"),
            Some(b'y') => assert_eq!(read, Ok(serde_json::from_str(&text).unwrap()), "{name}"),
            Some(b'n') => assert!(read.is_err(), "{name}: {read:?}"),
            // These may be rejected. If not, no number becomes another, and no character is lost.
            _ => {
                assert!(
                    read.is_err() || read == Ok(serde_json::from_str(&text).unwrap()),
                    "{name}: {read:?}"
                );
            }
        }
    }
}

/// Replaces the suite's signs for invisible characters.
fn unveil(text: &str) -> String {
    let mut text = text.replace('\u{2423}', " ").replace('\u{21b5}', "").replace('\u{21d4}', "\u{feff}");
    text = text.replace('\u{2190}', "\r").replace("\u{220e}\n", "");
    while text.contains("\u{2014}\u{bb}") {
        text = text.replace("\u{2014}\u{bb}", "\u{bb}");
    }
    text.replace('\u{bb}', "\t")
}

/// The outcome of a case, or nothing if it is as the suite says.
fn judge(case: &Value, around: &Value) -> Option<String> {
    let member = |name: &str| case.get(name).or_else(|| around.get(name).filter(|_| name != "json"));
    let text = unveil(member("yaml")?.as_str()?);
    let outcome = read("case.yaml", text.trim_start_matches('\u{feff}'));
    if case.get("fail").is_some() {
        return outcome.ok().map(|value| format!("not YAML, and read as {value}"));
    }
    let value = match outcome {
        Ok(value) => value,
        Err(said) => return Some(format!("refused: {said}")),
    };
    let Some(json) = case.get("json").and_then(Value::as_str) else {
        return Some(format!("cannot be written as JSON, and is read as {value}"));
    };
    let documents: Vec<Value> = Deserializer::from_str(json).into_iter().map(Result::unwrap).collect();
    let expected = documents.first().cloned().unwrap_or_default();
    (value != expected || documents.len() > 1).then(|| format!("{expected}, and is read as {value}"))
}

#[test]
fn yaml_is_what_its_suite_says_or_rejected() {
    let mut table = String::new();
    let mut cases = 0;
    for path in suite("hostile-yaml-test-suite").unwrap_or_default() {
        let Some(name) = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".yaml")) else {
            continue;
        };
        let file: Value = serde_yaml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let list = file.as_array().unwrap();
        for (index, case) in list.iter().enumerate() {
            cases += 1;
            if let Some(verdict) = judge(case, &list[0]) {
                let (line, id) = (verdict.replace(char::is_control, " "), format!("{name}/{index}"));
                let why = HARMLESS.iter().find(|(known, _)| *known == id).map(|(_, why)| *why);
                assert_eq!(why.is_none(), line.starts_with("refused: "), "{id}: {line}");
                table.extend([id, format!(" {line}"), why.map_or(String::new(), |why| format!("; {why}"))]);
                table.push('\n');
            }
        }
    }
    if cases == 0 {
        return;
    }
    if env::var_os("BLESS").is_some() {
        fs::write(TABLE, &table).unwrap();
    }
    assert!(cases >= 200, "where is the suite? {cases} cases");
    assert_eq!(fs::read_to_string(TABLE).unwrap_or_default(), table, "bless with BLESS=1, and read the diff");
}
