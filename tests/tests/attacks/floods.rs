//! Input that is too large, and senders that never stop.

use crate::process::LIMIT;
use crate::target::{KEY, Target};
use futures_util::future::join_all;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::timeout;

/// The limit of a server's memory, in MiB. It begins with 5 to 10.
const MEMORY: usize = 64;

fn pairs(pair: &str, count: usize) -> String {
    vec![pair; count].join("&")
}

/// Heads that are too large, and the responses to them.
fn heads(target: &Target) -> Vec<(&'static str, String, u16)> {
    let start = &target.request;
    let query = |query: &str| {
        let (path, rest) = start.split_once(" HTTP").expect("it is HTTP");
        let mark = if path.contains('?') { '&' } else { '?' };
        format!("{path}{mark}{query} HTTP{rest}\r\n")
    };
    vec![
        ("1,000 headers", format!("{start}{}\r\n", "X-A: a\r\n".repeat(1_000)), 431),
        ("100,000 headers", format!("{start}{}\r\n", "X-A: a\r\n".repeat(100_000)), 431),
        ("a header of 1 MB", format!("{start}X-A: {}\r\n\r\n", "a".repeat(1 << 20)), 431),
        ("a name of 1 MB", format!("{start}{}: a\r\n\r\n", "a".repeat(1 << 20)), 431),
        ("a query of 1 MB", query(&"a".repeat(1 << 20)), 431),
        ("a query of 70,000 bytes", query(&"a".repeat(70_000)), 414),
        ("100,000 pairs", query(&pairs(target.parameter, 100_000)), 431),
        ("6,000 pairs of one name", query(&pairs(target.parameter, 6_000)), 400),
        ("20,000 pairs of no name", query(&pairs("=", 20_000)), 200),
        ("a path of 60,000 bytes", format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "a/".repeat(30_000)), 404),
    ]
}

/// Bodies that are too large, or costly to read.
fn bodies(target: &Target) -> Vec<(&'static str, String, u16)> {
    let body = |text: &str| format!("{}Content-Length: {}\r\n\r\n{text}", target.post, text.len());
    let keys: Vec<String> = (0..100_000).map(|index| format!("\"k{index}\":0")).collect();
    let chunked = format!("{}Transfer-Encoding: chunked\r\n\r\n300000\r\n", target.post);
    vec![
        ("brackets", body(&"[".repeat(1_900_000)), 400),
        ("objects", body(&"{\"a\":".repeat(300_000)), 400),
        ("100,000 keys", body(&format!("{{{}}}", keys.join(","))), 400),
        ("a key of 1.9 MB", body(&format!("{{\"{}\":0}}", "a".repeat(1_900_000))), 400),
        ("a number of 1.9 MB", body(&format!("{{\"name\":{}}}", "1".repeat(1_900_000))), 400),
        ("3 MB", body(&"a".repeat(3 << 20)), 413),
        ("one chunk of 3 MB", chunked + &"a".repeat(3 << 20), 413),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn large_input_is_rejected() {
    for target in Target::all().await {
        for (name, bytes, status) in heads(&target).into_iter().chain(bodies(&target)) {
            let answers = together(8, |_| target.send_for(bytes.as_bytes(), LIMIT)).await;
            assert!(answers.iter().all(|statuses| *statuses == [status]), "{name}: {answers:?}");
        }
        target.has_at_most(MEMORY, "floods");
        target.ends().await;
    }
}

/// Many clients at once.
async fn together<T, F: Future<Output = T>>(count: usize, client: impl Fn(usize) -> F) -> Vec<T> {
    join_all((0..count).map(client)).await
}

/// A body without an end is rejected at the limit.
#[tokio::test(flavor = "multi_thread")]
async fn an_endless_body_is_rejected() {
    for target in Target::all().await {
        let head = format!("{}Transfer-Encoding: chunked\r\n\r\n", target.post);
        let chunk = format!("10000\r\n{}\r\n", "a".repeat(1 << 16));
        together(16, |_| async {
            let (mut read, mut write) = target.connect().await.unwrap().into_split();
            write.write_all(head.as_bytes()).await.unwrap();
            let mut sent = 0;
            while write.write_all(chunk.as_bytes()).await.is_ok() {
                sent += 1;
                assert!(sent < 1_000, "64 MB are read");
            }
            let mut answer = [0; 12];
            read.read_exact(&mut answer).await.unwrap();
            assert_eq!(answer, *b"HTTP/1.1 413");
        })
        .await;
        target.has_at_most(MEMORY, "endless bodies");
        target.ends().await;
    }
}

/// A body without credentials is not read: the rejection does not wait for it.
#[tokio::test(flavor = "multi_thread")]
async fn a_body_without_credentials_is_not_read() {
    let target = Target::petstore().await;
    let head = target.post.replace(KEY, "another key");
    let request = format!("{head}Content-Length: 2000000\r\n\r\n{}", "a".repeat(1_000_000));
    let answers = together(200, |_| target.send_for(request.as_bytes(), LIMIT)).await;
    assert!(answers.iter().all(|statuses| *statuses == [401]), "{answers:?}");
    target.has_at_most(MEMORY, "bodies without credentials");
    target.ends().await;
}

/// A body of an authenticated client that stops in the middle costs the bytes that were sent, and at most the limit.
#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_stop_cost_what_was_sent() {
    for target in Target::all().await {
        let request = format!("{}Content-Length: 2000000\r\n\r\n{}", target.post, "a".repeat(500_000));
        let open = together(100, |_| async {
            let mut stream = target.connect().await.unwrap();
            stream.write_all(request.as_bytes()).await.unwrap();
            stream
        })
        .await;
        target.is_well().await;
        target.has_at_most(MEMORY + 100, "bodies that stop");
        drop(open);
        target.ends().await;
    }
}

/// The same for files in forms: the buffer is bounded, and then the handler reads.
#[tokio::test(flavor = "multi_thread")]
async fn forms_that_stop_cost_what_was_sent() {
    let target = Target::petstore().await;
    let head = target.post.replace("POST /v1/pets ", "PUT /v1/pets/1/photo ");
    let head = head.replace("application/json", "multipart/form-data; boundary=b");
    let part = |named: &str| format!("--b\r\nContent-Disposition: form-data; name={named}\r\n\r\n");
    let (year, photo) = (part("year"), part("photo"));
    let file = "a".repeat(500_000);
    let request = format!("{head}Content-Length: 2000000\r\n\r\n{year}2024\r\n{photo}{file}");
    let open = together(100, |_| async {
        let mut stream = target.connect().await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        stream
    })
    .await;
    target.is_well().await;
    target.has_at_most(MEMORY + 100, "forms that stop");
    drop(open);
    target.ends().await;
}

/// If a client does not read the responses, the server stops reading its requests.
#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_does_not_read_is_not_read() {
    for target in Target::all().await {
        let requests = format!("{}\r\n", target.request).repeat(100);
        let open = together(2, |_| async {
            let mut stream = target.connect().await.unwrap();
            let mut sent = 0;
            while let Ok(Ok(())) =
                timeout(Duration::from_secs(2), stream.write_all(requests.as_bytes())).await
            {
                sent += 100;
                assert!(sent < 1_000_000, "{sent} requests are read");
            }
            stream
        })
        .await;
        target.is_well().await;
        target.has_at_most(MEMORY, "clients that do not read");
        drop(open);
        target.ends().await;
    }
}
