//! Streams over a connection: nothing is lost, a slow client slows the handler, and the handler's stream ends when the
//! client leaves.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use stubsmith_golden::openapi32_streams::*;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

const EVENTS: usize = 100_000;

/// Sends numbered events, and counts those that it has made.
#[derive(Clone)]
struct Server {
    /// The number of events.
    count: usize,
    made: Arc<AtomicUsize>,
    /// Has one owner more while the handler's stream exists.
    streams: Arc<()>,
    /// The size of the data of each event.
    size: usize,
    /// Whether the stream waits after its last event.
    waits: bool,
    /// The index of an event that violates the spec.
    invalid: Option<usize>,
}

impl Server {
    fn new(size: usize) -> Self {
        let (made, streams) = Default::default();
        Self { count: EVENTS, made, streams, size, waits: false, invalid: None }
    }
}

impl Api for Server {
    type Error = Rejection;

    async fn get_ticks(&self, _: Context) -> Result<GetTicksResponse, Rejection> {
        let Self { count, made, streams, size, waits, invalid } = self.clone();
        let events = Events::unfold((0, streams), move |(index, streams)| {
            let made = Arc::clone(&made);
            async move {
                if index == count {
                    if waits {
                        std::future::pending::<()>().await;
                    }
                    return None;
                }
                made.fetch_add(1, Ordering::Relaxed);
                let id = if invalid == Some(index) { "none".to_owned() } else { index.to_string() };
                let event = Event::from(format!("{:>size$}", index % 10)).id(id);
                Some((event, (index + 1, streams)))
            }
        });
        Ok(events.into())
    }
}

async fn serve(server: Server) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, service(Arc::new(server))).await });
    address
}

/// Sends a request over a connection with small buffers.
async fn connect(address: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(16 << 10).unwrap();
    let mut stream = socket.connect(address).await.unwrap();
    stream.write_all(b"GET /ticks HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    stream
}

/// Reads some bytes, with a limit of time.
async fn read(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> io::Result<usize> {
    let mut piece = vec![0; 64 << 10];
    let size = tokio::time::timeout(Duration::from_secs(10), stream.read(&mut piece)).await??;
    bytes.extend_from_slice(&piece[..size]);
    Ok(size)
}

/// The resident memory of this process in KiB, where the system has `/proc`.
fn memory() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

/// Waits for a condition.
async fn until(holds: impl Fn() -> bool) -> bool {
    for _ in 0..500 {
        if holds() {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    false
}

/// The body of a chunked response. Returns `None` if it is incomplete.
fn unchunked(response: &[u8]) -> Option<Vec<u8>> {
    let start = response.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let (mut rest, mut body) = (&response[start..], Vec::new());
    loop {
        let line = rest.windows(2).position(|window| window == b"\r\n")?;
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..line]).ok()?, 16).ok()?;
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(rest.get(line + 2..line + 2 + size)?);
        rest = rest.get(line + 4 + size..)?;
    }
}

#[tokio::test]
async fn no_event_is_lost() {
    let server = Server::new(1);
    let mut stream = connect(serve(server.clone()).await).await;
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n0\r\n\r\n") {
        assert_ne!(read(&mut stream, &mut bytes).await.unwrap(), 0, "the response is incomplete");
    }
    assert!(bytes.starts_with(b"HTTP/1.1 200 OK\r\n"));
    let body = String::from_utf8(unchunked(&bytes).unwrap()).unwrap();
    let events: Vec<&str> = body.split_terminator("\n\n").collect();
    assert_eq!(events.len(), EVENTS);
    for (index, event) in events.iter().enumerate() {
        assert_eq!(*event, format!("id: {index}\ndata: {}", index % 10));
    }
    assert_eq!(Arc::strong_count(&server.streams), 2, "the stream of the handler has ended");
}

/// The events have 100 MB together. A client that does not read gets what fits into the buffers of the server and of the
/// connection.
#[tokio::test]
async fn a_slow_client_slows_the_handler_and_memory_stays_level() {
    let size = 1000;
    let server = Server::new(size);
    let mut stream = connect(serve(server.clone()).await).await;
    let made = || server.made.load(Ordering::Relaxed);
    let mut bytes = Vec::new();
    read(&mut stream, &mut bytes).await.unwrap();
    let before = memory();
    let ends = |bytes: &[u8]| bytes.windows(2).filter(|window| *window == b"\n\n").count();
    let (mut received, mut most) = (ends(&bytes), 0);
    for _ in 0..20 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        most = most.max((made() - received) * size);
        bytes.clear();
        read(&mut stream, &mut bytes).await.unwrap();
        received += ends(&bytes);
    }
    let stopped = made();
    tokio::time::sleep(Duration::from_millis(100)).await;
    println!("at most {} KiB in advance", most >> 10);
    // The rest of the sockets' buffers may still fill up.
    assert!(made() - stopped < EVENTS / 10, "the handler waits for the client");
    assert!(most < 32 << 20, "{most} bytes in advance");
    if let (Some(before), Some(after)) = (before, memory()) {
        println!("{before} KiB before, {after} KiB after");
        assert!(after < before + (8 << 10), "{before} KiB before, {after} KiB after");
    }
}

#[tokio::test]
async fn the_stream_ends_when_the_client_leaves() {
    // The handler waits for the next event, and sends nothing.
    let waiting = Server { count: 10, waits: true, ..Server::new(1) };
    // The handler always has another event.
    let sending = Server::new(1000);
    for server in [waiting, sending] {
        let mut stream = connect(serve(server.clone()).await).await;
        let mut bytes = Vec::new();
        read(&mut stream, &mut bytes).await.unwrap();
        let owners = Arc::strong_count(&server.streams);
        drop(stream);
        assert!(until(|| Arc::strong_count(&server.streams) < owners).await, "the stream is dropped");
    }
}

/// The last chunk is missing, so the client notices that the response is incomplete.
#[tokio::test]
async fn an_invalid_event_cuts_the_response() {
    let server = Server { count: 5, invalid: Some(3), ..Server::new(1) };
    let mut stream = connect(serve(server.clone()).await).await;
    let mut bytes = Vec::new();
    while read(&mut stream, &mut bytes).await.unwrap() > 0 {}
    assert_eq!(String::from_utf8_lossy(&bytes).matches("data: ").count(), 3);
    assert_eq!(unchunked(&bytes), None);
}
