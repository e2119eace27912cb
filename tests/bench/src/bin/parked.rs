//! `parked`: the bytes that a request takes while its handler waits, in process, beyond those of the same request with
//! a handler that takes no arguments.
//!
//! `parked SERVER CLIENTS`: this many polls on the example server of guest_events over loopback, and one event that
//! wakes all; three times. Prints how long each took to receive it, and the memory of the server.

use axum::Router;
use axum::extract::{Query, State};
use axum::http::request::Parts;
use axum::routing::get;
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use std::alloc::System;
use std::collections::HashMap;
use std::future::pending;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::task::{Context, Waker};
use std::time::{Duration, Instant};
use std::{env, fs};
use stubsmith_bench::serving::{get_events, parking};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tower::ServiceExt as _;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The bytes that are allocated.
fn in_use() -> usize {
    let stats = ALLOCATOR.stats();
    stats.bytes_allocated - stats.bytes_deallocated
}

#[tokio::main]
async fn main() {
    let mut arguments = env::args().skip(1);
    match (arguments.next(), arguments.next().and_then(|count| count.parse().ok())) {
        (Some(server), Some(clients)) => over_loopback(&server, clients).await,
        _ => in_process(),
    }
}

fn in_process() {
    const PATH: &str = "/_matrix/client/api/v1/events";
    let bare = Router::new().route(PATH, get(|| async { pending::<()>().await }));
    let extractors = |_: State<Arc<()>>, query: Query<HashMap<String, String>>| async move {
        pending::<()>().await;
        query.0.into_keys().collect::<String>()
    };
    let extractors = Router::new().route(PATH, get(extractors)).with_state(Arc::new(()));
    let parts = |_: State<Arc<()>>, query: Query<HashMap<String, String>>, parts: Parts| async move {
        pending::<()>().await;
        query.0.into_keys().collect::<String>() + &format!("{parts:?}")
    };
    let parts = Router::new().route(PATH, get(parts)).with_state(Arc::new(()));
    let bare = bytes(&bare);
    println!("nothing taken                    {bare:>6} bytes for each request that is parked");
    let others = [
        ("axum's extractors", extractors),
        ("axum's, and the head", parts),
        ("generated, context dropped", parking::router(false)),
        ("generated, context kept", parking::router(true)),
    ];
    for (name, router) in others {
        let bytes = bytes(&router);
        println!("{name:<32} {bytes:>6} bytes, {} more", bytes.saturating_sub(bare));
    }
}

/// The bytes of a parked request: its own parts, axum's, and those of the code between it and the handler.
fn bytes(router: &Router) -> usize {
    const COUNT: usize = 1000;
    let mut parked = Vec::with_capacity(COUNT + 1);
    let mut park = || {
        let mut request = Box::pin(router.clone().oneshot(get_events()));
        assert!(request.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        parked.push(request);
    };
    park();
    let before = in_use();
    (0..COUNT).for_each(|_| park());
    (in_use() - before) / COUNT
}

async fn over_loopback(program: &str, clients: usize) {
    let mut command = Command::new(program);
    command.args(["--listen", "127.0.0.1:0", "--token", "secret"]);
    let mut server = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the server starts");
    let mut line = String::new();
    let output = server.stdout.take().expect("it is piped");
    BufReader::new(output).read_line(&mut line).expect("the server says where it listens");
    let address = line.trim().rsplit('/').next().expect("an address").to_owned();
    let idle = held(&server);
    println!("idle: {} KiB, {} files", idle.0, idle.1);
    for round in 1..=12 {
        poll(&address, clients, round, &server).await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        let (kibibytes, files) = held(&server);
        println!("  all gone: {kibibytes} KiB, {} connections open", files - idle.1);
    }
    server.kill().expect("the server runs");
    server.wait().expect("the server ends");
}

/// Parks the polls, publishes an event, and waits for all.
async fn poll(address: &str, clients: usize, round: usize, server: &Child) {
    let mut parked = Vec::with_capacity(clients);
    for _ in 0..clients {
        let mut stream = TcpStream::connect(address).await.expect("the server listens");
        let request = "GET /_matrix/client/api/v1/events?access_token=secret&timeout=60000 HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        stream.write_all(request.as_bytes()).await.expect("the server reads");
        parked.push(stream);
    }
    settle(server).await;
    println!("{clients} parked: {} KiB", held(server).0);
    let start = Instant::now();
    let waiting: Vec<_> = parked.into_iter().map(|stream| tokio::spawn(hear(stream, round, start))).collect();
    publish(address, round).await;
    let mut times = Vec::with_capacity(clients);
    for one in waiting {
        times.push(one.await.expect("no client fails"));
    }
    times.sort();
    let at = |part: usize| times[(times.len() - 1) * part / 100].as_millis();
    println!(
        "  {} heard of the event: p50 {} ms, p99 {} ms, the last {} ms",
        times.len(),
        at(50),
        at(99),
        at(100)
    );
}

/// The server has read all requests once it is idle.
async fn settle(server: &Child) {
    let ticks = || fs::read_to_string(format!("/proc/{}/stat", server.id())).expect("this is Linux");
    let time = |stat: String| stat.split(' ').skip(13).take(2).collect::<Vec<_>>().join(" ");
    loop {
        let before = time(ticks());
        tokio::time::sleep(Duration::from_millis(500)).await;
        if time(ticks()) == before {
            return;
        }
    }
}

/// Reads the response, which contains the event, to its end.
async fn hear(mut stream: TcpStream, round: usize, start: Instant) -> Duration {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("there is an answer");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains(&format!("$event{round}")), "{answer}");
    start.elapsed()
}

async fn publish(address: &str, round: usize) {
    let body = format!(
        r#"{{"event_id": "$event{round}", "room_id": "!a:x", "sender": "@eve:x", "type": "m.room.message"}}"#
    );
    let mut stream = TcpStream::connect(address).await.expect("the server listens");
    let head = format!(
        "POST /example/events HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all((head + &body).as_bytes()).await.expect("the server reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("there is an answer");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

/// Resident memory in KiB, and the number of open files.
fn held(server: &Child) -> (u64, usize) {
    let process = format!("/proc/{}", server.id());
    let status = fs::read_to_string(format!("{process}/status")).expect("this is Linux");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("a process has memory");
    let kibibytes = line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("a number");
    (kibibytes, fs::read_dir(format!("{process}/fd")).expect("this is Linux").count())
}
