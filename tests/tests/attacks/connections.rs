//! Ten thousand connections at once: open and silent, or waiting.

use crate::process::{LIMIT, event, events, within};
use crate::target::Target;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Mutex;

const CONNECTIONS: usize = 10_000;

/// The limit of a server's memory with them, in MiB: some 20 KiB for each.
const MEMORY: usize = 400;

/// One test at a time: both together would need more connections than a process may have.
static ALONE: Mutex<()> = Mutex::const_new(());

/// Opens as many connections as the system allows, and sends the start of a request on each.
async fn open(target: &Target, start: &str) -> Vec<TcpStream> {
    let mut all = Vec::with_capacity(CONNECTIONS);
    while all.len() < CONNECTIONS {
        let Ok(mut stream) = target.connect().await else { break };
        stream.write_all(start.as_bytes()).await.expect("it is read");
        all.push(stream);
    }
    println!("{} connections", all.len());
    all
}

/// Each sends the first half of a request, and then single bytes. The generated code does not end such a connection:
/// see the guide's chapter on deployment.
#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_slow_senders() {
    let _alone = ALONE.lock().await;
    for target in Target::all().await {
        let (half, rest) = target.request.split_at(target.request.len() / 2);
        let mut all = open(&target, half).await;
        target.is_well().await;
        for byte in rest.bytes().take(2) {
            for stream in &mut all {
                stream.write_all(&[byte]).await.expect("it is read");
            }
            target.is_well().await;
        }
        target.has_at_most(MEMORY, "slow senders");
        drop(all);
        target.ends().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_parked_polls() {
    let _alone = ALONE.lock().await;
    let target = Target::events().await;
    let path = events("&timeout=120000");
    let poll = format!("GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    let all = open(&target, &poll).await;
    target.is_well().await;
    target.has_at_most(MEMORY, "polls");
    target.server.publish(&event("$1", "a")).await;
    for mut stream in all {
        let mut answer = String::new();
        within(LIMIT, "an answer", stream.read_to_string(&mut answer)).await.expect("it is answered");
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.contains("$1"), "{answer}");
    }
    target.ends().await;
}
