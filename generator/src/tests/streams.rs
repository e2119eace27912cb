//! Tests of the support code that reads and writes streams of items.

use crate::support::{Event, EventFields, JsonItems, Read, Rejection};
use axum::body::Bytes;
use std::time::Duration;

/// A body, split in every way into two chunks, and into single bytes.
fn splits(body: &[u8]) -> Vec<Vec<Bytes>> {
    let two = (0..=body.len()).map(|at| {
        let (first, second) = body.split_at(at);
        vec![Bytes::copy_from_slice(first), Bytes::copy_from_slice(second)]
    });
    let bytes = body.iter().map(|byte| Bytes::copy_from_slice(&[*byte])).collect();
    two.chain([bytes]).collect()
}

/// Reads events, and returns the error that ends them.
fn events_of(chunks: Vec<Bytes>, limit: u64) -> (Vec<Event>, Option<Rejection>) {
    let (mut fields, mut events) = (EventFields::new(limit), Vec::new());
    for mut chunk in chunks {
        loop {
            match fields.event(&mut chunk) {
                Ok(Some(event)) => events.push(event),
                Ok(None) => break,
                Err(rejection) => return (events, Some(rejection)),
            }
        }
        assert!(chunk.is_empty(), "the reader takes all bytes");
    }
    (events, None)
}

#[track_caller]
fn assert_events(body: &[u8], expected: &[Event]) {
    for chunks in splits(body) {
        let (events, error) = events_of(chunks.clone(), 1000);
        assert_eq!(error, None, "{chunks:?}");
        assert_eq!(events, expected, "{chunks:?}");
    }
}

fn event(data: &str) -> Event {
    Event::from(data.to_owned())
}

/// The examples of the specification, section 9.2.6.
#[test]
fn events_are_read_as_the_specification_says() {
    assert_events(
        b"data: YHOO\ndata: +2\ndata: 10\n\n: test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
        &[event("YHOO\n+2\n10"), event("first event").id("1"), event("second event").id(""), event(" third event")],
    );
    // "fires two events with the empty string and one with a single newline, and the last block is discarded because it is
    // not followed by a blank line"
    assert_events(b"data\n\ndata\ndata\n\ndata:", &[event(""), event("\n")]);
    assert_events(b"data:test\n\ndata: test\n\n", &[event("test"), event("test")]);
}

#[test]
fn lines_of_events_end_with_any_line_break() {
    assert_events(
        b"data: a\r\ndata: b\rdata: c\ndata: d\r\r\ndata: e\n\n",
        &[event("a\nb\nc\nd"), event("e")],
    );
    assert_events(b"\r\n\r\ndata: a\r\n\r\n", &[event("a")]);
    assert_events(b"data: a\n\r", &[event("a")]);
    assert_events(b"", &[]);
    assert_events(b"data: a\n", &[]);
}

#[test]
fn fields_of_events_without_a_meaning_are_ignored() {
    let fields = "\u{feff}event: x\nevent: y\nid: 1\nid: a\0b\nretry: 10\nretry: 1s\nretry:\nother: z\nDATA: w\ndata: a\n\n";
    assert_events(fields.as_bytes(), &[event("a").event("y").id("1").retry(Duration::from_millis(10))]);
    // A byte order mark is a part of any other line.
    assert_events("\n\u{feff}data: a\n\ndata: b\n\n".as_bytes(), &[event("b")]);
    // An event without data is not dispatched, and its type does not belong to the next one.
    assert_events(b"event: x\nid: 1\n\nevent:\ndata: a\n\n", &[event("a")]);
    assert_events(": ä\ndata: ä\n\n".as_bytes(), &[event("ä")]);
}

#[test]
fn a_large_event_is_rejected() {
    let body = b"data: 12345\n\n";
    assert_eq!(events_of(vec![Bytes::from_static(body)], 11), (vec![event("12345")], None));
    for chunks in splits(body) {
        assert_eq!(events_of(chunks, 10), (Vec::new(), Some(Rejection::TooLarge)));
    }
    let lines = "data: 1\n".repeat(3);
    assert_eq!(events_of(vec![lines.into()], 20).1, Some(Rejection::TooLarge));
    let comments = ": a long comment\n".repeat(3) + "data: 1\n\n";
    assert_eq!(events_of(vec![comments.into()], 20), (vec![event("1")], None));
    let invalid = vec![Bytes::from_static(b"data: \xff\n")];
    assert_eq!(events_of(invalid, 20).1, Some(Rejection::InvalidBody { reason: "is not UTF-8".to_owned() }));
}

#[test]
fn an_event_is_read_as_it_was_written() {
    for (written, read) in [
        (event("a"), event("a")),
        (event(""), event("")),
        (event(" a\n\n:b"), event(" a\n\n:b")),
        (event("a\r\nb\rc"), event("a\nb\nc")),
        (
            event("a").event("").id("").retry(Duration::from_micros(1999)),
            event("a").id("").retry(Duration::from_millis(1)),
        ),
        (event("a").event("e: x").id(" 1 "), event("a").event("e: x").id(" 1 ")),
    ] {
        let bytes = written.to_bytes().unwrap();
        assert_events(&bytes, &[read]);
    }
    for bad in [event("a").event("\n"), event("a").id("\r"), event("a").id("\0")] {
        assert!(matches!(bad.to_bytes(), Err(Rejection::InvalidResponse { .. })), "{bad:?}");
    }
}

/// Reads integers, or the texts of errors.
fn values_of(chunks: Vec<Bytes>, is_sequence: bool, limit: u64) -> Vec<Result<i64, String>> {
    let (mut reader, mut values) = (JsonItems::new(is_sequence, limit), Vec::new());
    for mut chunk in chunks {
        while let Some(item) = reader.next(&mut chunk, values.len()) {
            let is_fatal = matches!(item, Err(Rejection::TooLarge | Rejection::InvalidBody { .. }));
            values.push(item.map_err(|rejection| rejection.to_string()));
            if is_fatal {
                return values;
            }
        }
        assert!(chunk.is_empty(), "the reader takes all bytes");
    }
    let last = reader.end(values.len());
    values.extend(last.map(|item| item.map_err(|rejection| rejection.to_string())));
    values
}

#[track_caller]
fn assert_values(body: &str, is_sequence: bool, expected: &[Result<i64, &str>]) {
    let expected: Vec<_> = expected.iter().map(|item| item.map_err(str::to_owned)).collect();
    for chunks in splits(body.as_bytes()) {
        assert_eq!(values_of(chunks.clone(), is_sequence, 1000), expected, "{chunks:?}");
    }
}

#[test]
fn json_lines_are_read() {
    assert_values("1\n2\r\n\n \n3", false, &[Ok(1), Ok(2), Ok(3)]);
    assert_values("\n\n", false, &[]);
    let two = "the body is not JSON: at `/0`: trailing characters at line 1 column 3";
    assert_values(
        "1 2\n\"a\"\n3\n",
        false,
        &[Err(two), Err("the body at `/1`: must be an integer, not the string \"a\""), Ok(3)],
    );
}

#[test]
fn json_text_sequences_are_read() {
    let begins = "the body must begin with a record separator, the byte 1E";
    assert_values("\u{1e}1\n\u{1e}\u{1e}\n2\n\u{1e} \u{1e}3 ", true, &[Ok(1), Ok(2), Ok(3)]);
    assert_values(" \n\u{1e}1\n", true, &[Ok(1)]);
    assert_values("", true, &[]);
    assert_values("1\n", true, &[Err(begins)]);
    let cut = "the body is not JSON: at `/0`: the text has no line feed at its end";
    assert_values("\u{1e}1\u{1e}2\n", true, &[Err(cut), Ok(2)]);
}

#[test]
fn a_large_item_is_rejected() {
    let large = Err("the body is too large".to_owned());
    for chunks in splits(b"123\n12345\n1\n") {
        assert_eq!(values_of(chunks, false, 4), [Ok(123), large.clone()]);
    }
}
