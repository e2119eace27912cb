//! A server on this machine alone, and a client that sees the bytes of its answers.

use axum::Router;
use std::future::{IntoFuture as _, pending};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// Serves on a free port for as long as the test runs.
///
/// # Errors
/// Where no port is free.
pub async fn serve(router: Router) -> io::Result<Client> {
    Ok(Served::start(router).await?.client)
}

/// A server that can be told to stop.
pub struct Served {
    /// Its client.
    pub client: Client,
    /// Stops accepting when something is sent.
    pub stop: oneshot::Sender<()>,
    /// Ends once all connections are done.
    pub done: JoinHandle<io::Result<()>>,
}

impl Served {
    /// Starts to serve.
    ///
    /// # Errors
    /// Where no port is free.
    pub async fn start(router: Router) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let client = Client::new(listener.local_addr()?);
        let (stop, stopped) = oneshot::channel();
        let stopped = async {
            if stopped.await.is_err() {
                pending::<()>().await;
            }
        };
        let server = axum::serve(listener, router).with_graceful_shutdown(stopped);
        Ok(Self { client, stop, done: tokio::spawn(server.into_future()) })
    }
}

/// Whoever knows where a server is.
#[derive(Clone, Copy)]
pub struct Client {
    address: SocketAddr,
}

impl Client {
    /// A client of the server at this address.
    #[must_use]
    pub fn new(address: SocketAddr) -> Self {
        Self { address }
    }

    /// A new connection.
    ///
    /// # Errors
    /// Where the server does not listen any more.
    pub async fn connect(self) -> io::Result<Connection> {
        let stream = TcpStream::connect(self.address).await?;
        stream.set_nodelay(true)?;
        Ok(Connection { stream: BufReader::new(stream) })
    }

    /// The answer to a request without a body, on a connection of its own.
    ///
    /// # Errors
    /// Where there is no answer.
    pub async fn send(self, start: &str, headers: &[&str]) -> io::Result<String> {
        let mut connection = self.connect().await?;
        connection.send(start, headers).await?;
        connection.answer().await
    }
}

/// A connection that stays open.
pub struct Connection {
    /// For whoever writes a request by the byte.
    pub stream: BufReader<TcpStream>,
}

impl Connection {
    /// Sends a request without a body, and does not wait for the answer.
    ///
    /// # Errors
    /// Where the connection is closed.
    pub async fn send(&mut self, start: &str, headers: &[&str]) -> io::Result<()> {
        let start = format!("{start} HTTP/1.1");
        let head = [&[start.as_str(), "Host: a"], headers, &["", ""]].concat().join("\r\n");
        self.stream.write_all(head.as_bytes()).await
    }

    /// The bytes of an answer, but for `Date` and the `\r` of its lines.
    ///
    /// # Errors
    /// Where the connection is closed before the answer is whole.
    pub async fn answer(&mut self) -> io::Result<String> {
        let (mut answer, mut length) = (String::new(), 0);
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let line = line.trim_end();
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.parse().map_err(io::Error::other)?;
            }
            if !line.starts_with("date: ") {
                answer.extend([line, "\n"]);
            }
            if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).await?;
        answer.push_str(&String::from_utf8(body).map_err(io::Error::other)?);
        Ok(answer)
    }
}
