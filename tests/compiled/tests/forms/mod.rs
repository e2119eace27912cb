//! Forms on the wire: urlencoded, in parts, and with streamed files.

mod late_fields;

use crate::client::{Seen, request, send, with_body};
use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use axum::http::Request;
use futures_util::stream;
use std::fmt::Write as _;
use std::sync::Arc;
use stubsmith_golden::forms::*;

/// Returns its request.
struct Mirror;

impl From<Rejection> for Seen {
    fn from(rejection: Rejection) -> Self {
        Self::rejected(rejection.status(), &rejection)
    }
}

/// The properties of a file, and its content.
async fn read<F>(file: &mut Upload<F>) -> Result<String, Rejection> {
    let content = file.bytes().await?;
    let content = if content.len() > 100 {
        format!("{} bytes", content.len())
    } else {
        content.escape_ascii().to_string()
    };
    Ok(format!("{} {:?} {:?}: {content}", file.name(), file.file_name(), file.media_type()))
}

impl Api for Mirror {
    type Error = Seen;
    async fn log_in(&self, _: Context, request: LogInRequest) -> Result<LogInResponse, Seen> {
        Seen::request(&request)
    }
    async fn add_note(&self, _: Context, request: AddNoteRequest) -> Result<AddNoteResponse, Seen> {
        Seen::request(&request)
    }
    async fn upload_image(
        &self,
        _: Context,
        request: UploadImageRequest,
    ) -> Result<UploadImageResponse, Seen> {
        let mut file = request.file.limit(5 << 20);
        let content = read(&mut file).await?;
        let note = file.late_fields().await?.note;
        Seen::request(&format_args!("{} {note:?} {content}", request.pet_id))
    }
    async fn upload_papers(
        &self,
        _: Context,
        request: UploadPapersRequest,
    ) -> Result<UploadPapersResponse, Seen> {
        let mut read_all = String::new();
        let mut files = request.files;
        while let Files::File(mut file) = files {
            // The first of these is not read to its end.
            if read_all.is_empty() && request.pet_id == 0 {
                write!(read_all, "{:?}", file.chunk().await?.map(|chunk| chunk.len())).unwrap();
            } else {
                read_all += &read(&mut file).await?;
            }
            read_all += "; ";
            files = file.next().await?;
        }
        Seen::request(&format_args!("{read_all}"))
    }
    async fn open_ticket(&self, _: Context, request: OpenTicketRequest) -> Result<OpenTicketResponse, Seen> {
        let early = request.screenshot.early_fields().map(|fields| fields.urgency);
        let mut files = request.screenshot;
        let content = match &mut files {
            Files::File(file) => read(file).await?,
            Files::End(_) => "no file".to_owned(),
        };
        let late = files.late_fields().await?.urgency;
        Seen::request(&format_args!("{} {early:?} {late} {content}", request.subject))
    }
    async fn import(&self, cx: Context, request: ImportRequest) -> Result<ImportResponse, Seen> {
        late_fields::import(&cx, request).await
    }
}

const URLENCODED: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn urlencoded_forms_are_read_as_queries_are() {
    let router = service(Arc::new(Mirror));
    let log_in =
        |body: &'static str| with_body("POST", "/login/a%2Fb", &[("content-type", URLENCODED)], body);
    assert_eq!(
        send(&router, log_in("user=%C3%A4+b&age=7&scopes=read,write&id=1&id=2&deep=&more=x")).await,
        "200 LogInRequest { realm: \"a/b\", user: \"\u{e4} b\", age: Some(7), scopes: [Read, Write], id: [1, 2], deep: None }"
    );
    let refused = [
        ("", "parameter `user` is missing"),
        ("user=", "parameter `user` must have at least 1 character"),
        ("user=a&user=b", "parameter `user` appears more than once"),
        ("user=%FF", "parameter `user` is not percent-encoded UTF-8"),
        ("user=a&age=07", "parameter `age` must be a 64-bit integer"),
        ("user=a&scopes=read,x", "parameter `scopes` at `/1` must be one of `read`, `write`"),
        ("user=a&id=1&id=", "parameter `id` at `/1` must be a 64-bit integer"),
    ];
    for (body, fault) in refused {
        assert_eq!(send(&router, log_in(body)).await, format!("400 {fault}"), "{body}");
    }
    let with_type =
        |media_type: &str| with_body("POST", "/login/a", &[("content-type", media_type)], "user=a");
    for media_type in [
        "application/json",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded; charset=latin1",
    ] {
        let charset = if media_type.contains("charset") { ", in UTF-8" } else { "" };
        let unsupported =
            format!("415 the body has the media type `{media_type}`; `{URLENCODED}` is accepted{charset}");
        assert_eq!(send(&router, with_type(media_type)).await, unsupported, "{media_type}");
        let empty = with_body("POST", "/login/a", &[("content-type", media_type)], "");
        assert_eq!(send(&router, empty).await, "400 parameter `user` is missing", "{media_type}");
    }
    assert!(send(&router, with_body("POST", "/login/a", &[], "user=a")).await.starts_with("200 "));
    assert_eq!(
        send(&router, with_body("POST", "/login/a", &[], vec![0xe4])).await,
        "400 the body is not UTF-8"
    );
    let large = with_body("POST", "/login/a", &[], vec![b'a'; (2 << 20) + 1]);
    assert_eq!(send(&router, large).await, "413 the body is too large");
}

#[tokio::test]
async fn a_form_may_come_in_either_media_type() {
    let router = service(Arc::new(Mirror));
    let note = r#"200 AddNoteRequest { text: Some("a\nb"), tag: ["x", "y&%41+="], query_form: Some("1"), query: Some("2") }"#;
    let urlencoded = with_body(
        "POST",
        "/notes?query=2",
        &[("content-type", URLENCODED)],
        "text=a%0Ab&tag=x&tag=y%26%2541%2B%3D&query=1",
    );
    assert_eq!(send(&router, urlencoded).await, note);
    let parts = "--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\na\nb\r\n\
        --b\r\ncontent-disposition: form-data; name=tag\r\nContent-Type: text/plain\r\n\r\nx\r\n\
        --b\r\nContent-Disposition: form-data; name=\"other\"; filename=\"x\"\r\n\r\nignored\r\n\
        --b\r\nContent-Disposition: form-data; name=\"tag\"\r\n\r\ny&%41+=\r\n\
        --b \r\nContent-Disposition: form-data; name=\"query\"\r\n\r\n1\r\n--b--\r\n";
    let typed = [("content-type", "multipart/form-data; boundary=\"b\"")];
    assert_eq!(send(&router, with_body("POST", "/notes?query=2", &typed, parts)).await, note);
    let latin = [&b"--b\r\ncontent-disposition: form-data; name=text\r\n\r\n"[..], b"\xe4\r\n--b--"].concat();
    assert_eq!(
        send(&router, with_body("POST", "/notes", &typed, latin)).await,
        "400 parameter `text` is not UTF-8"
    );
    let nothing = "200 AddNoteRequest { text: None, tag: [], query_form: None, query: None }";
    assert_eq!(send(&router, request("POST", "/notes")).await, nothing);
    for media_type in
        ["application/json", URLENCODED, "multipart/form-data; boundary=b", "multipart/form-data"]
    {
        let empty = with_body("POST", "/notes", &[("content-type", media_type)], "");
        assert_eq!(send(&router, empty).await, nothing, "{media_type}");
    }
    let accepted = "`application/x-www-form-urlencoded` or `multipart/form-data` is accepted";
    assert_eq!(
        send(&router, with_body("POST", "/notes", &[], "text=a")).await,
        format!("415 the body has no media type; {accepted}")
    );
    assert_eq!(
        send(&router, with_body("POST", "/notes", &[("content-type", "application/json")], "{}")).await,
        format!("415 the body has the media type `application/json`; {accepted}")
    );
}

/// A form with these parts: name, file name, content.
fn form(parts: &[(&str, Option<&str>, &str)]) -> Vec<u8> {
    let mut body = String::from("a preamble\r\n");
    for (name, file, content) in parts {
        write!(body, "--x-y\r\nContent-Disposition: form-data; name=\"{name}\"").unwrap();
        if let Some(file) = file {
            write!(body, "; filename=\"{file}\"\r\nContent-Type: image/png").unwrap();
        }
        write!(body, "\r\n\r\n{content}\r\n").unwrap();
    }
    (body + "--x-y--\r\nan epilogue").into_bytes()
}

fn post(uri: &str, body: impl Into<Body>) -> Request<Body> {
    with_body("POST", uri, &[("content-type", "multipart/form-data; boundary=x-y")], body)
}

#[tokio::test]
async fn a_file_is_streamed_wherever_the_fields_are() {
    let router = service(Arc::new(Mirror));
    let note = ("note", None, "n");
    let file = ("file", Some("a \\\"b\\\".png"), "\r\n--x\r\n--x-");
    let seen = r#"200 7 Some("n") file Some("a \"b\".png") Some("image/png"): \r\n--x\r\n--x-"#;
    let whole = form(&[note, file]);
    // The chunks of the body do not matter.
    for at in 0..whole.len() {
        let chunks = [&whole[..at], &whole[at..]].map(|chunk| Ok::<_, std::io::Error>(chunk.to_vec()));
        let body = Body::from_stream(stream::iter(chunks));
        assert_eq!(send(&router, post("/pets/7/image", body)).await, seen, "cut at {at}");
    }
    let bytes = whole.iter().map(|byte| Ok::<_, std::io::Error>(vec![*byte])).collect::<Vec<_>>();
    assert_eq!(send(&router, post("/pets/7/image", Body::from_stream(stream::iter(bytes)))).await, seen);

    let empty = ("file", None, "");
    assert_eq!(send(&router, post("/pets/7/image", form(&[empty]))).await, "200 7 None file None None: ");
    assert_eq!(send(&router, post("/pets/7/image", form(&[file, note]))).await, seen);
    let refused: [(&[_], &str); 7] = [
        (&[], "400 parameter `file` is missing"),
        (&[note], "400 parameter `file` is missing"),
        (&[file, note, note], "400 parameter `note` appears more than once"),
        (&[note, file, note], "400 parameter `note` appears more than once"),
        (&[file, ("other", None, "x"), file], "400 parameter `file` appears more than once"),
        (&[note, note, file], "400 parameter `note` appears more than once"),
        (&[("other", Some("y"), "x"), note], "400 parameter `file` is missing"),
    ];
    for (parts, answer) in refused {
        assert_eq!(send(&router, post("/pets/7/image", form(parts))).await, answer, "{parts:?}");
    }
    // Parameters are read before the body.
    assert_eq!(
        send(&router, post("/pets/x/image", "no form")).await,
        "400 parameter `petId` must be a 64-bit integer"
    );
}

#[tokio::test]
async fn an_invalid_form_in_parts_is_rejected() {
    let router = service(Arc::new(Mirror));
    let start = "--x-y\r\nContent-Disposition: form-data; name=\"file\"\r\n";
    let long = format!("--x-y\r\nX: {}\r\n\r\n", "a".repeat(9 << 10));
    let many = format!("--x-y\r\n{}\r\n", "X: y\r\n".repeat(2 << 10));
    let refused = [
        ("--x-y", "ends before its closing boundary"),
        (start, "ends before its closing boundary"),
        (&format!("{start}\r\nabc"), "ends before its closing boundary"),
        (&format!("{start}\r\nabc\r\n--x-"), "ends before its closing boundary"),
        ("--x-y\r\nContent-Type: a/b\r\n\r\nabc\r\n--x-y--", "has a part without a name"),
        (&long, "has a part with headers that are too long"),
        (&many, "has a part with headers that are too long"),
    ];
    for (body, reason) in refused {
        let sent = send(&router, post("/pets/1/image", body.to_owned())).await;
        assert_eq!(sent, format!("400 the body {reason}"), "{}", body.len());
    }
    let far = format!("multipart/form-data; boundary={}", "x".repeat(71));
    for media_type in ["multipart/form-data", "multipart/form-data; boundary=", &far] {
        let request = with_body("POST", "/pets/1/image", &[("content-type", media_type)], form(&[]));
        let answer = "400 the body has a media type without a valid `boundary`";
        assert_eq!(send(&router, request).await, answer, "{media_type}");
    }
    for media_type in ["multipart/mixed; boundary=x-y", URLENCODED] {
        let request = with_body("POST", "/pets/1/image", &[("content-type", media_type)], form(&[]));
        let answer =
            format!("415 the body has the media type `{media_type}`; `multipart/form-data` is accepted");
        assert_eq!(send(&router, request).await, answer, "{media_type}");
    }
    let missing = "400 parameter `file` is missing";
    assert_eq!(send(&router, request("POST", "/pets/1/image")).await, missing);
    assert_eq!(send(&router, post("/pets/1/image", "")).await, missing);
}

#[tokio::test]
async fn several_files_come_one_by_one() {
    let router = service(Arc::new(Mirror));
    let (passport, pedigree) = (("passport", Some("p"), "one"), ("pedigree", Some("q"), "two"));
    let both = form(&[passport, ("other", None, "x"), pedigree]);
    assert_eq!(
        send(&router, post("/pets/1/papers", both.clone())).await,
        r#"200 passport Some("p") Some("image/png"): one; pedigree Some("q") Some("image/png"): two; "#
    );
    assert_eq!(
        send(&router, post("/pets/0/papers", both)).await,
        r#"200 Some(3); pedigree Some("q") Some("image/png"): two; "#
    );
    assert_eq!(send(&router, post("/pets/1/papers", form(&[]))).await, "200 ");
    assert_eq!(send(&router, request("POST", "/pets/1/papers")).await, "200 ");
    assert_eq!(
        send(&router, post("/pets/1/papers", form(&[passport, passport]))).await,
        "400 parameter `passport` appears more than once"
    );
}

#[tokio::test]
async fn a_file_may_have_a_limit_of_its_own() {
    let large = |size| post("/pets/1/image", form(&[("file", None, &"a".repeat(size))]));
    let too_large = "413 the body is too large";
    assert_eq!(send(&service(Arc::new(Mirror)), large(2 << 20)).await, too_large);

    let routes = routes(Arc::new(Mirror)).map(|_, route| route.layer(DefaultBodyLimit::disable()));
    let router = fallbacks::<Mirror>(routes.into_router());
    assert_eq!(send(&router, large(5 << 20)).await, "200 1 None file None None: 5242880 bytes");
    assert_eq!(send(&router, large((5 << 20) + 1)).await, too_large);
    // Fields are kept in memory, so they stay bounded.
    let note = "a".repeat((2 << 20) + 1);
    let fields = form(&[("note", None, &note), ("file", None, "")]);
    assert_eq!(send(&router, post("/pets/1/image", fields)).await, too_large);
}
