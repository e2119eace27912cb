//! The program as its users see it: flags, files, exit statuses.

mod apis;
mod bundle;
mod diff;
mod fake;
mod guide;
mod lint;
mod messages;
mod new;
mod new_runs;
mod output;
mod proof;
mod rustfmt;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};
use tempfile::TempDir;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn stubsmith(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_stubsmith")).current_dir(folder).args(arguments).output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[track_caller]
fn assert_status(output: &Output, status: i32) {
    assert_eq!(output.status.code(), Some(status), "{}", stderr(output));
    assert!(output.stdout.is_empty(), "standard output is not for diagnostics");
}

/// Every file below a folder, by its path in it.
fn files(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.insert(
                    path.strip_prefix(folder).unwrap().to_owned(),
                    fs::read_to_string(&path).unwrap(),
                );
            }
        }
    }
    found
}

const SPEC: &str = "swagger: '2.0'
info: {title: Rooms, version: '1'}
paths:
  /rooms:
    get:
      operationId: getRooms
      responses: {200: {description: All., schema: {$ref: room.yaml}}}
";
const ROOM: &str = "type: object\nproperties: {name: {type: string}}\n";

fn folder_with(spec: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("api.yaml"), spec).unwrap();
    fs::write(folder.path().join("room.yaml"), ROOM).unwrap();
    folder
}

/// The README's command, in any working directory, and again.
#[test]
fn the_seed_becomes_the_committed_crate() {
    let repository = repository();
    let committed = files(&repository.join("generated/src"));
    let elsewhere = TempDir::new().unwrap();
    let spec = repository.join("spec");
    let seed = spec.join("api/client-server/guest_events.yaml");
    let runs = [
        (repository.clone(), "spec/api/client-server/guest_events.yaml".to_owned(), "spec".to_owned()),
        (spec.join("api/client-server"), "guest_events.yaml".to_owned(), "../..".to_owned()),
        (elsewhere.path().to_owned(), seed.display().to_string(), spec.display().to_string()),
    ];
    for (folder, seed, root) in runs {
        let out = TempDir::new().unwrap();
        let target = out.path().display().to_string();
        for _ in 0..2 {
            let arguments = [
                "generate",
                &seed,
                "--ref-root",
                &root,
                "--keep-unknown",
                "--embed-description",
                "/openapi.json",
                "--crate",
                "guest-events",
                "--out",
                &target,
            ];
            assert_status(&stubsmith(&folder, &arguments), 0);
            assert!(files(&out.path().join("src")) == committed, "run in {}", folder.display());
        }
    }
}

#[test]
fn undeclared_properties_of_an_example_are_reported_with_their_places() {
    let out = TempDir::new().unwrap();
    let target = out.path().display().to_string();
    let seed = "spec/api/client-server/guest_events.yaml";
    let arguments =
        ["generate", seed, "--ref-root", "spec", "--keep-unknown", "--out", &target, "--format", "short"];
    let output = stubsmith(&repository(), &arguments);
    assert_status(&output, 0);
    let message = "note[example-property]: the example has a property that its schema does not declare:";
    let text = stderr(&output);
    let lines: Vec<&str> = text.lines().filter(|line| line.contains(message)).collect();
    assert_eq!(
        lines,
        [format!("{seed}:68:21: {message} `age`"), format!("{seed}:74:21: {message} `origin_server_ts`")]
    );
}

#[test]
fn a_module_folder_has_mod_rs_and_a_crate_its_manifest() {
    let folder = folder_with(SPEC);
    assert_status(&stubsmith(folder.path(), &["generate", "api.yaml", "--out", "src/api"]), 0);
    assert!(
        folder.path().join("src/api/mod.rs").exists() && !folder.path().join("src/api/Cargo.toml").exists()
    );
    assert_status(
        &stubsmith(folder.path(), &["generate", "api.yaml", "--crate", "rooms-api", "--out", "rooms"]),
        0,
    );
    let manifest = folder.path().join("rooms/Cargo.toml");
    assert!(fs::read_to_string(&manifest).unwrap().contains("name = \"rooms-api\""));
    assert!(folder.path().join("rooms/src/lib.rs").exists());
    // The manifest belongs to the author now: it is only checked.
    let text = "[package]\nname = \"rooms-api\"\n[dependencies]\naxum = \"0.8\"\nserde = \"1\"\n";
    fs::write(&manifest, text).unwrap();
    let output =
        stubsmith(folder.path(), &["generate", "api.yaml", "--crate", "rooms-api", "--out", "rooms"]);
    assert_status(&output, 0);
    assert_eq!(fs::read_to_string(&manifest).unwrap(), text);
    assert!(
        stderr(&output).contains("lacks this line under `[dependencies]`: serde_json = "),
        "{}",
        stderr(&output)
    );
    // The folder of another package is not written to.
    fs::write(&manifest, "[package]\nname = \"other\"\n").unwrap();
    let output =
        stubsmith(folder.path(), &["generate", "api.yaml", "--crate", "rooms-api", "--out", "rooms"]);
    assert_status(&output, 1);
    assert!(stderr(&output).contains("is the package `other`, not `rooms-api`"), "{}", stderr(&output));
}

#[test]
fn dependencies_of_the_generated_code_are_in_the_manifest_or_reported() {
    let folder = folder_with(SPEC);
    let run =
        || stubsmith(folder.path(), &["generate", "api.yaml", "--crate", "rooms-api", "--out", "rooms"]);
    assert_status(&run(), 0);
    let manifest = folder.path().join("rooms/Cargo.toml");
    assert!(!fs::read_to_string(&manifest).unwrap().contains("regex"));
    let room = ROOM.replace("type: string", "type: string, pattern: '^a'");
    assert_ne!(room, ROOM);
    fs::write(folder.path().join("room.yaml"), room).unwrap();
    let output = run();
    assert_status(&output, 0);
    assert!(
        stderr(&output).contains("lacks this line under `[dependencies]`: regex = \"1\""),
        "{}",
        stderr(&output)
    );
    // Generating again does not help.
    let output = stubsmith(folder.path(), &["check", "api.yaml", "--crate", "rooms-api", "--out", "rooms"]);
    assert_status(&output, 1);
    let expected = [
        "rooms/Cargo.toml: lacks this line under `[dependencies]`: regex = \"1\"\n",
        "add it to `Cargo.toml`: Stubsmith does not change an existing one\n",
    ];
    assert_eq!(stderr(&output), expected.concat());
    fs::remove_file(&manifest).unwrap();
    assert_status(&run(), 0);
    assert!(fs::read_to_string(&manifest).unwrap().contains("\nregex = \"1\"\n"));
}

#[test]
fn only_changed_files_are_written_and_stale_files_are_removed() {
    let folder = folder_with(SPEC);
    let run = || stubsmith(folder.path(), &["generate", "api.yaml", "--out", "api"]);
    assert_status(&run(), 0);
    let api = folder.path().join("api");
    let times = || -> BTreeMap<_, _> {
        files(&api)
            .into_keys()
            .map(|path| (path.clone(), fs::metadata(api.join(path)).unwrap().modified().unwrap()))
            .collect()
    };
    let before = times();
    fs::write(api.join("mine.rs"), "// By hand.\n").unwrap();
    fs::write(api.join("old.rs"), "// @generated by stubsmith from api.yaml. Do not edit.\n").unwrap();
    std::thread::sleep(std::time::Duration::from_millis(20));
    fs::write(folder.path().join("room.yaml"), ROOM.replace("name", "topic")).unwrap();
    assert_status(&run(), 0);
    let after = times();
    let changed: Vec<_> =
        before.iter().filter(|(path, time)| after.get(*path) != Some(*time)).map(|(path, _)| path).collect();
    assert_eq!(changed, [Path::new("codec.rs"), Path::new("types.rs")]);
    assert!(api.join("mine.rs").exists() && !api.join("old.rs").exists());
    assert!(!after.keys().any(|path| path.to_string_lossy().contains(".tmp")));
    // The module with the types without a name is in a folder, which is empty after the last of them.
    let inline = "properties: {topic: {type: object, properties: {name: {type: string}}}}\n";
    fs::write(folder.path().join("room.yaml"), inline).unwrap();
    assert_status(&run(), 0);
    assert!(api.join("types/inline.rs").exists());
    fs::write(folder.path().join("room.yaml"), ROOM).unwrap();
    assert_status(&run(), 0);
    assert!(!api.join("types/inline.rs").exists());
}

#[test]
fn a_rejected_spec_changes_nothing() {
    let folder = folder_with(SPEC);
    let arguments = ["generate", "api.yaml", "--out", "api"];
    assert_status(&stubsmith(folder.path(), &arguments), 0);
    let before = files(folder.path());
    fs::write(folder.path().join("room.yaml"), "type: objekt\n").unwrap();
    let output = stubsmith(folder.path(), &arguments);
    assert_status(&output, 1);
    let text = stderr(&output);
    for part in [
        "error[unknown-type]",
        "room.yaml:1:7",
        "::: api.yaml:7:59",
        "referenced here",
        "nothing was written: 1 error",
    ] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
    fs::write(folder.path().join("room.yaml"), ROOM).unwrap();
    assert!(files(folder.path()) == before);
}

#[test]
fn a_file_that_was_not_generated_is_in_the_way() {
    let folder = folder_with(SPEC);
    fs::create_dir(folder.path().join("api")).unwrap();
    fs::write(folder.path().join("api/types.rs"), "// By hand.\n").unwrap();
    let output = stubsmith(folder.path(), &["generate", "api.yaml", "--out", "api"]);
    assert_status(&output, 1);
    assert!(stderr(&output).contains("is in the way"), "{}", stderr(&output));
    assert_eq!(files(&folder.path().join("api")).len(), 1);
}

#[cfg(unix)]
#[test]
fn output_does_not_leave_its_folder_by_a_symlink() {
    let (folder, elsewhere) = (folder_with(SPEC), TempDir::new().unwrap());
    fs::create_dir(folder.path().join("api")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("api/support")).unwrap();
    let output = stubsmith(folder.path(), &["generate", "api.yaml", "--out", "api"]);
    assert_status(&output, 1);
    assert!(stderr(&output).contains("symlink"), "{}", stderr(&output));
    assert!(files(elsewhere.path()).is_empty());
}

#[test]
fn check_names_the_differences_and_the_command_to_run() {
    let folder = folder_with(SPEC);
    let check = || stubsmith(folder.path(), &["check", "api.yaml", "--out", "api"]);
    let missing = check();
    assert_status(&missing, 1);
    let command = "run: stubsmith generate api.yaml --out api\n";
    assert_eq!(stderr(&missing), format!("api: is missing\n{command}"), "one line for a folder");
    assert!(!folder.path().join("api").exists());
    assert_status(&stubsmith(folder.path(), &["generate", "api.yaml", "--out", "api"]), 0);
    assert_status(&check(), 0);
    fs::remove_file(folder.path().join("api/mod.rs")).unwrap();
    assert_eq!(stderr(&check()), format!("api/mod.rs: is missing\n{command}"));
    fs::write(folder.path().join("api/old.rs"), "// @generated by stubsmith from api.yaml. Do not edit.\n")
        .unwrap();
    fs::write(folder.path().join("room.yaml"), ROOM.replace("name", "topic")).unwrap();
    let stale = check();
    assert_status(&stale, 1);
    for part in [
        "api/codec.rs: differs from the generated file",
        "api/types.rs: differs from the generated file",
        "api/old.rs: is no longer generated",
        "run: stubsmith generate api.yaml --out api",
    ] {
        assert!(stderr(&stale).contains(part), "{part} is not in:\n{}", stderr(&stale));
    }
}

#[test]
fn wrong_usage_is_status_2() {
    let folder = folder_with(SPEC);
    let cases: [&[&str]; 6] = [
        &[],
        &["generate"],
        &["generate", "api.yaml"],
        &["generate", "api.yaml", "--out", "api", "--nonsense"],
        &["generate", "api.yaml", "--out", "api", "--crate", "1st crate"],
        &["generate", "api.yaml", "--out", "api", "--rename", "x"],
    ];
    for arguments in cases {
        let output = stubsmith(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
    assert!(!folder.path().join("api").exists());
}

#[test]
fn warnings_can_be_denied_and_names_set() {
    let spec = SPEC.replace("operationId", "nonsense");
    let folder = folder_with(&spec);
    let arguments = ["generate", "api.yaml", "--out", "api", "--deny-warnings"];
    let output = stubsmith(folder.path(), &arguments);
    assert_status(&output, 1);
    assert!(stderr(&output).contains("warning[unknown-keyword]: `nonsense`"), "{}", stderr(&output));
    assert!(!folder.path().join("api").exists());
    let renames = ["--rename", "#/paths/~1rooms/get=listRooms", "--rename", "room.yaml#=Chamber"];
    assert_status(&stubsmith(folder.path(), &[&arguments[..4], &renames].concat()), 0);
    let api = fs::read_to_string(folder.path().join("api/contract.rs")).unwrap();
    assert!(api.contains("fn list_rooms(") && api.contains("Ok(types::Chamber)"), "{api}");
    let nowhere = ["--rename", "#/definitions/None=Other"];
    let output = stubsmith(folder.path(), &[&arguments[..4], &nowhere].concat());
    assert_status(&output, 1);
    assert!(stderr(&output).contains("does not exist in the spec"), "{}", stderr(&output));
}

#[test]
fn colours_are_for_terminals_that_want_them() {
    let folder = folder_with("swagger: '2.0'\n");
    let run = |variables: &[(&str, &str)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_stubsmith"));
        command.current_dir(folder.path()).args(["generate", "api.yaml", "--out", "api"]);
        command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").envs(variables.iter().copied());
        let output = command.output().unwrap();
        assert_status(&output, 1);
        stderr(&output).contains('\u{1b}')
    };
    assert!(!run(&[]), "this is not a terminal");
    assert!(run(&[("CLICOLOR_FORCE", "1")]));
    assert!(!run(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
}

#[test]
fn findings_are_one_json_object_a_line() {
    let folder = folder_with(&SPEC.replace("operationId", "operatonId"));
    fs::write(folder.path().join("room.yaml"), "type: objekt\n").unwrap();
    let output = stubsmith(folder.path(), &["generate", "api.yaml", "--out", "api", "--format", "json"]);
    assert_status(&output, 1);
    let text = stderr(&output);
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let expected = serde_json::json!([
        {
            "code": "unknown-keyword", "severity": "error", "file": "api.yaml", "line": 6, "column": 7,
            "message": "`operatonId` is not a keyword of an operation",
            "related": [], "chain": [], "help": ["did you mean `operationId`?"]
        },
        {
            "code": "unknown-type", "severity": "error", "file": "room.yaml", "line": 1, "column": 7,
            "message": "`objekt` is not a JSON type", "related": [],
            "chain": [{"file": "api.yaml", "line": 7, "column": 59}], "help": ["did you mean `object`?"]
        }
    ]);
    assert_eq!(serde_json::Value::Array(lines), expected);
    // With `--format json`, `check` also reports stale files as JSON.
    let folder = folder_with(&SPEC.replace("operationId", "nonsense"));
    let output = stubsmith(folder.path(), &["check", "api.yaml", "--out", "api", "--format", "json"]);
    assert_status(&output, 1);
    let stale = stderr(&output).lines().filter(|line| line.contains(r#""code":"stale""#)).count();
    assert!(stale == 1 && stderr(&output).lines().all(|line| line.starts_with('{')), "{}", stderr(&output));
}

#[test]
fn operations_that_cannot_be_served_are_rejected_or_omitted() {
    let path = "
  /rooms/{id}{format}:
    post:
      operationId: addRoom
      parameters: [{name: id, in: path, type: string, required: true}, {name: format, in: path, type: string, required: true}]
      responses: {204: {description: Done.}}
";
    let folder = folder_with(&format!("{}{path}", SPEC.trim_end()));
    let arguments = ["generate", "api.yaml", "--out", "api"];
    let output = stubsmith(folder.path(), &arguments);
    assert_status(&output, 1);
    assert!(stderr(&output).contains("use `--skip-unsupported`"), "{}", stderr(&output));
    let output = stubsmith(folder.path(), &[&arguments[..], &["--skip-unsupported"]].concat());
    assert_status(&output, 0);
    assert!(stderr(&output).contains("`POST /rooms/{id}{format}` is omitted"), "{}", stderr(&output));
    let api = fs::read_to_string(folder.path().join("api/contract.rs")).unwrap();
    assert!(api.contains("fn get_rooms") && !api.contains("add_room"));
}

#[test]
fn help_has_examples_and_shells_have_completions() {
    let folder = TempDir::new().unwrap();
    for command in ["generate", "check", "stub", "explain", "completions"] {
        let output = stubsmith(folder.path(), &[command, "--help"]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("Example") && text.contains(&format!("stubsmith {command}")), "{text}");
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = stubsmith(folder.path(), &["completions", shell]);
        assert!(String::from_utf8(output.stdout).unwrap().contains("skip-unsupported"), "{shell}");
    }
}

#[test]
fn the_skeleton_goes_to_standard_output() {
    let folder = folder_with(SPEC);
    let output = stubsmith(folder.path(), &["stub", "api.yaml", "--module", "crate::rooms"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("use crate::rooms::{Api, Context, GetRoomsResponse, Rejection};"), "{text}");
    assert!(text.contains("async fn get_rooms("), "{text}");
    fs::write(folder.path().join("room.yaml"), "type: objekt\n").unwrap();
    let output = stubsmith(folder.path(), &["stub", "api.yaml"]);
    assert_status(&output, 1);
}

/// Flags, `stubsmith.yaml` and the library have the same effect, for every command.
#[test]
fn settings_come_from_flags_and_from_a_file() {
    let spec = SPEC.replace("{200: ", "{404: {description: N., schema: {type: string, format: day}}, 200: ");
    let folder = folder_with(&spec);
    let root = folder.path();
    let flags = [
        ["--map-format", "day=chrono::NaiveDate"],
        ["--replace", "room.yaml#=crate::Room"],
        ["--rename", "#/paths/~1rooms/get=list"],
    ];
    let mut arguments = vec!["generate", "api.yaml", "--out", "flags"];
    arguments.extend(flags.iter().flatten());
    assert_status(&stubsmith(root, &arguments), 0);
    let settings = "map-format: {day: chrono::NaiveDate}
replace: {room.yaml#: crate::Room}
rename: {'#/paths/~1rooms/get': list}
";
    fs::write(root.join("stubsmith.yaml"), settings).unwrap();
    assert_status(&stubsmith(root, &["generate", "api.yaml", "--out", "file"]), 0);
    assert_eq!(files(&root.join("flags")), files(&root.join("file")));
    assert_status(&stubsmith(root, &["check", "api.yaml", "--out", "file"]), 0);
    let stub = stubsmith(root, &["stub", "api.yaml"]);
    assert!(String::from_utf8(stub.stdout).unwrap().contains("async fn list("));
    let text = fs::read_to_string(root.join("file/contract.rs")).unwrap();
    assert!(text.contains("NotFound(chrono::NaiveDate)") && text.contains("Ok(crate::Room)"), "{text}");
    // A flag takes precedence.
    let output =
        stubsmith(root, &["check", "api.yaml", "--out", "file", "--rename", "#/paths/~1rooms/get=all"]);
    assert_status(&output, 1);

    // A spec that has been fixed.
    fs::write(
        root.join("stubsmith.yaml"),
        "override: [{at: '#/info/title', expected: Rums, value: Rooms}]\n",
    )
    .unwrap();
    let output = stubsmith(root, &["generate", "api.yaml", "--out", "file", "--format", "short"]);
    assert_status(&output, 1);
    assert!(stderr(&output).contains("api.yaml:2:15: error[stale-override]: an override expects `\"Rums\"`"));
}

#[test]
fn schemas_alone_become_a_crate_that_needs_no_axum() {
    let folder = folder_with(SPEC);
    assert_status(
        &stubsmith(folder.path(), &["generate", "room.yaml", "--crate", "room", "--out", "room"]),
        0,
    );
    let files = files(&folder.path().join("room"));
    let code: String = files.into_values().collect();
    assert!(code.contains("pub struct Room") && !code.contains("axum"));
}

#[test]
fn a_report_is_written_next_to_the_output() {
    let folder = folder_with(SPEC);
    let arguments = ["generate", "api.yaml", "--out", "api", "--report", "report.json"];
    assert_status(&stubsmith(folder.path(), &arguments), 0);
    let text = fs::read_to_string(folder.path().join("report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(report["operations"][0]["id"], "getRooms");
    assert_eq!(report["schemas"][0]["place"], "room.yaml#");
    assert_eq!(report["schemas"][0]["keywords"]["properties"]["is"], "enforced");
}
