//! The command `bundle`.

use super::{folder_with, repository, stderr, stubsmith};
use std::fs;

const SPEC: &str = "swagger: '2.0'
info: {title: Rooms, version: '1'}
paths:
  /rooms:
    get:
      responses: {200: {description: All., schema: {$ref: room.yaml}}}
";

#[test]
fn a_bundle_goes_to_standard_output_in_the_format_of_the_spec() {
    let folder = folder_with(SPEC);
    fs::write(folder.path().join("room.yaml"), "type: string\n").unwrap();
    let output = stubsmith(folder.path(), &["bundle", "api.yaml"]);
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
    let yaml = String::from_utf8(output.stdout).unwrap();
    assert!(yaml.starts_with("swagger: '2.0'\ninfo:\n  title: Rooms\n"), "{yaml}");
    assert!(yaml.ends_with("\ndefinitions:\n  room:\n    type: string\n"), "{yaml}");

    let output = stubsmith(folder.path(), &["bundle", "api.yaml", "--to", "json"]);
    let json = String::from_utf8(output.stdout).unwrap();
    assert!(json.starts_with("{\n  \"swagger\": \"2.0\",\n"), "{json}");
    fs::write(folder.path().join("api.json"), &json).unwrap();
    let again = stubsmith(folder.path(), &["bundle", "api.json"]);
    assert_eq!(String::from_utf8(again.stdout).unwrap(), json);
}

#[test]
fn a_bundle_without_all_files_is_rejected() {
    let folder = folder_with(SPEC);
    fs::remove_file(folder.path().join("room.yaml")).ok();
    let output = stubsmith(folder.path(), &["bundle", "api.yaml", "--format", "short"]);
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), &b""[..]));
    assert!(stderr(&output).contains(" error[missing-file]: "), "{}", stderr(&output));

    let output = stubsmith(folder.path(), &["bundle", "api.yaml", "--to", "xml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("the format must be `json` or `yaml`"), "{}", stderr(&output));
}

/// The committed spec has references to files of several folders.
#[test]
fn the_seed_becomes_one_document() {
    let spec = "spec/api/client-server/guest_events.yaml";
    let output = stubsmith(&repository(), &["bundle", spec, "--ref-root", "spec"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(text.contains("$ref: '#/definitions/") && !text.contains(".yaml"), "{text}");
}
