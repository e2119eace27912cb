//! The sides of an API: settings and commands of a server, if only the client is generated.

use std::fs;
use std::path::PathBuf;
use stubsmith::{Apis, Config, Generated, Package, Style};
use tempfile::TempDir;

const SPEC: &str = "openapi: 3.1.0
info: {title: Rooms, version: '1'}
paths:
  /rooms: {get: {operationId: getRooms, responses: {'204': {description: There are none.}}}}
webhooks:
  opened: {post: {responses: {'204': {description: It is known.}}}}
";

/// The spec, with these settings next to it.
fn spec(folder: &TempDir, settings: &str) -> PathBuf {
    let path = folder.path().join("rooms.yaml");
    fs::write(&path, SPEC).unwrap();
    fs::write(folder.path().join("stubsmith.yaml"), settings).unwrap();
    path
}

/// The messages of a run.
fn messages(generated: &Generated) -> Vec<String> {
    let report = generated.report.render(Style::Short);
    report.lines().filter_map(|line| Some(line.split_once("]: ")?.1.to_owned())).collect()
}

fn has(generated: &Generated, path: &str) -> bool {
    generated.files.iter().any(|file| file.path == path)
}

#[test]
fn a_caller_may_use_the_settings_of_a_server_for_its_client() {
    let folder = TempDir::new().unwrap();
    let settings = "client: true\nexample-server: true\nreceive-webhooks: /hooks\nembed-description: /api.json\n\
                    unimplemented: '501'\nhead: reject\ncheck-responses: never\nform-buffer: 9\n";
    let path = spec(&folder, settings);
    let server = Config::new(&path).generate();
    assert!(messages(&server).is_empty(), "{:?}", messages(&server));
    assert!(has(&server, "server.rs") && has(&server, "example_server.rs") && has(&server, "embedded.rs"));
    let client = Config::new(&path).server(false).generate();
    assert!(messages(&client).is_empty(), "{:?}", messages(&client));
    assert!(has(&client, "client.rs") && has(&client, "contract.rs"));
    let of_server = ["server.rs", "example_server.rs", "embedded.rs", "outgoing.rs"];
    assert!(of_server.iter().all(|path| !has(&client, path)));
    assert!(client.files.iter().all(|file| !file.text.contains("Opened")), "webhooks are for servers");
}

#[test]
fn a_caller_may_not_ask_for_both() {
    let folder = TempDir::new().unwrap();
    let path = spec(&folder, "");
    let config = Config::new(&path).client(true).server(false);
    let both = config.clone().example_server(true).receive_webhooks("/hooks").generate();
    assert_eq!(
        messages(&both),
        ["receive-webhooks", "example-server"]
            .map(|key| { format!("`{key}` is a setting of a server, but `server` is `false`") })
    );
    assert!(both.files.is_empty());
    let neither = Config::new(&path).server(false).generate();
    assert!(messages(&neither)[0].starts_with("neither a server nor a client would be generated"));
}

#[test]
fn there_is_nothing_to_implement() {
    let folder = TempDir::new().unwrap();
    let path = spec(&folder, "client: true\nserver: false\n");
    let config = Config::new(&path);
    let package = Package::new("rooms").unwrap();
    for run in [config.stub(None), config.stub_operation(None, "getRooms"), config.package(&package)] {
        let messages = messages(&run);
        assert!(messages[0].starts_with("there is no server to implement"), "{messages:?}");
        assert!(messages.len() == 1 && run.files.is_empty());
    }
    // `stubsmith fake` needs an example server.
    let fake = config.example_server(true).generate();
    assert!(messages(&fake)[0].starts_with("`example-server` is a setting of a server"));
}

/// The support code has axum if one of the APIs is served.
#[test]
fn a_client_and_a_server_share_the_support_code() {
    let folder = TempDir::new().unwrap();
    let path = spec(&folder, "");
    let client = || Config::new(&path).client(true).server(false).name("called");
    let mixed = Apis::new([client(), Config::new(&path).name("served")]).generate();
    let text = |generated: &Generated, path: &str| {
        generated
            .files
            .iter()
            .find(|file| file.path == path)
            .map(|file| file.text.clone())
            .unwrap_or_default()
    };
    assert!(text(&mixed, "support/client_body.rs").contains("use axum::body::Bytes;"));
    let names = |generated: &Generated| -> Vec<&str> {
        generated.dependencies.iter().map(|dependency| dependency.name).collect()
    };
    let all = ["axum", "bytes", "http", "http-body", "serde", "serde_json", "tower-service"];
    assert_eq!(names(&mixed), all);
    let clients = Apis::new([client(), client().name("other")]).generate();
    assert!(text(&clients, "support/client_body.rs").contains("use super::message::Bytes;"));
    assert_eq!(names(&clients), all[1..]);
}
