//! Dependencies that a manifest lacks, as cargo would read it.

use crate::manifest::Manifest;
use crate::output::Dependency;
use std::fs;
use tempfile::TempDir;

fn whole(name: &'static str, features: &[&'static str]) -> Dependency {
    Dependency { name, version: "1", default_features: true, features: features.to_vec() }
}

fn needed() -> Vec<Dependency> {
    let axum = Dependency { default_features: false, ..whole("axum", &["matched-path"]) };
    vec![axum, whole("serde", &[]), whole("serde_json", &["preserve_order"])]
}

fn lacks(folder: &TempDir, path: &str, named: &[&str]) -> Vec<String> {
    let named: Vec<String> = named.iter().map(|name| (*name).to_owned()).collect();
    Manifest::read(&folder.path().join(path)).unwrap().unwrap().lacks(&needed(), &named)
}

fn of(text: &str, named: &[&str]) -> Vec<String> {
    let folder = TempDir::new().unwrap();
    // A workspace of its own, so that no manifest around the folder is read.
    fs::write(folder.path().join("Cargo.toml"), format!("{text}\n[workspace]\n")).unwrap();
    lacks(&folder, "Cargo.toml", named)
}

const AXUM: &str = "axum = { version = \"1\", default-features = false, features = [\"matched-path\"] }";
const JSON: &str = "serde_json = { version = \"1\", features = [\"preserve_order\"] }";

fn under(line: &str) -> String {
    format!("lacks this line under `[dependencies]`: {line}")
}

#[test]
fn all_that_is_there_is_found_in_each_form() {
    for text in [
        "[dependencies]\naxum = '0.8'\nserde = \"1\"\nserde_json = { version = \"1\", features = ['preserve_order'] }",
        "[dependencies.axum]\nversion = '0.8'\n[dependencies.serde]\npath = '../serde'\n[dependencies.serde_json]\nversion = '1'\nfeatures = [\n  # A comment.\n  'preserve_order',\n]",
        "dependencies.axum = '0.8'\ndependencies.serde.version = '1'\ndependencies.serde_json = {features = ['preserve_order'], version = '1'}",
        "[dependencies]\n\"axum\" = '0.8'\nserde = '1'\n[target.'cfg(unix)'.dependencies]\nserde_json = {version = '1', features = ['preserve_order']}",
        "[dependencies]\naxum = {package = 'axum-fork', version = '1', default-features = false, features = ['matched-path']}\nserde = {git = 'https://a'}\nserde-json = {version = '1', features = ['preserve_order']}",
    ] {
        assert_eq!(of(text, &[]), [""; 0], "{text}");
    }
}

#[test]
fn words_elsewhere_do_not_count() {
    for text in [
        "[dependencies]\n# axum serde serde_json\nother = { version = '1', features = ['axum', 'serde', 'serde_json'] }",
        "[build-dependencies]\naxum = '1'\nserde = '1'\nserde_json = '1'",
        "[dev-dependencies]\naxum = '1'\nserde = '1'\nserde_json = '1'",
        "[package]\nname = 'axum'\ndescription = 'serde_json serde'\n[features]\nserde = []",
        "[target.'cfg(unix)'.dev-dependencies]\naxum = '1'\nserde = '1'\nserde_json = '1'",
        "[dependencies]\nweb = {package = 'axum', version = '1'}\njson = {package = 'serde_json', version = '1'}",
        "",
    ] {
        let expected = [AXUM, "serde = \"1\"", JSON].map(under);
        assert_eq!(of(text, &[]), expected, "{text}");
    }
}

#[test]
fn features_are_read() {
    let text = "[dependencies]\naxum = {version = '0.8', default-features = false}\nserde = {version = '1', default-features = false}\nserde_json = '1'";
    let expected = [
        format!("lacks the feature `matched-path` of `axum`; write: {AXUM}"),
        "lacks the feature `std` of `serde`; write: serde = \"1\"".to_owned(),
        format!("lacks the feature `preserve_order` of `serde_json`; write: {JSON}"),
    ];
    assert_eq!(of(text, &[]), expected);
    // The default features of axum have it, and `std` may be named.
    let text = text.replace(", default-features = false}\nserde =", "}\nserde =");
    let text = text.replace("default-features = false}", "default-features = false, features = ['std']}");
    assert_eq!(of(&text, &[]), [expected[2].clone()]);
    let several = whole("tokio", &["macros", "net"]);
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("Cargo.toml");
    for (features, expected) in [("'rt'", 1), ("'full'", 0), ("'macros', 'net'", 0)] {
        let text = format!("[dependencies]\ntokio = {{version = '1', features = [{features}]}}");
        fs::write(&path, text).unwrap();
        let found = Manifest::read(&path).unwrap().unwrap().lacks(std::slice::from_ref(&several), &[]);
        assert_eq!(found.len(), expected, "{found:?}");
        assert!(found.iter().all(|lack| lack.contains("lacks the features `macros` and `net` of `tokio`")));
    }
}

#[test]
fn inherited_dependencies_are_read_from_the_root_of_the_workspace() {
    let folder = TempDir::new().unwrap();
    let member = folder.path().join("services/rooms");
    fs::create_dir_all(&member).unwrap();
    let root = |json: &str| {
        let text = format!(
            "[workspace]\nmembers = ['services/*']\n[workspace.dependencies]\naxum = {{version = '0.8', default-features = false}}\nserde = '1'\nserde_json = {json}"
        );
        fs::write(folder.path().join("Cargo.toml"), text).unwrap();
    };
    let own = "[dependencies]\naxum = {workspace = true, features = ['matched-path']}\nserde.workspace = true\nserde_json.workspace = true";
    fs::write(member.join("Cargo.toml"), own).unwrap();
    root("{version = '1', features = ['preserve_order']}");
    assert_eq!(lacks(&folder, "services/rooms/Cargo.toml", &[]), [""; 0]);
    root("'1'");
    let expected = [format!("lacks the feature `preserve_order` of `serde_json`; write: {JSON}")];
    assert_eq!(lacks(&folder, "services/rooms/Cargo.toml", &[]), expected);
    let manifest = Manifest::read(&member.join("Cargo.toml")).unwrap().unwrap();
    assert_eq!(manifest.paths().len(), 2);
    // The package may say where the root is.
    fs::create_dir_all(folder.path().join("other")).unwrap();
    fs::rename(folder.path().join("Cargo.toml"), folder.path().join("other/Cargo.toml")).unwrap();
    fs::write(member.join("Cargo.toml"), format!("[package]\nworkspace = '../../other'\n{own}")).unwrap();
    assert_eq!(lacks(&folder, "services/rooms/Cargo.toml", &[]), expected);
    // A root that is not found may give anything.
    fs::remove_file(folder.path().join("other/Cargo.toml")).unwrap();
    assert_eq!(lacks(&folder, "services/rooms/Cargo.toml", &[]), [""; 0]);
}

#[test]
fn crates_that_settings_name_are_there_by_their_keys() {
    let there = format!("[dependencies]\n{AXUM}\nserde = '1'\n{JSON}\n");
    let named = ["chrono", "time_of_day"];
    let chrono = under("chrono = { version = \"0.4\", features = [\"serde\"] }");
    let time_of_day = "lacks the crate `time_of_day`, which a setting uses".to_owned();
    assert_eq!(of(&there, &named), [chrono, time_of_day]);
    let text = format!("{there}chrono = '0.4'\ntime-of-day = '1'\nrust_decimal = '1'");
    let expected = "lacks the feature `serde` of `chrono`; write: chrono = { version = \"0.4\", features = [\"serde\"] }";
    assert_eq!(of(&text, &["chrono", "time_of_day", "rust_decimal"]), [expected]);
}

#[test]
fn a_manifest_that_is_not_there_or_cannot_be_read_is_told_apart() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("Cargo.toml");
    assert!(Manifest::read(&path).unwrap().is_none());
    fs::write(&path, "[package\n").unwrap();
    assert!(Manifest::read(&path).unwrap_err().to_string().contains("cannot be read"));
    fs::write(&path, "package.name = 'rooms'\n").unwrap();
    assert_eq!(Manifest::read(&path).unwrap().unwrap().package_name(), Some("rooms"));
}
