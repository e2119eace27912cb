//! The program as its users meet it: flags, files, exit statuses.

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

/// The README's command, wherever it is run, and again.
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
fn members_of_the_example_that_no_schema_names_are_reported_with_their_places() {
    let out = TempDir::new().unwrap();
    let target = out.path().display().to_string();
    let seed = "spec/api/client-server/guest_events.yaml";
    let arguments =
        ["generate", seed, "--ref-root", "spec", "--keep-unknown", "--out", &target, "--format", "short"];
    let output = stubsmith(&repository(), &arguments);
    assert_status(&output, 0);
    let message = "note[example-member]: the example has a member that its schema does not name:";
    let text = stderr(&output);
    let lines: Vec<&str> = text.lines().filter(|line| line.contains(message)).collect();
    assert_eq!(
        lines,
        [format!("{seed}:68:22: {message} `age`"), format!("{seed}:74:22: {message} `origin_server_ts`")]
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
    // The manifest is the author's from now on: it is only checked.
    let text = "[package]\nname = \"rooms-api\"\n[dependencies]\naxum = \"0.8\"\nserde = \"1\"\n";
    fs::write(&manifest, text).unwrap();
    let output =
        stubsmith(folder.path(), &["generate", "api.yaml", "--crate", "rooms-api", "--out", "rooms"]);
    assert_status(&output, 0);
    assert_eq!(fs::read_to_string(&manifest).unwrap(), text);
    assert!(stderr(&output).contains("lacks, under `[dependencies]`: serde_json = "), "{}", stderr(&output));
    // Another package's folder is not written to.
    fs::write(&manifest, "[package]\nname = \"other\"\n").unwrap();
    let output =
        stubsmith(folder.path(), &["generate", "api.yaml", "--crate", "rooms-api", "--out", "rooms"]);
    assert_status(&output, 1);
    assert!(stderr(&output).contains("is the package `other`, not `rooms-api`"), "{}", stderr(&output));
}

#[test]
fn only_what_changed_is_written_and_what_is_left_over_goes() {
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
}

#[test]
fn a_refused_description_changes_nothing() {
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
        "reached by the `$ref` at api.yaml:7:59",
        "nothing is written: 1 error",
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
fn check_names_what_differs_and_the_command_to_run() {
    let folder = folder_with(SPEC);
    let check = || stubsmith(folder.path(), &["check", "api.yaml", "--out", "api"]);
    let missing = check();
    assert_status(&missing, 1);
    assert!(stderr(&missing).contains("missing: api/mod.rs"), "{}", stderr(&missing));
    assert!(!folder.path().join("api").exists());
    assert_status(&stubsmith(folder.path(), &["generate", "api.yaml", "--out", "api"]), 0);
    assert_status(&check(), 0);
    fs::write(folder.path().join("api/old.rs"), "// @generated by stubsmith from api.yaml. Do not edit.\n")
        .unwrap();
    fs::write(folder.path().join("room.yaml"), ROOM.replace("name", "topic")).unwrap();
    let stale = check();
    assert_status(&stale, 1);
    for part in [
        "stale: api/codec.rs",
        "stale: api/types.rs",
        "left over: api/old.rs",
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
fn warnings_can_be_denied_and_names_given() {
    let spec = SPEC.replace("operationId", "operatonId");
    let folder = folder_with(&spec);
    let arguments = ["generate", "api.yaml", "--out", "api", "--deny-warnings"];
    let output = stubsmith(folder.path(), &arguments);
    assert_status(&output, 1);
    assert!(stderr(&output).contains("did you mean `operationId`?"), "{}", stderr(&output));
    assert!(!folder.path().join("api").exists());
    let renames = ["--rename", "#/paths/~1rooms/get=listRooms", "--rename", "room.yaml#=Chamber"];
    assert_status(&stubsmith(folder.path(), &[&arguments[..4], &renames].concat()), 0);
    let api = fs::read_to_string(folder.path().join("api/api.rs")).unwrap();
    assert!(api.contains("fn list_rooms(") && api.contains("Ok(types::Chamber)"), "{api}");
    let nowhere = ["--rename", "#/definitions/None=Other"];
    let output = stubsmith(folder.path(), &[&arguments[..4], &nowhere].concat());
    assert_status(&output, 1);
    assert!(stderr(&output).contains("there is nothing at that place"), "{}", stderr(&output));
}

#[test]
fn no_colours_where_there_is_no_terminal() {
    let folder = folder_with("swagger: '2.0'\n");
    let output = stubsmith(folder.path(), &["generate", "api.yaml", "--out", "api"]);
    assert_status(&output, 1);
    assert!(!stderr(&output).contains('\u{1b}'));
}
