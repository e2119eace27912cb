//! Golden outputs: each folder of `golden` has a spec, the code that Stubsmith generates for it, and its skeleton.
//! `BLESS=1` stores the current output. The package in `compiled` compiles all of them.

#[path = "../shared/golden_cases.rs"]
mod golden_cases;

use golden_cases::{apis, cases, config, stub};
use std::path::Path;
use std::{env, fs};
use stubsmith::{File, Style};

/// The files that differ from spec to spec. The support code is always the same, and has its own tests.
fn own(files: &[File]) -> Vec<File> {
    files.iter().filter(|file| !file.path.starts_with("support/")).cloned().collect()
}

#[test]
fn outputs_are_the_golden_ones() {
    let bless = env::var_os("BLESS").is_some();
    let cases = cases(Path::new("golden"));
    assert!(cases.len() >= 8, "where are the cases?");
    for case in cases {
        let generated = config(&case).generate();
        let report = generated.report.render(Style::Plain);
        assert!(!generated.report.has_errors(), "{}:\n{report}", case.display());
        let (files, stub, expected) = (own(&generated.files), stub(&case), case.join("expected"));
        if bless {
            stubsmith::write(&expected, &files).unwrap();
            fs::write(case.join("stub.rs"), &stub).unwrap();
            fs::write(case.join("report.txt"), &report).unwrap();
        }
        let difference = stubsmith::compare(&expected, &files).unwrap();
        assert!(
            difference.is_empty(),
            "{}: {difference:?}: bless with BLESS=1, and read the diff",
            case.display()
        );
        let read = |name: &str| fs::read_to_string(case.join(name)).unwrap_or_default();
        assert!(
            read("stub.rs") == stub,
            "{}: stub.rs: bless with BLESS=1, and read the diff",
            case.display()
        );
        assert_eq!(read("report.txt"), report, "{}", case.display());
    }
}

/// Each folder of `apis` has APIs that share the support code. They are compared like the other cases.
#[test]
fn outputs_of_several_apis_are_the_golden_ones() {
    let bless = env::var_os("BLESS").is_some();
    for folder in cases(Path::new("apis")) {
        let generated = apis(&folder).generate();
        assert_eq!(generated.report.render(Style::Plain), "", "{}", folder.display());
        let (files, expected) = (own(&generated.files), folder.join("expected"));
        assert!(generated.files.len() > files.len(), "{} has no support code", folder.display());
        if bless {
            stubsmith::write(&expected, &files).unwrap();
        }
        let difference = stubsmith::compare(&expected, &files).unwrap();
        let folder = folder.display();
        assert!(difference.is_empty(), "{folder}: {difference:?}: bless with BLESS=1, and read the diff");
    }
}

#[test]
fn schemas_alone_need_no_axum() {
    let files = config(Path::new("golden/schema_files")).generate().files;
    assert!(files.len() > 5 && files.iter().all(|file| !file.text.contains("axum")));
}

/// The lines of a file that are code.
fn code(file: &File) -> impl Iterator<Item = &str> {
    file.text.lines().filter(|line| !line.trim_start().starts_with("//"))
}

#[test]
fn clients_alone_need_no_axum() {
    let mut count = 0;
    for case in cases(Path::new("golden")) {
        let generated = config(&case).client(true).server(false).skip_unsupported(true).generate();
        if generated.report.has_errors() {
            let report = generated.report.render(Style::Plain);
            assert!(report.contains("is a setting of a server"), "{}: {report}", case.display());
            continue;
        }
        count += 1;
        for file in &generated.files {
            let line = code(file).find(|line| line.contains("axum"));
            assert_eq!(line, None, "{}: {}", case.display(), file.path);
        }
        assert!(generated.dependencies.iter().all(|dependency| dependency.name != "axum"));
    }
    assert!(count > 60, "{count}");
}

#[test]
fn output_is_the_same_each_time() {
    for case in cases(Path::new("golden")) {
        assert_eq!(config(&case).generate().files, config(&case).generate().files, "{}", case.display());
    }
}

/// The tests on the wire are one program, because each program takes seconds to compile and to link. A file that is not one
/// of its modules is not compiled.
#[test]
fn each_file_of_the_wire_tests_is_a_module() {
    let main = fs::read_to_string("compiled/tests/main.rs").unwrap();
    let listed: Vec<&str> =
        main.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';')).collect();
    let mut files: Vec<String> = fs::read_dir("compiled/tests")
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .filter(|name| name != "main")
        .collect();
    files.sort();
    assert_eq!(listed, files);
}

/// Generates a file of the code of a spec.
fn generated(spec: &str, has_client: bool, file: &str) -> String {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("spec.yaml");
    fs::write(&path, spec).unwrap();
    let generated = stubsmith::Config::new(&path).client(has_client).generate();
    generated.files.into_iter().find(|one| one.path == file).unwrap().text
}

/// Without a client, a group can have the name of its module.
#[test]
fn a_tag_can_be_called_client() {
    let spec = "openapi: 3.1.0
info: {title: Tags, version: '1'}
paths:
  /a: {get: {tags: [client], responses: {'204': {description: Done.}}}}
  /b: {get: {tags: [other], responses: {'204': {description: Done.}}}}
";
    for (has_client, modules) in
        [(false, ["pub mod client;", "pub mod other;"]), (true, ["pub mod client;", "pub mod client_;"])]
    {
        let root = generated(spec, has_client, "mod.rs");
        for module in modules {
            assert_eq!(root.lines().filter(|line| *line == module).count(), 1, "{root}");
        }
    }
}

/// An object of any properties is a map, which has no JSON pointers.
#[test]
fn a_callback_can_read_a_property_of_any_object() {
    let spec = "openapi: 3.1.0
info: {title: Callbacks, version: '1'}
paths:
  /jobs:
    post:
      operationId: start
      requestBody: {required: true, content: {application/json: {schema: {type: object}}}}
      responses: {'204': {description: Started.}}
      callbacks:
        done:
          '{$request.body#/reply/to}': {post: {operationId: done, responses: {'204': {description: Read.}}}}
";
    let outgoing = generated(spec, false, "outgoing.rs");
    let code: String = outgoing.split_whitespace().collect();
    assert!(code.contains(r#".get("reply").and_then(|value|value.pointer("/to")"#), "{outgoing}");
}
