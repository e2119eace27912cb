//! Streams of OpenAPI 3.2 on the wire: JSON Lines, JSON text sequences and server-sent events, in both directions.

use crate::client::{Seen, request, send, with_body, with_headers};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::DefaultBodyLimit;
use axum::http::Request;
use futures_util::stream;
use http_body_util::BodyExt as _;
use std::cell::RefCell;
use std::fmt::Debug;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use stubsmith_golden::openapi32_streams::types::{Entry, Piece, Reply};
use stubsmith_golden::openapi32_streams::*;
use tokio::sync::mpsc::Receiver;
use tower::ServiceExt as _;

thread_local!(static BREACHES: RefCell<Vec<String>> = RefCell::default());

impl From<Rejection> for Seen {
    fn from(rejection: Rejection) -> Self {
        if let Rejection::InvalidResponse { reason } = &rejection {
            BREACHES.with_borrow_mut(|seen| seen.push(reason.clone()));
        }
        Self::rejected(rejection.status(), &rejection)
    }
}

/// Responds as a test says, and shows what it reads.
#[derive(Default)]
struct Server {
    pieces: Mutex<Option<Events<Piece>>>,
    events: Mutex<Option<Events>>,
    entries: Mutex<Option<Items<Entry>>>,
    numbers: Mutex<Option<Items<i64>>>,
}

fn take<T>(given: &Mutex<Option<T>>) -> T {
    given.lock().unwrap().take().expect("the test says the response")
}

/// Reads all items. After an invalid one, it goes on.
async fn read<T: Debug, R>(mut items: ItemStream<T>) -> Result<R, Seen> {
    let mut all = Vec::new();
    loop {
        match items.next().await {
            Ok(Some(item)) => all.push(format!("{item:?}")),
            Ok(None) => return Seen::request(&format_args!("{}", all.join("; "))),
            Err(rejection) => all.push(format!("{} {rejection}", rejection.status().as_u16())),
        }
    }
}

impl Api for Server {
    type Error = Seen;

    async fn chat(&self, cx: Context, request: ChatRequest) -> Result<ChatResponse, Seen> {
        if request.body.stream != Some(true) {
            return Ok(Reply { text: cx.last_event_id().unwrap_or("none").to_owned() }.into());
        }
        Ok(ChatOk::EventStream(take(&self.pieces)).into())
    }

    async fn get_ticks(&self, _: Context) -> Result<GetTicksResponse, Seen> {
        Ok(take(&self.events).into())
    }

    async fn get_levels(&self, _: Context) -> Result<GetLevelsResponse, Seen> {
        Ok(take(&self.events).into())
    }

    async fn post_levels(&self, _: Context, request: PostLevelsRequest) -> Result<PostLevelsResponse, Seen> {
        match request.body {
            Some(items) => read(items).await,
            None => Ok(PostLevelsResponse::NoContent),
        }
    }

    async fn post_pieces(&self, _: Context, request: PostPiecesRequest) -> Result<PostPiecesResponse, Seen> {
        read(request.body).await
    }

    async fn get_changes(&self, _: Context) -> Result<GetChangesResponse, Seen> {
        Ok(take(&self.events).into())
    }

    async fn get_log(&self, _: Context) -> Result<GetLogResponse, Seen> {
        Ok(take(&self.entries).into())
    }

    async fn post_log(&self, _: Context, request: PostLogRequest) -> Result<PostLogResponse, Seen> {
        match request.body {
            PostLogBody::Jsonl(items) => read(items).await,
            PostLogBody::Json(entry) => Seen::request(&entry),
        }
    }

    async fn get_list(&self, _: Context) -> Result<GetListResponse, Seen> {
        Ok(vec![entry("a\n", None), entry("b", Some(5))].into())
    }

    async fn put_list(&self, _: Context, request: PutListRequest) -> Result<PutListResponse, Seen> {
        match request.body {
            Some(entries) => Seen::request(&entries),
            None => Ok(PutListResponse::NoContent),
        }
    }

    async fn post_list(&self, _: Context, request: PostListRequest) -> Result<PostListResponse, Seen> {
        Seen::request(&request.body)
    }

    async fn put_numbers(&self, _: Context, request: PutNumbersRequest) -> Result<PutNumbersResponse, Seen> {
        match request.body {
            Some(items) => read(items).await,
            None => Ok(take(&self.numbers).into()),
        }
    }
}

fn entry(text: &str, level: Option<i64>) -> Entry {
    Entry { text: text.to_owned(), level }
}

/// The response to a request: its status, some headers, the bytes of its body, and the error that ends it.
async fn bytes(server: Server, request: Request<Body>) -> (String, String) {
    let response = service(Arc::new(server)).oneshot(request).await.unwrap();
    let header = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    let headers = ["content-type", "cache-control", "content-length"].map(header);
    let head = format!(
        "{} {}",
        response.status().as_u16(),
        headers.into_iter().flatten().collect::<Vec<_>>().join(", ")
    );
    let (mut body, mut all) = (response.into_body(), String::new());
    while let Some(frame) = body.frame().await {
        match frame {
            Ok(frame) => all.push_str(std::str::from_utf8(&frame.into_data().unwrap()).unwrap()),
            Err(error) => all.push_str(&format!("! {error}")),
        }
    }
    (head, all)
}

async fn events(uri: &str, events: Events) -> String {
    let server = Server { events: Mutex::new(Some(events)), ..Server::default() };
    let (head, body) = bytes(server, request("GET", uri)).await;
    assert_eq!(head, "200 text/event-stream, no-cache");
    body
}

#[tokio::test]
async fn an_event_has_its_fields() {
    let event = Event::from("a".to_owned()).event("e").id("1").retry(Duration::from_secs(2));
    assert_eq!(events("/levels", Events::iter([event])).await, "event: e\nid: 1\nretry: 2000\ndata: a\n\n");
    let lines = ["a\nb", "a\r\nb", "a\rb", "\n", "", " a", ":"].map(|data| Event::from(data.to_owned()));
    let expected = "data: a\ndata: b\n\ndata: a\ndata: b\n\ndata: a\ndata: b\n\ndata: \ndata: \n\ndata: \n\n\
                    data:  a\n\ndata: :\n\n";
    assert_eq!(events("/levels", Events::iter(lines)).await, expected);
}

#[tokio::test]
async fn a_field_of_an_event_cannot_contain_a_line_break() {
    let event = |data: &str| Event::from(data.to_owned());
    for (bad, reason) in [
        (event("b").event("x\ndata: y"), "event 1 has a line break in `event`"),
        (event("b").event("x\ry"), "event 1 has a line break in `event`"),
        (event("b").id("1\r\n"), "event 1 has a line break in `id`"),
        (event("b").id("1\0"), "event 1 has a null character in `id`"),
    ] {
        let sent = events("/levels", Events::iter([event("a"), bad, event("c")])).await;
        assert_eq!(sent, format!("data: a\n\n! the response of `getLevels`: {reason}"));
        assert_eq!(BREACHES.take(), [format!("the response of `getLevels`: {reason}")]);
    }
}

#[tokio::test]
async fn the_data_of_an_event_is_checked() {
    let texts = ["abcd", "abcde"].map(|data| Event::from(data.to_owned()));
    let reason = "the response of `getLevels`: item 1 at `/data`: must have at most 4 characters";
    assert_eq!(events("/levels", Events::iter(texts)).await, format!("data: abcd\n\n! {reason}"));
    assert_eq!(BREACHES.take(), [reason]);
}

/// `getTicks` requires an id, and lists the types of events.
#[tokio::test]
async fn an_event_is_checked_as_an_object() {
    let tick = || Event::from("t".to_owned());
    let good = tick().id("7").event("tick").retry(Duration::ZERO);
    assert_eq!(events("/ticks", Events::iter([good])).await, "event: tick\nid: 7\nretry: 0\ndata: t\n\n");
    for (bad, reason) in [
        (tick(), "item 0: property `id` is missing"),
        (tick().id("x"), "item 0 at `/id`: must match `^[0-9]+$`"),
        (tick().id("1").event("tack"), "item 0 at `/event`: must be one of `tick`, `tock`"),
    ] {
        let sent = events("/ticks", Events::iter([bad])).await;
        assert_eq!(sent, format!("! the response of `getTicks`: {reason}"));
    }
    let change = |data: &str, event: &str| Events::iter([Event::from(data.to_owned()).event(event)]);
    assert_eq!(events("/changes", change("a", "added")).await, "event: added\ndata: a\n\n");
    assert_eq!(events("/changes", change("", "cleared")).await, "event: cleared\ndata: \n\n");
    assert!(
        events("/changes", change("", "added")).await.starts_with("! the response of `getChanges`: item 0")
    );
}

fn chat(stream: bool, headers: &[(&str, &str)]) -> Request<Body> {
    let headers: Vec<_> = [("content-type", "application/json")].iter().chain(headers).copied().collect();
    with_body("POST", "/chat", &headers, format!(r#"{{"stream":{stream}}}"#))
}

#[tokio::test]
async fn the_handler_chooses_between_json_and_events() {
    let server = |pieces| Server { pieces: Mutex::new(Some(pieces)), ..Server::default() };
    let pieces = || Events::new(stream::iter(["a", "\n"].map(|delta| Piece { delta: delta.to_owned() })));
    let expected = "data: {\"delta\":\"a\"}\n\ndata: {\"delta\":\"\\n\"}\n\n";
    // `Accept` is only a wish.
    for accept in ["text/event-stream", "application/json", "*/*"] {
        let sent = bytes(server(pieces()), chat(true, &[("accept", accept)])).await;
        assert_eq!(sent, ("200 text/event-stream, no-cache".to_owned(), expected.to_owned()));
    }
    let sent = bytes(Server::default(), chat(false, &[("accept", "text/event-stream")])).await;
    assert_eq!(sent, ("200 application/json, 15".to_owned(), r#"{"text":"none"}"#.to_owned()));
    let refused = bytes(Server::default(), chat(false, &[("accept", "text/html")])).await;
    assert_eq!(refused.0, "406 text/plain; charset=utf-8, 40");
    let empty = Events::iter([Event::from(Piece { delta: String::new() })]);
    let reason = "the response of `chat`: the data of event 0 at `/delta`: must have at least 1 character";
    assert_eq!(bytes(server(empty), chat(true, &[])).await.1, format!("! {reason}"));
    assert_eq!(BREACHES.take().last().unwrap(), reason);
}

#[tokio::test]
async fn a_handler_can_read_the_last_event_id() {
    let router = service(Arc::new(Server::default()));
    let sent = send(&router, chat(false, &[("last-event-id", "ä/7")])).await;
    assert_eq!(sent, r#"200 {"text":"ä/7"}"#);
}

#[tokio::test]
async fn the_client_chooses_the_format_of_json_values() {
    for (accept, sent_as, expected) in [
        ("*/*", "application/jsonl", "{\"text\":\"a\\n\"}\n{\"text\":\"b\",\"level\":5}\n"),
        (
            "application/x-ndjson",
            "application/x-ndjson",
            "{\"text\":\"a\\n\"}\n{\"text\":\"b\",\"level\":5}\n",
        ),
        (
            "application/json-seq",
            "application/json-seq",
            "\u{1e}{\"text\":\"a\\n\"}\n\u{1e}{\"text\":\"b\",\"level\":5}\n",
        ),
    ] {
        let items = Items::iter([entry("a\n", None), entry("b", Some(5))]);
        let server = Server { entries: Mutex::new(Some(items)), ..Server::default() };
        let sent = bytes(server, with_headers("GET", "/log", &[("accept", accept)])).await;
        assert_eq!(sent, (format!("200 {sent_as}"), expected.to_owned()));
    }
}

#[tokio::test]
async fn a_breach_ends_the_response_after_the_items_before_it() {
    let log = async |entries: Items<Entry>| {
        let server = Server { entries: Mutex::new(Some(entries)), ..Server::default() };
        bytes(server, request("GET", "/log")).await.1
    };
    let items = Items::iter([entry("a", None), entry("b", Some(6)), entry("c", None)]);
    let reason = "the response of `getLog`: item 1 at `/level`: must be at most 5";
    assert_eq!(log(items).await, format!("{{\"text\":\"a\"}}\n! {reason}"));
    let failing = stream::iter([Ok(entry("a", None)), Err("the disk is full"), Ok(entry("c", None))]);
    let failed = "the response of `getLog`: the stream failed after 1 items: the disk is full";
    assert_eq!(log(Items::try_new(failing)).await, format!("{{\"text\":\"a\"}}\n! {failed}"));
    assert_eq!(BREACHES.take(), [reason, failed]);
    let numbers = Items::iter([2, 1]);
    let server = Server { numbers: Mutex::new(Some(numbers)), ..Server::default() };
    let sent = bytes(server, request("PUT", "/numbers")).await;
    assert_eq!(sent.1, "2\n! the response of `putNumbers`: item 1: must be at least 2");
}

/// The next item is made only when the client reads, and not again after the client has left.
#[tokio::test]
async fn the_client_sets_the_pace() {
    let made = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&made);
    let items = Items::unfold(0, move |index| {
        count.fetch_add(1, Ordering::Relaxed);
        async move { Some((entry(&"x".repeat(10_000), Some(index % 5)), index + 1)) }
    });
    let server = Server { entries: Mutex::new(Some(items)), ..Server::default() };
    let response = service(Arc::new(server)).oneshot(request("GET", "/log")).await.unwrap();
    assert_eq!(made.load(Ordering::Relaxed), 0);
    let mut body = response.into_body();
    for _ in 0..3 {
        let frame = body.frame().await.unwrap().unwrap();
        assert_eq!(frame.into_data().unwrap().len(), 10_000 + r#"{"text":"","level":0}"#.len() + 1);
    }
    assert_eq!(made.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn a_client_that_leaves_ends_the_stream_of_the_handler() {
    let (sender, receiver) = tokio::sync::mpsc::channel::<Entry>(1);
    let next = |mut receiver: Receiver<Entry>| async move { Some((receiver.recv().await?, receiver)) };
    let items = Items::unfold(receiver, next);
    let server = Server { entries: Mutex::new(Some(items)), ..Server::default() };
    let response = service(Arc::new(server)).oneshot(request("GET", "/log")).await.unwrap();
    let mut body = response.into_body();
    for text in ["a", "b"] {
        sender.send(entry(text, None)).await.unwrap();
        let frame = body.frame().await.unwrap().unwrap();
        assert_eq!(frame.into_data().unwrap(), format!("{{\"text\":\"{text}\"}}\n"));
    }
    drop(body);
    assert!(sender.send(entry("c", None)).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn a_comment_keeps_the_connection() {
    let (sender, receiver) = tokio::sync::mpsc::channel::<String>(1);
    let events =
        Events::unfold(receiver, |mut receiver| async move { Some((receiver.recv().await?, receiver)) });
    let server = Server { events: Mutex::new(Some(events)), ..Server::default() };
    let response = service(Arc::new(server)).oneshot(request("GET", "/levels")).await.unwrap();
    let mut body = response.into_body();
    let start = tokio::time::Instant::now();
    let mut next = async || body.frame().await.unwrap().unwrap().into_data().unwrap();
    for seconds in [15, 30] {
        assert_eq!(next().await, ":\n\n");
        assert_eq!(start.elapsed().as_secs(), seconds);
    }
    sender.send("a".to_owned()).await.unwrap();
    assert_eq!(next().await, "data: a\n\n");
    assert_eq!(start.elapsed().as_secs(), 30);
    assert_eq!(next().await, ":\n\n");
    drop(sender);
    assert!(body.frame().await.is_none());
}

/// The response to a body in pieces, which arrive one by one.
async fn post(router: &Router, method: &str, uri: &str, media_type: &str, pieces: &[&str]) -> String {
    let pieces = pieces.iter().map(|piece| Ok::<_, std::io::Error>(Bytes::copy_from_slice(piece.as_bytes())));
    let pieces: Vec<_> = pieces.collect();
    let body = Body::from_stream(stream::iter(pieces));
    send(router, with_body(method, uri, &[("content-type", media_type)], body)).await
}

#[tokio::test]
async fn json_values_are_read_one_by_one() {
    let router = service(Arc::new(Server::default()));
    let a = r#"Entry { text: "a", level: None }"#;
    let b = r#"Entry { text: "b", level: Some(5) }"#;
    let jsonl = async |pieces: &[&str]| post(&router, "POST", "/log", "application/jsonl", pieces).await;
    let both = format!("200 {a}; {b}");
    assert_eq!(jsonl(&["{\"text\":\"a\"}\n{\"text\":\"b\",\"level\":5}\n"]).await, both);
    assert_eq!(jsonl(&["{\"te", "xt\":\"a\"}", "\r\n\n  \n{\"text\":\"b\",\"level\":5}"]).await, both);
    assert_eq!(jsonl(&["", "\n", ""]).await, "200 ");
    let mixed = [
        "{\"text\":\"a\"}\n{\"text\":1}\n{\"text\"\n{\"text\":\"b\",\"level\":6}\n{\"text\":\"b\",\"level\":5}\n",
    ];
    assert_eq!(
        jsonl(&mixed).await,
        format!(
            "200 {a}; 400 the body at `/1/text`: must be a string, not the integer `1`; \
             400 the body is not JSON: at `/2`: EOF while parsing an object at line 1 column 7; \
             400 the body at `/3/level`: must be at most 5; {b}"
        )
    );
    let numbers = post(&router, "PUT", "/numbers", "application/x-ndjson", &["1\n0\n2"]).await;
    assert_eq!(numbers, "200 1; 400 the body at `/1`: must be at least 1; 2");
}

#[tokio::test]
async fn json_text_sequences_are_read_one_by_one() {
    let router = service(Arc::new(Server::default()));
    let a = r#"Entry { text: "a", level: None }"#;
    let media_type = "application/vnd.log+json-seq; charset=utf-8";
    let seq = async |pieces: &[&str]| post(&router, "POST", "/log", media_type, pieces).await;
    assert_eq!(seq(&["\u{1e}{\"text\":\n\"a\"}\n"]).await, format!("200 {a}"));
    assert_eq!(
        seq(&["\u{1e}\u{1e}{\"text\"", ":\"a\"}", "\n\u{1e}", "{\"text\":\"a\"}"]).await,
        format!("200 {a}; {a}")
    );
    let cut = "400 the body is not JSON: at `/0`: the text has no line feed at its end";
    assert_eq!(seq(&["\u{1e}12"]).await, format!("200 {cut}"));
    let begins = "400 the body must begin with a record separator, the byte 1E";
    assert_eq!(seq(&["{\"text\":\"a\"}\n"]).await, format!("200 {begins}"));
}

#[tokio::test]
async fn events_are_read_one_by_one() {
    let router = service(Arc::new(Server::default()));
    let pieces = async |pieces: &[&str]| post(&router, "POST", "/pieces", "text/event-stream", pieces).await;
    let piece = r#"Event { data: Piece { delta: "a" }, event: None, id: None, retry: None }"#;
    assert_eq!(pieces(&["data: {\"delta\":\"a\"}\n\n"]).await, format!("200 {piece}"));
    assert_eq!(
        pieces(&[": hi\n\ndata: {\ndata:\"delta\"", ":\"a\"}\r", "\n\r", "\nda"]).await,
        format!("200 {piece}")
    );
    assert_eq!(
        pieces(&["data: {\"delta\":\"\"}\n\nevent: other\ndata: {\"delta\":\"a\"}\n\ndata: {\n\n"]).await,
        "200 400 the body at `/0/data/delta`: must have at least 1 character; \
         400 the body at `/1/event`: must be `piece`; \
         400 the body is not JSON: at `/2`: at `/data`: EOF while parsing an object at line 1 column 1"
    );
    let levels = async |pieces: &[&str]| post(&router, "POST", "/levels", "text/event-stream", pieces).await;
    assert_eq!(
        levels(&["\u{feff}event: e\nid: 7\nretry: 10\ndata: low\n\ndata: mid\n\n"]).await,
        "200 Event { data: Low, event: Some(\"e\"), id: Some(\"7\"), retry: Some(10ms) }; \
         400 the body at `/1/data`: must be one of `low`, `high`"
    );
}

#[tokio::test]
async fn each_item_is_limited_and_the_body_is_not() {
    let limited = routes(Arc::new(Server::default())).into_router().layer(DefaultBodyLimit::max(40));
    let line = "{\"text\":\"0123456789\"}\n";
    let count = async |text: String| {
        let lines = [text.as_str()];
        let seen = post(&limited, "POST", "/log", "application/jsonl", &lines).await;
        (seen.matches("Entry").count(), seen.contains("413 the body is too large"))
    };
    assert_eq!(count(line.repeat(100)).await, (100, false));
    let long = format!("{line}{{\"text\":\"{}\"}}\n{line}", "x".repeat(40));
    assert_eq!(count(long).await, (1, true));
    let endless = post(&limited, "POST", "/pieces", "text/event-stream", &["data: ", &"x".repeat(99)]).await;
    assert_eq!(endless, "200 413 the body is too large");
    // Comments are not a part of an event.
    let comments = [": comment\n".repeat(100), "data: {\"delta\":\"a\"}\n\n".to_owned()].concat();
    assert!(
        post(&limited, "POST", "/pieces", "text/event-stream", &[&comments]).await.starts_with("200 Event")
    );
    // Another media type of the operation has a limit for the whole body.
    let json = format!("{{\"text\":\"{}\"}}", "x".repeat(40));
    assert_eq!(
        post(&limited, "POST", "/log", "application/json", &[&json]).await,
        "413 the body is too large"
    );
    let unlimited = routes(Arc::new(Server::default())).into_router();
    let small = post(&unlimited, "POST", "/log", "application/json", &["{\"text\":\"a\"}"]).await;
    assert_eq!(small, "200 Entry { text: \"a\", level: None }");
    let large = format!("{{\"text\":\"{}\"}}", "x".repeat(3 << 20));
    assert_eq!(
        post(&unlimited, "POST", "/log", "application/jsonl", &[&large]).await,
        "200 413 the body is too large"
    );
    let open = routes(Arc::new(Server::default())).into_router().layer(DefaultBodyLimit::disable());
    assert!(post(&open, "POST", "/log", "application/jsonl", &[&large]).await.starts_with("200 Entry"));
}

#[tokio::test]
async fn a_stream_of_another_media_type_is_rejected() {
    let router = service(Arc::new(Server::default()));
    let post = async |uri: &str, media_type: &str| post(&router, "POST", uri, media_type, &["1\n"]).await;
    assert!(post("/pieces", "application/jsonl").await.starts_with("415 "));
    assert!(post("/pieces", "text/event-stream; charset=latin1").await.starts_with("415 "));
    assert_eq!(send(&router, request("POST", "/pieces")).await, "400 the body is missing");
    assert_eq!(send(&router, request("POST", "/levels")).await, "204 ");
    let empty = with_body("POST", "/levels", &[("content-type", "text/event-stream")], Body::empty());
    assert_eq!(send(&router, empty).await, "200 ");
}

/// Without `itemSchema`, the schema is that of an array, which is sent and received as a whole.
#[tokio::test]
async fn a_list_is_a_whole() {
    let router = service(Arc::new(Server::default()));
    for (accept, sent) in [
        ("*/*", r#"200 [{"text":"a\n"},{"text":"b","level":5}]"#),
        ("application/jsonl", "200 {\"text\":\"a\\n\"}\n{\"text\":\"b\",\"level\":5}\n"),
        ("application/json-seq", "200 \u{1e}{\"text\":\"a\\n\"}\n\u{1e}{\"text\":\"b\",\"level\":5}\n"),
    ] {
        assert_eq!(send(&router, with_headers("GET", "/list", &[("accept", accept)])).await, sent);
    }
    let put = async |media_type: &str, body: &str| post(&router, "PUT", "/list", media_type, &[body]).await;
    let two = r#"200 [Entry { text: "a", level: None }, Entry { text: "b", level: None }]"#;
    assert_eq!(put("application/jsonl", "{\"text\":\"a\"}\n\n{\"text\":\"b\"}").await, two);
    assert_eq!(put("application/json-seq", "\u{1e}{\"text\":\"a\"}\n\u{1e}{\"text\":\"b\"}\n").await, two);
    assert_eq!(put("application/json", r#"[{"text":"a"},{"text":"b"}]"#).await, two);
    assert_eq!(put("application/jsonl", "\n").await, "200 []");
    assert_eq!(send(&router, request("PUT", "/list")).await, "204 ");
    let wrong = put("application/jsonl", "{\"text\":\"a\"}\n{\"text\":1}").await;
    assert_eq!(wrong, "400 the body at `/1/text`: must be a string, not the integer `1`");
    let list = async |body: &str| post(&router, "POST", "/list", "application/x-ndjson", &[body]).await;
    assert_eq!(list("1\n2\n").await, "200 [1, 2]");
    assert_eq!(list("").await, "200 []");
    assert_eq!(list("1\n2\n3").await, "400 the body: must have at most 2 items");
    let joined = "400 the body is not JSON: at `/0`: trailing characters at line 1 column 2";
    assert_eq!(list("1,2").await, joined);
    assert_eq!(send(&router, request("POST", "/list")).await, "400 the body is missing");
}
