//! A server on loopback, and a client that sees the bytes of its responses.

use axum::Router;
use std::future::{IntoFuture as _, pending};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// Serves on a free port until the test ends.
///
/// # Errors
/// If no port is free.
pub async fn serve(router: Router) -> io::Result<Client> {
    Ok(Served::start(router).await?.client)
}

/// A server that can be stopped.
pub struct Served {
    /// Its client.
    pub client: Client,
    /// Stops accepting connections when it receives a message.
    pub stop: oneshot::Sender<()>,
    /// Ends once all connections have ended.
    pub done: JoinHandle<io::Result<()>>,
}

impl Served {
    /// Starts the server.
    ///
    /// # Errors
    /// If no port is free.
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

/// A client, which knows the address of a server.
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

    /// The address of the server.
    #[must_use]
    pub fn address(self) -> SocketAddr {
        self.address
    }

    /// A new connection.
    ///
    /// # Errors
    /// If the server does not listen any more.
    pub async fn connect(self) -> io::Result<Connection> {
        let stream = TcpStream::connect(self.address).await?;
        stream.set_nodelay(true)?;
        Ok(Connection { stream: BufReader::new(stream) })
    }

    /// The response to a request without a body, on a connection of its own.
    ///
    /// # Errors
    /// If there is no response.
    pub async fn send(self, start: &str, headers: &[&str]) -> io::Result<String> {
        let mut connection = self.connect().await?;
        connection.send(start, headers).await?;
        connection.answer().await
    }
}

/// A connection that stays open.
pub struct Connection {
    /// The socket, for tests that write single bytes.
    pub stream: BufReader<TcpStream>,
}

impl Connection {
    /// Sends a request without a body, and does not wait for the response.
    ///
    /// # Errors
    /// If the connection is closed.
    pub async fn send(&mut self, start: &str, headers: &[&str]) -> io::Result<()> {
        let start = format!("{start} HTTP/1.1");
        let head = [&[start.as_str(), "Host: a"], headers, &["", ""]].concat().join("\r\n");
        self.stream.write_all(head.as_bytes()).await
    }

    /// The bytes of a response, without `Date` and the `\r` of its lines.
    ///
    /// # Errors
    /// If the connection is closed before the response is complete.
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
