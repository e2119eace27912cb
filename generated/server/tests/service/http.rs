//! An HTTP client that keeps its connection, small enough for 10,000 of them.

use serde_json::Value;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time;

/// The time in which a response must arrive.
const PATIENCE: Duration = Duration::from_secs(90);

/// A client of one server.
pub struct Client {
    pub address: SocketAddr,
    stream: Option<TcpStream>,
    buffer: Vec<u8>,
}

/// A response.
pub struct Response {
    pub status: u16,
    /// The lines of the head in lower case.
    pub head: String,
    pub body: Value,
}

impl Client {
    pub fn new(address: SocketAddr) -> Self {
        Self { address, stream: None, buffer: Vec::new() }
    }

    pub async fn get(&mut self, target: &str) -> Result<Response, String> {
        self.send(&format!("GET {target} HTTP/1.1\r\nhost: test\r\n\r\n")).await
    }

    pub async fn post(&mut self, target: &str, token: &str, body: &str) -> Result<Response, String> {
        let length = body.len();
        let head = format!("POST {target} HTTP/1.1\r\nhost: test\r\nauthorization: Bearer {token}");
        self.send(&format!("{head}\r\ncontent-length: {length}\r\n\r\n{body}")).await
    }

    /// Sends a request. After an error, the next request has a new connection.
    async fn send(&mut self, request: &str) -> Result<Response, String> {
        let response = time::timeout(PATIENCE, self.exchange(request)).await;
        let response = response.unwrap_or_else(|_| Err("no response".to_owned()));
        if !response.as_ref().is_ok_and(|response| !response.head.contains("connection: close")) {
            self.stream = None;
            self.buffer = Vec::new();
        }
        response
    }

    async fn exchange(&mut self, request: &str) -> Result<Response, String> {
        let failed = |doing: &str, error: &std::io::Error| format!("{doing}: {:?}", error.kind());
        let stream = match &mut self.stream {
            Some(stream) => stream,
            None => {
                let stream =
                    TcpStream::connect(self.address).await.map_err(|error| failed("connect", &error))?;
                stream.set_nodelay(true).map_err(|error| failed("connect", &error))?;
                self.stream.insert(stream)
            }
        };
        stream.write_all(request.as_bytes()).await.map_err(|error| failed("write", &error))?;
        loop {
            if let Some(response) = parse(&self.buffer)? {
                self.buffer.clear();
                self.buffer.shrink_to(4_096);
                return Ok(response);
            }
            let read = stream.read_buf(&mut self.buffer).await.map_err(|error| failed("read", &error))?;
            if read == 0 {
                return Err("closed".to_owned());
            }
        }
    }
}

/// Parses a complete response.
fn parse(bytes: &[u8]) -> Result<Option<Response>, String> {
    let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { return Ok(None) };
    let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
    let body = &bytes[end + 4..];
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length.and_then(|length| length.parse().ok()).ok_or("no length")?;
    if body.len() < length {
        return Ok(None);
    }
    let status = head.get(9..12).and_then(|status| status.parse().ok()).ok_or("no status")?;
    // Only JSON is of interest.
    let body = serde_json::from_slice(body).unwrap_or_default();
    Ok(Some(Response { status, head, body }))
}
