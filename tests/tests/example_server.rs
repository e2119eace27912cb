//! The example server of the generated crate, run as a process and spoken to over TCP: what clients
//! see of the generated code.
#![cfg(unix)]

use serde_json::{Value, json};
use std::env;
use std::fmt::Write as _;
use std::future::Future;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Output, Stdio};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::Child;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

const EVENTS: &str = "/_matrix/client/api/v1/events";
const TOKEN: &str = "first-secret-token";
const SECOND_TOKEN: &str = "second-secret-token";
const WRONG_TOKEN: &str = "wrong-secret-token";

/// Nothing that is awaited here may take longer.
const LIMIT: Duration = Duration::from_secs(20);

/// How soon an answer has to be there that waits for nothing.
const AT_ONCE: Duration = Duration::from_secs(5);

/// How long it takes until a poll that was sent is parked. The server does not tell.
const PARKED: Duration = Duration::from_millis(500);

// The harness.

/// Builds the example, once for all tests, into the target directory that this test was built into.
fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let this_test = env::current_exe().expect("the path of this test");
        let profile = this_test.ancestors().nth(2).expect("<target>/<profile>/deps/<test>");
        let target = profile.parent().expect("<target>/<profile>");
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "-p", "guest-events", "--example", "server"]);
        if profile.ends_with("release") {
            build.arg("--release");
        }
        build.current_dir(env!("CARGO_MANIFEST_DIR")).env("CARGO_TARGET_DIR", target);
        let status = build.status().expect("cargo runs");
        assert!(status.success(), "the example does not build");
        profile.join("examples").join(format!("server{}", env::consts::EXE_SUFFIX))
    })
}

/// Runs the example with a command line that does not serve.
async fn run(arguments: &[&str]) -> Output {
    let mut command = tokio::process::Command::new(binary());
    command.args(arguments).stdin(Stdio::null()).kill_on_drop(true);
    within(LIMIT, "the process to end", command.output()).await.expect("the example runs")
}

async fn within<T>(limit: Duration, what: &str, future: impl Future<Output = T>) -> T {
    timeout(limit, future).await.unwrap_or_else(|_| panic!("waited {limit:?} for {what}"))
}

/// The example server as a process, killed when dropped.
struct Server {
    process: Child,
    address: SocketAddr,
    log: Arc<Mutex<String>>,
    logging: JoinHandle<()>,
}

impl Server {
    async fn start() -> Self {
        let mut process = tokio::process::Command::new(binary())
            .args(["--listen", "127.0.0.1:0", "--token", TOKEN, "--token", SECOND_TOKEN])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the example starts");

        let mut stdout = BufReader::new(process.stdout.take().expect("a pipe")).lines();
        let ready = within(LIMIT, "the server to listen", stdout.next_line()).await;
        let ready = ready.expect("its output is text").expect("it prints a line");
        let address = ready.strip_prefix("listening on http://").expect("its address");
        let address = address.parse().expect("an address");

        let log = Arc::new(Mutex::new(String::new()));
        let mut stderr = BufReader::new(process.stderr.take().expect("a pipe")).lines();
        let lines = Arc::clone(&log);
        let logging = tokio::spawn(async move {
            while let Some(line) = stderr.next_line().await.expect("its log is text") {
                writeln!(lines.lock().unwrap(), "{line}").unwrap();
            }
        });
        Self { process, address, log, logging }
    }

    /// Sends a request and leaves the connection open.
    async fn send(&self, method: &str, target: &str, headers: &str, body: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.expect("the server accepts");
        let length = body.len();
        let request = format!(
            "{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
             Content-Length: {length}\r\n{headers}\r\n{body}"
        );
        stream.write_all(request.as_bytes()).await.expect("the server reads");
        stream
    }

    async fn request(&self, method: &str, target: &str) -> Answer {
        Answer::read(self.send(method, target, "", "").await).await
    }

    /// Polls with the right token. The query goes on from `access_token=..`, and starts with `&`.
    async fn get(&self, query: &str) -> Answer {
        self.request("GET", &events(query)).await
    }

    /// Starts a poll, and comes back when it is parked.
    async fn park(&self, query: &str) -> JoinHandle<Answer> {
        let stream = self.send("GET", &events(query), "", "").await;
        let poll = tokio::spawn(Answer::read(stream));
        sleep(PARKED).await;
        assert!(!poll.is_finished(), "the poll does not wait");
        poll
    }

    /// Lets an event happen, and returns the token behind it.
    async fn publish(&self, event: &Value) -> String {
        let answer = self.post(&event.to_string()).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()["end"].as_str().expect("a token").to_owned()
    }

    async fn post(&self, body: &str) -> Answer {
        Answer::read(self.send("POST", "/example/events", "", body).await).await
    }

    /// Lets an event happen in each of the rooms; its ID is the room's.
    async fn publish_in(&self, rooms: &[&str]) {
        for room in rooms {
            self.publish(&event(room, room)).await;
        }
    }

    fn signal(&self, signal: &str) {
        let id = self.process.id().expect("the server runs");
        let sent = Command::new("kill").args([signal, &id.to_string()]).status().expect("kill runs");
        assert!(sent.success());
    }

    async fn exit(&mut self, limit: Duration) -> ExitStatus {
        within(limit, "the server to end", self.process.wait()).await.expect("a status")
    }

    /// Waits for a line of the log.
    async fn logged(&self, line: &str) {
        let written = async {
            while !self.log.lock().unwrap().lines().any(|other| other == line) {
                sleep(Duration::from_millis(20)).await;
            }
        };
        within(LIMIT, line, written).await;
    }

    /// Stops the server, and returns its whole log.
    async fn whole_log(mut self) -> String {
        self.signal("-TERM");
        assert!(self.exit(LIMIT).await.success());
        within(LIMIT, "the end of the log", &mut self.logging).await.expect("the log is read");
        self.log.lock().unwrap().clone()
    }
}

/// A response, read until the server closed the connection.
#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    async fn read(mut stream: TcpStream) -> Self {
        let mut bytes = Vec::new();
        within(LIMIT, "an answer", stream.read_to_end(&mut bytes)).await.expect("the server answers");
        let text = String::from_utf8(bytes).expect("the answer is UTF-8");
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text:?}"));
        let status = head.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3)).expect("a status line");
        Self { status: status.parse().expect("a number"), head: head.to_owned(), body: body.to_owned() }
    }

    fn header(&self, name: &str) -> Option<&str> {
        let mut fields = self.head.lines().skip(1).filter_map(|line| line.split_once(':'));
        fields.find(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    fn json(&self) -> Value {
        assert_eq!(self.header("content-type"), Some("application/json"), "{self:?}");
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The IDs of the events of a poll that was answered.
    fn event_ids(&self) -> Vec<String> {
        assert_eq!(self.status, 200, "{self:?}");
        let body = self.json();
        let chunk = body["chunk"].as_array().expect("a chunk");
        chunk.iter().map(|event| event["event_id"].as_str().expect("an ID").to_owned()).collect()
    }

    fn assert_tokens(&self, start: &str, end: &str) {
        let body = self.json();
        assert_eq!((&body["start"], &body["end"]), (&json!(start), &json!(end)), "{self:?}");
    }

    /// Each refusal is `{"errcode", "error"}` and nothing else.
    fn assert_refused(&self, status: u16, errcode: &str) {
        assert_eq!(self.status, status, "{self:?}");
        let body = self.json();
        assert_eq!(body["errcode"], errcode, "{self:?}");
        assert!(body["error"].as_str().is_some_and(|error| !error.is_empty()), "{self:?}");
        assert_eq!(body.as_object().map(serde_json::Map::len), Some(2), "{self:?}");
        for secret in [TOKEN, SECOND_TOKEN, WRONG_TOKEN] {
            assert!(!self.body.contains(secret), "{self:?}");
        }
    }
}

fn events(query: &str) -> String {
    format!("{EVENTS}?access_token={TOKEN}{query}")
}

fn event(id: &str, room: &str) -> Value {
    json!({ "event_id": id, "room_id": room, "sender": "@eve:x", "type": "m.room.message" })
}

async fn answer_of(poll: JoinHandle<Answer>) -> Answer {
    poll.await.expect("the poll is answered")
}

// Answers.

#[tokio::test]
async fn without_events_the_chunk_is_empty_and_the_tokens_are_there() {
    let server = Server::start().await;
    let answer = server.get("").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json(), json!({ "start": "s0", "end": "s0", "chunk": [] }));
    assert_eq!(answer.header("content-length"), Some(answer.body.len().to_string().as_str()));
}

#[tokio::test]
async fn every_token_of_the_command_line_is_accepted() {
    let server = Server::start().await;
    for token in [TOKEN, SECOND_TOKEN] {
        assert_eq!(server.request("GET", &format!("{EVENTS}?access_token={token}")).await.status, 200);
    }
}

#[tokio::test]
async fn an_absent_from_starts_at_the_present_end() {
    let server = Server::start().await;
    server.publish_in(&["a", "b"]).await;
    let answer = server.get("").await;
    assert!(answer.event_ids().is_empty());
    answer.assert_tokens("s2", "s2");
}

#[tokio::test]
async fn polling_on_from_the_end_loses_nothing_and_repeats_nothing() {
    let server = Server::start().await;
    server.publish_in(&["a", "b"]).await;
    let first = server.get("&from=s0&room_id=a").await;
    assert_eq!(first.event_ids(), ["a"]);
    first.assert_tokens("s0", "s2");

    let second = server.get("&from=s2&room_id=a").await;
    assert!(second.event_ids().is_empty());
    second.assert_tokens("s2", "s2");

    assert_eq!(server.publish(&event("a2", "a")).await, "s3");
    let third = server.get("&from=s2&room_id=a").await;
    assert_eq!(third.event_ids(), ["a2"]);
    third.assert_tokens("s2", "s3");
}

#[tokio::test]
async fn members_that_the_schema_does_not_name_come_through() {
    let server = Server::start().await;
    let event = json!({
        "event_id": "$1",
        "room_id": "!a:x",
        "sender": "@eve:x",
        "type": "m.room.message",
        "content": { "body": "hello", "nested": { "deep": [1, null, "\u{e9}"] } },
        "age": 1234,
        "origin_server_ts": 1_432_735_824_653_i64,
        "unsigned": { "age": 5, "org.example": true },
    });
    server.publish(&event).await;
    let answer = server.get("&from=s0").await;
    assert_eq!(answer.json()["chunk"], json!([event]));
}

// Who may call.

#[tokio::test]
async fn without_a_token_it_is_401() {
    let server = Server::start().await;
    server.request("GET", EVENTS).await.assert_refused(401, "M_MISSING_TOKEN");
}

#[tokio::test]
async fn with_an_empty_token_it_is_401() {
    let server = Server::start().await;
    for query in ["access_token=", "access_token"] {
        let answer = server.request("GET", &format!("{EVENTS}?{query}")).await;
        answer.assert_refused(401, "M_MISSING_TOKEN");
    }
}

#[tokio::test]
async fn with_a_wrong_token_it_is_401() {
    let server = Server::start().await;
    // The last three are prefixes, extensions and concatenations of right ones.
    let beginning = &TOKEN[..TOKEN.len() - 1];
    for token in [WRONG_TOKEN, beginning, &format!("{TOKEN}x"), &format!("{TOKEN}{SECOND_TOKEN}")] {
        let answer = server.request("GET", &format!("{EVENTS}?access_token={token}")).await;
        answer.assert_refused(401, "M_UNKNOWN_TOKEN");
    }
}

#[tokio::test]
async fn a_token_in_a_header_is_none() {
    let server = Server::start().await;
    let header = format!("Authorization: Bearer {TOKEN}\r\n");
    let answer = Answer::read(server.send("GET", EVENTS, &header, "").await).await;
    answer.assert_refused(401, "M_MISSING_TOKEN");
}

#[tokio::test]
async fn a_repeated_token_is_400() {
    let server = Server::start().await;
    server.get(&format!("&access_token={TOKEN}")).await.assert_refused(400, "M_INVALID_PARAM");
}

#[tokio::test]
async fn the_token_is_looked_at_before_the_parameters() {
    let server = Server::start().await;
    let answer = server.request("GET", &format!("{EVENTS}?timeout=abc")).await;
    answer.assert_refused(401, "M_MISSING_TOKEN");
    let answer = server.request("GET", &format!("{EVENTS}?timeout=abc&access_token={WRONG_TOKEN}")).await;
    answer.assert_refused(401, "M_UNKNOWN_TOKEN");
}

// What is not there.

#[tokio::test]
async fn an_unknown_path_is_404() {
    let server = Server::start().await;
    let under = format!("{EVENTS}/");
    for path in ["/", "/_matrix/client/api/v1", "/events", "/example", &under] {
        server.request("GET", path).await.assert_refused(404, "M_UNRECOGNIZED");
    }
}

#[tokio::test]
async fn another_method_is_405_and_told_which_is_allowed() {
    let server = Server::start().await;
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let answer = server.request(method, &events("")).await;
        answer.assert_refused(405, "M_UNRECOGNIZED");
        assert_eq!(answer.header("allow"), Some("GET"), "{method}");
    }
}

#[tokio::test]
async fn head_is_405_and_does_not_wait() {
    let server = Server::start().await;
    let sent = Instant::now();
    let answer = server.request("HEAD", &events("&timeout=30000")).await;
    assert_eq!(answer.status, 405);
    assert_eq!(answer.header("allow"), Some("GET"));
    assert_eq!(answer.body, "");
    assert!(sent.elapsed() < AT_ONCE);
}

#[tokio::test]
async fn the_route_beside_the_api_refuses_in_the_same_way() {
    let server = Server::start().await;
    let answer = server.request("GET", "/example/events").await;
    answer.assert_refused(405, "M_UNRECOGNIZED");
    assert_eq!(answer.header("allow"), Some("POST"));
}

// Parameters.

/// Polls from the beginning after one event in each of the rooms `a`, `b` and `c`.
async fn rooms_seen(query: &str) -> Vec<String> {
    let server = Server::start().await;
    server.publish_in(&["a", "b", "c"]).await;
    let answer = server.get(&format!("&from=s0{query}")).await;
    answer.assert_tokens("s0", "s3");
    answer.event_ids()
}

#[tokio::test]
async fn rooms_are_separated_by_commas() {
    assert_eq!(rooms_seen("&room_id=a,b").await, ["a", "b"]);
}

#[tokio::test]
async fn rooms_are_separated_by_escaped_commas() {
    assert_eq!(rooms_seen("&room_id=a%2Cb").await, ["a", "b"]);
}

#[tokio::test]
async fn one_room_is_a_list_of_one() {
    assert_eq!(rooms_seen("&room_id=c").await, ["c"]);
}

#[tokio::test]
async fn an_unknown_room_has_no_events() {
    assert!(rooms_seen("&room_id=d").await.is_empty());
}

#[tokio::test]
async fn an_empty_list_of_rooms_is_all_rooms() {
    assert_eq!(rooms_seen("&room_id=").await, ["a", "b", "c"]);
}

#[tokio::test]
async fn an_absent_list_of_rooms_is_all_rooms() {
    assert_eq!(rooms_seen("").await, ["a", "b", "c"]);
}

#[tokio::test]
async fn a_repeated_room_id_is_400() {
    let server = Server::start().await;
    server.get("&room_id=a&room_id=b").await.assert_refused(400, "M_INVALID_PARAM");
}

#[tokio::test]
async fn a_repeated_timeout_is_400() {
    let server = Server::start().await;
    server.get("&timeout=1&timeout=1").await.assert_refused(400, "M_INVALID_PARAM");
}

#[tokio::test]
async fn a_timeout_that_is_no_integer_is_400() {
    let server = Server::start().await;
    for timeout in ["abc", "1.5", "99999999999999999999", "", "%2B1", "1e3", "0x10"] {
        let answer = server.get(&format!("&timeout={timeout}")).await;
        answer.assert_refused(400, "M_INVALID_PARAM");
        let error = answer.json()["error"].to_string();
        assert!(error.contains("timeout"), "{error}");
    }
}

#[tokio::test]
async fn a_negative_timeout_does_not_wait() {
    let server = Server::start().await;
    for timeout in ["-1", "-9223372036854775808"] {
        let sent = Instant::now();
        assert!(server.get(&format!("&timeout={timeout}")).await.event_ids().is_empty());
        assert!(sent.elapsed() < AT_ONCE);
    }
}

#[tokio::test]
async fn a_from_that_is_no_utf_8_is_400() {
    let server = Server::start().await;
    for from in ["%FF", "%", "%2", "%zz"] {
        server.get(&format!("&from={from}")).await.assert_refused(400, "M_INVALID_PARAM");
    }
}

#[tokio::test]
async fn a_from_that_is_no_token_is_400() {
    let server = Server::start().await;
    server.publish_in(&["a"]).await;
    for from in ["", "s", "s2", "0", "s-1", "s%2B1", "s01", "S1", "s1%20", "s99999999999999999999"] {
        let answer = server.get(&format!("&timeout=30000&from={from}")).await;
        answer.assert_refused(400, "M_INVALID_PARAM");
        assert_eq!(answer.json()["error"], "Bad pagination from parameter", "{from}");
    }
}

// Polls.

#[tokio::test]
async fn a_poll_returns_when_an_event_happens() {
    let server = Server::start().await;
    let sent = Instant::now();
    let poll = server.park("&from=s0&timeout=30000").await;
    sleep(Duration::from_secs(1).saturating_sub(sent.elapsed())).await;
    server.publish(&event("$1", "a")).await;
    let answer = answer_of(poll).await;
    let took = sent.elapsed().as_secs_f64();
    assert!((0.9..5.0).contains(&took), "{took}");
    assert_eq!(answer.event_ids(), ["$1"]);
    answer.assert_tokens("s0", "s1");
}

#[tokio::test]
async fn a_poll_without_from_returns_when_an_event_happens() {
    let server = Server::start().await;
    server.publish_in(&["a"]).await;
    let poll = server.park("&timeout=30000").await;
    server.publish_in(&["b"]).await;
    let answer = answer_of(poll).await;
    assert_eq!(answer.event_ids(), ["b"]);
    answer.assert_tokens("s1", "s2");
}

#[tokio::test]
async fn one_event_ends_all_polls_that_wait_for_it() {
    let server = Server::start().await;
    let mut polls = Vec::new();
    for query in ["&timeout=30000", "&timeout=30000&room_id=a", "&timeout=30000&from=s0&room_id=b,a"] {
        polls.push(server.park(query).await);
    }
    server.publish_in(&["a"]).await;
    for poll in polls {
        assert_eq!(answer_of(poll).await.event_ids(), ["a"]);
    }
}

#[tokio::test]
async fn a_poll_does_not_wait_for_what_has_happened() {
    let server = Server::start().await;
    server.publish_in(&["b", "a"]).await;
    let sent = Instant::now();
    assert_eq!(server.get("&from=s0&room_id=a&timeout=30000").await.event_ids(), ["a"]);
    assert!(sent.elapsed() < AT_ONCE);
}

#[tokio::test]
async fn a_poll_waits_for_an_event_in_its_room() {
    let server = Server::start().await;
    let poll = server.park("&from=s0&room_id=a&timeout=30000").await;
    server.publish_in(&["b"]).await;
    sleep(PARKED).await;
    assert!(!poll.is_finished(), "an event in another room ended the poll");
    server.publish_in(&["a"]).await;
    let answer = answer_of(poll).await;
    assert_eq!(answer.event_ids(), ["a"]);
    answer.assert_tokens("s0", "s2");
}

#[tokio::test]
async fn a_poll_whose_time_is_up_is_answered_with_no_events() {
    let server = Server::start().await;
    let sent = Instant::now();
    let answer = server.get("&timeout=700").await;
    let took = sent.elapsed().as_secs_f64();
    assert!((0.6..5.0).contains(&took), "{took}");
    assert!(answer.event_ids().is_empty());
    answer.assert_tokens("s0", "s0");
}

#[tokio::test]
async fn a_poll_whose_time_is_up_skips_the_events_of_other_rooms() {
    let server = Server::start().await;
    let poll = server.park("&from=s0&room_id=a&timeout=2500").await;
    server.publish_in(&["b"]).await;
    let answer = answer_of(poll).await;
    assert!(answer.event_ids().is_empty());
    answer.assert_tokens("s0", "s1");
}

#[tokio::test]
async fn a_client_that_goes_away_does_no_harm() {
    let server = Server::start().await;
    let stream = server.send("GET", &events("&timeout=30000"), "", "").await;
    sleep(PARKED).await;
    drop(stream);
    server.logged(&format!("GET {EVENTS} -")).await;
    server.publish_in(&["a"]).await;
    assert_eq!(server.get("&from=s0").await.event_ids(), ["a"]);
}

// The route beside the API.

#[tokio::test]
async fn an_event_that_is_none_is_refused() {
    let server = Server::start().await;
    let bodies = [
        "",
        "event",
        "[]",
        "null",
        r#"{"event_id": "$1"}"#,
        r#"{"event_id": 1, "room_id": "a", "sender": "@eve:x"}"#,
        r#"{"event_id": "$1", "room_id": "a", "sender": "@eve:x", "content": null}"#,
        r#"{"event_id": "$1", "event_id": "$2", "room_id": "a", "sender": "@eve:x"}"#,
        r#"{"event_id": "$1", "room_id": "a", "sender": "@eve:x"} {}"#,
    ];
    for body in bodies {
        server.post(body).await.assert_refused(400, "M_BAD_JSON");
    }
    server.get("&from=s0").await.assert_tokens("s0", "s0");
}

#[tokio::test]
async fn tokens_count_the_events() {
    let server = Server::start().await;
    assert_eq!(server.publish(&event("$1", "a")).await, "s1");
    assert_eq!(server.publish(&event("$2", "b")).await, "s2");
}

// The process.

/// A signal ends a poll with an answer, and the server without an error.
async fn stops_at(signal: &str) {
    let mut server = Server::start().await;
    let poll = server.park("&timeout=30000").await;
    server.signal(signal);
    let status = server.exit(Duration::from_secs(5)).await;
    assert_eq!(status.code(), Some(0), "{status}");
    let answer = answer_of(poll).await;
    assert!(answer.event_ids().is_empty());
    answer.assert_tokens("s0", "s0");
}

#[tokio::test]
async fn sigterm_answers_the_polls_and_stops_the_server() {
    stops_at("-TERM").await;
}

#[tokio::test]
async fn sigint_answers_the_polls_and_stops_the_server() {
    stops_at("-INT").await;
}

#[tokio::test]
async fn connections_without_a_whole_request_do_not_keep_the_server() {
    let mut server = Server::start().await;
    let idle = TcpStream::connect(server.address).await.expect("the server accepts");
    let mut half = TcpStream::connect(server.address).await.expect("the server accepts");
    half.write_all(b"GET /half HTTP/1.1\r\nHost:").await.expect("the server reads");
    sleep(PARKED).await;
    server.signal("-TERM");
    assert_eq!(server.exit(Duration::from_secs(8)).await.code(), Some(0));
    drop((idle, half));
}

#[tokio::test]
async fn each_request_is_one_line_of_the_log_and_no_token_is_in_it() {
    let server = Server::start().await;
    server.get("").await;
    server.get("&timeout=abc").await;
    server.get("&from=%FF").await;
    server.get(&format!("&access_token={TOKEN}")).await;
    server.request("GET", &format!("{EVENTS}?access_token={SECOND_TOKEN}")).await;
    server.request("GET", &format!("{EVENTS}?access_token={WRONG_TOKEN}")).await;
    server.request("HEAD", &events("")).await;
    server.request("POST", &events("")).await;
    server.request("GET", &format!("/nowhere?access_token={TOKEN}")).await;
    let header = format!("Authorization: Bearer {TOKEN}\r\n");
    Answer::read(server.send("GET", EVENTS, &header, "").await).await;
    server.post(TOKEN).await;
    server.publish_in(&["a"]).await;
    let stream = server.send("GET", &events("&timeout=30000"), "", "").await;
    sleep(PARKED).await;
    drop(stream);
    server.logged(&format!("GET {EVENTS} -")).await;
    let poll = server.park("&timeout=30000").await;

    let log = server.whole_log().await;
    assert_eq!(answer_of(poll).await.status, 200);
    for secret in [TOKEN, SECOND_TOKEN, WRONG_TOKEN, "access_token", "?"] {
        assert!(!log.contains(secret), "`{secret}` is in the log:\n{log}");
    }
    let events = |rest: &str| format!("GET {EVENTS} {rest}");
    let expected = [
        events("200"),
        events("400"),
        events("400"),
        events("400"),
        events("200"),
        events("401"),
        format!("HEAD {EVENTS} 405"),
        format!("POST {EVENTS} 405"),
        "GET /nowhere 404".to_owned(),
        events("401"),
        "POST /example/events 400".to_owned(),
        "POST /example/events 200".to_owned(),
        events("-"),
        events("200"),
    ];
    assert_eq!(log.lines().collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn help_is_no_error() {
    let output = run(&["--help"]).await;
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("usage: server "));
    assert!(output.stderr.is_empty());
}

#[tokio::test]
async fn a_wrong_command_line_is_told_and_shows_no_token() {
    let lines: &[&[&str]] = &[
        &[],
        &["--listen", "127.0.0.1:0"],
        &["--token"],
        &["--token", ""],
        &["--token", TOKEN, "--listen"],
        &["--token", TOKEN, "--listen", "nowhere"],
        &["--token", TOKEN, SECOND_TOKEN],
        &["--token=first-secret-token"],
        &["--tokens", TOKEN],
        &["--listen", TOKEN, "--token", TOKEN],
    ];
    for line in lines {
        let output = run(line).await;
        assert_eq!(output.status.code(), Some(2), "{line:?}");
        assert!(output.stdout.is_empty(), "{line:?}");
        let message = String::from_utf8_lossy(&output.stderr);
        assert!(message.starts_with("server: ") && message.contains("usage: server "), "{message}");
        assert!(!message.contains(TOKEN) && !message.contains(SECOND_TOKEN), "{message}");
    }
}

#[tokio::test]
async fn an_address_in_use_is_an_error() {
    let server = Server::start().await;
    let address = server.address.to_string();
    let output = run(&["--listen", &address, "--token", TOKEN]).await;
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("server: "));
}
