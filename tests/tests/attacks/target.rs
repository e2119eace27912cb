//! The two servers under attack, as processes, and a client that can send any bytes.

use crate::process::{EVENTS, LIMIT, SECOND_TOKEN, Server, TOKEN, build, within};
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;
use std::{fs, io};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// The key of a till of the petstore.
pub const KEY: &str = "secret-till-key";
/// `user:secret-password`, encoded for Basic authentication.
pub const BASIC: &str = "dXNlcjpzZWNyZXQtcGFzc3dvcmQ=";

/// The number of file descriptors that this process and the servers ask for.
const DESCRIPTORS: &str = "--nofile=20000:20000";

/// A server under attack.
pub struct Target {
    pub server: Server,
    /// A request with the status 200 as long as the server is well.
    pub request: String,
    /// The start of a request with a body.
    pub post: String,
    /// A parameter of the first request that takes one value.
    pub parameter: &'static str,
}

impl Target {
    /// The example server of guest_events.
    pub async fn events() -> Self {
        let server = Server::start().await;
        let request = format!("GET {EVENTS}?access_token={TOKEN} HTTP/1.1\r\nHost: a\r\n");
        let post = "POST /example/events HTTP/1.1\r\nHost: a\r\n".to_owned();
        Self::raised(server, request, post, "timeout=1")
    }

    /// The petstore.
    pub async fn petstore() -> Self {
        static BINARY: OnceLock<PathBuf> = OnceLock::new();
        let binary = BINARY.get_or_init(|| build(&["-p", "petstore", "--bin", "petstore"], "petstore"));
        let server = Server::run(binary, &[KEY, "0"]).await;
        let request = "GET /v1/pets HTTP/1.1\r\nHost: a\r\n".to_owned();
        let post = format!(
            "POST /v1/pets HTTP/1.1\r\nHost: a\r\nX-Till-Key: {KEY}\r\nContent-Type: application/json\r\n"
        );
        Self::raised(server, request, post, "limit=1")
    }

    /// Both.
    pub async fn all() -> [Self; 2] {
        [Self::events().await, Self::petstore().await]
    }

    fn raised(server: Server, request: String, post: String, parameter: &'static str) -> Self {
        let server_id = server.process.id().expect("the server runs");
        for id in [server_id, std::process::id()] {
            // If the limit cannot be raised, fewer connections are opened.
            let id = format!("--pid={id}");
            let _ = Command::new("prlimit").args([&id, DESCRIPTORS]).output();
        }
        Self { server, request, post, parameter }
    }

    /// A new connection.
    pub async fn connect(&self) -> io::Result<TcpStream> {
        let stream = TcpStream::connect(self.server.address).await?;
        stream.set_nodelay(true)?;
        Ok(stream)
    }

    /// Sends bytes, and returns the statuses of all responses until the server closes the connection or falls silent.
    /// A server need not read all bytes of a request that it rejects.
    pub async fn send(&self, bytes: &[u8]) -> Vec<u16> {
        self.send_for(bytes, Duration::from_secs(2)).await
    }

    /// Waits this long for a response to begin.
    pub async fn send_for(&self, bytes: &[u8], mut patience: Duration) -> Vec<u16> {
        let (mut read, mut write) = self.connect().await.expect("it accepts").into_split();
        let bytes = bytes.to_vec();
        let writing = tokio::spawn(async move {
            let _ = write.write_all(&bytes).await;
            write
        });
        let (mut answer, mut part) = (Vec::new(), [0; 4096]);
        while let Ok(Ok(length @ 1..)) = timeout(patience, read.read(&mut part)).await {
            answer.extend_from_slice(&part[..length]);
            patience = Duration::from_millis(50);
        }
        writing.abort();
        statuses(&answer)
    }

    /// The server still serves another client.
    pub async fn is_well(&self) {
        let whole = format!("{}\r\n", self.request);
        let statuses =
            within(Duration::from_secs(5), "another client", self.send_for(whole.as_bytes(), LIMIT)).await;
        assert_eq!(statuses, [200]);
    }

    /// The server's memory in MiB, on systems that report it.
    pub fn memory(&self) -> usize {
        let id = self.server.process.id().expect("the server runs");
        let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok()).map_or(0, |kib: usize| kib / 1024)
    }

    /// Prints the server's memory, and checks its limit in MiB.
    pub fn has_at_most(&self, most: usize, after: &str) {
        let memory = self.memory();
        println!("{}: {memory} MiB after {after}", self.parameter);
        assert!(memory <= most, "{memory} MiB after {after}");
    }

    /// The server runs until it is stopped, and its log has no secret and no panic.
    pub async fn ends(mut self) {
        self.is_well().await;
        self.server.process.kill().await.expect("it runs");
        within(LIMIT, "the end of the log", &mut self.server.logging).await.expect("the log is read");
        let log = self.server.log.lock().unwrap().clone();
        for secret in [TOKEN, SECOND_TOKEN, KEY, BASIC, "secret-password", "panicked"] {
            assert!(!log.contains(secret), "{secret} is in the log:\n{log}");
        }
    }
}

/// The statuses of consecutive responses. No body has a line that looks like a status line.
fn statuses(answer: &[u8]) -> Vec<u16> {
    let text = String::from_utf8_lossy(answer);
    text.split("HTTP/1.").skip(1).filter_map(|answer| answer.get(2..5)?.parse().ok()).collect()
}
