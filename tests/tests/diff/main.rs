//! Changes of a spec: each file `changes.txt` below `diff` has single changes to the spec next to it, with the rules
//! that apply and their verdicts. `expected.txt` next to it has the text of each change. `BLESS=1` stores the current
//! texts.

#[path = "../../../generator/cli/src/attribute.rs"]
mod attribute;
mod cases;
#[path = "../../../generator/cli/src/finding.rs"]
mod finding;
mod proof;

use cases::{Case, cases, push, write};
use finding::Finding;
use std::path::{Path, PathBuf};
use std::{env, fs};
use stubsmith::{Change, Compared, CompileError, Config, Position, Style, Verdict};
use tempfile::TempDir;

const FOLDERS: [&str; 4] = ["diff/swagger2", "diff/openapi31", "diff/openapi32", "diff/tasks"];

#[track_caller]
fn changes(compared: Compared) -> Vec<Change> {
    let reports = [&compared.old, &compared.new].map(|report| report.render(Style::Plain));
    compared.changes.unwrap_or_else(|| panic!("{}", reports.concat()))
}

fn compare(case: &Case, folder: &str, all: bool) -> (Vec<Change>, String) {
    let (temporary, old, new) = write(case, folder);
    let changes = changes(Config::new(new).diff(&Config::new(old), all));
    let text: String = changes.iter().map(Change::to_text).collect();
    (changes, text.replace(&format!("{}/", temporary.path().display()), ""))
}

#[test]
fn each_change_has_its_rule_and_its_verdicts() {
    let bless = env::var_os("BLESS").is_some();
    let mut failures = Vec::new();
    for folder in FOLDERS {
        let mut texts = String::new();
        let cases = cases(folder);
        assert!(cases.len() > 20, "where are the cases of {folder}?");
        for case in cases {
            let (changes, text) = compare(&case, folder, false);
            let mut found: Vec<String> = changes
                .iter()
                .map(|change| format!("{} {}/{}", change.rule.id, change.wire, change.build))
                .collect();
            let mut expected = case.expected.clone();
            found.sort();
            expected.sort();
            if found != expected {
                failures.push(format!(
                    "{folder}: {}\n  expected {expected:?}\n  found    {found:?}\n{text}",
                    case.name
                ));
            }
            push(&mut texts, &format!("== {}\n{text}", case.name));
        }
        let path = Path::new(folder).join("expected.txt");
        if bless {
            fs::write(&path, &texts).unwrap();
        }
        if fs::read_to_string(&path).unwrap_or_default() != texts {
            failures.push(format!("{}: bless with BLESS=1, and read the diff", path.display()));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The cause of an error is the change whose names its messages have. Without one, the generated code at its places counts,
/// and then its lines.
#[test]
fn messages_count_before_places_and_places_before_lines() {
    let all = cases(FOLDERS[3]).into_iter().flat_map(|case| compare(&case, FOLDERS[3], false).0);
    let all: Vec<Change> = all.filter(|change| !change.names.is_empty()).collect();
    let first = &all[0];
    let other = all.iter().find(|other| other.names.iter().all(|name| !first.names.contains(name))).unwrap();
    let cause = |named: &[String], around: &[String], shown: &[String]| {
        let error = CompileError::new("E0308", Position::start_of("src/main.rs"), "mismatched types");
        let [named, around, shown] = [named, around, shown].map(<[String]>::to_vec);
        let mut changes = [first.clone(), other.clone()];
        let rest = attribute::attribute(vec![Finding { error, named, around, shown }], &mut changes);
        (changes.map(|change| change.rustc.len()), rest.len())
    };
    let (one, both) = (&first.names[..1], &other.names[..]);
    assert_eq!(cause(one, both, both), ([1, 0], 0));
    assert_eq!(cause(&[], one, both), ([1, 0], 0));
    assert_eq!(cause(&[], &[], one), ([1, 0], 0));
    assert_eq!(cause(&[], both, one), ([0, 1], 0));
    assert_eq!(cause(&[], &[], &[]), ([0, 0], 1));
}

/// A constraint and the type of one property have the same names, but only the type is in Rust.
#[test]
fn the_worst_change_with_a_name_is_the_cause() {
    let all = cases(FOLDERS[3]).into_iter().flat_map(|case| compare(&case, FOLDERS[3], false).0);
    let named = all.into_iter().find(|change| !change.names.is_empty()).unwrap();
    let with = |build| {
        let mut change = named.clone();
        change.build = build;
        change
    };
    let mut changes = [Verdict::Safe, Verdict::Maybe, Verdict::Breaks, Verdict::Breaks].map(with);
    let error = CompileError::new("E0308", Position::start_of("src/main.rs"), "mismatched types");
    let finding = Finding { error, named: named.names.clone(), around: Vec::new(), shown: Vec::new() };
    assert_eq!(attribute::attribute(vec![finding], &mut changes), []);
    assert_eq!(changes.map(|change| change.rustc.len()), [0, 0, 1, 1]);
}

/// Each rule that is not about Rust alone is the rule of some change.
#[test]
fn each_rule_has_a_case() {
    let texts: String =
        FOLDERS.map(|folder| fs::read_to_string(Path::new(folder).join("changes.txt")).unwrap()).concat();
    let without_case: Vec<&str> = stubsmith::RULES
        .iter()
        .map(|rule| rule.id)
        .filter(|id| !texts.contains(&format!("=> {id} ")))
        .collect();
    assert_eq!(without_case, WITHOUT_CASE);
}

/// The rules that tests below have.
const WITHOUT_CASE: [&str; 1] = ["texts-changed"];

#[test]
fn a_document_does_not_differ_from_itself() {
    for folder in FOLDERS {
        let (changes, text) = compare(&Case::unchanged(), folder, true);
        assert!(changes.is_empty(), "{text}");
    }
}

/// Each golden spec, and each spec of several files.
#[test]
fn no_spec_differs_from_itself() {
    let mut specs: Vec<PathBuf> = Vec::new();
    for folder in ["golden", "bundles"] {
        specs.extend(fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path().join("spec.yaml")));
    }
    assert!(specs.len() > 50, "where are the specs?");
    let mut compared = 0;
    for spec in specs.iter().filter(|spec| spec.exists()) {
        let config = Config::new(spec).skip_unsupported(true);
        let Some(changes) = config.diff(&config, true).changes else { continue };
        assert!(changes.is_empty(), "{}: {}", spec.display(), changes[0].to_text());
        compared += 1;
    }
    assert!(compared > 50, "only {compared} specs were compared");
}

#[test]
fn texts_are_changes_on_request() {
    let case = cases(FOLDERS[0]).into_iter().find(|case| case.name.starts_with("texts")).unwrap();
    let (changes, text) = compare(&case, FOLDERS[0], true);
    let rules: Vec<&str> = changes.iter().map(|change| change.rule.id).collect();
    assert_eq!(rules, ["texts-changed", "texts-changed"], "{text}");
}

/// A setting changes a name in Rust, and nothing else.
#[test]
fn a_setting_can_change_a_name() {
    let case = Case::unchanged();
    let (temporary, old, new) = write(&case, FOLDERS[0]);
    fs::write(
        temporary.path().join("new/stubsmith.yaml"),
        "rename:\n  '#/definitions/Tides/properties/high': flood\n",
    )
    .unwrap();
    let changes = changes(Config::new(new).diff(&Config::new(old), false));
    let found: Vec<_> = changes.iter().map(|change| (change.rule.id, change.message.as_str())).collect();
    assert_eq!(
        found,
        [("name-changed", "`Tides`: the name of `high` in Rust was `high`, and is `flood` now")]
    );
}

/// The document of another version with the same API is the same for clients, if it has no form.
#[test]
fn an_api_is_the_same_in_another_version() {
    let folder = TempDir::new().unwrap();
    let (old, new) = (folder.path().join("old.yaml"), folder.path().join("new.yaml"));
    fs::write(&old, OLD).unwrap();
    fs::write(&new, NEW).unwrap();
    let changes = changes(Config::new(new).diff(&Config::new(old), false));
    assert!(changes.is_empty(), "{}", changes[0].to_text());
}

const OLD: &str = "swagger: '2.0'
info: {title: Boats, version: 1.0.0}
basePath: /club
consumes: [application/json]
produces: [application/json]
paths:
  /boats/{number}:
    put:
      operationId: putBoat
      parameters:
        - {name: number, in: path, required: true, type: integer, format: int64}
        - {name: colours, in: query, type: array, collectionFormat: multi, items: {type: string, enum: [red, blue]}}
        - {name: boat, in: body, required: true, schema: {$ref: '#/definitions/Boat'}}
      responses:
        200:
          description: Done.
          headers:
            ETag: {type: string}
          schema: {$ref: '#/definitions/Boat'}
definitions:
  Boat:
    type: object
    required: [name]
    properties:
      name: {type: string, minLength: 1}
      length: {type: number, minimum: 0, exclusiveMinimum: true}
      owner: {type: string, x-nullable: true}
";

const NEW: &str = "openapi: 3.1.0
info: {title: Boats, version: 1.0.0}
servers: [{url: /club}]
paths:
  /boats/{number}:
    put:
      operationId: putBoat
      parameters:
        - {name: number, in: path, required: true, schema: {type: integer, format: int64}}
        - {name: colours, in: query, schema: {type: array, items: {type: string, enum: [red, blue]}}}
      requestBody:
        required: true
        content:
          application/json: {schema: {$ref: '#/components/schemas/Boat'}}
      responses:
        '200':
          description: Done.
          headers:
            ETag: {schema: {type: string}}
          content:
            application/json: {schema: {$ref: '#/components/schemas/Boat'}}
components:
  schemas:
    Boat:
      type: object
      required: [name]
      properties:
        name: {type: string, minLength: 1}
        length: {type: number, exclusiveMinimum: 0}
        owner: {type: [string, 'null']}
";

/// The table of the guide has each rule.
#[test]
fn each_rule_is_in_the_guide() {
    let guide = fs::read_to_string("../generator/src/guide/changing.md").unwrap();
    let (_, table) = guide.split_once("| Stubsmith | oasdiff |").unwrap();
    for rule in stubsmith::RULES {
        let rows = table.lines().filter_map(|row| row.split('|').nth(1));
        let count = rows.filter(|own| own.contains(&format!("`{}`", rule.id))).count();
        assert_eq!(count, 1, "{}", rule.id);
        assert!(rule.explanation.ends_with(['.', '?']), "{}", rule.id);
    }
}
