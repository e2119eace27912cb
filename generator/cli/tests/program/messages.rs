//! The program's messages and their help.

use super::{SPEC, assert_status, folder_with, stderr, stubsmith};
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

/// Places that share a message: as data each is one, and the message is the same in all runs.
#[test]
fn places_that_share_a_message_are_related() {
    let members =
        ["a", "b", "c", "d", "e"].map(|name| format!("  {name}: {{type: string, pattern: '(?=a)b'}}\n"));
    let room = format!("type: object\nproperties:\n{}", members.concat());
    let folder = folder_with(SPEC);
    fs::write(folder.path().join("room.yaml"), room).unwrap();
    let run = |format| {
        let output = stubsmith(folder.path(), &["generate", "api.yaml", "--out", "api", "--format", format]);
        assert_status(&output, 0);
        stderr(&output)
    };
    let text = run("json");
    let found: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let found = found.iter().find(|found| found["code"] == "not-enforced").unwrap();
    assert!(!found["message"].as_str().unwrap().contains("more"), "{found}");
    let related = found["related"].as_array().unwrap();
    assert_eq!(related.len(), 4, "{found}");
    assert_eq!(related[0], json!({"file": "room.yaml", "line": 4, "column": 30, "message": "also here"}));
    let more = "also here: room.yaml:4:30, room.yaml:5:30, room.yaml:6:30 and 1 more";
    for format in ["short", "full"] {
        let text = run(format);
        assert!(text.contains(more), "{text}");
    }
}

#[test]
fn a_file_in_the_way_can_be_moved() {
    let folder = folder_with(SPEC);
    fs::create_dir(folder.path().join("api")).unwrap();
    fs::write(folder.path().join("api/mod.rs"), "// mine\n").unwrap();
    let output = stubsmith(folder.path(), &["generate", "api.yaml", "--out", "api"]);
    assert_status(&output, 1);
    assert!(stderr(&output).contains("move it, or choose another folder"), "{}", stderr(&output));
}

#[test]
fn a_crate_that_is_checked_as_a_module_names_the_flag() {
    let folder = folder_with(SPEC);
    let generate = ["generate", "api.yaml", "--crate", "rooms-api", "--out", "rooms"];
    assert_status(&stubsmith(folder.path(), &generate), 0);
    let output = stubsmith(folder.path(), &["check", "api.yaml", "--out", "rooms"]);
    assert_status(&output, 1);
    assert_eq!(stderr(&output), "error: `rooms` is a generated crate: add `--crate rooms-api`\n");
}

/// The comments of a skeleton have the `main` that serves it, from a module or from a crate.
#[test]
fn a_skeleton_shows_how_to_serve_it() {
    let folder = folder_with(SPEC);
    for (module, first) in [("crate::api", "module `crate::api`"), ("rooms_api", "`[dependencies]`")] {
        let output = stubsmith(folder.path(), &["stub", "api.yaml", "--module", module]);
        assert!(output.status.success(), "{}", stderr(&output));
        let text = String::from_utf8(output.stdout).unwrap();
        let step = text.lines().find(|line| line.starts_with("//! 1.")).unwrap_or_default();
        assert!(step.contains(first) && text.contains("//!     axum::serve("), "{text}");
        let serve = format!("//!     axum::serve(listener, {module}::service(");
        assert!(text.contains(&serve), "{text}");
    }
}

/// Allowed warnings are neither reported nor counted; all others are.
#[test]
fn warnings_that_are_allowed_are_not_denied() {
    let spec = SPEC.replace("description: All.", "x-no: description");
    assert_ne!(spec, SPEC);
    let folder = folder_with(&spec);
    let room = "type: object\nproperties: {name: {type: string, pattern: '(?=a)b'}}\n";
    fs::write(folder.path().join("room.yaml"), room).unwrap();
    let run = |allow: &[&str]| {
        let mut arguments =
            vec!["generate", "api.yaml", "--out", "api", "--deny-warnings", "--format", "short"];
        arguments.extend(allow.iter().flat_map(|code| ["--allow", code]));
        stubsmith(folder.path(), &arguments)
    };
    let output = run(&[]);
    assert_status(&output, 1);
    assert!(stderr(&output).ends_with("error: nothing was written: 2 warnings\n"), "{}", stderr(&output));
    let output = run(&["not-enforced"]);
    assert_status(&output, 1);
    let text = stderr(&output);
    assert!(!text.contains("[not-enforced]") && text.contains("[missing-keyword]"), "{text}");
    assert_status(&run(&["not-enforced", "missing-keyword"]), 0);
    fs::write(folder.path().join("stubsmith.yaml"), "allow: [missing-keyword]\n").unwrap();
    assert_status(&run(&["not-enforced"]), 0);
    let output = run(&["syntax"]);
    assert_status(&output, 1);
    assert!(
        stderr(&output).contains("`syntax` is an error: only warnings can be allowed"),
        "{}",
        stderr(&output)
    );
}

/// You choose the version of a crate that the settings name: the message only says that it is missing.
#[test]
fn crates_that_settings_name_have_to_be_in_the_manifest() {
    let folder = folder_with(SPEC);
    let room = "type: object\nproperties: {day: {type: string, format: date}}\n";
    fs::write(folder.path().join("room.yaml"), room).unwrap();
    let run = |command| {
        let settings = ["--map-format", "date=time_of_day::Date<std::string::String>"];
        let mut arguments = vec![command, "api.yaml", "--crate", "rooms-api", "--out", "rooms"];
        arguments.extend(settings);
        stubsmith(folder.path(), &arguments)
    };
    let lack = "rooms/Cargo.toml: lacks the crate `time_of_day`, which a setting uses\n";
    // The first run writes the manifest, the second reads it.
    for _ in 0..2 {
        let output = run("generate");
        assert_status(&output, 0);
        assert!(stderr(&output).ends_with(&format!("warning: {lack}")), "{}", stderr(&output));
    }
    let output = run("check");
    assert_status(&output, 1);
    assert_eq!(
        stderr(&output),
        format!("{lack}add it to `Cargo.toml`: Stubsmith does not change an existing one\n")
    );
    let manifest = folder.path().join("rooms/Cargo.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    assert!(text.ends_with("\n# time_of_day = \"\" # used by a setting\n"), "{text}");
    fs::write(&manifest, text + "time-of-day = \"1\"\n").unwrap();
    for command in ["generate", "check"] {
        let output = run(command);
        assert_status(&output, 0);
        assert!(!stderr(&output).contains("lacks"), "{}", stderr(&output));
    }
}

/// A new manifest has well-known crates with their version and the feature for serde; an older one lacks them.
#[test]
fn well_known_crates_are_in_a_new_manifest() {
    let folder = folder_with(SPEC);
    let room =
        "type: object\nproperties: {day: {type: string, format: date}, id: {type: string, format: uuid}}\n";
    fs::write(folder.path().join("room.yaml"), room).unwrap();
    let run = |command| {
        let settings = ["--formats", "date=chrono", "--map-format", "uuid=uuid::Uuid"];
        let mut arguments = vec![command, "api.yaml", "--crate", "rooms-api", "--out", "rooms"];
        arguments.extend(settings);
        stubsmith(folder.path(), &arguments)
    };
    let output = run("generate");
    assert_status(&output, 0);
    assert!(!stderr(&output).contains("lacks"), "{}", stderr(&output));
    let manifest = folder.path().join("rooms/Cargo.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    let lines = "chrono = { version = \"0.4\", features = [\"serde\"] }\nuuid = { version = \"1\", features = [\"serde\"] }\n";
    assert!(text.contains(lines), "{text}");
    let older = text.replace("chrono = { version = \"0.4\", features = [\"serde\"] }", "chrono = \"0.4\"");
    fs::write(&manifest, older.replace("uuid = ", "# uuid = ")).unwrap();
    let output = run("check");
    assert_status(&output, 1);
    let lacks = [
        "rooms/Cargo.toml: lacks the feature `serde` of `chrono`; write: chrono = { version = \"0.4\", features = [\"serde\"] }\n",
        "rooms/Cargo.toml: lacks this line under `[dependencies]`: uuid = { version = \"1\", features = [\"serde\"] }\n",
        "add it to `Cargo.toml`: Stubsmith does not change an existing one\n",
    ];
    assert_eq!(stderr(&output), lacks.concat());
}

/// A module belongs to the package around it. Its author adds the crates, so `check` is not about them.
#[test]
fn crates_that_the_enclosing_package_lacks_are_listed() {
    let folder = folder_with(SPEC);
    let room = "type: object\nproperties: {id: {type: string, format: uuid}}\n";
    fs::write(folder.path().join("room.yaml"), room).unwrap();
    let run = |command| {
        let arguments = [command, "api.yaml", "--out", "server/src/api", "--formats", "uuid"];
        stubsmith(folder.path(), &arguments)
    };
    let manifest = folder.path().join("server/Cargo.toml");
    // Without a package, there is nothing to say.
    assert!(!stderr(&run("generate")).contains("lacks"));
    fs::write(&manifest, "[workspace]\nmembers = []\n").unwrap();
    assert!(!stderr(&run("generate")).contains("lacks"));
    let package = "[package]\nname = \"server\"\n\n[dependencies]\naxum = { version = \"0.8\", default-features = false }\n";
    fs::write(&manifest, package).unwrap();
    for command in ["generate", "check"] {
        let output = run(command);
        assert_status(&output, 0);
        let text = stderr(&output);
        assert!(
            text.contains("warning: server/Cargo.toml: lacks this line under `[dependencies]`: serde"),
            "{text}"
        );
        assert!(
            text.contains("warning: server/Cargo.toml: lacks this line under `[dependencies]`: uuid"),
            "{text}"
        );
        assert!(text.contains("`matched-path`"), "{text}");
        assert!(!text.contains("lacks the feature `preserve_order`"), "{text}");
    }
}

#[test]
fn codes_are_explained() {
    let folder = TempDir::new().unwrap();
    let list = stubsmith(folder.path(), &["explain"]);
    let list = String::from_utf8(list.stdout).unwrap();
    let (codes, changes) = list.split_once("\n\n").unwrap();
    assert!(codes.lines().count() > 30, "{codes}");
    for line in changes.lines().skip(1) {
        let (id, meaning) = line.split_once(' ').unwrap();
        assert!(meaning.trim().len() > 10, "{line}");
        let text = String::from_utf8(stubsmith(folder.path(), &["explain", id]).stdout).unwrap();
        assert!(text.starts_with(&format!("{id}\n\n")) && text.contains("wire: "), "{text}");
    }
    for line in codes.lines() {
        let (code, meaning) = line.split_once(' ').unwrap();
        assert!(meaning.trim().len() > 20, "{line}");
        let output = stubsmith(folder.path(), &["explain", code]);
        assert_eq!(output.status.code(), Some(0));
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.starts_with(&format!("{code}\n\n")) && text.len() > 80, "{text}");
        let example = text.contains("For example:") && text.contains(&format!("[{code}]"));
        assert!(
            example || ["accepted-change-gone", "internal", "stale"].contains(&code),
            "`{code}` has no example: list it in EXAMPLES of src/explain.rs, and link tests/invalid/{code} in explained/\n{text}"
        );
        assert!(
            !text.contains(&format!("invalid/{code}"))
                && text.lines().all(|line| line.chars().count() <= 130),
            "{text}"
        );
    }
    let output = stubsmith(folder.path(), &["explain", "nonsense"]);
    assert_eq!(output.status.code(), Some(2));
}
