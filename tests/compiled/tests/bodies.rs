//! Bodies on the wire: JSON, text, streams, several media types, and the size limit.

use crate::client::{Seen, request, send, with_body};
use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use futures_util::StreamExt as _;
use std::sync::Arc;
use stubsmith_golden::bodies::*;

/// Returns its request.
struct Mirror;

impl From<Rejection> for Seen {
    fn from(rejection: Rejection) -> Self {
        Self::rejected(rejection.status(), &rejection)
    }
}

impl Api for Mirror {
    type Error = Seen;
    async fn make_room(&self, _: Context, request: MakeRoomRequest) -> Result<MakeRoomResponse, Seen> {
        Seen::request(&request.body.name)
    }
    async fn find_rooms(&self, _: Context, request: FindRoomsRequest) -> Result<FindRoomsResponse, Seen> {
        Seen::request(&request.body.map(|room| room.name))
    }
    async fn drop_rooms(&self, _: Context, request: DropRoomsRequest) -> Result<DropRoomsResponse, Seen> {
        Seen::request(&request.body.name)
    }
    async fn mend_rooms(&self, cx: Context, request: MendRoomsRequest) -> Result<MendRoomsResponse, Seen> {
        Seen::request(&(request.body.name, cx.headers().get("content-type")))
    }
    async fn lock(&self, _: Context, request: LockRequest) -> Result<LockResponse, Seen> {
        Seen::request(&request.body)
    }
    async fn relock(&self, _: Context, request: RelockRequest) -> Result<RelockResponse, Seen> {
        Seen::request(&request.body)
    }
    async fn mend_lock(&self, _: Context, request: MendLockRequest) -> Result<MendLockResponse, Seen> {
        Seen::request(&request.body)
    }
    async fn unlock(&self, _: Context, request: UnlockRequest) -> Result<UnlockResponse, Seen> {
        Seen::request(&request.body)
    }
    async fn drop_note(&self, _: Context, request: DropNoteRequest) -> Result<DropNoteResponse, Seen> {
        Seen::request(&request.body)
    }
    async fn write_note(&self, _: Context, request: WriteNoteRequest) -> Result<WriteNoteResponse, Seen> {
        Seen::request(&request)
    }
    async fn put_note(&self, _: Context, request: PutNoteRequest) -> Result<PutNoteResponse, Seen> {
        Seen::request(&request)
    }
    async fn rate_note(&self, _: Context, request: RateNoteRequest) -> Result<RateNoteResponse, Seen> {
        Seen::request(&request)
    }
    async fn put_file(&self, _: Context, mut request: PutFileRequest) -> Result<PutFileResponse, Seen> {
        let (mut chunks, mut size) = (0, 0);
        while let Some(chunk) = request.body.chunk().await? {
            chunks += 1;
            size += chunk.len();
        }
        Seen::request(&format_args!("{}: {size} bytes in {chunks}", request.name))
    }
    async fn append_file(&self, _: Context, request: AppendFileRequest) -> Result<AppendFileResponse, Seen> {
        match request.body {
            Some(body) => Seen::request(&(request.at, body.text().await?)),
            None => Seen::request(&(request.at, "no body")),
        }
    }
    async fn compare_file(
        &self,
        _: Context,
        request: CompareFileRequest,
    ) -> Result<CompareFileResponse, Seen> {
        Seen::request(&request.body.text().await?)
    }
    async fn mend_file(&self, _: Context, request: MendFileRequest) -> Result<MendFileResponse, Seen> {
        Seen::request(
            &axum::body::to_bytes(request.body.into_body(), 10).await.map_err(|_| Rejection::TooLarge)?,
        )
    }
}

#[tokio::test]
async fn json_bodies_have_a_json_media_type() {
    let router = service(Arc::new(Mirror));
    let post = |method: &'static str, media_type: &'static str, body: &'static str| {
        let headers = [("content-type", media_type)];
        let headers = if media_type.is_empty() { &headers[..0] } else { &headers[..] };
        with_body(method, "/rooms", headers, body)
    };
    let room = r#"{"name": "a"}"#;
    for media_type in
        ["", "application/json", "Application/JSON; Charset=\"UTF-8\"", "application/json;stream=watch"]
    {
        assert_eq!(send(&router, post("POST", media_type, room)).await, r#"200 Some("a")"#, "{media_type}");
    }
    let refused = [
        ("text/plain", ""),
        ("application/xml", ""),
        ("application/json; charset=iso-8859-1", ", in UTF-8"),
        ("json", ""),
        ("application/merge-patch+json", ""),
        ("application/vnd.x+json", ""),
        ("text/json", ""),
        ("application/*", ""),
        ("*/*", ""),
        ("application/jsonx", ""),
    ];
    for (media_type, charset) in refused {
        let answer = format!(
            "415 the body has the media type `{media_type}`; `application/json` is accepted{charset}"
        );
        for method in ["POST", "DELETE", "GET"] {
            assert_eq!(send(&router, post(method, media_type, room)).await, answer, "{method} {media_type}");
        }
    }
    let faults = [
        (r#"{"name": 1}"#, "400 the body at `/name`: must be a string, not the integer `1`"),
        (r#"{"seats": [1, "x"]}"#, "400 the body at `/seats/1`: must be an integer, not the string \"x\""),
        ("", "400 the body is missing"),
    ];
    for (body, answer) in faults {
        assert_eq!(send(&router, post("POST", "application/json", body)).await, answer, "{body}");
    }
    // Any method may have a body, and an optional one may be absent.
    assert_eq!(send(&router, post("GET", "", room)).await, r#"200 Some(Some("a"))"#);
    assert_eq!(send(&router, request("GET", "/rooms")).await, "200 None");
    assert_eq!(send(&router, post("DELETE", "application/json", room)).await, r#"200 Some("a")"#);
}

#[tokio::test]
async fn special_media_types_of_json_are_distinguished_from_json() {
    let router = service(Arc::new(Mirror));
    let patch = |headers: &[(&str, &str)]| with_body("PATCH", "/rooms", headers, r#"{"name": "a"}"#);
    let merge = ("content-type", "application/merge-patch+json");
    assert_eq!(
        send(&router, patch(&[merge])).await,
        r#"200 (Some("a"), Some("application/merge-patch+json"))"#
    );
    let accepted = "`application/merge-patch+json` or `application/json-patch+json` is accepted";
    let refused: [(&[_], _); 4] = [
        (&[], "no media type"),
        (&[("content-type", "application/json")], "the media type `application/json`"),
        (
            &[("content-type", "application/strategic-merge-patch+json")],
            "the media type `application/strategic-merge-patch+json`",
        ),
        (&[merge, merge], "the media type `application/merge-patch+json, application/merge-patch+json`"),
    ];
    for (headers, given) in refused {
        assert_eq!(
            send(&router, patch(headers)).await,
            format!("415 the body has {given}; {accepted}"),
            "{headers:?}"
        );
    }
}

#[tokio::test]
async fn ranges_cover_json_and_names_ignore_case_and_parameters() {
    let router = service(Arc::new(Mirror));
    let anything = "`application/json`, `text/json` or `*/*+json`";
    let application = "`application/json` or `application/*+json`";
    let listed = "`text/json`, `application/json` or `application/vnd.lock+json`";
    let cases = [
        ("PUT", "", Ok("[1]")),
        ("PUT", "application/json", Ok("[1]")),
        ("PUT", "application/problem+json; charset=utf-8", Ok("[1]")),
        ("PUT", "text/json", Err(application)),
        ("PUT", "image/x+json", Err(application)),
        ("PUT", "application/xml", Err(application)),
        ("PATCH", "", Ok("Some([1])")),
        ("PATCH", "text/json", Ok("Some([1])")),
        ("PATCH", "IMAGE/X+JSON", Ok("Some([1])")),
        ("PATCH", "text/plain", Err(anything)),
        ("DELETE", "", Ok("[1]")),
        ("DELETE", "application/json;stream=watch", Ok("[1]")),
        ("DELETE", "text/json", Ok("[1]")),
        ("DELETE", "application/VND.lock+json; charset=US-ASCII", Ok("[1]")),
        ("DELETE", "application/vnd.lock", Err(listed)),
        ("DELETE", "application/vnd.other+json", Err(listed)),
    ];
    for (method, media_type, expected) in cases {
        let headers = [("content-type", media_type)];
        let headers = if media_type.is_empty() { &headers[..0] } else { &headers[..] };
        let answer = match expected {
            Ok(body) => format!("200 {body}"),
            Err(accepted) => {
                format!("415 the body has the media type `{media_type}`; {accepted} is accepted")
            }
        };
        let sent = send(&router, with_body(method, "/locks", headers, "[1]")).await;
        assert_eq!(sent, answer, "{method} {media_type}");
    }
}

/// RFC 9110, section 15.5.16: 415 is about the content. These requests have none, each in another way.
#[tokio::test]
async fn without_content_the_media_type_does_not_matter() {
    let router = service(Arc::new(Mirror));
    let missing = "400 the body is missing";
    let cases = [
        // JSON: optional, required, in ranges.
        ("POST", "/locks", "200 None"),
        ("PUT", "/locks", missing),
        ("PATCH", "/locks", "200 None"),
        ("DELETE", "/locks", missing),
        ("GET", "/rooms", "200 None"),
        ("PATCH", "/rooms", missing),
        // Text, and text or JSON.
        ("POST", "/notes", missing),
        ("PUT", "/notes", "200 PutNoteRequest { body: None }"),
        ("PATCH", "/notes", missing),
        ("DELETE", "/notes", "200 None"),
        // Streams.
        ("PUT", "/files/x", missing),
        ("POST", "/files/x", r#"200 (None, "no body")"#),
    ];
    let chunked = || Body::from_stream(futures_util::stream::empty::<std::io::Result<Vec<u8>>>());
    for (method, path, answer) in cases {
        for media_type in
            ["application/x-www-form-urlencoded", "a/b", "nonsense", "a/b; charset=latin1", "\u{e4}"]
        {
            let headers = [("content-type", media_type)];
            let known = send(&router, with_body(method, path, &headers, "")).await;
            assert_eq!(known, answer, "{method} {path} {media_type}");
            let unknown = send(&router, with_body(method, path, &headers, chunked())).await;
            assert_eq!(unknown, answer, "{method} {path} {media_type}, chunked");
        }
        let twice = [("content-type", "a/b"), ("content-type", "a/b")];
        assert_eq!(
            send(&router, with_body(method, path, &twice, "")).await,
            answer,
            "{method} {path}, twice"
        );
        assert_eq!(send(&router, with_body(method, path, &[], "")).await, answer, "{method} {path}");
    }
    // Without a length, a stream may turn out to be empty.
    for (method, path, answer) in cases.into_iter().filter(|(_, path, _)| *path != "/files/x") {
        let sent = send(&router, with_body(method, path, &[], chunked())).await;
        assert_eq!(sent, answer, "{method} {path}, chunked");
    }
    // With content, the media type matters.
    for (method, path, _) in cases {
        let body = || Body::from_stream(futures_util::stream::iter([Ok::<_, std::io::Error>("1")]));
        let sent = send(&router, with_body(method, path, &[("content-type", "a/b")], body())).await;
        assert!(sent.starts_with("415 the body has the media type `a/b`; "), "{method} {path}: {sent}");
    }
    // Text and files may be empty.
    let text = with_body("POST", "/notes", &[("content-type", "text/plain")], "");
    assert_eq!(send(&router, text).await, r#"200 WriteNoteRequest { body: "" }"#);
    let file = with_body("PUT", "/files/x", &[("content-type", "image/png")], "");
    assert_eq!(send(&router, file).await, "200 x: 0 bytes in 0");
    // An empty body is not JSON.
    for media_type in ["application/json", "application/problem+json"] {
        let sent = send(&router, with_body("POST", "/locks", &[("content-type", media_type)], "")).await;
        assert_eq!(sent, "200 None", "{media_type}");
    }
    assert_eq!(send(&router, with_body("POST", "/locks", &[], "null")).await, "200 Some(Null)");
}

#[tokio::test]
async fn text_bodies_are_strings_and_other_scalars() {
    let router = service(Arc::new(Mirror));
    let cases = [
        ("POST", "text/plain", "a, b", r#"200 WriteNoteRequest { body: "a, b" }"#),
        ("POST", "", "ab", r#"200 WriteNoteRequest { body: "ab" }"#),
        ("POST", "TEXT/plain;charset=utf-8", "\u{e4}bcde", "200 WriteNoteRequest { body: \"\u{e4}bcde\" }"),
        ("POST", "text/plain", "", r#"200 WriteNoteRequest { body: "" }"#),
        ("POST", "text/plain", "abcdef", "400 the body: must have at most 5 characters"),
        (
            "POST",
            "text/plain; charset=latin1",
            "a",
            "415 the body has the media type `text/plain; charset=latin1`; `text/plain` is accepted, in UTF-8",
        ),
        (
            "POST",
            "application/json",
            "\"a\"",
            "415 the body has the media type `application/json`; `text/plain` is accepted",
        ),
        ("PUT", "text/markdown", "a", r#"200 PutNoteRequest { body: Some("a") }"#),
        ("PUT", "", "a", "415 the body has no media type; `text/plain` or `text/markdown` is accepted"),
        ("PUT", "", "", "200 PutNoteRequest { body: None }"),
        ("PATCH", "text/plain", "4", "200 RateNoteRequest { body: 4 }"),
        ("PATCH", "application/json", "4.0", "200 RateNoteRequest { body: 4 }"),
        ("PATCH", "text/plain", "4.0", "400 the body must be a 64-bit integer"),
        ("PATCH", "text/plain", "6", "400 the body: must be at most 5"),
        ("PATCH", "", "4", "415 the body has no media type; `text/plain` or `application/json` is accepted"),
        (
            "PATCH",
            "application/json; charset=latin1",
            "4",
            "415 the body has the media type `application/json; charset=latin1`; `text/plain` or `application/json` is accepted, in UTF-8",
        ),
        ("DELETE", "application/problem+json", "4", "200 Some(4)"),
        ("DELETE", "text/plain", "4", "200 Some(4)"),
        (
            "DELETE",
            "text/json",
            "4",
            "415 the body has the media type `text/json`; `text/plain`, `application/json` or `application/*+json` is accepted",
        ),
    ];
    for (method, media_type, body, answer) in cases {
        let headers = [("content-type", media_type)];
        let headers = if media_type.is_empty() { &headers[..0] } else { &headers[..] };
        assert_eq!(
            send(&router, with_body(method, "/notes", headers, body)).await,
            answer,
            "{method} {media_type} {body}"
        );
    }
    let latin = with_body("POST", "/notes", &[], vec![0xe4]);
    assert_eq!(send(&router, latin).await, "400 the body is not UTF-8");
}

#[tokio::test]
async fn other_bodies_are_streamed() {
    let router = service(Arc::new(Mirror));
    let put =
        |media_type: &str, body: Body| with_body("PUT", "/files/x", &[("content-type", media_type)], body);
    for media_type in ["application/octet-stream", "image/png", "IMAGE/jpeg; q=1"] {
        assert_eq!(send(&router, put(media_type, "abc".into())).await, "200 x: 3 bytes in 1", "{media_type}");
    }
    for media_type in ["text/plain", "imagex/png", "application/json"] {
        let refused = format!(
            "415 the body has the media type `{media_type}`; `application/octet-stream` or `image/*` is accepted"
        );
        assert_eq!(send(&router, put(media_type, "abc".into())).await, refused, "{media_type}");
    }
    let chunks = || futures_util::stream::iter((0..100).map(|_| Ok::<_, std::io::Error>(vec![0; 10_000])));
    let sent = send(&router, put("image/png", Body::from_stream(chunks()))).await;
    assert_eq!(sent, "200 x: 1000000 bytes in 100");
    let broken = chunks().chain(futures_util::stream::iter([Err(std::io::Error::other("gone"))]));
    let sent = send(&router, put("image/png", Body::from_stream(broken))).await;
    assert_eq!(sent, "400 the body is incomplete");

    let append = |path: &str, headers: &[(&str, &str)], body: &'static str| {
        send(&router, with_body("POST", path, headers, body))
    };
    let xml = [("content-type", "application/xml")];
    assert_eq!(append("/files/x", &xml, "<a/>").await, r#"200 (None, "<a/>")"#);
    assert_eq!(append("/files/x?at=5", &[], "<a/>").await, r#"200 (Some(5), "<a/>")"#);
    assert_eq!(append("/files/x?at=", &[], "").await, "400 parameter `at` must be a 64-bit integer");
    assert_eq!(append("/files/x", &[], "").await, r#"200 (None, "no body")"#);
    let compared = with_body("GET", "/files/x", &[("content-type", "image/png")], "abc");
    assert_eq!(send(&router, compared).await, r#"200 "abc""#);
    let any = with_body("PATCH", "/files/x", &[("content-type", "a/b")], "abc");
    assert_eq!(send(&router, any).await, r#"200 b"abc""#);
}

#[tokio::test]
async fn the_limit_is_axums_or_that_of_a_layer_around_the_operation() {
    let large = |size| with_body("PUT", "/files/x", &[("content-type", "image/png")], vec![0; size]);
    let room = |size| with_body("POST", "/rooms", &[], vec![b' '; size]);
    let too_large = "413 the body is too large";
    let router = service(Arc::new(Mirror));
    assert_eq!(send(&router, large(2 << 20)).await, "200 x: 2097152 bytes in 1");
    assert_eq!(send(&router, large((2 << 20) + 1)).await, too_large);
    assert_eq!(send(&router, room((2 << 20) + 1)).await, too_large);

    let routes = routes(Arc::new(Mirror)).map(|operation, route| match operation.id {
        "putFile" => route.layer(DefaultBodyLimit::max(3 << 20)),
        "makeRoom" => route.layer(DefaultBodyLimit::max(10)),
        _ => route,
    });
    let router = fallbacks::<Mirror>(routes.into_router());
    assert_eq!(send(&router, large(3 << 20)).await, "200 x: 3145728 bytes in 1");
    assert_eq!(send(&router, large((3 << 20) + 1)).await, too_large);
    assert_eq!(send(&router, room(11)).await, too_large);
}
