//! The example server as a process, and a client that uses it over TCP.

use serde_json::{Value, json};
use std::env;
use std::fmt::Write as _;
use std::future::Future;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Output, Stdio};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::Child;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

pub const EVENTS: &str = "/_matrix/client/api/v1/events";
pub const TOKEN: &str = "first-secret-token";
pub const SECOND_TOKEN: &str = "second-secret-token";
pub const WRONG_TOKEN: &str = "wrong-secret-token";

/// The time limit for everything that these tests await.
pub const LIMIT: Duration = Duration::from_secs(20);

/// The time limit for a response that does not wait for an event.
pub const AT_ONCE: Duration = Duration::from_secs(5);

/// The time until a poll that was sent is parked. The server does not report it.
pub const PARKED: Duration = Duration::from_millis(500);

// The harness.

/// The example, built once for all tests.
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| build(&["-p", "guest-events", "--example", "server"], "examples/server"))
}

/// Builds a program into the target directory that this test was built into.
pub fn build(what: &[&str], path: &str) -> PathBuf {
    let this_test = env::current_exe().expect("the path of this test");
    let profile = this_test.ancestors().nth(2).expect("<target>/<profile>/deps/<test>");
    let target = profile.parent().expect("<target>/<profile>");
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--quiet"]).args(what);
    if profile.ends_with("release") {
        build.arg("--release");
    }
    build.current_dir(env!("CARGO_MANIFEST_DIR")).env("CARGO_TARGET_DIR", target);
    let status = build.status().expect("cargo runs");
    assert!(status.success(), "{path} does not build");
    profile.join(format!("{path}{}", env::consts::EXE_SUFFIX))
}

/// Runs the example with a command line that does not start a server.
pub async fn run(arguments: &[&str]) -> Output {
    let mut command = tokio::process::Command::new(binary());
    command.args(arguments).stdin(Stdio::null()).kill_on_drop(true);
    within(LIMIT, "the process to end", command.output()).await.expect("the example runs")
}

pub async fn within<T>(limit: Duration, what: &str, future: impl Future<Output = T>) -> T {
    timeout(limit, future).await.unwrap_or_else(|_| panic!("waited {limit:?} for {what}"))
}

/// A server as a process, killed when dropped.
pub struct Server {
    pub process: Child,
    pub address: SocketAddr,
    pub log: Arc<Mutex<String>>,
    pub logging: JoinHandle<()>,
}

impl Server {
    /// The example.
    pub async fn start() -> Self {
        Self::run(binary(), &["--listen", "127.0.0.1:0", "--token", TOKEN, "--token", SECOND_TOKEN]).await
    }

    /// Runs a program that prints its address in its first line.
    pub async fn run(program: &Path, arguments: &[&str]) -> Self {
        let mut process = tokio::process::Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the example starts");

        let mut stdout = BufReader::new(process.stdout.take().expect("a pipe")).lines();
        let ready = within(LIMIT, "the server to listen", stdout.next_line()).await;
        let ready = ready.expect("its output is text").expect("it prints a line");
        let (_, url) = ready.split_once("http://").expect("its address");
        let address = url.split('/').next().unwrap_or_default().parse().expect("an address");

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
    pub async fn send(&self, method: &str, target: &str, headers: &str, body: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.expect("the server accepts");
        let length = body.len();
        let request = format!(
            "{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
             Content-Length: {length}\r\n{headers}\r\n{body}"
        );
        stream.write_all(request.as_bytes()).await.expect("the server reads");
        stream
    }

    pub async fn request(&self, method: &str, target: &str) -> Answer {
        Answer::read(self.send(method, target, "", "").await).await
    }

    /// Polls with a valid token. The query continues after `access_token=..`, and starts with `&`.
    pub async fn get(&self, query: &str) -> Answer {
        self.request("GET", &events(query)).await
    }

    /// Starts a poll, and returns when it is parked.
    pub async fn park(&self, query: &str) -> JoinHandle<Answer> {
        let stream = self.send("GET", &events(query), "", "").await;
        let poll = tokio::spawn(Answer::read(stream));
        sleep(PARKED).await;
        assert!(!poll.is_finished(), "the poll does not wait");
        poll
    }

    /// Publishes an event, and returns the token after it.
    pub async fn publish(&self, event: &Value) -> String {
        let answer = self.post(&event.to_string()).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()["end"].as_str().expect("a token").to_owned()
    }

    pub async fn post(&self, body: &str) -> Answer {
        Answer::read(self.send("POST", "/example/events", "", body).await).await
    }

    /// Publishes an event in each of the rooms, with the room's name as its ID.
    pub async fn publish_in(&self, rooms: &[&str]) {
        for room in rooms {
            self.publish(&event(room, room)).await;
        }
    }

    pub fn signal(&self, signal: &str) {
        let id = self.process.id().expect("the server runs");
        let sent = Command::new("kill").args([signal, &id.to_string()]).status().expect("kill runs");
        assert!(sent.success());
    }

    pub async fn exit(&mut self, limit: Duration) -> ExitStatus {
        within(limit, "the server to end", self.process.wait()).await.expect("a status")
    }

    /// Waits for a line of the log.
    pub async fn logged(&self, line: &str) {
        let written = async {
            while !self.log.lock().unwrap().lines().any(|other| other == line) {
                sleep(Duration::from_millis(20)).await;
            }
        };
        within(LIMIT, line, written).await;
    }

    /// Stops the server, and returns its whole log.
    pub async fn whole_log(mut self) -> String {
        self.signal("-TERM");
        assert!(self.exit(LIMIT).await.success());
        within(LIMIT, "the end of the log", &mut self.logging).await.expect("the log is read");
        self.log.lock().unwrap().clone()
    }
}

/// A response, read until the server closed the connection.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub async fn read(mut stream: TcpStream) -> Self {
        let mut bytes = Vec::new();
        within(LIMIT, "an answer", stream.read_to_end(&mut bytes)).await.expect("the server answers");
        let text = String::from_utf8(bytes).expect("the answer is UTF-8");
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text:?}"));
        let status = head.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3)).expect("a status line");
        Self { status: status.parse().expect("a number"), head: head.to_owned(), body: body.to_owned() }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let mut fields = self.head.lines().skip(1).filter_map(|line| line.split_once(':'));
        fields.find(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    pub fn json(&self) -> Value {
        assert_eq!(self.header("content-type"), Some("application/json"), "{self:?}");
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The event IDs in the response to a poll.
    pub fn event_ids(&self) -> Vec<String> {
        assert_eq!(self.status, 200, "{self:?}");
        let body = self.json();
        let chunk = body["chunk"].as_array().expect("a chunk");
        chunk.iter().map(|event| event["event_id"].as_str().expect("an ID").to_owned()).collect()
    }

    pub fn assert_tokens(&self, start: &str, end: &str) {
        let body = self.json();
        assert_eq!((&body["start"], &body["end"]), (&json!(start), &json!(end)), "{self:?}");
    }

    /// Each error is `{"errcode", "error"}` and nothing else.
    pub fn assert_rejected(&self, status: u16, errcode: &str) {
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

pub fn events(query: &str) -> String {
    format!("{EVENTS}?access_token={TOKEN}{query}")
}

pub fn event(id: &str, room: &str) -> Value {
    json!({ "event_id": id, "room_id": room, "sender": "@eve:x", "type": "m.room.message" })
}

pub async fn answer_of(poll: JoinHandle<Answer>) -> Answer {
    poll.await.expect("the poll is answered")
}
