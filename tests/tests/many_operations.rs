//! A spec of 2,000 operations: its generated code builds in release mode, and runs. It takes a minute or two, so it
//! has its own command:
//!
//! ```sh
//! cargo test -p stubsmith-tests --test many_operations -- --ignored --nocapture
//! ```

use std::fmt::Write as _;
use std::process::Command;
use std::time::Instant;
use std::{env, fs};
use stubsmith::Config;
use tempfile::TempDir;

const OPERATIONS: usize = 2_000;

/// A spec with four operations for each of its resources, in twenty tags.
fn document() -> String {
    let mut text = "swagger: '2.0'\ninfo: {title: Many, version: '1'}\nsecurityDefinitions:\n  token: {type: apiKey, in: header, name: X-Token}\nsecurity: [{token: []}]\npaths:\n".to_owned();
    for index in 0..OPERATIONS / 4 {
        let tag = index % 20;
        let item = format!("{{$ref: '#/definitions/Item{index}'}}");
        let body = format!("{{name: item, in: body, required: true, schema: {item}}}");
        let id = "{name: id, in: path, required: true, type: integer}";
        writeln!(
            text,
            "  /items{index}:
    get:
      tags: [tag{tag}]
      operationId: listItems{index}
      parameters: [{{name: limit, in: query, type: integer, maximum: 100}}, {{name: sort, in: query, type: array, items: {{type: string}}}}]
      responses: {{200: {{description: All., schema: {{type: array, items: {item}}}}}, default: {{description: A problem., schema: {{$ref: '#/definitions/Problem'}}}}}}
    post:
      tags: [tag{tag}]
      operationId: addItem{index}
      parameters: [{body}]
      responses: {{201: {{description: It is there., schema: {item}}}, default: {{description: A problem., schema: {{$ref: '#/definitions/Problem'}}}}}}
  /items{index}/{{id}}:
    get:
      tags: [tag{tag}]
      operationId: getItem{index}
      parameters: [{id}]
      responses: {{200: {{description: It., schema: {item}}}, default: {{description: A problem., schema: {{$ref: '#/definitions/Problem'}}}}}}
    put:
      tags: [tag{tag}]
      operationId: putItem{index}
      parameters: [{id}, {body}]
      responses: {{200: {{description: It., schema: {item}}}, default: {{description: A problem., schema: {{$ref: '#/definitions/Problem'}}}}}}"
        )
        .unwrap();
    }
    text += "definitions:\n  Problem: {type: object, required: [message], properties: {message: {type: string}}}\n";
    for index in 0..OPERATIONS / 4 {
        writeln!(
            text,
            "  Item{index}: {{type: object, required: [id, name], properties: {{id: {{type: integer}}, name: {{type: string, maxLength: 64}}, \
             kind: {{type: string, enum: [small, large]}}, labels: {{type: object, additionalProperties: {{type: string}}}}, \
             parts: {{type: array, items: {{type: string}}}}}}}}"
        )
        .unwrap();
    }
    text
}

const MANIFEST: &str = r#"[package]
name = "many"
version = "0.1.0"
edition = "2024"

[workspace]

[dependencies]
axum = { version = "0.8.9", default-features = false, features = ["matched-path"] }
serde = "1"
serde_json = { version = "1", features = ["preserve_order"] }
tokio = { version = "1", features = ["macros", "rt"] }
tower = { version = "0.5", features = ["util"] }
"#;

/// The generated code is the library, and the server is the program.
const LIBRARY: &str = "#![deny(warnings)]\n\npub mod api;\n";

const MAIN: &str = r#"
#![deny(warnings)]
mod server;

use axum::{body::Body, http::Request};
use many::api;
use tower::ServiceExt as _;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let router = api::service(std::sync::Arc::new(server::Server));
    for path in ["/items0", "/items499/7", "/items499/x", "/nothing"] {
        let request = Request::get(path).header("x-token", "t").body(Body::empty()).unwrap();
        println!("{path} {}", router.clone().oneshot(request).await.unwrap().status().as_u16());
    }
    println!("{} operations", api::OPERATIONS.len());
}
"#;

#[test]
#[ignore = "builds 2,000 operations in release mode"]
fn two_thousand_operations_build_and_run() {
    let folder = TempDir::new().unwrap();
    let source = folder.path().join("src");
    let spec = folder.path().join("spec.yaml");
    fs::write(&spec, document()).unwrap();
    let start = Instant::now();
    let config = Config::new(&spec);
    stubsmith::write(&source.join("api"), &config.generate().files).unwrap();
    println!("generating: {:.1} s", start.elapsed().as_secs_f64());
    let stub = config.stub(Some("many::api")).files.remove(0).text;
    // This server accepts any credentials.
    let stub = stub.replace("Err(Rejection::MissingCredentials.into())", "Ok(Caller)");
    fs::write(source.join("server.rs"), stub).unwrap();
    fs::write(source.join("main.rs"), MAIN).unwrap();
    fs::write(source.join("lib.rs"), LIBRARY).unwrap();
    fs::write(folder.path().join("Cargo.toml"), MANIFEST).unwrap();
    fs::copy("../Cargo.lock", folder.path().join("Cargo.lock")).unwrap();
    let target = env::current_exe().unwrap().ancestors().nth(3).unwrap().join("consumer");
    let cargo = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(folder.path()).env("CARGO_TARGET_DIR", &target).args(arguments);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    // The dependencies are built first: they are not measured.
    cargo(&["build", "--release", "--quiet", "-p", "axum", "-p", "tower", "-p", "tokio", "-p", "serde_json"]);
    let start = Instant::now();
    cargo(&["build", "--release", "--quiet"]);
    println!("building: {:.1} s", start.elapsed().as_secs_f64());
    let expected = "/items0 501\n/items499/7 501\n/items499/x 400\n/nothing 404\n2000 operations\n";
    assert_eq!(cargo(&["run", "--release", "--quiet"]), expected);
}
