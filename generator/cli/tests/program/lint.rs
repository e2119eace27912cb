//! `check` without an output folder, and the formats of diagnostics for other programs.

use super::{ROOM, SPEC, assert_status, files, folder_with, stderr, stubsmith};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use tempfile::TempDir;

/// A spec with a mistake in another file, a warning, and a note.
fn mistakes() -> TempDir {
    let folder = folder_with(SPEC);
    let room = "type: object\nproperties:\n  größe: {type: objekt}\n  a: {type: string, pattern: '(?=a)b'}\n";
    fs::create_dir(folder.path().join("schemas, 100%")).unwrap();
    fs::write(folder.path().join("schemas, 100%/room.yaml"), room).unwrap();
    let spec = SPEC.replace("$ref: room.yaml", "$ref: 'schemas,%20100%25/room.yaml'");
    assert_ne!(spec, SPEC);
    fs::write(folder.path().join("api.yaml"), spec).unwrap();
    folder
}

#[test]
fn a_spec_is_checked_without_an_output_folder() {
    let folder = folder_with(SPEC);
    let before = files(folder.path());
    let output = stubsmith(folder.path(), &["check", "api.yaml"]);
    assert_status(&output, 0);
    assert_eq!(stderr(&output), "the spec is valid: 0 errors\n");
    fs::write(folder.path().join("room.yaml"), ROOM.replace("string", "string, pattern: '(?=a)b'")).unwrap();
    let output = stubsmith(folder.path(), &["check", "api.yaml", "--format", "short"]);
    assert_status(&output, 0);
    assert!(stderr(&output).ends_with("\nthe spec is valid: 1 warning\n"), "{}", stderr(&output));
    let deny = ["check", "api.yaml", "--format", "short", "--deny-warnings"];
    let output = stubsmith(folder.path(), &deny);
    assert_status(&output, 1);
    assert!(stderr(&output).ends_with("\nerror: the spec is rejected: 1 warning\n"), "{}", stderr(&output));
    assert_status(&stubsmith(folder.path(), &[&deny[..], &["--allow", "not-enforced"]].concat()), 0);
    fs::write(folder.path().join("room.yaml"), ROOM.replace("object", "objekt")).unwrap();
    let output = stubsmith(folder.path(), &["check", "api.yaml"]);
    assert_status(&output, 1);
    let text = stderr(&output);
    assert!(text.contains("did you mean `object`?") && text.ends_with("rejected: 1 error\n"), "{text}");
    fs::write(folder.path().join("room.yaml"), ROOM).unwrap();
    assert_eq!(files(folder.path()), before);
    // These options have a meaning only for a folder.
    for option in ["--crate", "--report"] {
        assert_eq!(stubsmith(folder.path(), &["check", "api.yaml", option, "a"]).status.code(), Some(2));
    }
    let output = stubsmith(folder.path(), &["check", "api.yaml", "--out", "a", "--only", "none"]);
    assert_status(&output, 1);
    assert!(stderr(&output).ends_with("\n\nerror: the spec is rejected: 1 error\n"), "{}", stderr(&output));
}

/// The command that `check` prints is for a shell, so it has quotes, and only the subcommand is another one.
#[test]
fn the_command_that_updates_a_folder_can_be_copied() {
    let folder = folder_with(SPEC);
    let check = |arguments: &[&str]| stubsmith(folder.path(), &[&["check", "api.yaml"], arguments].concat());
    let output = check(&["--out", "check", "--only", "GET /rooms", "--crate", "check"]);
    let command = "run: stubsmith generate api.yaml --out check --only 'GET /rooms' --crate check\n";
    assert_eq!(stderr(&output), format!("check/src: is missing\n{command}"));
    let output = check(&["--out", "#api"]);
    assert!(
        stderr(&output).ends_with("run: stubsmith generate api.yaml --out '#api'\n"),
        "{}",
        stderr(&output)
    );
}

#[cfg(unix)]
#[test]
fn a_folder_whose_name_is_not_utf_8_is_missing() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::process::Command;
    let folder = folder_with(SPEC);
    let mut program = Command::new(env!("CARGO_BIN_EXE_stubsmith"));
    let program = program.current_dir(folder.path()).args(["check", "api.yaml", "--out"]);
    let output = program.arg(OsStr::from_bytes(b"api\xff")).output().unwrap();
    assert_status(&output, 1);
    assert!(stderr(&output).contains("is missing\nrun: stubsmith generate api.yaml"), "{}", stderr(&output));
}

/// A line for each diagnostic, with the escapes of workflow commands.
#[test]
fn annotations_for_github_are_one_line_each() {
    let folder = mistakes();
    let output = stubsmith(folder.path(), &["check", "api.yaml", "--format", "github"]);
    assert_status(&output, 1);
    let text = stderr(&output);
    let expected = "::error file=schemas%2C 100%25/room.yaml,line=3,col=17,endColumn=23,title=unknown-type::\
                    `objekt` is not a JSON type%0Ahelp: did you mean `object`?\n";
    assert_eq!(text, expected);

    fs::write(
        folder.path().join("schemas, 100%/room.yaml"),
        ROOM.replace("string", "string, pattern: '(?=a)b'"),
    )
    .unwrap();
    let absolute = folder.path().canonicalize().unwrap().join("api.yaml");
    let absolute = absolute.to_str().unwrap();
    let output =
        stubsmith(&folder.path().canonicalize().unwrap(), &["check", absolute, "--format", "github"]);
    assert_status(&output, 0);
    let text = stderr(&output);
    assert!(text.starts_with("::warning file=schemas%2C 100%25/room.yaml,line=2,"), "{text}");
    assert_eq!(text.lines().count(), 1, "{text}");

    // A file that is out of date is an annotation as well.
    let output = stubsmith(folder.path(), &["check", "api.yaml", "--out", "api", "--format", "github"]);
    assert_status(&output, 1);
    let text = stderr(&output);
    let stale = "::error file=api,line=1,title=stale::is missing%0Ahelp: run: stubsmith generate api.yaml";
    assert!(text.lines().nth(1).is_some_and(|line| line.starts_with(stale)), "{text}");
}

/// The log of a run.
#[track_caller]
fn sarif(folder: &TempDir, arguments: &[&str], status: i32) -> Value {
    let output = stubsmith(folder.path(), &[&["check", "api.yaml", "--format", "sarif"], arguments].concat());
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(status), ""));
    let log: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_valid(&log);
    log
}

/// Checks the parts of the schema of SARIF 2.1.0 that the logs use: the keys of each object, and which are required.
#[track_caller]
fn assert_valid(log: &Value) {
    keys(log, &["version", "runs"], &["$schema"]);
    assert_eq!(log["version"], "2.1.0");
    let [run] = log["runs"].as_array().unwrap().as_slice() else { panic!("{log}") };
    keys(run, &["tool", "results"], &["columnKind"]);
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let driver = &run["tool"]["driver"];
    keys(driver, &["name"], &["version", "rules"]);
    let rules = driver["rules"].as_array().unwrap();
    for rule in rules {
        keys(rule, &["id"], &["shortDescription", "fullDescription", "help", "defaultConfiguration"]);
        for text in ["shortDescription", "fullDescription", "help"] {
            keys(&rule[text], &["text"], &[]);
            assert!(rule[text]["text"].as_str().unwrap().ends_with('.'), "{rule}");
        }
    }
    let ids: BTreeSet<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), rules.len(), "rules are unique");
    for result in run["results"].as_array().unwrap() {
        let optional = ["locations", "relatedLocations"];
        keys(result, &["ruleId", "ruleIndex", "level", "message", "partialFingerprints"], &optional);
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        keys(&result["message"], &["text"], &[]);
        for location in result["locations"].as_array().into_iter().flatten() {
            keys(location, &["physicalLocation"], &[]);
            assert_valid_location(&location["physicalLocation"]);
        }
        for (location, id) in result["relatedLocations"].as_array().into_iter().flatten().zip(1..) {
            keys(location, &["id", "message", "physicalLocation"], &[]);
            assert_eq!(location["id"], id);
            assert_valid_location(&location["physicalLocation"]);
        }
    }
}

#[track_caller]
fn assert_valid_location(location: &Value) {
    keys(location, &["artifactLocation", "region"], &[]);
    let artifact = &location["artifactLocation"];
    keys(artifact, &["uri", "uriBaseId"], &[]);
    let uri = artifact["uri"].as_str().unwrap();
    assert!(uri.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte)), "{uri}");
    let region = &location["region"];
    keys(region, &["startLine", "startColumn"], &["endLine", "endColumn"]);
    assert!(region.as_object().unwrap().values().all(|number| number.as_u64().unwrap() > 0), "{region}");
}

#[track_caller]
fn keys(object: &Value, required: &[&str], optional: &[&str]) {
    let object = object.as_object().unwrap();
    assert!(required.iter().all(|key| object.contains_key(*key)), "{object:?}");
    let known = |key: &String| required.contains(&key.as_str()) || optional.contains(&key.as_str());
    assert!(object.keys().all(known), "{object:?}");
}

#[test]
fn a_sarif_log_has_rules_and_relative_places() {
    let folder = mistakes();
    let log = sarif(&folder, &[], 1);
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "unknown-type");
    assert_eq!(run["tool"]["driver"]["rules"][0]["defaultConfiguration"], json!({"level": "error"}));
    let [result] = run["results"].as_array().unwrap().as_slice() else { panic!("{log}") };
    let uri = "schemas%2C%20100%25/room.yaml";
    // `größe` has seven bytes and five characters.
    let expected = json!({
        "artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 3, "startColumn": 17, "endLine": 3, "endColumn": 23},
    });
    assert_eq!(result["locations"][0]["physicalLocation"], expected);
    assert_eq!(result["message"]["text"], "`objekt` is not a JSON type\nhelp: did you mean `object`?");
    let related = &result["relatedLocations"][0];
    assert_eq!(related["message"]["text"], "referenced here");
    assert_eq!(related["physicalLocation"]["artifactLocation"]["uri"], "api.yaml");
    let print = "unknown-type:schemas, 100%/room.yaml#/properties/größe/type";
    assert_eq!(result["partialFingerprints"], json!({"stubsmith/v1": print}));

    // Lines move, and the fingerprint stays.
    let path = folder.path().join("schemas, 100%/room.yaml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("# A room.\n{text}")).unwrap();
    let moved = sarif(&folder, &[], 1);
    let moved = &moved["runs"][0]["results"][0];
    assert_eq!(moved["partialFingerprints"], result["partialFingerprints"]);
    assert_eq!(moved["locations"][0]["physicalLocation"]["region"]["startLine"], 4);
}

#[test]
fn a_sarif_log_is_one_document_in_each_case() {
    let folder = folder_with(SPEC);
    let log = sarif(&folder, &[], 0);
    assert_eq!(log["runs"][0]["results"], json!([]));
    let log = sarif(&folder, &["--out", "api"], 1);
    assert_eq!(log["runs"][0]["results"][0]["ruleId"], "stale");
    assert_status(&stubsmith(folder.path(), &["generate", "api.yaml", "--out", "api"]), 0);
    sarif(&folder, &["--out", "api"], 0);
    let log = sarif(&mistakes(), &["--out", "api"], 1);
    assert_eq!(log["runs"][0]["results"][0]["ruleId"], "unknown-type");
    // These commands print something else to standard output.
    for arguments in [["stub", "api.yaml"], ["bundle", "api.yaml"]] {
        let output = stubsmith(folder.path(), &[&arguments[..], &["--format", "sarif"]].concat());
        assert_status(&output, 2);
        assert!(stderr(&output).contains("use `stubsmith check SPEC --format sarif`"), "{}", stderr(&output));
    }
}
