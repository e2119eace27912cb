//! The packages that `new` writes compile, pass their tests, and serve.

use super::{assert_status, repository, stubsmith};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::{env, fs};
use tempfile::TempDir;

/// Runs cargo in a package. The packages share a target folder, and the versions of this repository's dependencies.
fn cargo(package: &Path, arguments: &[&str]) -> Output {
    let target = env::current_exe().unwrap().ancestors().nth(3).unwrap().join("consumer");
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(package).args(arguments).env("CARGO_TARGET_DIR", target);
    command.env("CARGO_TERM_COLOR", "never").output().unwrap()
}

#[track_caller]
fn succeeds(package: &Path, arguments: &[&str]) -> String {
    let output = cargo(package, arguments);
    let text =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {}:\n{text}", arguments.join(" "));
    text
}

/// Creates a package, and checks it as its author would.
fn create(folder: &Path, name: &str, spec: &str, more: &[&str]) -> String {
    let repository = repository();
    let spec = repository.join(spec);
    let arguments = ["new", name, spec.to_str().unwrap(), "--stubsmith-path", repository.to_str().unwrap()];
    assert_status(&stubsmith(folder, &[&arguments, more].concat()), 0);
    let package = folder.join(name);
    fs::copy(repository.join("Cargo.lock"), package.join("Cargo.lock")).unwrap();
    let text = succeeds(&package, &["test"]);
    assert!(!text.contains("warning"), "{text}");
    succeeds(&package, &["clippy", "--all-targets", "--", "-D", "warnings"]);
    if Command::new("rustfmt").arg("--version").output().is_ok() {
        succeeds(&package, &["fmt", "--check"]);
    }
    text
}

#[track_caller]
fn assert_passed(text: &str, names: &[&str]) {
    for name in names {
        assert!(text.contains(&format!("test {name} ... ok")), "{name} is not in:\n{text}");
    }
}

const UNKNOWN: &str = "an_unknown_path_is_not_found";
const OPEN: &str = "a_method_without_an_implementation_responds_with_501";
const PROTECTED: &str = "a_request_without_credentials_is_rejected";

#[test]
fn the_packages_of_each_version_pass_their_tests_and_serve() {
    let folder = TempDir::new().unwrap();
    let text = create(folder.path(), "swagger", "tests/petstore/spec/petstore.yaml", &[]);
    assert_passed(&text, &[UNKNOWN, OPEN, PROTECTED]);

    let spec = folder.path().join("rooms.yaml");
    fs::write(&spec, super::new::SPEC).unwrap();
    fs::write(folder.path().join("parts.yaml"), super::new::PARTS).unwrap();
    fs::create_dir(folder.path().join("schemas")).unwrap();
    fs::write(folder.path().join("schemas/Problem.yaml"), super::new::PROBLEM).unwrap();
    let text = create(folder.path(), "rooms", spec.to_str().unwrap(), &[]);
    assert_passed(&text, &[UNKNOWN, OPEN, PROTECTED]);

    let text = create(folder.path(), "pets31", "tests/petstore31/spec/petstore.yaml", &["--docs-page"]);
    assert_passed(&text, &[UNKNOWN, OPEN, PROTECTED, "the_docs_page_is_served", "the_spec_is_served"]);
    let text = succeeds(&folder.path().join("pets31"), &["test", "--no-default-features"]);
    assert!(text.contains("test the_spec_is_served ... ok") && !text.contains("the_docs_page"), "{text}");

    serve(&folder.path().join("rooms"));
}

/// Ends the program when the test ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn serve(package: &Path) {
    succeeds(package, &["build"]);
    let program = env::current_exe().unwrap().ancestors().nth(3).unwrap().join("consumer/debug/rooms");
    for signal in ["-TERM", "-INT"] {
        serve_until(signal, &program);
    }
}

/// The program listens, responds with the errors of the spec, logs the path without the query, and stops. It prints a
/// mistake in `RUST_LOG`.
fn serve_until(signal: &str, program: &Path) {
    let mut command = Command::new(program);
    command.env("ADDRESS", "127.0.0.1:0").env("RUST_LOG", "a=b=c");
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = Running(child.unwrap());
    let mut log = BufReader::new(child.0.stdout.take().unwrap());
    let mut line = String::new();
    log.read_line(&mut line).unwrap();
    let address = line.trim().rsplit_once("http://").unwrap().1.to_owned();
    let mut stream = TcpStream::connect(address).unwrap();
    let request = "GET /v2/rooms/1?key=secret HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    assert!(response.starts_with("HTTP/1.1 501 "), "{response}");
    assert!(response.contains("content-type: application/problem+json\r\n"), "{response}");
    let body = "{\"title\":\"not-implemented\",\"status\":501,\"detail\":\"`getRoom` is not implemented\"}";
    assert!(response.ends_with(body), "{response}");
    if cfg!(unix) {
        let stopped = Command::new("kill").args([signal, &child.0.id().to_string()]).status().unwrap();
        assert!(stopped.success() && child.0.wait().unwrap().success());
        let mut rest = String::new();
        log.read_to_string(&mut rest).unwrap();
        assert!(rest.contains("path=\"/v2/rooms/1\"") && rest.contains("status=501"), "{rest}");
        assert!(rest.contains("stopping") && !rest.contains("secret") && !rest.contains("ERROR"), "{rest}");
        let mut said = String::new();
        child.0.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert!(said.starts_with("ignoring `a=b=c`: "), "{said}");
    }
}
