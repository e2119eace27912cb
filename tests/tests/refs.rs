//! The setting `refs`: references that are URLs, and the folders with their files.

use std::fs;
use std::path::Path;
use stubsmith::{Config, Generated};
use tempfile::TempDir;

const URL: &str = "https://example.org/schemas/v1/";

/// The document of a version. All references are URLs: of a response, of a property, and of a discriminator.
fn spec(version: &str) -> String {
    let schemas = "
    Pet:
      type: object
      required: [kind]
      properties: {kind: {type: string}, owner: {$ref: 'URLowner.yaml#/defs/Owner'}, tag: {$ref: 'URLa%20tag.yaml'}}
";
    let schemas = schemas.replace("URL", URL);
    match version {
        "2.0" => format!(
            "swagger: '2.0'\ninfo: {{title: A, version: '1'}}\npaths:\n  /pets:\n    get:\n      responses:\n        200: {{description: All., schema: {{$ref: '#/definitions/Pet'}}}}\ndefinitions:{}",
            schemas.replace("\n  ", "\n")
        ),
        version => format!(
            "openapi: {version}\ninfo: {{title: A, version: '1'}}\npaths:\n  /pets:\n    get:\n      responses:\n        '200': {{$ref: '{URL}responses.yaml#/pets'}}\ncomponents:\n  schemas:{schemas}    Any:\n      oneOf: [{{$ref: '#/components/schemas/Pet'}}, {{$ref: '{URL}cat.yaml'}}]\n      discriminator: {{propertyName: kind, mapping: {{cat: '{URL}cat.yaml', pet: '#/components/schemas/Pet'}}}}\n"
        ),
    }
}

fn write(folder: &TempDir, path: &str, text: &str) {
    let path = folder.path().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The files in the folder that the URL is mapped to. Their own references are relative, or URLs.
fn files(folder: &TempDir) {
    write(
        folder,
        "vendor/owner.yaml",
        "defs:\n  Owner: {type: object, properties: {tag: {$ref: a%20tag.yaml}}}\n",
    );
    write(folder, "vendor/a tag.yaml", "type: string\nenum: [new, old]\n");
    write(
        folder,
        "vendor/cat.yaml",
        "type: object\nrequired: [kind]\nproperties: {kind: {type: string}, lives: {type: integer}}\n",
    );
    let responses = format!(
        "pets:\n  description: All.\n  content: {{application/json: {{schema: {{$ref: '{URL}owner.yaml#/defs/Owner'}}}}}}\n"
    );
    write(folder, "vendor/responses.yaml", &responses);
}

fn config(folder: &TempDir) -> Config {
    Config::new(folder.path().join("api.yaml"))
}

fn messages(generated: &Generated) -> Vec<String> {
    let findings = generated.report.findings();
    findings
        .map(|finding| format!("{}: {}; {}", finding.code, finding.message, finding.help.join("; ")))
        .collect()
}

#[track_caller]
fn succeeds(generated: Generated) -> Vec<(String, String)> {
    assert!(!generated.report.has_errors(), "{:?}", messages(&generated));
    generated.files.into_iter().map(|file| (file.path, file.text)).collect()
}

/// A URL gives the same code and the same bundle as the path of the file.
#[test]
fn a_url_is_the_path_that_it_is_mapped_to() {
    for version in ["2.0", "3.0.3", "3.1.0", "3.2.0"] {
        let folder = TempDir::new().unwrap();
        files(&folder);
        write(&folder, "api.yaml", &spec(version).replace(URL, "vendor/"));
        let text = fs::read_to_string(folder.path().join("vendor/responses.yaml")).unwrap();
        write(&folder, "vendor/responses.yaml", &text.replace(URL, ""));
        let expected = (succeeds(config(&folder).generate()), succeeds(config(&folder).bundle(None, false)));

        files(&folder);
        write(&folder, "api.yaml", &spec(version));
        let by_method = config(&folder).refs(URL, folder.path().join("vendor"));
        assert!(succeeds(by_method.generate()) == expected.0, "{version}");
        write(&folder, "stubsmith.yaml", &format!("refs: {{'{URL}': vendor}}\n"));
        assert!(succeeds(config(&folder).generate()) == expected.0, "{version}");
        assert_eq!(succeeds(config(&folder).bundle(None, false)), expected.1, "{version}");
        let read = config(&folder).generate().paths;
        assert!(read.contains(&folder.path().join("vendor/a tag.yaml")), "{read:?}");
    }
}

/// `$id` is the base of a relative reference (JSON Schema 2020-12, section 8.2.1). One file may have several bases, and
/// the same relative reference then means different files.
#[test]
fn a_relative_reference_is_resolved_against_the_id_around_it() {
    let folder = TempDir::new().unwrap();
    write(
        &folder,
        "api.yaml",
        "openapi: 3.1.0
info: {title: A, version: '1'}
paths: {}
components:
  schemas:
    One: {$id: 'https://example.org/one/root.json', type: object, properties: {a: {$ref: name.json}}}
    Two: {$id: 'https://example.org/two/root.json', type: object, properties: {a: {$ref: name.json}}}
    Own: {$id: 'https://example.org/two/own.json', type: object, properties: {a: {$ref: beside.json}}}
",
    );
    write(&folder, "one/name.json", r#"{"title": "One", "type": "string", "enum": ["one"]}"#);
    write(&folder, "two/name.json", r#"{"title": "Two", "type": "string", "enum": ["two"]}"#);
    // No file is where the settings lead to, and one is where the path leads to.
    write(&folder, "beside.json", r#"{"type": "string", "enum": ["beside"]}"#);
    write(
        &folder,
        "stubsmith.yaml",
        "refs: {'https://example.org/one/': one, 'https://example.org/two': two}\nrename: {one/name.json#: First, two/name.json#: Second}\n",
    );
    let files = succeeds(config(&folder).generate());
    let types = &files.iter().find(|(path, _)| path == "types.rs").unwrap().1;
    let property = |name: &str| {
        let (_, rest) = types.split_once(&format!("pub struct {name} {{")).unwrap();
        rest.split_once("pub a: Option<").unwrap().1.split_once('>').unwrap().0.to_owned()
    };
    assert_eq!([property("One"), property("Two"), property("Own")], ["First", "Second", "Beside"]);
}

/// Settings, and the only message of a spec that refers to `https://example.org/schemas/v1/owner.yaml`.
#[track_caller]
fn fails(settings: &str, expected: &str) {
    let folder = TempDir::new().unwrap();
    let reference = format!("{URL}owner.yaml#/defs/Owner");
    write(
        &folder,
        "spec/api.yaml",
        &format!(
            "openapi: 3.0.0\ninfo: {{title: A, version: '1'}}\npaths: {{}}\ncomponents: {{schemas: {{A: {{$ref: '{reference}'}}}}}}\n"
        ),
    );
    write(&folder, "spec/vendor/owner.yaml", "defs: {Owner: {type: string}}\n");
    write(&folder, "secret.yaml", "defs: {Owner: {type: string}}\n");
    write(&folder, "spec/stubsmith.yaml", settings);
    let generated = Config::new(folder.path().join("spec/api.yaml")).generate();
    let root = folder.path().display().to_string();
    let found: Vec<String> = messages(&generated).into_iter().map(|text| text.replace(&root, "")).collect();
    assert!(generated.report.has_errors() && generated.files.is_empty());
    assert!(found.iter().any(|message| message.contains(expected)), "{found:?}");
}

#[test]
fn mistakes_in_the_setting_are_reported() {
    let shown = "remote-reference: the reference `https://example.org/schemas/v1/owner.yaml` is a URL; only files inside the ref root are read; save the file next to the spec, and refer to it with a relative path; or map the URL to a folder in `stubsmith.yaml`: `refs: {'https://example.org/schemas/v1/': schemas}`";
    fails("", shown);
    // A prefix ends at the end of a segment.
    fails("refs: {'https://example.org/sch': vendor}", shown);
    fails(
        "refs: {'https://example.org/sch': vendor}",
        "no-such-place: no reference begins with `https://example.org/sch`",
    );
    fails(
        "refs: {'example.org/schemas/v1/': vendor}",
        "wrong-type: `example.org/schemas/v1/` in `refs` is not a URL",
    );
    fails(
        "refs: {'https://example.org/': vendor}",
        "missing-file: the file `/spec/vendor/schemas/v1/owner.yaml` does not exist",
    );
    fails(
        "refs: {'https://example.org/schemas/v1/': ..}",
        "outside-root: the reference `https://example.org/schemas/v1/owner.yaml` leaves the ref root",
    );
    fails("refs: {'https://example.org/schemas/v1/owner.yaml': ../secret.yaml}", "outside-root: ");
    // The longest prefix decides, and its file does not exist.
    fails(
        "refs: {'https://example.org/schemas/v1/': vendor, 'https://example.org/schemas/v1/owner.yaml': vendor/none.yaml}",
        "missing-file: the file `/spec/vendor/none.yaml` does not exist",
    );
    fails("refs: [vendor]", "wrong-type: ");
}

/// The help of the message works.
#[test]
fn the_help_of_a_url_is_a_setting_that_works() {
    let folder = TempDir::new().unwrap();
    write(&folder, "api.yaml", &spec("3.1.0"));
    let generated = config(&folder).generate();
    let help =
        messages(&generated).into_iter().find(|message| message.starts_with("remote-reference")).unwrap();
    let (_, setting) = help.split_once("stubsmith.yaml`: `").unwrap();
    write(&folder, "stubsmith.yaml", setting.trim_end_matches('`'));
    files(&folder);
    fs::rename(folder.path().join("vendor"), folder.path().join("schemas")).unwrap();
    assert!(Path::new(&folder.path().join("schemas/cat.yaml")).exists());
    succeeds(config(&folder).generate());
}
