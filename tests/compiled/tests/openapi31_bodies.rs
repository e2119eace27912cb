//! OpenAPI 3.1's bodies on the wire: files without a format, and forms with alternatives.

use crate::client::{Seen, send, with_body};
use axum::Router;
use axum::body::Body;
use std::sync::Arc;
use stubsmith_golden::openapi31_bodies::*;

/// Returns its request.
struct Mirror;

impl From<Rejection> for Seen {
    fn from(rejection: Rejection) -> Self {
        Self::rejected(rejection.status(), &rejection)
    }
}

impl Api for Mirror {
    type Error = Seen;
    async fn add_files(&self, _: Context, request: AddFilesRequest) -> Result<AddFilesResponse, Seen> {
        let mut names = Vec::new();
        let mut files = request.files;
        loop {
            match files {
                Files::File(file) => {
                    names.push(file.name().to_owned());
                    files = file.next().await?;
                }
                Files::End(fields) => return Seen::request(&(names, fields.level)),
            }
        }
    }
    async fn add_text(&self, _: Context, request: AddTextRequest) -> Result<AddTextResponse, Seen> {
        Seen::request(&(request.body.name, request.body.data, request.body.sizes))
    }
    async fn put_price(&self, _: Context, request: PutPriceRequest) -> Result<PutPriceResponse, Seen> {
        match request.body {
            PutPriceAnyBody::Json(body) => Seen::request(&body),
            PutPriceAnyBody::Form(form) => Seen::request(&(form.price, form.level)),
            PutPriceAnyBody::Bytes(body) => Seen::request(&body.bytes().await?),
        }
    }
}

fn router() -> Router {
    stubsmith_golden::openapi31_bodies::router(Arc::new(Mirror))
}

async fn post(uri: &str, media_type: &str, body: impl Into<Body>) -> String {
    send(&router(), with_body("POST", uri, &[("content-type", media_type)], body)).await
}

async fn put(uri: &str, media_type: &str, body: impl Into<Body>) -> String {
    send(&router(), with_body("PUT", uri, &[("content-type", media_type)], body)).await
}

const FORM: &str = "application/x-www-form-urlencoded";
const PARTS: &str = "multipart/form-data; boundary=b";

/// A form in parts: the headers of each part, and its content.
fn parts(parts: &[(&str, &str)]) -> String {
    let part = |(headers, content): &(&str, &str)| {
        format!("--b\r\nContent-Disposition: form-data; {headers}\r\n\r\n{content}\r\n")
    };
    parts.iter().map(part).collect::<String>() + "--b--\r\n"
}

#[tokio::test]
async fn files_need_no_format() {
    let body = parts(&[
        ("name=raw; filename=a", "1"),
        ("name=picture", "2"),
        ("name=level", "high"),
        ("name=raw; filename=b", "3"),
        ("name=any; filename=b", "4"),
    ]);
    assert_eq!(post("/files", PARTS, body).await, r#"200 (["raw", "picture", "raw", "any"], High)"#);
    assert_eq!(post("/files", PARTS, parts(&[])).await, "200 ([], Low)");
    let absent = with_body("POST", "/files", &[], Body::empty());
    assert_eq!(send(&router(), absent).await, "200 ([], Low)");
    let texts = parts(&[("name=data", "aGk="), ("name=sizes", "1|2")]);
    assert_eq!(post("/texts", PARTS, texts).await, r#"200 (None, Some("aGk="), Some([1, 2]))"#);
    let null = parts(&[("name=name\r\nContent-Type: application/json", "null")]);
    assert_eq!(post("/texts", PARTS, null).await, "200 (Some(Null), None, None)");
    assert_eq!(post("/texts", PARTS, parts(&[])).await, "400 the body: must have at least 1 property");
    let bytes = parts(&[("name=data", "\u{1}")]).replace('\u{1}', "\u{fffd}").into_bytes();
    let bytes: Vec<u8> = bytes.split(|byte| *byte == 0xef).collect::<Vec<_>>().join(&0xff);
    assert_eq!(post("/texts", PARTS, bytes).await, "400 the body at `/data`: is not UTF-8");
}

#[tokio::test]
async fn a_text_may_be_one_of_several_types() {
    for (body, expected) in [
        ("price=5", "200 (Some(Number(5.0)), None)"),
        ("price=", "200 (Some(Empty), None)"),
        ("price=-1", "400 the body at `/price`: must be at least 0"),
        ("price=x", "400 the body at `/price`: must be ``"),
        ("price=5&level=1", r#"200 (Some(Number(5.0)), Some(N1))"#),
        ("price=5&level=true", r#"200 (Some(Number(5.0)), Some(True))"#),
        ("price=5&level=2", "400 the body at `/level`: must be one of `1`, `high`, `true`"),
        ("level=high", "400 the body: property `price` is missing"),
    ] {
        assert_eq!(put("/prices", FORM, body).await, expected, "{body}");
    }
    assert_eq!(
        put("/prices", "application/json", r#"{"price":1.5}"#).await,
        "200 PutPriceBody { price: Some(1.5) }"
    );
    assert_eq!(put("/prices", "application/octet-stream", "a").await, "200 [97]");
}
