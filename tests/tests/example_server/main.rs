//! The example server of the generated crate as a process, tested over TCP.
#![cfg(unix)]

mod command_line;
mod process;

use process::*;
use serde_json::json;
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::sleep;

// Responses.

#[tokio::test]
async fn without_events_the_chunk_is_empty_and_has_tokens() {
    let server = Server::start().await;
    let answer = server.get("").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json(), json!({ "start": "s0", "end": "s0", "chunk": [] }));
    assert_eq!(answer.header("content-length"), Some(answer.body.len().to_string().as_str()));
}

#[tokio::test]
async fn every_token_of_the_command_line_is_accepted() {
    let server = Server::start().await;
    for token in [TOKEN, SECOND_TOKEN] {
        assert_eq!(server.request("GET", &format!("{EVENTS}?access_token={token}")).await.status, 200);
    }
}

#[tokio::test]
async fn an_absent_from_starts_at_the_present_end() {
    let server = Server::start().await;
    server.publish_in(&["a", "b"]).await;
    let answer = server.get("").await;
    assert!(answer.event_ids().is_empty());
    answer.assert_tokens("s2", "s2");
}

#[tokio::test]
async fn polling_on_from_the_end_loses_nothing_and_repeats_nothing() {
    let server = Server::start().await;
    server.publish_in(&["a", "b"]).await;
    let first = server.get("&from=s0&room_id=a").await;
    assert_eq!(first.event_ids(), ["a"]);
    first.assert_tokens("s0", "s2");

    let second = server.get("&from=s2&room_id=a").await;
    assert!(second.event_ids().is_empty());
    second.assert_tokens("s2", "s2");

    assert_eq!(server.publish(&event("a2", "a")).await, "s3");
    let third = server.get("&from=s2&room_id=a").await;
    assert_eq!(third.event_ids(), ["a2"]);
    third.assert_tokens("s2", "s3");
}

#[tokio::test]
async fn undeclared_properties_come_through() {
    let server = Server::start().await;
    let event = json!({
        "event_id": "$1",
        "room_id": "!a:x",
        "sender": "@eve:x",
        "type": "m.room.message",
        "content": { "body": "hello", "nested": { "deep": [1, null, "\u{e9}"] } },
        "age": 1234,
        "origin_server_ts": 1_432_735_824_653_i64,
        "unsigned": { "age": 5, "org.example": true },
    });
    server.publish(&event).await;
    let answer = server.get("&from=s0").await;
    assert_eq!(answer.json()["chunk"], json!([event]));
}

// Credentials.

#[tokio::test]
async fn without_a_token_it_is_401() {
    let server = Server::start().await;
    server.request("GET", EVENTS).await.assert_rejected(401, "M_MISSING_TOKEN");
}

#[tokio::test]
async fn with_an_empty_token_it_is_401() {
    let server = Server::start().await;
    for query in ["access_token=", "access_token"] {
        let answer = server.request("GET", &format!("{EVENTS}?{query}")).await;
        answer.assert_rejected(401, "M_MISSING_TOKEN");
    }
}

#[tokio::test]
async fn with_a_wrong_token_it_is_401() {
    let server = Server::start().await;
    // The last three are prefixes, extensions and concatenations of valid ones.
    let beginning = &TOKEN[..TOKEN.len() - 1];
    for token in [WRONG_TOKEN, beginning, &format!("{TOKEN}x"), &format!("{TOKEN}{SECOND_TOKEN}")] {
        let answer = server.request("GET", &format!("{EVENTS}?access_token={token}")).await;
        answer.assert_rejected(401, "M_UNKNOWN_TOKEN");
    }
}

#[tokio::test]
async fn a_token_in_a_header_is_not_accepted() {
    let server = Server::start().await;
    let header = format!("Authorization: Bearer {TOKEN}\r\n");
    let answer = Answer::read(server.send("GET", EVENTS, &header, "").await).await;
    answer.assert_rejected(401, "M_MISSING_TOKEN");
}

#[tokio::test]
async fn a_repeated_token_is_400() {
    let server = Server::start().await;
    server.get(&format!("&access_token={TOKEN}")).await.assert_rejected(400, "M_INVALID_PARAM");
}

#[tokio::test]
async fn the_token_is_checked_before_the_parameters() {
    let server = Server::start().await;
    let answer = server.request("GET", &format!("{EVENTS}?timeout=abc")).await;
    answer.assert_rejected(401, "M_MISSING_TOKEN");
    let answer = server.request("GET", &format!("{EVENTS}?timeout=abc&access_token={WRONG_TOKEN}")).await;
    answer.assert_rejected(401, "M_UNKNOWN_TOKEN");
}

// Unknown paths and methods.

#[tokio::test]
async fn an_unknown_path_is_404() {
    let server = Server::start().await;
    let under = format!("{EVENTS}/");
    for path in ["/", "/_matrix/client/api/v1", "/events", "/example", &under] {
        server.request("GET", path).await.assert_rejected(404, "M_UNRECOGNIZED");
    }
}

#[tokio::test]
async fn another_method_is_405_with_the_allowed_ones() {
    let server = Server::start().await;
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let answer = server.request(method, &events("")).await;
        answer.assert_rejected(405, "M_UNRECOGNIZED");
        assert_eq!(answer.header("allow"), Some("GET, HEAD"), "{method}");
    }
}

#[tokio::test]
async fn head_has_the_headers_of_get_and_no_body() {
    let server = Server::start().await;
    let (head, get) = (server.request("HEAD", &events("")).await, server.get("").await);
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    for header in ["content-type", "content-length"] {
        assert_eq!(head.header(header), get.header(header), "{header}");
    }
}

#[tokio::test]
async fn head_waits_as_get_does() {
    let server = Server::start().await;
    let sent = Instant::now();
    let answer = server.request("HEAD", &events("&timeout=300")).await;
    assert_eq!((answer.status, answer.body.as_str()), (200, ""));
    assert!(sent.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn the_route_next_to_the_api_rejects_in_the_same_way() {
    let server = Server::start().await;
    let answer = server.request("GET", "/example/events").await;
    answer.assert_rejected(405, "M_UNRECOGNIZED");
    assert_eq!(answer.header("allow"), Some("POST"));
}

// Parameters.

/// Polls from the beginning, after one event in each of the rooms `a`, `b` and `c`.
async fn rooms_seen(query: &str) -> Vec<String> {
    let server = Server::start().await;
    server.publish_in(&["a", "b", "c"]).await;
    let answer = server.get(&format!("&from=s0{query}")).await;
    answer.assert_tokens("s0", "s3");
    answer.event_ids()
}

#[tokio::test]
async fn rooms_are_separated_by_commas() {
    assert_eq!(rooms_seen("&room_id=a,b").await, ["a", "b"]);
}

#[tokio::test]
async fn rooms_are_separated_by_escaped_commas() {
    assert_eq!(rooms_seen("&room_id=a%2Cb").await, ["a", "b"]);
}

#[tokio::test]
async fn one_room_is_a_list_of_one() {
    assert_eq!(rooms_seen("&room_id=c").await, ["c"]);
}

#[tokio::test]
async fn an_unknown_room_has_no_events() {
    assert!(rooms_seen("&room_id=d").await.is_empty());
}

#[tokio::test]
async fn an_empty_list_of_rooms_is_all_rooms() {
    assert_eq!(rooms_seen("&room_id=").await, ["a", "b", "c"]);
}

#[tokio::test]
async fn an_absent_list_of_rooms_is_all_rooms() {
    assert_eq!(rooms_seen("").await, ["a", "b", "c"]);
}

#[tokio::test]
async fn a_repeated_room_id_is_400() {
    let server = Server::start().await;
    server.get("&room_id=a&room_id=b").await.assert_rejected(400, "M_INVALID_PARAM");
}

#[tokio::test]
async fn a_repeated_timeout_is_400() {
    let server = Server::start().await;
    server.get("&timeout=1&timeout=1").await.assert_rejected(400, "M_INVALID_PARAM");
}

#[tokio::test]
async fn a_timeout_that_is_not_an_integer_is_400() {
    let server = Server::start().await;
    for timeout in ["abc", "1.5", "99999999999999999999", "", "%2B1", "1e3", "0x10"] {
        let answer = server.get(&format!("&timeout={timeout}")).await;
        answer.assert_rejected(400, "M_INVALID_PARAM");
        let error = answer.json()["error"].to_string();
        assert!(error.contains("timeout"), "{error}");
    }
}

#[tokio::test]
async fn a_negative_timeout_does_not_wait() {
    let server = Server::start().await;
    for timeout in ["-1", "-9223372036854775808"] {
        let sent = Instant::now();
        assert!(server.get(&format!("&timeout={timeout}")).await.event_ids().is_empty());
        assert!(sent.elapsed() < AT_ONCE);
    }
}

#[tokio::test]
async fn a_from_that_is_not_utf_8_is_400() {
    let server = Server::start().await;
    for from in ["%FF", "%", "%2", "%zz"] {
        server.get(&format!("&from={from}")).await.assert_rejected(400, "M_INVALID_PARAM");
    }
}

#[tokio::test]
async fn a_from_that_is_not_a_token_is_400() {
    let server = Server::start().await;
    server.publish_in(&["a"]).await;
    for from in ["", "s", "s2", "0", "s-1", "s%2B1", "s01", "S1", "s1%20", "s99999999999999999999"] {
        let answer = server.get(&format!("&timeout=30000&from={from}")).await;
        answer.assert_rejected(400, "M_INVALID_PARAM");
        assert_eq!(answer.json()["error"], "Bad pagination from parameter", "{from}");
    }
}

// Polls.

#[tokio::test]
async fn a_poll_returns_when_an_event_happens() {
    let server = Server::start().await;
    let sent = Instant::now();
    let poll = server.park("&from=s0&timeout=30000").await;
    sleep(Duration::from_secs(1).saturating_sub(sent.elapsed())).await;
    server.publish(&event("$1", "a")).await;
    let answer = answer_of(poll).await;
    let took = sent.elapsed().as_secs_f64();
    assert!((0.9..5.0).contains(&took), "{took}");
    assert_eq!(answer.event_ids(), ["$1"]);
    answer.assert_tokens("s0", "s1");
}

#[tokio::test]
async fn a_poll_without_from_returns_when_an_event_happens() {
    let server = Server::start().await;
    server.publish_in(&["a"]).await;
    let poll = server.park("&timeout=30000").await;
    server.publish_in(&["b"]).await;
    let answer = answer_of(poll).await;
    assert_eq!(answer.event_ids(), ["b"]);
    answer.assert_tokens("s1", "s2");
}

#[tokio::test]
async fn one_event_ends_all_polls_that_wait_for_it() {
    let server = Server::start().await;
    let mut polls = Vec::new();
    for query in ["&timeout=30000", "&timeout=30000&room_id=a", "&timeout=30000&from=s0&room_id=b,a"] {
        polls.push(server.park(query).await);
    }
    server.publish_in(&["a"]).await;
    for poll in polls {
        assert_eq!(answer_of(poll).await.event_ids(), ["a"]);
    }
}

#[tokio::test]
async fn a_poll_does_not_wait_for_past_events() {
    let server = Server::start().await;
    server.publish_in(&["b", "a"]).await;
    let sent = Instant::now();
    assert_eq!(server.get("&from=s0&room_id=a&timeout=30000").await.event_ids(), ["a"]);
    assert!(sent.elapsed() < AT_ONCE);
}

#[tokio::test]
async fn a_poll_waits_for_an_event_in_its_room() {
    let server = Server::start().await;
    let poll = server.park("&from=s0&room_id=a&timeout=30000").await;
    server.publish_in(&["b"]).await;
    sleep(PARKED).await;
    assert!(!poll.is_finished(), "an event in another room ended the poll");
    server.publish_in(&["a"]).await;
    let answer = answer_of(poll).await;
    assert_eq!(answer.event_ids(), ["a"]);
    answer.assert_tokens("s0", "s2");
}

#[tokio::test]
async fn a_poll_that_times_out_returns_no_events() {
    let server = Server::start().await;
    let sent = Instant::now();
    let answer = server.get("&timeout=700").await;
    let took = sent.elapsed().as_secs_f64();
    assert!((0.6..5.0).contains(&took), "{took}");
    assert!(answer.event_ids().is_empty());
    answer.assert_tokens("s0", "s0");
}

#[tokio::test]
async fn a_poll_that_times_out_skips_the_events_of_other_rooms() {
    let server = Server::start().await;
    let poll = server.park("&from=s0&room_id=a&timeout=2500").await;
    server.publish_in(&["b"]).await;
    let answer = answer_of(poll).await;
    assert!(answer.event_ids().is_empty());
    answer.assert_tokens("s0", "s1");
}

#[tokio::test]
async fn a_client_that_goes_away_does_no_harm() {
    let server = Server::start().await;
    let stream = server.send("GET", &events("&timeout=30000"), "", "").await;
    sleep(PARKED).await;
    drop(stream);
    server.logged(&format!("GET {EVENTS} -")).await;
    server.publish_in(&["a"]).await;
    assert_eq!(server.get("&from=s0").await.event_ids(), ["a"]);
}

// The route next to the API.

#[tokio::test]
async fn an_invalid_event_is_rejected() {
    let server = Server::start().await;
    let bodies = [
        "",
        "event",
        "[]",
        "null",
        r#"{"event_id": "$1"}"#,
        r#"{"event_id": 1, "room_id": "a", "sender": "@eve:x"}"#,
        r#"{"event_id": "$1", "room_id": "a", "sender": "@eve:x", "content": null}"#,
        r#"{"event_id": "$1", "event_id": "$2", "room_id": "a", "sender": "@eve:x"}"#,
        r#"{"event_id": "$1", "room_id": "a", "sender": "@eve:x"} {}"#,
    ];
    for body in bodies {
        server.post(body).await.assert_rejected(400, "M_BAD_JSON");
    }
    server.get("&from=s0").await.assert_tokens("s0", "s0");
}

#[tokio::test]
async fn tokens_count_the_events() {
    let server = Server::start().await;
    assert_eq!(server.publish(&event("$1", "a")).await, "s1");
    assert_eq!(server.publish(&event("$2", "b")).await, "s2");
}

// The process.

/// A signal ends a poll with a response, and the server without an error.
async fn stops_at(signal: &str) {
    let mut server = Server::start().await;
    let poll = server.park("&timeout=30000").await;
    server.signal(signal);
    let status = server.exit(Duration::from_secs(5)).await;
    assert_eq!(status.code(), Some(0), "{status}");
    let answer = answer_of(poll).await;
    assert!(answer.event_ids().is_empty());
    answer.assert_tokens("s0", "s0");
}

#[tokio::test]
async fn sigterm_ends_the_polls_and_stops_the_server() {
    stops_at("-TERM").await;
}

#[tokio::test]
async fn sigint_ends_the_polls_and_stops_the_server() {
    stops_at("-INT").await;
}

#[tokio::test]
async fn connections_without_a_whole_request_do_not_keep_the_server() {
    let mut server = Server::start().await;
    let idle = TcpStream::connect(server.address).await.expect("the server accepts");
    let mut half = TcpStream::connect(server.address).await.expect("the server accepts");
    half.write_all(b"GET /half HTTP/1.1\r\nHost:").await.expect("the server reads");
    sleep(PARKED).await;
    server.signal("-TERM");
    assert_eq!(server.exit(Duration::from_secs(8)).await.code(), Some(0));
    drop((idle, half));
}

#[tokio::test]
async fn each_request_is_one_line_of_the_log_and_no_token_is_in_it() {
    let server = Server::start().await;
    server.get("").await;
    server.get("&timeout=abc").await;
    server.get("&from=%FF").await;
    server.get(&format!("&access_token={TOKEN}")).await;
    server.request("GET", &format!("{EVENTS}?access_token={SECOND_TOKEN}")).await;
    server.request("GET", &format!("{EVENTS}?access_token={WRONG_TOKEN}")).await;
    server.request("HEAD", &events("")).await;
    server.request("POST", &events("")).await;
    server.request("GET", &format!("/nowhere?access_token={TOKEN}")).await;
    let header = format!("Authorization: Bearer {TOKEN}\r\n");
    Answer::read(server.send("GET", EVENTS, &header, "").await).await;
    server.post(TOKEN).await;
    server.publish_in(&["a"]).await;
    let stream = server.send("GET", &events("&timeout=30000"), "", "").await;
    sleep(PARKED).await;
    drop(stream);
    server.logged(&format!("GET {EVENTS} -")).await;
    let poll = server.park("&timeout=30000").await;

    let log = server.whole_log().await;
    assert_eq!(answer_of(poll).await.status, 200);
    for secret in [TOKEN, SECOND_TOKEN, WRONG_TOKEN, "access_token", "?"] {
        assert!(!log.contains(secret), "`{secret}` is in the log:\n{log}");
    }
    let events = |rest: &str| format!("GET {EVENTS} {rest}");
    let expected = [
        events("200"),
        events("400"),
        events("400"),
        events("400"),
        events("200"),
        events("401"),
        format!("HEAD {EVENTS} 200"),
        format!("POST {EVENTS} 405"),
        "GET /nowhere 404".to_owned(),
        events("401"),
        "POST /example/events 400".to_owned(),
        "POST /example/events 200".to_owned(),
        events("-"),
        events("200"),
    ];
    assert_eq!(log.lines().collect::<Vec<_>>(), expected);
}
