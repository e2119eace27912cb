//! Fields after files: they are known before the handler starts if the form is small, and never absent by mistake.

use super::{Mirror, URLENCODED, form, post};
use crate::client::{Seen, request, send, with_body};
use axum::Router;
use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use futures_util::stream;
use std::sync::Arc;
use stubsmith_golden::forms::*;

/// The number of bytes of files that are read ahead.
const BUFFER: usize = 1 << 20;

/// Shows the fields that are known before the files are read, the files, and the fields that are known then.
/// With `?limit=0` no file is read.
pub async fn import(cx: &Context, request: ImportRequest) -> Result<ImportResponse, Seen> {
    let early = request.files.early_fields().map(|fields| format!("{fields:?}"));
    let early = early.unwrap_or_else(|| "not known".to_owned());
    let before = format!("{} {:?} | {early}", request.source, request.labels);
    let (mut files, mut read) = (Files::File(request.files), Vec::new());
    if request.limit == 0 {
        return Seen::request(&format_args!("{before}"));
    }
    if request.limit == 1 {
        let late = files.late_fields().await?;
        return Seen::request(&format_args!("{before} | {late:?}"));
    }
    let late = loop {
        match files {
            Files::File(mut file) => {
                let bytes = file.bytes().await?;
                assert!(bytes.iter().all(|byte| *byte == b'x'), "{}", cx.operation().id);
                read.push(format!("{} {}", file.name(), bytes.len()));
                files = file.next().await?;
            }
            Files::End(fields) => break fields,
        }
    };
    Seen::request(&format_args!("{before} | {} | {late:?}", read.join(", ")))
}

fn router() -> Router {
    let routes = routes(Arc::new(Mirror)).map(|_, route| route.layer(DefaultBodyLimit::disable()));
    fallbacks::<Mirror>(routes.into_router())
}

const SOURCE: (&str, Option<&str>, &str) = ("source", None, "s");
const LABEL: (&str, Option<&str>, &str) = ("labels", None, "l");
const NOTE: (&str, Option<&str>, &str) = ("note", None, "n");
const TAG: (&str, Option<&str>, &str) = ("tags[]", None, "t");
const META: (&str, Option<&str>, &str) = ("meta", None, "m");

fn file(name: &'static str, content: &'static str) -> (&'static str, Option<&'static str>, &'static str) {
    (name, Some("f"), content)
}

/// The content of a file with this many bytes.
fn large(size: usize) -> &'static str {
    Box::leak("x".repeat(size).into_boxed_str())
}

fn fields(note: Option<&str>, tags: &[&str], meta: Option<&str>) -> String {
    format!("ImportFields {{ note: {note:?}, tags: {tags:?}, meta: {meta:?} }}")
}

/// Whatever the order of its parts: the form ends within the buffer.
#[tokio::test]
async fn every_field_of_a_small_form_is_known_before_the_handler_starts() {
    let router = router();
    let all = fields(Some("n"), &["t", "t"], Some("m"));
    let (small, key) = (file("file", "xxx"), file("key", "xx"));
    let seen = format!("200 s [\"l\"] | {all} | file 3 | {all}");
    let orders: [&[_]; 4] = [
        &[SOURCE, LABEL, NOTE, TAG, TAG, META, small],
        &[SOURCE, LABEL, small, NOTE, TAG, TAG, META],
        &[small, META, TAG, SOURCE, LABEL, TAG, NOTE],
        &[LABEL, TAG, META, small, SOURCE, NOTE, TAG],
    ];
    for order in orders {
        let whole = form(order);
        assert_eq!(send(&router, post("/imports", whole.clone())).await, seen, "{order:?}");
        // The chunks of the body do not matter.
        for size in [1, 7, 64] {
            let pieces: Vec<_> =
                whole.chunks(size).map(|piece| Ok::<_, std::io::Error>(piece.to_vec())).collect();
            let body = Body::from_stream(stream::iter(pieces));
            assert_eq!(send(&router, post("/imports", body)).await, seen, "{order:?} in {size}");
        }
    }
    let none = fields(None, &[], None);
    let both = form(&[key, SOURCE, small, LABEL]);
    let seen = format!("200 s [\"l\"] | {none} | key 2, file 3 | {none}");
    assert_eq!(send(&router, post("/imports", both)).await, seen);
    // Up to the last byte of the buffer, with several files.
    let parts =
        form(&[SOURCE, LABEL, file("key", large(BUFFER / 2)), file("file", large(BUFFER / 2 - 1)), NOTE]);
    let note = fields(Some("n"), &[], None);
    let seen = format!("200 s [\"l\"] | {note} | key {}, file {} | {note}", BUFFER / 2, BUFFER / 2 - 1);
    assert_eq!(send(&router, post("/imports", parts)).await, seen);
}

/// A field that may still come never reads as absent.
#[tokio::test]
async fn a_field_after_a_large_file_is_known_once_the_file_is_read() {
    let router = router();
    let all = fields(Some("n"), &["t", "t"], Some("m"));
    let size = 3 * BUFFER;
    let big = file("file", large(size));
    let known = format!("200 s [\"l\"] | not known | file {size} | {all}");
    let orders: [&[_]; 3] = [
        &[SOURCE, LABEL, big, NOTE, TAG, TAG, META],
        &[SOURCE, LABEL, NOTE, TAG, big, TAG, META],
        // More tags may come.
        &[SOURCE, LABEL, NOTE, TAG, TAG, META, big],
    ];
    for order in orders {
        assert_eq!(send(&router, post("/imports", form(order))).await, known);
    }
    let key = format!("200 s [\"l\"] | not known | key 2, file {size}, | {all}").replace(", |", " |");
    let parts = [SOURCE, LABEL, file("key", "xx"), NOTE, big, TAG, META, TAG];
    assert_eq!(send(&router, post("/imports", form(&parts))).await, key);
    let key = format!("200 s [\"l\"] | not known | file {size}, key 2 | {all}");
    let parts = [SOURCE, LABEL, big, NOTE, TAG, file("key", "xx"), META, TAG];
    assert_eq!(send(&router, post("/imports", form(&parts))).await, key);
    // At the end, absent fields are known to be absent.
    let none = fields(None, &[], None);
    let absent = format!("200 s [\"l\"] | not known | file {size} | {none}");
    assert_eq!(send(&router, post("/imports", form(&[SOURCE, LABEL, big]))).await, absent);
    // The handler need not read the files.
    let parts = form(&[SOURCE, LABEL, big, NOTE, file("key", large(size)), TAG, META, TAG]);
    let seen = format!("200 s [\"l\"] | not known | {all}");
    assert_eq!(send(&router, post("/imports?limit=1", parts)).await, seen);
    // Without arrays, all fields are known once each has come: nothing is read ahead.
    let image = form(&[("note", None, "n"), file("file", large(size))]);
    let seen = format!("200 7 Some(\"n\") file Some(\"f\") Some(\"image/png\"): {size} bytes");
    assert_eq!(send(&router, post("/pets/7/image", image)).await, seen);
    let image = form(&[file("file", large(size)), ("note", None, "n")]);
    assert_eq!(send(&router, post("/pets/7/image", image)).await, seen);
}

#[tokio::test]
async fn a_required_field_comes_before_large_files() {
    let router = router();
    let big = file("file", large(2 * BUFFER));
    let refused: [(&[_], &str); 9] = [
        (&[LABEL, big, SOURCE], "`source` is required and must come before the files"),
        (&[SOURCE, big, LABEL], "`labels` is required and must come before the files"),
        (&[SOURCE, LABEL, big, LABEL], "`labels` is required and must come before the files"),
        (&[LABEL, big], "`source` is required and must come before the files"),
        (&[SOURCE, LABEL, big, SOURCE], "`source` appears more than once"),
        (&[SOURCE, LABEL, NOTE, big, NOTE], "`note` appears more than once"),
        (&[SOURCE, LABEL, big, NOTE, NOTE], "`note` appears more than once"),
        (&[SOURCE, LABEL, big, big], "`file` appears more than once"),
        (&[SOURCE, LABEL, file("key", large(2 * BUFFER)), NOTE], "`file` is missing"),
    ];
    for (parts, fault) in refused {
        let names: Vec<_> = parts.iter().map(|part| part.0).collect();
        let late = "the files, or after files of less than 1048576 bytes together";
        let fault = fault.replace("the files", late);
        assert_eq!(
            send(&router, post("/imports", form(parts))).await,
            format!("400 parameter {fault}"),
            "{names:?}"
        );
    }
    // The size alone decides.
    let all = fields(None, &[], None);
    let just = [SOURCE, file("file", large(BUFFER - 1)), LABEL];
    assert_eq!(send(&router, post("/imports?limit=0", form(&just))).await, format!("200 s [\"l\"] | {all}"));
    let just = [SOURCE, file("file", large(BUFFER)), LABEL];
    assert!(send(&router, post("/imports?limit=0", form(&just))).await.starts_with("400 parameter `labels`"));
    // In a small form the place of a field does not matter, but it is still required.
    let small = file("file", "x");
    let refused: [(&[_], &str); 5] = [
        (&[LABEL, small], "`source` is missing"),
        (&[SOURCE, small], "`labels` is missing"),
        (&[SOURCE, LABEL, small, SOURCE], "`source` appears more than once"),
        (&[SOURCE, LABEL, small, file("key", "x"), small], "`file` appears more than once"),
        (&[small, META, SOURCE, LABEL, META], "`meta` appears more than once"),
    ];
    for (parts, fault) in refused {
        assert_eq!(
            send(&router, post("/imports?limit=0", form(parts))).await,
            format!("400 parameter {fault}")
        );
    }
}

/// Fields that have come are checked before the handler starts, the others when the handler asks for them.
#[tokio::test]
async fn late_fields_are_checked() {
    let router = router();
    let big = file("file", large(2 * BUFFER));
    let (long, tag) = (("meta", None, "x".repeat(21)), ("tags[]", None, "long"));
    let long: (&str, Option<&str>, &str) = (long.0, long.1, &long.2);
    let faults = [
        (long, "400 parameter `meta` must have at most 20 characters"),
        (tag, "400 parameter `tags[]` at `/0` must have at most 3 characters"),
    ];
    for (field, fault) in faults {
        let before = form(&[SOURCE, LABEL, field, big]);
        assert_eq!(send(&router, post("/imports?limit=0", before)).await, fault);
        let small = form(&[SOURCE, LABEL, file("file", "x"), field]);
        assert_eq!(send(&router, post("/imports?limit=0", small)).await, fault);
        let after = || form(&[SOURCE, LABEL, big, field]);
        assert_eq!(send(&router, post("/imports", after())).await, fault);
        let unread = send(&router, post("/imports?limit=0", after())).await;
        assert_eq!(unread, "200 s [\"l\"] | not known");
    }
    let latin = [&form(&[SOURCE, LABEL, big])[..], b""].concat();
    let cut = latin.len() - "--x-y--\r\nan epilogue".len();
    let latin = [&latin[..cut], b"--x-y\r\nContent-Disposition: form-data; name=note\r\n\r\n\xe4\r\n--x-y--"]
        .concat();
    assert_eq!(send(&router, post("/imports", latin)).await, "400 parameter `note` is not UTF-8");
}

#[tokio::test]
async fn a_form_whose_files_are_optional_may_be_urlencoded() {
    let router = router();
    let ticket = |body: &'static str| with_body("POST", "/tickets", &[("content-type", URLENCODED)], body);
    let cases = [
        ("subject=hi", "200 hi Some(3) 3 no file"),
        ("subject=hi&urgency=5", "200 hi Some(5) 5 no file"),
        // A browser sends this for an input without a chosen file.
        ("subject=hi&screenshot=", "200 hi Some(3) 3 no file"),
        ("subject=hi&screenshot=x", "400 parameter `screenshot` is a file: send it in `multipart/form-data`"),
        (
            "subject=hi&screenshot=&screenshot=x",
            "400 parameter `screenshot` is a file: send it in `multipart/form-data`",
        ),
        ("subject=hi&urgency=0", "400 parameter `urgency` must be at least 1"),
        ("subject=hi&subject=ho", "400 parameter `subject` appears more than once"),
        ("urgency=5", "400 parameter `subject` is missing"),
        ("", "400 parameter `subject` is missing"),
    ];
    for (body, answer) in cases {
        assert_eq!(send(&router, ticket(body)).await, answer, "{body}");
    }
    let subject = ("subject", None, "hi");
    let chosen = "200 hi Some(3) 3 screenshot Some(\"a.png\") Some(\"image/png\"): x";
    let cases: [(&[_], &str); 5] = [
        (&[subject], "200 hi Some(3) 3 no file"),
        (&[subject, ("screenshot", Some("a.png"), "x")], chosen),
        (&[("screenshot", Some("a.png"), "x"), subject], chosen),
        (&[("screenshot", Some(""), ""), subject, ("urgency", None, "4")], "200 hi Some(4) 4 no file"),
        (&[("screenshot", Some(""), ""), ("screenshot", Some("a.png"), "x"), subject], chosen),
    ];
    for (parts, answer) in cases {
        assert_eq!(send(&router, post("/tickets", form(parts))).await, answer, "{parts:?}");
    }
    // A file without a name is a file if it has content.
    let unnamed = form(&[subject, ("screenshot", Some(""), "x")]);
    let seen = "200 hi Some(3) 3 screenshot Some(\"\") Some(\"image/png\"): x";
    assert_eq!(send(&router, post("/tickets", unnamed)).await, seen);
    let accepted = "`application/x-www-form-urlencoded` or `multipart/form-data` is accepted";
    let json = with_body("POST", "/tickets", &[("content-type", "application/json")], "{}");
    let answer = format!("415 the body has the media type `application/json`; {accepted}");
    assert_eq!(send(&router, json).await, answer);
    assert_eq!(send(&router, request("POST", "/tickets")).await, "400 parameter `subject` is missing");
    // A required file that is not chosen is missing.
    let image = form(&[("file", Some(""), "")]);
    assert_eq!(send(&router, post("/pets/7/image", image)).await, "400 parameter `file` is missing");
}

/// Many empty fields are bounded as well, even if the body has no size limit.
#[tokio::test]
async fn fields_are_bounded_wherever_they_are() {
    let router = router();
    let many: Vec<_> = (0..40_000).map(|_| TAG).collect();
    let too_large = "413 the body is too large";
    let big = file("file", large(2 * BUFFER));
    for before in [&[SOURCE, LABEL][..], &[SOURCE, LABEL, file("file", "x")], &[SOURCE, LABEL, big]] {
        let parts = [before, &many].concat();
        assert_eq!(send(&router, post("/imports", form(&parts))).await, too_large);
    }
    let note = ("tags[]", None, large(3 << 20));
    assert_eq!(send(&router, post("/imports", form(&[SOURCE, LABEL, big, note]))).await, too_large);
    let notes: Vec<_> = (0..40_000).map(|_| ("tag", None, "")).collect();
    assert_eq!(send(&router, post("/notes", form(&notes))).await, too_large);
}
