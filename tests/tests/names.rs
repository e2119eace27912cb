//! A name depends only on its own place: a change elsewhere in the spec, or in the documentation, renames nothing.

use std::collections::BTreeSet;
use std::fs;
use stubsmith::Config;
use tempfile::TempDir;

const SPEC: &str = "\
swagger: '2.0'
info: {title: Rooms, version: '1'}
paths:
  /rooms:
    get:
      operationId: listRooms
      parameters:
        - {name: order, in: query, type: string, enum: [asc, desc]}
      responses:
        200:
          description: The rooms.
          schema:
            type: object
            properties:
              chunk: {type: array, items: {type: object, properties: {mode: {type: string, enum: [open, closed]}}}}
        201: {description: Who lives there., schema: {$ref: '#/definitions/Person'}}
        202: {description: Lists of maps of lists., schema: {$ref: '#/definitions/Rows'}}
        default: {description: A problem., schema: {$ref: '#/definitions/Problem'}}
definitions:
  Person: {type: object, properties: {home: {$ref: '#/definitions/House'}}}
  House: {type: object, properties: {owner: {$ref: '#/definitions/Person'}}}
  Rows: {type: array, items: {$ref: '#/definitions/Cells'}}
  Cells: {type: object, additionalProperties: {$ref: '#/definitions/Rows'}}
  Problem:
    title: A title
    type: object
    properties:
      cause: {type: object, properties: {code: {type: integer}}}
";

/// The generated types, fields, variants and functions of a spec.
fn names(spec: &str) -> BTreeSet<String> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("spec.yaml");
    fs::write(&path, spec).unwrap();
    let generated = Config::new(&path).generate();
    assert!(!generated.report.has_errors(), "{}", generated.report.render(stubsmith::Style::Plain));
    let own =
        generated.files.iter().filter(|file| !file.path.starts_with("support/") && file.path != "mod.rs");
    let lines =
        own.flat_map(|file| file.text.lines().map(|line| (file.path.clone(), line.trim().to_owned())));
    lines
        // The list of all operations grows with each addition.
        .filter(|(_, line)| !line.contains(" OPERATIONS: "))
        .filter(|(_, line)| ["pub ", "fn ", "impl "].iter().any(|start| line.starts_with(start)))
        .map(|(path, line)| format!("{path}: {line}"))
        .collect()
}

#[track_caller]
fn assert_kept(from: &str, to: &str) {
    assert!(SPEC.contains(from), "{from} is not in the spec");
    let (before, after) = (names(SPEC), names(&SPEC.replace(from, to)));
    let lost: Vec<_> = before.difference(&after).collect();
    assert!(lost.is_empty(), "{to}: {lost:#?}");
}

#[test]
fn an_addition_renames_nothing() {
    assert!(names(SPEC).iter().any(|name| name == "types/inline.rs: pub struct ProblemCause {"));
    // Schemas before another one, with similar names.
    assert_kept(
        "definitions:\n",
        "definitions:\n  Cause: {type: object, properties: {a: {type: object, properties: {b: {type: string}}}}}\n",
    );
    assert_kept(
        "definitions:\n",
        "definitions:\n  ListRooms: {type: object, properties: {ok: {type: string}}}\n  Order: {type: string, enum: [asc]}\n",
    );
    // A property, a response and a parameter before the others.
    assert_kept(
        "      cause:",
        "      other: {type: object, properties: {code: {type: string}}}\n      cause:",
    );
    assert_kept(
        "      responses:\n",
        "      responses:\n        404: {description: None., schema: {type: object, properties: {chunk: {type: string}}}}\n",
    );
    assert_kept(
        "      parameters:\n",
        "      parameters:\n        - {name: dir, in: query, type: string, enum: [asc, desc]}\n",
    );
    // An operation before the others.
    assert_kept(
        "paths:\n",
        "paths:\n  /list: {get: {operationId: list, responses: {200: {description: It., schema: {type: object, properties: {a: {type: string}}}}}}}\n",
    );
}

/// A `Box` that moves from one field to another breaks the server author's code.
#[test]
fn an_addition_moves_no_box_and_no_newtype() {
    let boxed = |name: &str| names(SPEC).contains(&format!("types.rs: pub {name}"));
    assert!(boxed("home: Option<Box<House>>,") && boxed("owner: Option<Box<Person>>,"));
    assert!(boxed("struct Rows(pub Vec<Cells>);") && boxed("struct Cells(pub BTreeMap<String, Rows>);"));
    for definition in ["House", "Cells"] {
        let operation = format!(
            "paths:\n  /first: {{get: {{responses: {{200: {{description: It., schema: {{$ref: '#/definitions/{definition}'}}}}}}}}}}\n"
        );
        assert_kept("paths:\n", &operation);
    }
}

#[test]
fn documentation_renames_nothing() {
    assert_kept("title: A title", "title: Another title");
    assert_kept("    title: A title\n", "");
    assert_kept(
        "            type: object\n",
        "            title: Rooms\n            description: Rooms.\n            type: object\n",
    );
    assert_kept("title: Rooms", "title: Everything");
}

#[test]
fn equal_names_of_the_caller_get_no_number() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("spec.yaml");
    fs::write(&path, format!("{SPEC}  Fault: {{type: object}}\n  problem: {{type: object}}\n")).unwrap();
    let config = Config::new(&path).skip_unsupported(true);
    assert!(!config.clone().generate().report.has_errors());
    let found = config.rename("#/definitions/problem", "Fault").generate().report;
    let errors = found.findings().filter(|finding| finding.severity == stubsmith::Severity::Error);
    let messages: Vec<String> = errors.map(|error| error.message).collect();
    assert_eq!(messages, ["two items would have the name `Fault` in the generated code"]);
}

/// Cargo uses `lib.rs` and `main.rs` as roots of crates, and on Windows `con.rs` is a device.
#[test]
fn file_names_are_valid_on_every_system() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("spec.yaml");
    let (long, letters) = ("long ".repeat(30), "ж".repeat(40));
    let tags = ["lib", "main", "con", "größe", "О", "std", "mod", &long, &letters];
    let operation = |(index, tag): (usize, &&str)| {
        format!("  /{index}: {{get: {{tags: ['{tag}'], responses: {{204: {{description: Done.}}}}}}}}\n")
    };
    let paths: String = tags.iter().enumerate().map(operation).collect();
    fs::write(&path, format!("swagger: '2.0'\ninfo: {{title: Tags, version: '1'}}\npaths:\n{paths}"))
        .unwrap();
    let generated = Config::new(&path).generate();
    assert!(generated.report.is_empty(), "{}", generated.report.render(stubsmith::Style::Plain));
    let files: BTreeSet<&str> = generated.files.iter().map(|file| file.path.as_str()).collect();
    for expected in ["lib_.rs", "main_.rs", "con_.rs", "gru00f6u00dfe.rs", "u041e.rs", "std_.rs", "mod_.rs"] {
        assert!(
            files.contains(expected) && files.contains(format!("server/{expected}").as_str()),
            "{files:?}"
        );
    }
    let plain = |name: &str| {
        name.len() <= 67
            && name
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_.".contains(&byte))
    };
    assert!(files.iter().all(|path| path.split('/').all(plain)), "{files:?}");
    let root = &generated.files.iter().find(|file| file.path == "mod.rs").unwrap().text;
    for expected in [
        "#[path = \"lib_.rs\"]\npub mod lib;",
        "#[path = \"gru00f6u00dfe.rs\"]\npub mod größe;",
        "pub mod std_;",
        "pub mod u041e;",
    ] {
        assert!(root.contains(expected), "{expected}: {root}");
    }
}

/// A generated module does not hide a crate that the settings name.
#[test]
fn a_crate_is_found_next_to_a_module_of_its_name() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("spec.yaml");
    let operation = |tag: &str| {
        format!(
            "  /{tag}: {{get: {{tags: [{tag}], responses: {{200: {{description: It., schema: {{type: object, properties: {{at: {{type: string, format: date}}}}}}}}}}}}}}\n"
        )
    };
    let paths = ["chrono", "other"].map(operation).concat();
    fs::write(&path, format!("swagger: '2.0'\ninfo: {{title: Tags, version: '1'}}\npaths:\n{paths}"))
        .unwrap();
    for (format, expected) in [
        ("chrono::NaiveDate", "::chrono::NaiveDate"),
        ("time::Date", " time::Date"),
        ("types::Date", "::types::Date"),
    ] {
        let generated = Config::new(&path).format("date", format).generate();
        assert!(generated.report.is_empty(), "{}", generated.report.render(stubsmith::Style::Plain));
        let codec = &generated.files.iter().find(|file| file.path == "codec.rs").unwrap().text;
        assert!(codec.contains(&format!("impl support::Decode for {}", expected.trim_start())), "{codec}");
    }
}

/// They differ in lower case and are equal in upper case, which statics use.
#[test]
fn letters_with_one_upper_case_form_are_told_apart() {
    let spec = "swagger: '2.0'\ninfo: {title: Streets, version: '1'}\npaths:\n  /a: {get: {operationId: straße, responses: {204: {description: a}}}}\n  /b: {get: {operationId: strasse, responses: {204: {description: b}}}}\n";
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("spec.yaml");
    fs::write(&path, spec).unwrap();
    let report = Config::new(&path).generate().report.render(stubsmith::Style::Plain);
    assert!(report.contains("two items would have the name `STRASSE` in the generated code"), "{report}");
    let renamed = Config::new(&path).rename("#/paths/~1b/get", "other").generate();
    assert!(renamed.report.is_empty(), "{}", renamed.report.render(stubsmith::Style::Plain));
}

#[test]
fn the_name_of_a_crate_is_valid_for_cargo() {
    for name in ["guest-events", "api_2", "standard", "Api"] {
        assert_eq!(stubsmith::check_crate_name(name), Ok(()), "{name}");
    }
    for (name, reason) in [
        ("", "must start with a letter"),
        ("1a", "must start with a letter"),
        ("größe", "a crate name must start with a letter"),
        ("fn", "is a Rust keyword"),
        ("std", "Rust itself needs"),
        ("serde-json", "Rust itself needs"),
        ("test", "Rust itself needs"),
    ] {
        assert!(stubsmith::check_crate_name(name).unwrap_err().contains(reason), "{name}");
    }
}
