//! Bundles: each folder of `bundles` has a spec of several files, and its bundle. The code generated from a bundle is
//! that of the spec. `BLESS=1` stores the current bundles.

#[path = "../shared/bundle_outcome.rs"]
mod bundle_outcome;

use bundle_outcome::{Outcome, compare};
use std::path::{Path, PathBuf};
use std::{env, fs};
use stubsmith::{Config, DocumentFormat, Style};
use tempfile::TempDir;

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> =
        fs::read_dir("bundles").unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    cases
}

#[track_caller]
fn bundle(config: &Config, format: DocumentFormat) -> String {
    let mut generated = config.bundle(Some(format), false);
    let report = generated.report.render(Style::Plain);
    generated.files.pop().unwrap_or_else(|| panic!("{report}")).text
}

#[test]
fn bundles_are_the_stored_ones() {
    let bless = env::var_os("BLESS").is_some();
    assert!(cases().len() > 1, "where are the cases?");
    for case in cases() {
        let config = Config::new(case.join("spec.yaml"));
        let report = config.bundle(None, false).report.render(Style::Plain);
        let own = config.bundle(None, false).files.pop().unwrap_or_else(|| panic!("{report}")).text;
        for (name, text) in
            [("yaml", own), ("json", bundle(&config, DocumentFormat::Json)), ("report.txt", report)]
        {
            let path =
                case.join(if name == "report.txt" { name.to_owned() } else { format!("bundle.{name}") });
            if bless {
                fs::write(&path, &text).unwrap();
            }
            let stored = fs::read_to_string(&path).unwrap_or_default();
            assert!(stored == text, "{}: bless with BLESS=1, and read the diff", path.display());
        }
    }
}

/// Both formats have the same values, in the same order, and with the same digits.
#[test]
fn both_formats_are_the_same_document() {
    for case in cases() {
        let read = |name: &str| fs::read_to_string(case.join(name)).unwrap();
        let (yaml, json) = (Config::new(case.join("bundle.yaml")), Config::new(case.join("bundle.json")));
        assert_eq!(bundle(&yaml, DocumentFormat::Yaml), read("bundle.yaml"), "{}", case.display());
        assert_eq!(bundle(&json, DocumentFormat::Json), read("bundle.json"), "{}", case.display());
        assert_eq!(bundle(&json, DocumentFormat::Yaml), read("bundle.yaml"), "{}", case.display());
    }
}

#[test]
fn no_bundle_has_a_reference_to_a_file() {
    for case in cases() {
        let bundle = fs::read_to_string(case.join("bundle.yaml")).unwrap();
        let references =
            bundle.lines().filter(|line| line.trim_start().trim_start_matches("- ").starts_with("$ref: "));
        let elsewhere = references.filter(|line| !line.contains("$ref: '#/") && !line.contains("not"));
        assert_eq!(elsewhere.collect::<Vec<_>>(), Vec::<&str>::new(), "{}", case.display());
    }
}

/// The specs whose bundles give the same code except for some types.
const MORE: [&str; 1] = ["bundles/openapi31"];

#[test]
fn a_bundle_gives_the_code_of_its_spec() {
    let golden = fs::read_dir("golden").unwrap().map(|entry| entry.unwrap().path());
    let (mut compared, mut wrong) = (0, Vec::new());
    for case in golden.chain(cases()) {
        let spec = case.join("spec.yaml");
        // Settings name places in files.
        if !spec.exists()
            || ["stubsmith.yaml", "second.yaml", "schemas"]
                .iter()
                .any(|name| case.join(name).exists() && !case.starts_with("bundles"))
        {
            continue;
        }
        let (outcome, _) = compare(&spec, &case, |config| config);
        let is_more = MORE.iter().any(|name| case.ends_with(name));
        let expected = if is_more { Outcome::More } else { Outcome::Same };
        if outcome == Outcome::Rejected {
            continue;
        }
        if outcome != expected {
            wrong.push(format!("{}: {outcome:?}", case.display()));
        }
        compared += 1;
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(compared > 40, "{compared}");
}

/// Overrides change the spec, so they are applied only on request.
#[test]
fn overrides_are_applied_on_request() {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("api.yaml", "openapi: 3.1.0\ninfo: {title: T, version: 1.10}\npaths: {}\n");
    write("stubsmith.yaml", "override:\n- at: '#/info/title'\n  expected: T\n  value: Better\n");
    let config = Config::new(folder.path().join("api.yaml"));
    let titles = [false, true].map(|apply| config.bundle(None, apply).files.pop().unwrap().text);
    let with =
        |title: &str| format!("openapi: '3.1.0'\ninfo:\n  title: {title}\n  version: 1.10\npaths: {{}}\n");
    assert_eq!(titles, [with("T"), with("Better")]);
}

/// A schema that shares its name with another one gets a name from a setting.
#[test]
fn a_rename_settles_a_collision() {
    let config = Config::new(Path::new("invalid/bundle-names/spec.yaml"));
    let folder = TempDir::new().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    fs::create_dir(folder.path().join("errors")).unwrap();
    let event = "type: object\nproperties: {id: {type: string}}\n";
    write("event.yaml", event);
    write("errors/event.yaml", event);
    write(
        "api.yaml",
        "swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths: {}\ndefinitions:\n  All:\n    type: object\n    properties:\n      a: {$ref: event.yaml}\n      b: {$ref: errors/event.yaml}\n",
    );
    assert!(config.bundle(None, false).report.has_errors());
    let config = Config::new(folder.path().join("api.yaml"));
    assert!(config.bundle(None, false).files.is_empty());
    let text = bundle(&config.rename("errors/event.yaml#", "ErrorEvent"), DocumentFormat::Yaml);
    assert!(text.contains("        $ref: '#/definitions/ErrorEvent'\n"), "{text}");
    assert!(
        text.contains("\n  event:\n    type: object\n")
            && text.contains("\n  ErrorEvent:\n    type: object\n"),
        "{text}"
    );
}
