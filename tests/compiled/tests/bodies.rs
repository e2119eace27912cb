//! Bodies on the wire: JSON, text, streams, of several media types, within a limit.

mod client;

use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use client::{Seen, request, send, with_body};
use futures_util::StreamExt as _;
use std::sync::Arc;
use stubsmith_golden::bodies::*;

/// Answers with what it was asked for.
struct Mirror;

impl From<Rejection> for Seen {
    fn from(rejection: Rejection) -> Self {
        Self::refused(rejection.status(), &rejection)
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
        ["", "application/json", "Application/JSON; Charset=\"UTF-8\"", "application/vnd.x+json", "text/json"]
    {
        assert_eq!(send(&router, post("POST", media_type, room)).await, r#"200 Some("a")"#, "{media_type}");
    }
    let refused = "415 the body's media type is not supported";
    for media_type in ["text/plain", "application/xml", "application/json; charset=iso-8859-1", "json"] {
        assert_eq!(send(&router, post("POST", media_type, room)).await, refused, "{media_type}");
        assert_eq!(send(&router, post("DELETE", media_type, room)).await, refused, "{media_type}");
    }
    let faults = [
        (r#"{"name": 1}"#, "400 the body at `/name`: must be a string, and is the integer `1`"),
        (r#"{"seats": [1, "x"]}"#, "400 the body at `/seats/1`: must be a number, and is the string \"x\""),
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
async fn special_media_types_of_json_are_told_from_json() {
    let router = service(Arc::new(Mirror));
    let patch = |headers: &[(&str, &str)]| with_body("PATCH", "/rooms", headers, r#"{"name": "a"}"#);
    let merge = ("content-type", "application/merge-patch+json");
    assert_eq!(
        send(&router, patch(&[merge])).await,
        r#"200 (Some("a"), Some("application/merge-patch+json"))"#
    );
    let refused = "415 the body's media type is not supported";
    for headers in [&[][..], &[("content-type", "application/json")], &[merge, merge]] {
        assert_eq!(send(&router, patch(headers)).await, refused, "{headers:?}");
    }
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
        ("POST", "text/plain; charset=latin1", "a", "415 the body's media type is not supported"),
        ("POST", "application/json", "\"a\"", "415 the body's media type is not supported"),
        ("PUT", "text/markdown", "a", r#"200 PutNoteRequest { body: Some("a") }"#),
        ("PUT", "", "a", "415 the body's media type is not supported"),
        ("PUT", "", "", "200 PutNoteRequest { body: None }"),
        ("PATCH", "text/plain", "4", "200 RateNoteRequest { body: 4 }"),
        ("PATCH", "application/json", "4.0", "200 RateNoteRequest { body: 4 }"),
        ("PATCH", "text/plain", "4.0", "400 the body must be an integer of at most 64 bits"),
        ("PATCH", "text/plain", "6", "400 the body: must be at most 5"),
        ("PATCH", "", "4", "415 the body's media type is not supported"),
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
        let refused = "415 the body's media type is not supported";
        assert_eq!(send(&router, put(media_type, "abc".into())).await, refused, "{media_type}");
    }
    let chunks = || futures_util::stream::iter((0..100).map(|_| Ok::<_, std::io::Error>(vec![0; 10_000])));
    let sent = send(&router, put("image/png", Body::from_stream(chunks()))).await;
    assert_eq!(sent, "200 x: 1000000 bytes in 100");
    let broken = chunks().chain(futures_util::stream::iter([Err(std::io::Error::other("gone"))]));
    let sent = send(&router, put("image/png", Body::from_stream(broken))).await;
    assert_eq!(sent, "400 the body did not arrive whole");

    let append = |path: &str, headers: &[(&str, &str)], body: &'static str| {
        send(&router, with_body("POST", path, headers, body))
    };
    let xml = [("content-type", "application/xml")];
    assert_eq!(append("/files/x", &xml, "<a/>").await, r#"200 (None, "<a/>")"#);
    assert_eq!(append("/files/x?at=5", &[], "<a/>").await, r#"200 (Some(5), "<a/>")"#);
    assert_eq!(
        append("/files/x?at=", &[], "").await,
        "400 parameter `at` must be an integer of at most 64 bits"
    );
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
