//! Bytes that are not HTTP, or HTTP that two readers understand differently. hyper rejects them before they reach
//! generated code; anything that it accepts is served like any other request.

use crate::target::{BASIC, Target};

/// The expected result.
#[derive(Clone, Copy, PartialEq)]
enum Fate {
    /// 4xx, or the connection is closed without a response.
    Rejected,
    /// It is a valid request.
    Served,
}
use Fate::{Rejected, Served};

/// `{T}` is a target with the status 200, `{B}` a secret.
const HEADS: &[(&str, Fate)] = &[
    ("hello\r\n\r\n", Rejected),
    ("\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{fc}", Rejected),
    ("GET {T}\r\n\r\n", Rejected),
    ("GET {T} HTTP/0.9\r\n\r\n", Rejected),
    ("GET {T} HTTP/1.0\r\n\r\n", Served),
    ("GET {T} HTTP/2.0\r\n\r\n", Rejected),
    ("GET {T} HTTP/9.9\r\n\r\n", Rejected),
    ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Rejected),
    (" {T} HTTP/1.1\r\nHost: a\r\n\r\n", Rejected),
    ("G\u{1}T {T} HTTP/1.1\r\nHost: a\r\n\r\n", Rejected),
    ("GET  {T} HTTP/1.1\r\nHost: a\r\n\r\n", Rejected),
    ("GET {T} {T} HTTP/1.1\r\nHost: a\r\n\r\n", Rejected),
    ("GET\tT\tHTTP/1.1\r\nHost: a\r\n\r\n", Rejected),
    ("GET {T}\0 HTTP/1.1\r\nHost: a\r\nAuthorization: Basic {B}\r\n\r\n", Rejected),
    ("GET a{T} HTTP/1.1\r\nHost: a\r\n\r\n", Rejected),
    ("GET * HTTP/1.1\r\nHost: a\r\n\r\n", Rejected),
    ("CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", Rejected),
    ("TRACE {T} HTTP/1.1\r\nHost: a\r\n\r\n", Rejected),
    ("GET http://a{T} HTTP/1.1\r\nHost: a\r\n\r\n", Served),
    ("GET {T} HTTP/1.1\rHost: a\r\r", Rejected),
    ("GET {T} HTTP/1.1\nHost: a\n\n", Served),
    ("GET {T} HTTP/1.1\r\n\r\n", Served),
    ("GET {T} HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", Served),
    ("GET {T} HTTP/1.1\r\nHost: a\r\nX-A: a\0b\r\nAuthorization: Basic {B}\r\n\r\n", Rejected),
    ("GET {T} HTTP/1.1\r\nHost: a\r\nX\0A: a\r\n\r\n", Rejected),
    ("GET {T} HTTP/1.1\r\nHost: a\r\nX-A\r\n\r\n", Rejected),
    ("GET {T} HTTP/1.1\r\nHost: a\r\nX-A : a\r\n\r\n", Rejected),
    ("GET {T} HTTP/1.1\r\nHost: a\r\nX-A: a\r\n b\r\n\r\n", Rejected),
    ("GET {T} HTTP/1.1\r\nHost: a\r\n: a\r\n\r\n", Rejected),
    ("GET {T} HTTP/1.1\r\nHost: a\r\nX-A: \u{fc}\r\n\r\n", Served),
    ("GET /%zz%00%ff HTTP/1.1\r\nHost: a\r\nAuthorization: Basic {B}\r\n\r\n", Rejected),
    ("GET /v1/pets/%00 HTTP/1.1\r\nHost: a\r\n\r\n", Rejected),
    ("GET /v1/pets/by-tag/%ff HTTP/1.1\r\nHost: a\r\n\r\n", Rejected),
    ("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", Rejected),
    ("GET /v1/pets/../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", Rejected),
    ("GET /v1/pets/%2e%2e%2f%2e%2e%2fetc HTTP/1.1\r\nHost: a\r\n\r\n", Rejected),
    ("GET {T} HTTP/1.1\r\nHost: a\r\nExpect: nothing\r\n\r\n", Served),
    ("GET {T} HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n", Served),
];

/// Each is followed by another request.
const BODIES: &[(&str, Fate)] = &[
    ("Content-Length: 2\r\n\r\n{}", Served),
    ("Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", Served),
    ("Content-Length: 2\r\nContent-Length: 50\r\n\r\n{}", Rejected),
    ("Content-Length: -1\r\n\r\n{}", Rejected),
    ("Content-Length: +2\r\n\r\n{}", Rejected),
    ("Content-Length: 0x2\r\n\r\n{}", Rejected),
    ("Content-Length: 2 2\r\n\r\n{}", Rejected),
    ("Content-Length: 2, 2\r\n\r\n{}", Rejected),
    ("Content-Length: 2, 50\r\n\r\n{}", Rejected),
    ("Content-Length:\r\n\r\n{}", Rejected),
    ("Content-Length: 99999999999999999999999\r\n\r\n{}", Rejected),
    ("Content-Length: 18446744073709551615\r\n\r\n{}", Rejected),
    ("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", Rejected),
    ("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n2\r\n{}\r\n0\r\n\r\n", Rejected),
    ("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n2\r\n{}\r\n0\r\n\r\n", Rejected),
    ("Transfer-Encoding: gzip\r\n\r\n2\r\n{}\r\n0\r\n\r\n", Rejected),
    ("Transfer-Encoding: chunked, gzip\r\n\r\n2\r\n{}\r\n0\r\n\r\n", Rejected),
    ("Transfer-Encoding: xchunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", Rejected),
    ("Transfer-Encoding: \u{b}chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", Rejected),
    ("Transfer-Encoding : chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", Rejected),
    ("Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", Served),
    ("Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nContent-Length: 9\r\n\r\n", Served),
    ("Transfer-Encoding: chunked\r\n\r\nz\r\n{}\r\n0\r\n\r\n", Rejected),
    ("Transfer-Encoding: chunked\r\n\r\n-1\r\n{}\r\n0\r\n\r\n", Rejected),
    ("Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n", Rejected),
    ("Transfer-Encoding: chunked\r\n\r\n\r\n{}\r\n0\r\n\r\n", Rejected),
    ("Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff2\r\n{}\r\n0\r\n\r\n", Rejected),
    ("Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}\r\n0\r\n\r\n", Rejected),
    ("Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n", Rejected),
    ("Transfer-Encoding: chunked\r\n\r\n2\n{}\n0\n\n", Rejected),
    ("Transfer-Encoding: chunked\r\n\r\n2;a=\"\n\"\r\n{}\r\n0\r\n\r\n", Rejected),
];

fn is_rejection(status: u16) -> bool {
    (400..500).contains(&status)
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_that_are_not_http_are_rejected() {
    for target in Target::all().await {
        let path = target.request.split(' ').nth(1).expect("a target").to_owned();
        for (text, fate) in HEADS {
            let bytes = text.replace("{T}", &path).replace("{B}", BASIC);
            let statuses = target.send(bytes.as_bytes()).await;
            match fate {
                Rejected => {
                    assert!(statuses.len() < 2 && statuses.into_iter().all(is_rejection), "{text:?}");
                }
                Served => assert_eq!(statuses, [200], "{text:?}"),
            }
        }
        target.ends().await;
    }
}

/// If a proxy could read the length differently, the connection ends: the bytes after the body are never taken for a
/// request.
#[tokio::test(flavor = "multi_thread")]
async fn no_request_is_smuggled_in_a_body() {
    for target in Target::all().await {
        for (text, fate) in BODIES {
            let bytes = format!("{}{text}GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n", target.post);
            let statuses = target.send(bytes.as_bytes()).await;
            let answers = if *fate == Served { 2..3 } else { 0..2 };
            assert!(answers.contains(&statuses.len()), "{text:?}: {statuses:?}");
            assert!(statuses.into_iter().all(is_rejection), "{text:?}");
        }
        target.ends().await;
    }
}
