//! The program: its commands, its log, its metrics, and how it stops.
#![cfg(unix)]

use crate::fixture::{EVENTS, Place, SqlitePlace, event, for_each_store};
use crate::http::Client;
use crate::program::{Program, run, token};
use serde_json::Value;
use std::time::Duration;

for_each_store! {
    the_commands_and_the_log,
    a_signal_ends_parked_polls,
}

async fn get(program: &Program, target: &str) -> crate::http::Response {
    Client::new(program.address).get(target).await.unwrap()
}

async fn the_commands_and_the_log(place: impl Place) {
    let store = place.url();
    let publisher = token(&store, &["add-publisher"]);
    let mut program = Program::start(&store, "debug");
    // A running node accepts new guests at once.
    let guest = token(&store, &["add-guest", "!a:x", "!b:x"]);
    let poll = format!("{EVENTS}?access_token={guest}");
    let start = get(&program, &poll).await.body["end"].as_str().unwrap().to_owned();
    let event = event("$1", "!b:x");
    let published =
        Client::new(program.address).post("/publish", &publisher, &event.to_string()).await.unwrap();
    assert_eq!((published.status, &published.body["position"]), (200, &Value::from(1)));
    let reply = get(&program, &format!("{poll}&from={start}&timeout=9000")).await;
    assert_eq!(reply.body["chunk"], Value::from(vec![event]));
    let monitoring = ["/healthz", "/readyz", "/metrics"].map(|path| (path, 200));
    let documentation = ["/openapi.json", "/docs/", "/docs/swagger-ui.css"].map(|path| (path, 200));
    for (path, status) in [&monitoring[..], &documentation, &[("/nothing?access_token=hidden", 404)]].concat()
    {
        assert_eq!(get(&program, path).await.status, status, "{path}");
    }

    let revoked = run(&store, &["revoke"], &format!("{guest}\n"));
    assert!(revoked.status.success(), "{}", String::from_utf8_lossy(&revoked.stderr));
    assert!(!run(&store, &["revoke"], "wrong").status.success());
    assert!(!run(&store, &["add-guest", "!a:x,!b:x"], "").status.success());
    assert!(!run(&store, &["add-guest"], "").status.success());

    program.signal("TERM");
    assert!(program.wait(Duration::from_secs(10)).success());
    let log = program.log();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let requests = lines.iter().filter(|line| line["message"] == "request");
    let seen: Vec<_> = requests
        .map(|line| (line["operation"].as_str().unwrap(), line["status"].as_u64().unwrap()))
        .collect();
    for expected in
        [("get_events", 200), ("publish", 200), ("documentation", 200), ("monitoring", 200), ("unknown", 404)]
    {
        assert!(seen.contains(&expected), "{expected:?} is not in {seen:?}");
    }
    for secret in [&guest, &publisher, "hidden", "access_token", "!b:x", "@a:x"] {
        assert!(!log.contains(secret), "the log contains `{secret}`: {log}");
    }
}

async fn a_signal_ends_parked_polls(place: impl Place) {
    let store = place.url();
    let guest = token(&store, &["add-guest", "!a:x"]);
    let mut program = Program::start(&store, "info");
    let polls: Vec<_> = (0..10)
        .map(|_| {
            let (mut client, target) =
                (Client::new(program.address), format!("{EVENTS}?access_token={guest}&timeout=60000"));
            tokio::spawn(async move { client.get(&target).await })
        })
        .collect();
    for _ in 0..500 {
        tokio::time::sleep(Duration::from_millis(10)).await;
        if metrics(&program).await.contains("guest_events_parked_polls 10\n") {
            break;
        }
    }
    program.signal("TERM");
    for poll in polls {
        let response = poll.await.unwrap().unwrap();
        assert_eq!((response.status, &response.body["chunk"]), (200, &Value::Array(Vec::new())));
        assert!(response.head.contains("connection: close"), "{}", response.head);
    }
    assert!(program.wait(Duration::from_secs(10)).success());
    let log = program.log();
    assert!(log.contains("stopping") && !log.contains("did not finish in time"), "{log}");
}

async fn metrics(program: &Program) -> String {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let mut stream = tokio::net::TcpStream::connect(program.address).await.unwrap();
    stream.write_all(b"GET /metrics HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n").await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_have_operations_but_no_secrets() {
    let place = SqlitePlace::new();
    let (guest, publisher) =
        (token(&place.url(), &["add-guest", "!a:x"]), token(&place.url(), &["add-publisher"]));
    let program = Program::start(&place.url(), "off");
    for target in [
        format!("{EVENTS}?access_token={guest}"),
        format!("{EVENTS}?access_token=wrong"),
        "/secret/path".to_owned(),
    ] {
        get(&program, &target).await;
    }
    Client::new(program.address)
        .post("/publish", &publisher, &event("$1", "!a:x").to_string())
        .await
        .unwrap();
    let text = metrics(&program).await;
    for line in [
        "guest_events_requests_total{operation=\"get_events\",status=\"200\"} 1",
        "guest_events_requests_total{operation=\"get_events\",status=\"401\"} 1",
        "guest_events_requests_total{operation=\"publish\",status=\"200\"} 1",
        "guest_events_requests_total{operation=\"unknown\",status=\"404\"} 1",
        "guest_events_gaps_total 0",
        "guest_events_parked_polls 0",
        "guest_events_commit_seconds_count 1",
        "# EOF",
    ] {
        assert!(text.lines().any(|other| other == line), "`{line}` is not in {text}");
    }
    assert!(["secret", "!a:x", &guest, "wrong"].iter().all(|secret| !text.contains(secret)), "{text}");
    assert_eq!(program.log(), "");
}

#[test]
fn mistakes_in_the_configuration_are_explained() {
    let output = run("postgres://me:hunter2@127.0.0.1:1/events?connect_timeout=1&ssl=on", &["serve"], "");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && text.contains("ssl") && !text.contains("hunter2"), "{text}");
    let output = run("events.db", &["serve"], "");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && text.contains("`store` must be"), "{text}");
    let output = run("sqlite:/nowhere/events.db", &["add-publisher"], "");
    assert!(!output.status.success() && output.stdout.is_empty());
}

/// Runs the commands of the README, on another port and in a temporary folder.
#[test]
fn the_commands_of_the_readme_run() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let mut blocks = readme.split("```").filter(|block| block.contains("guest-events-server serve"));
    let commands = blocks.next().unwrap().strip_prefix("sh\ncargo build -p guest-events-server && ").unwrap();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let commands = commands.replace(":8008", &format!(":{port}"));
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_guest-events-server"));
    let commands = commands.replace("$PWD/target/debug", program.parent().unwrap().to_str().unwrap());
    let folder = tempfile::tempdir().unwrap();
    // A busy machine takes longer to start a server.
    let commands = commands.replace("sleep 1", "sleep 3");
    let script = format!("set -e\ntrap 'kill $(jobs -p)' EXIT\n{commands}\nwait $!\n");
    let mut shell = std::process::Command::new("bash");
    shell.env("GUEST_EVENTS_LISTEN", format!("127.0.0.1:{port}")).current_dir(&folder);
    let output = shell.args(["-c", &script]).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    assert!(
        text.contains(r#""position":1"#) && text.contains(r#""chunk":[{"type":"m.room.message""#),
        "{text}"
    );
}
