//! The server that `stubsmith fake` writes.

use super::{assert_status, folder_with, repository, stderr, stubsmith};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::{env, fs};

/// One command and `cargo run` serve the examples of the spec, and values that are made from its schemas. They also do
/// if the spec requires certificates.
#[test]
fn a_fake_is_a_crate_that_runs() {
    let spec = "openapi: 3.1.0
info: {title: Rooms, version: '1'}
security: [{partner: []}]
paths:
  /rooms:
    get:
      operationId: getRooms
      responses: {'200': {description: All., content: {application/json: {schema: {type: string}, example: Lobby}}}}
    put: {responses: {'200': {description: Others., content: {application/json: {schema: {type: string, pattern: 'a^b'}}}}}}
    post: {responses: {'200': {description: A new one., content: {application/json: {schema: {type: string, minLength: 8}}}}}}
components: {securitySchemes: {partner: {type: mutualTLS}}}
";
    let folder = folder_with(spec);
    let output = stubsmith(folder.path(), &["fake", "api.yaml", "--out", "fake"]);
    assert_status(&output, 0);
    let said = stderr(&output);
    assert!(
        said.ends_with(
            "no valid response can be made for these operations, so they respond with 501: `PUT /rooms`\n"
        ),
        "{said}"
    );
    let crate_folder = folder.path().join("fake");
    fs::copy(repository().join("Cargo.lock"), crate_folder.join("Cargo.lock")).unwrap();
    let target = env::current_exe().unwrap().ancestors().nth(3).unwrap().join("consumer");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(&crate_folder).env("CARGO_TARGET_DIR", &target);
    let built = cargo.args(["build", "--quiet"]).output().unwrap();
    assert!(built.status.success() && built.stderr.is_empty(), "{}", stderr(&built));
    let mut program = Command::new(target.join("debug/fake-api"));
    let mut server = program.arg("127.0.0.1:0").stdout(Stdio::piped()).spawn().unwrap();
    let mut said = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut said).unwrap();
    let address = said.trim().strip_prefix("listening on http://").unwrap();
    let request = |method: &str| {
        let mut connection = TcpStream::connect(address).unwrap();
        let request = format!("{method} /rooms HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
        connection.write_all(request.as_bytes()).unwrap();
        let mut response = String::new();
        connection.read_to_string(&mut response).unwrap();
        response
    };
    let [given, made, none] = ["GET", "POST", "PUT"].map(request);
    server.kill().unwrap();
    server.wait().unwrap();
    assert!(given.starts_with("HTTP/1.1 200 ") && given.ends_with("\r\n\r\n\"Lobby\""), "{given}");
    assert!(made.starts_with("HTTP/1.1 200 ") && made.ends_with("\r\n\r\n\"stringgg\""), "{made}");
    assert!(none.starts_with("HTTP/1.1 501 "), "{none}");

    let output = stubsmith(folder.path(), &["fake", "room.yaml", "--out", "schemas"]);
    assert_status(&output, 1);
    assert!(stderr(&output).contains("there is nothing to serve"), "{}", stderr(&output));
    assert!(!folder.path().join("schemas").exists());
}

/// Streams of events need axum's feature `tokio`, and so does the server.
#[test]
fn the_manifest_of_a_fake_lists_each_feature_once() {
    let spec = "openapi: 3.2.0
info: {title: Rooms, version: '1'}
paths:
  /rooms:
    get: {responses: {'200': {description: All., content: {text/event-stream: {itemSchema: {properties: {data: {type: string}}}}}}}}
";
    let folder = folder_with(spec);
    let output = stubsmith(folder.path(), &["fake", "api.yaml", "--out", "fake"]);
    assert_status(&output, 0);
    let manifest = fs::read_to_string(folder.path().join("fake/Cargo.toml")).unwrap();
    let axum = manifest.lines().find(|line| line.starts_with("axum = ")).unwrap();
    assert_eq!(axum.matches("\"tokio\"").count(), 1, "{axum}");
    assert!(
        manifest.contains("\nfutures-core = { version = \"0.3\", default-features = false }\n"),
        "{manifest}"
    );
}
