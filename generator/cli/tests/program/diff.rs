//! `stubsmith diff`.

use super::{stderr, stubsmith};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const SPEC: &str = "openapi: 3.1.0
info: {title: Boats, version: 1.2.0}
paths:
  /boats:
    get:
      operationId: listBoats
      parameters:
        - {name: page, in: query, schema: {type: integer, maximum: 50}}
      responses:
        '200': {description: The boats.}
";

fn stdout(output: &std::process::Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Writes an old and a new spec, which differ by one text.
fn specs(folder: &Path, old: &str, new: &str) {
    assert!(SPEC.contains(old), "{old}");
    fs::create_dir_all(folder.join("old")).unwrap();
    fs::write(folder.join("old/api.yaml"), SPEC).unwrap();
    fs::write(folder.join("api.yaml"), SPEC.replacen(old, new, 1)).unwrap();
}

fn diff(folder: &Path, options: &[&str]) -> std::process::Output {
    stubsmith(folder, &[&["diff", "old/api.yaml", "api.yaml"], options].concat())
}

const PAGE: &str = "{name: page, in: query, schema: {type: integer, maximum: 50}}";

#[test]
fn the_exit_status_says_what_is_denied() {
    let folder = TempDir::new().unwrap();
    let changes = [
        // The change, and the status with the default, `--deny wire-maybe`, `--deny build` and all of them.
        ("title: Boats", "title: Ships", [0, 0, 0, 0]),
        ("maximum: 50", "maximum: 20", [1, 1, 0, 1]),
        ("maximum: 50", "maximum: 90", [0, 0, 0, 0]),
        ("operationId: listBoats", "operationId: boats", [0, 0, 1, 1]),
        (PAGE, "{name: size, in: query, schema: {type: boolean}}", [0, 1, 1, 1]),
    ];
    for (old, new, expected) in changes {
        specs(folder.path(), old, new);
        let options: [&[&str]; 4] = [
            &[],
            &["--deny", "wire-maybe"],
            &["--deny", "build"],
            &["--deny", "build", "--deny", "wire", "--deny", "wire-maybe"],
        ];
        for (options, expected) in options.into_iter().zip(expected) {
            let output = diff(folder.path(), options);
            assert_eq!(output.status.code(), Some(expected), "{new} {options:?}: {}", stdout(&output));
        }
    }
    specs(folder.path(), "type: integer", "type: integr");
    let output = diff(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert!(stderr(&output).contains("unknown-type") && stdout(&output).is_empty(), "{}", stderr(&output));
    let output = stubsmith(folder.path(), &["diff", "old/api.yaml"]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
}

#[test]
fn text_has_the_verdicts_the_place_and_the_summary() {
    let folder = TempDir::new().unwrap();
    specs(folder.path(), "maximum: 50", "maximum: 20");
    let expected = "breaks safe   api.yaml:8:68
  constraint-tightened: `page`: `maximum: 50` is `maximum: 20` now
  in: GET /boats
  help: tell clients; a handler that responds with other values gets 500 in builds with debug
    assertions
  at: api.yaml#/paths/~1boats/get/parameters/0/schema/maximum

1 change; wire: 1 breaks; build: 1 safe
";
    assert_eq!(stdout(&diff(folder.path(), &[])), expected);
    specs(folder.path(), "title: Boats", "title: Ships");
    assert_eq!(stdout(&diff(folder.path(), &[])), "no changes\n");
}

const AT: &str = "'#/paths/~1boats/get/parameters/0/schema/maximum'";

#[test]
fn accepted_changes_are_not_denied() {
    let folder = TempDir::new().unwrap();
    specs(folder.path(), "maximum: 50", "maximum: 20");
    // The entry, the status, and a part of the report.
    let entries = [
        (format!("id: constraint-tightened, at: {AT}, until: 2.0.0"), 0, "accepted: nobody pages"),
        (
            "id: constraint-tightened, at: 'api.yaml#/paths', until: 2.0.0".to_owned(),
            1,
            "parameters/0/schema/maximum`",
        ),
        (format!("id: constraint-loosened, at: {AT}, until: 2.0.0"), 1, "help: remove the entry"),
        (
            format!("id: constraint-tightend, at: {AT}, until: 2.0.0"),
            1,
            "did you mean `constraint-tightened`?",
        ),
        (format!("id: constraint-tightened, at: {AT}, until: 1.2.0"), 1, "the spec has version 1.2.0"),
        (format!("id: constraint-tightened, at: {AT}"), 3, "missing-keyword"),
    ];
    for (entry, status, expected) in entries {
        let settings = format!("accept:\n  - {{{entry}, reason: nobody pages so far}}\n");
        fs::write(folder.path().join("stubsmith.yaml"), settings).unwrap();
        let output = diff(folder.path(), &[]);
        let text = stdout(&output) + &stderr(&output);
        assert_eq!(output.status.code(), Some(status), "{entry}: {text}");
        assert!(text.contains(expected), "{entry}: {text}");
        let is_error = text.contains("accepted-change-gone") && text.contains("stubsmith.yaml:2:");
        assert_eq!(is_error, status == 1, "{entry}: {text}");
    }
    // The other commands do not use the setting.
    let entry = format!("accept:\n  - {{id: nothing, at: {AT}, until: 1.0.0, reason: none}}\n");
    fs::write(folder.path().join("stubsmith.yaml"), entry).unwrap();
    assert_eq!(stubsmith(folder.path(), &["stub", "api.yaml"]).status.code(), Some(0));
}

#[test]
fn json_has_a_line_for_each_change_and_the_summary() {
    let folder = TempDir::new().unwrap();
    specs(folder.path(), "maximum: 50", "maximum: 20");
    let output = stdout(&diff(folder.path(), &["--format", "json"]));
    let expected = r##"{"id":"constraint-tightened","wire":"breaks","build":"safe","place":{"file":"api.yaml","line":8,"column":68,"pointer":"#/paths/~1boats/get/parameters/0/schema/maximum"},"old_place":{"file":"old/api.yaml","line":8,"column":68,"pointer":"#/paths/~1boats/get/parameters/0/schema/maximum"},"reach":["GET /boats"],"message":"`page`: `maximum: 50` is `maximum: 20` now","help":"tell clients; a handler that responds with other values gets 500 in builds with debug assertions","rustc":[]}
{"summary":{"wire":{"breaks":1,"maybe":0,"safe":0},"build":{"breaks":0,"maybe":0,"safe":1},"proved":false}}
"##;
    assert_eq!(output, expected);
}

/// Errors are what is denied, warnings are other breaks, and notices are the rest. Colons and commas are escaped in
/// properties, and line ends in messages.
#[test]
fn github_shows_annotations() {
    let folder = TempDir::new().unwrap();
    specs(folder.path(), "maximum: 50", "maximum: 20");
    let first = |options: &[&str]| {
        let output = diff(folder.path(), &[&["--format", "github"], options].concat());
        stdout(&output).lines().next().unwrap().to_owned()
    };
    assert_eq!(
        first(&[]),
        "::error file=api.yaml,line=8,col=68,title=constraint-tightened::`page`: `maximum: 50` is `maximum: 20` now \
         (wire: breaks, build: safe)%0Ahelp: tell clients; a handler that responds with other values gets 500 in \
         builds with debug assertions"
    );
    assert!(first(&["--deny", "build"]).starts_with("::warning file=api.yaml,"));
    specs(folder.path(), "maximum: 50", "maximum: 90");
    assert!(first(&[]).starts_with("::notice file=api.yaml,"));
    // A change without a place in the new document.
    specs(
        folder.path(),
        "      parameters:\n        - {name: page, in: query, schema: {type: integer, maximum: 50}}\n",
        "",
    );
    assert!(first(&["--deny", "build"]).starts_with("::error title=parameter-removed::"));
}

/// Runs git in a folder.
fn git(folder: &Path, arguments: &[&str]) {
    let status = std::process::Command::new("git")
        .args(["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"])
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .unwrap();
    assert!(status.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&status.stderr));
}

const ROOT: &str = "openapi: 3.1.0
info: {title: Boats, version: 1.2.0}
paths:
  /boats:
    post:
      operationId: buyBoat
      requestBody:
        content:
          application/json: {schema: {$ref: schemas/boat.yaml}}
      responses:
        '204': {description: Bought.}
";

/// Every file is read from the revision: the working tree has other ones, and the file of the name is gone.
#[test]
fn a_revision_is_read_with_all_of_its_files() {
    let folder = TempDir::new().unwrap();
    let spec = folder.path().join("spec");
    fs::create_dir_all(spec.join("schemas")).unwrap();
    fs::write(spec.join("api.yaml"), ROOT).unwrap();
    fs::write(spec.join("stubsmith.yaml"), "allow: [not-enforced]\n").unwrap();
    let boat = "type: object\nproperties:\n  name: {$ref: name.yaml}\n  size: {type: integer}\n";
    fs::write(spec.join("schemas/boat.yaml"), boat).unwrap();
    fs::write(spec.join("schemas/name.yaml"), "{type: string, maxLength: 9}\n").unwrap();
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-q", "-m", "First"]);
    fs::remove_file(spec.join("schemas/name.yaml")).unwrap();
    fs::write(
        spec.join("schemas/boat.yaml"),
        "type: object\nproperties:\n  name: {type: string, maxLength: 5}\n",
    )
    .unwrap();
    for (at, from, new) in
        [("", "HEAD:spec/api.yaml", "spec/api.yaml"), ("spec", "main:./api.yaml", "api.yaml")]
    {
        let output = stubsmith(&folder.path().join(at), &["diff", "--from", from, new, "--format", "json"]);
        assert_eq!(output.status.code(), Some(1), "{}{}", stdout(&output), stderr(&output));
        let changes: Vec<serde_json::Value> =
            stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let found: Vec<_> = changes
            .iter()
            .map(|change| (change["id"].as_str(), change["old_place"]["file"].as_str()))
            .collect();
        let revision = from.split(':').next().unwrap();
        let old = |name: &str| format!("{revision}:spec/schemas/{name}");
        let (name, boat) = (old("name.yaml"), old("boat.yaml"));
        let expected = [
            (Some("constraint-tightened"), Some(name.as_str())),
            (Some("request-property-removed"), Some(boat.as_str())),
            (None, None),
        ];
        assert_eq!(found, expected);
    }
    for from in ["HEAD:spec/other.yaml", "nowhere:spec/api.yaml", "HEAD:spec", "spec/api.yaml", "--help:a"] {
        let output = stubsmith(folder.path(), &["diff", &format!("--from={from}"), "spec/api.yaml"]);
        assert_eq!(output.status.code(), Some(3), "{from}: {}", stderr(&output));
    }
}
