//! The command `new`: the package of a new server.

use super::{assert_status, files, repository, stderr, stubsmith};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use tempfile::TempDir;

/// Several tags, some with the names of other files of the package, and the errors of RFC 9457.
pub(super) const SPEC: &str = "openapi: 3.0.3
info: {title: Rooms, version: '1'}
servers: [{url: https://rooms.example/v2}]
paths:
  /rooms/{id}:
    get:
      tags: [rooms]
      operationId: getRoom
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses: {200: {$ref: 'parts.yaml#/room'}, default: {$ref: 'parts.yaml#/problem'}}
  /errors:
    get:
      tags: [error]
      operationId: listErrors
      security: [{key: []}]
      responses: {200: {description: All.}, default: {$ref: 'parts.yaml#/problem'}}
  /servers:
    post:
      tags: [server, rooms]
      operationId: addServer
      responses: {204: {description: Added.}}
  /main:
    get: {tags: [tracing], operationId: getMain, responses: {204: {description: Traced.}}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
";
pub(super) const PARTS: &str = "room:
  description: The room.
  content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}
problem:
  description: A problem.
  content:
    application/problem+json:
      schema: {$ref: schemas/Problem.yaml}
";
pub(super) const PROBLEM: &str = "type: object
required: [title]
properties:
  title: {type: string}
  status: {type: integer, format: int32, minimum: 100}
  detail: {type: string}
  instance: {type: string}
";

fn spec() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("schemas")).unwrap();
    for (path, text) in [("api.yaml", SPEC), ("parts.yaml", PARTS), ("schemas/Problem.yaml", PROBLEM)] {
        fs::write(folder.path().join(path), text).unwrap();
    }
    folder
}

/// Runs `new` with the Stubsmith of this repository.
fn create(folder: &Path, arguments: &[&str]) -> Output {
    let repository = repository();
    let all = [&["new"], arguments, &["--stubsmith-path", repository.to_str().unwrap()]].concat();
    stubsmith(folder, &all)
}

fn names(files: &BTreeMap<PathBuf, String>) -> Vec<&str> {
    files.keys().map(|path| path.to_str().unwrap()).collect()
}

#[test]
fn a_new_package_has_a_file_for_each_trait_and_a_copy_of_the_spec() {
    let folder = spec();
    let output = create(folder.path(), &["my-server", "api.yaml"]);
    assert_status(&output, 0);
    assert!(stderr(&output).ends_with("next: cd my-server; cargo test; cargo run\n"), "{}", stderr(&output));
    let written = files(&folder.path().join("my-server"));
    let expected = [
        ".gitignore",
        "Cargo.toml",
        "README.md",
        "build.rs",
        "spec/api.yaml",
        "spec/parts.yaml",
        "spec/schemas/Problem.yaml",
        "src/error.rs",
        "src/error_api.rs",
        "src/lib.rs",
        "src/main.rs",
        "src/rooms.rs",
        "src/server.rs",
        "src/server_api.rs",
        "src/tracing_api.rs",
        "tests/api.rs",
    ];
    assert_eq!(names(&written), expected);
    let text = |path: &str| written[Path::new(path)].as_str();
    assert_eq!((text("spec/api.yaml"), text("spec/parts.yaml")), (SPEC, PARTS));
    assert!(text("Cargo.toml").contains("name = \"my-server\""));
    assert!(text("src/error_api.rs").contains("impl error::ErrorApi for Server {"));
    assert!(text("src/main.rs").contains("use my_server::{Server, app};"));
    // A server reports errors, and does not panic.
    for (path, text) in written.iter().filter(|(path, _)| path.starts_with("src")) {
        assert!(!text.contains(".expect(") && !text.contains(".unwrap()"), "{}:\n{text}", path.display());
    }
    let body =
        text("src/error.rs").split("fn respond").nth(1).unwrap().split_whitespace().collect::<Vec<_>>();
    let body = body.concat();
    assert!(body.contains("[(header::CONTENT_TYPE,\"application/problem+json\")]"), "{body}");
    let value = "types::Problem{status:Some(status.as_u16().into()),detail:Some(message),..types::Problem::new(code)}";
    assert!(body.contains(value), "{body}");
    let tests = text("tests/api.rs");
    for part in [
        "request(\"GET\", \"/v2/rooms/1\")",
        "request(\"GET\", \"/v2/errors\")",
        "\"/unknown/unknown/unknown/unknown\"",
    ] {
        assert!(tests.contains(part), "{part} is not in:\n{tests}");
    }
}

#[test]
fn nothing_is_overwritten_and_nothing_is_left_after_a_mistake() {
    let folder = spec();
    let target = folder.path().join("server");
    let refused = |arguments: &[&str], status: i32, message: &str| {
        let before = files(folder.path());
        let output = create(folder.path(), arguments);
        assert_status(&output, status);
        assert!(stderr(&output).contains(message), "{}", stderr(&output));
        assert_eq!(files(folder.path()), before);
    };
    refused(&["server", "none.yaml"], 1, "the spec `none.yaml` does not exist");
    refused(&["server", "schemas"], 1, "the spec `schemas` is a folder: name its document");
    refused(&["server", "api.yaml", "--crate", "tokio"], 1, "choose another one with `--crate NAME`");
    refused(&["my.server", "api.yaml"], 1, "`my.server` cannot be the name of the package");
    refused(&["tracing", "api.yaml"], 1, "the package depends on a crate with the name `tracing`");
    refused(&[".", "api.yaml", "--crate", "server"], 1, "is not empty: it has `");
    assert!(!target.exists());
    fs::write(&target, "a file").unwrap();
    let swapped = "`server` is a file: name the folder of the new package first, and then the spec";
    refused(&["server", "api.yaml"], 1, swapped);
    fs::remove_file(&target).unwrap();
    fs::create_dir(&target).unwrap();
    fs::write(target.join("notes.txt"), "mine").unwrap();
    refused(&["server", "api.yaml"], 1, "the folder `server` is not empty: it has `notes.txt`");

    // The folder of a new repository counts as empty.
    fs::remove_file(target.join("notes.txt")).unwrap();
    fs::create_dir(target.join(".git")).unwrap();
    fs::write(target.join(".git/HEAD"), "mine").unwrap();
    fs::write(target.join(".gitignore"), "mine").unwrap();
    fs::write(folder.path().join("bad.yaml"), SPEC.replace("integer", "strng")).unwrap();
    refused(&["server", "bad.yaml"], 1, "`strng` is not a JSON type");
    assert_status(&create(folder.path(), &["server", "api.yaml"]), 0);
    let written = files(&target);
    assert_eq!(written[Path::new(".gitignore")], "mine");
    assert!(written.contains_key(Path::new("src/lib.rs")) && written.contains_key(Path::new(".git/HEAD")));
    refused(&["server", "api.yaml"], 1, "the folder `server` is not empty");
}

/// A file that cannot be written: its folder is a file in place of a folder.
#[cfg(unix)]
#[test]
fn files_that_are_written_before_an_error_are_removed() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = spec();
    let locked = folder.path().join("locked");
    fs::create_dir(&locked).unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o500)).unwrap();
    if fs::write(locked.join("probe"), "").is_ok() {
        return println!("skipped: this user can write to any folder");
    }
    let output = create(folder.path(), &["locked/server", "api.yaml"]);
    assert_status(&output, 1);
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o700)).unwrap();
    assert!(!locked.join("server").exists());
}

#[test]
fn a_package_needs_a_published_stubsmith_or_its_folder() {
    let folder = spec();
    let output = stubsmith(folder.path(), &["new", "server", "api.yaml"]);
    assert_status(&output, 1);
    assert!(stderr(&output).contains("add `--stubsmith-path DIR`"), "{}", stderr(&output));
    let output = stubsmith(folder.path(), &["new", "server", "api.yaml", "--stubsmith-path", "schemas"]);
    assert_status(&output, 1);
    assert!(stderr(&output).contains("`schemas` has no crate `stubsmith`"), "{}", stderr(&output));
    assert!(!folder.path().join("server").exists());

    // A relative path stays relative, but to the package.
    let clone = folder.path().join("clone/generator");
    fs::create_dir_all(&clone).unwrap();
    fs::write(clone.join("Cargo.toml"), "[package]\nname = \"stubsmith\"\n").unwrap();
    for (path, target, expected) in
        [("clone", "servers/one", "../../clone/generator"), ("clone/generator", "two", "../clone/generator")]
    {
        let arguments = ["new", target, "api.yaml", "--stubsmith-path", path];
        assert_status(&stubsmith(folder.path(), &arguments), 0);
        let manifest = fs::read_to_string(folder.path().join(target).join("Cargo.toml")).unwrap();
        assert!(manifest.contains(&format!("stubsmith = {{ path = \"{expected}\" }}")), "{manifest}");
    }
}

#[test]
fn a_spec_keeps_its_path_below_the_ref_root() {
    let folder = spec();
    fs::create_dir(folder.path().join("apis")).unwrap();
    let text = SPEC.replace("'parts.yaml#", "'../parts.yaml#");
    fs::write(folder.path().join("apis/api.yaml"), &text).unwrap();
    let output = create(folder.path(), &["none", "apis/api.yaml"]);
    assert_status(&output, 1);
    assert!(stderr(&output).contains("leaves the ref root"), "{}", stderr(&output));

    assert_status(&create(folder.path(), &["flag", "apis/api.yaml", "--ref-root", "."]), 0);
    let written = files(&folder.path().join("flag"));
    assert_eq!(written[Path::new("spec/apis/api.yaml")], text);
    assert_eq!(written[Path::new("spec/apis/stubsmith.yaml")], "ref-root: ..\n");
    assert!(written.contains_key(Path::new("spec/schemas/Problem.yaml")));
    let build = written[Path::new("build.rs")].split_whitespace().collect::<Vec<_>>().concat();
    assert!(build.contains("Config::new(\"spec/apis/api.yaml\").name(\"api\").build_script()"), "{build}");

    // The settings next to the spec are a part of it.
    let settings = "ref-root: ..\nrename: {'#/paths/~1servers/post': add_host}\n";
    fs::write(folder.path().join("apis/stubsmith.yaml"), settings).unwrap();
    assert_status(&create(folder.path(), &["file", "apis/api.yaml"]), 0);
    let written = files(&folder.path().join("file"));
    assert_eq!(written[Path::new("spec/apis/stubsmith.yaml")], settings);
    assert!(written[Path::new("src/server_api.rs")].contains("async fn add_host("));
    fs::write(folder.path().join("apis/stubsmith.yaml"), "head: reject\n").unwrap();
    assert_status(&create(folder.path(), &["both", "apis/api.yaml", "--ref-root", "."]), 0);
    let build = fs::read_to_string(folder.path().join("both/build.rs")).unwrap();
    assert!(build.contains(".ref_root(\"spec\")"), "{build}");
}

#[test]
fn a_spec_without_operations_or_with_the_path_of_the_docs_page_is_rejected() {
    let folder = spec();
    let empty = "openapi: 3.1.0\ninfo: {title: A, version: '1'}\npaths: {}\n";
    fs::write(folder.path().join("empty.yaml"), empty).unwrap();
    let output = create(folder.path(), &["server", "empty.yaml"]);
    assert_status(&output, 1);
    assert!(stderr(&output).contains("there is nothing to serve"), "{}", stderr(&output));
    let docs = SPEC.replace("https://rooms.example/v2", "/").replace("/main:", "/docs/{page}:").replace(
        "{tags: [tracing],",
        "{parameters: [{name: page, in: path, required: true, schema: {type: string}}], tags: [tracing],",
    );
    fs::write(folder.path().join("docs.yaml"), docs).unwrap();
    let output = create(folder.path(), &["server", "docs.yaml", "--docs-page"]);
    assert_status(&output, 1);
    assert!(stderr(&output).contains("belongs to the operation at `/docs/{page}`"), "{}", stderr(&output));
    let output = create(folder.path(), &["a server", "docs.yaml", "--crate", "server"]);
    assert_status(&output, 0);
    assert!(stderr(&output).contains("next: cd 'a server'; "), "{}", stderr(&output));
}

/// The names of these crates are not known before the spec is read.
#[test]
fn a_package_cannot_have_the_name_of_a_crate_that_its_settings_need() {
    let folder = spec();
    let text = SPEC.replace("schema: {type: integer}", "schema: {type: string, format: uuid}");
    fs::write(folder.path().join("api.yaml"), text).unwrap();
    fs::write(folder.path().join("stubsmith.yaml"), "formats: [uuid]\nclient: true\n").unwrap();
    for (name, same) in [("uuid", "uuid"), ("http_body", "http-body")] {
        let output = create(folder.path(), &[name, "api.yaml"]);
        assert_status(&output, 1);
        let message = format!("the package depends on a crate with its own name, `{same}`");
        assert!(stderr(&output).contains(&message), "{}", stderr(&output));
        assert!(!folder.path().join(name).exists());
    }
    assert_status(&create(folder.path(), &["uuid", "api.yaml", "--crate", "server"]), 0);
}

#[test]
fn the_stub_of_one_operation_is_its_method() {
    let folder = spec();
    let method = "    // use crate::api::{Context, Rejection, error};
    /// `GET /v2/errors`. TODO: return `ListErrorsResponse::Ok` or `ListErrorsResponse::Default`.
    async fn list_errors(
        &self,
        cx: Context,
        principal: Caller,
    ) -> Result<error::ListErrorsResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
";
    for name in ["listErrors", "list_errors", "get /v2/errors", "GET /v2/errors"] {
        let output = stubsmith(folder.path(), &["stub", "api.yaml", "--operation", name]);
        assert_eq!((output.status.code(), stderr(&output)), (Some(0), String::new()), "{name}");
        assert_eq!(String::from_utf8(output.stdout).unwrap(), method, "{name}");
    }
    for (name, help) in [
        ("listErors", "did you mean `listErrors`?"),
        ("nothing", "or a method and a path, such as `GET /rooms`"),
    ] {
        let output = stubsmith(folder.path(), &["stub", "api.yaml", "--operation", name]);
        assert_status(&output, 1);
        let text = stderr(&output);
        assert!(
            text.contains(&format!("no operation has the name `{name}`")) && text.contains(help),
            "{text}"
        );
    }
}
