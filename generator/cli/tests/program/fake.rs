//! The server that `stubsmith fake` writes.

use super::{assert_status, folder_with, repository, stderr, stubsmith};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::{env, fs};

/// One command and `cargo run` serve the examples of the spec, also if the spec requires certificates.
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
    put: {responses: {'200': {description: Others., content: {application/json: {schema: {type: string}}}}}}
components: {securitySchemes: {partner: {type: mutualTLS}}}
";
    let folder = folder_with(spec);
    let output = stubsmith(folder.path(), &["fake", "api.yaml", "--out", "fake"]);
    assert_status(&output, 0);
    let said = stderr(&output);
    assert!(
        said.ends_with("these operations have no example, so they respond with 501: `PUT /rooms`\n"),
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
    let mut connection = TcpStream::connect(address).unwrap();
    connection.write_all(b"GET /rooms HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    server.kill().unwrap();
    server.wait().unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("\r\n\r\n\"Lobby\""), "{answer}");

    let output = stubsmith(folder.path(), &["fake", "room.yaml", "--out", "schemas"]);
    assert_status(&output, 1);
    assert!(stderr(&output).contains("there is nothing to serve"), "{}", stderr(&output));
    assert!(!folder.path().join("schemas").exists());
}
