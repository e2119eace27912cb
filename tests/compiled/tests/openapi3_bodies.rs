//! OpenAPI 3's bodies on the wire: forms with a schema, several media types, and forms with files.

use crate::client::{Seen, send, with_body};
use axum::Router;
use axum::body::Body;
use std::fmt::Write as _;
use std::sync::Arc;
use stubsmith_golden::openapi3_bodies::*;

/// Returns its request.
struct Mirror;

impl From<Rejection> for Seen {
    fn from(rejection: Rejection) -> Self {
        Self::rejected(rejection.status(), &rejection)
    }
}

impl Api for Mirror {
    type Error = Seen;
    async fn create_payment(
        &self,
        _: Context,
        request: CreatePaymentRequest,
    ) -> Result<CreatePaymentResponse, Seen> {
        Ok(CreatePaymentResponse::Ok(request.body))
    }
    async fn search_payments(
        &self,
        _: Context,
        request: SearchPaymentsRequest,
    ) -> Result<SearchPaymentsResponse, Seen> {
        Seen::request(&request.body.map(|body| (body.limit, body.tags)))
    }
    async fn send_message(
        &self,
        _: Context,
        request: SendMessageRequest,
    ) -> Result<SendMessageResponse, Seen> {
        Ok(SendMessageResponse::Ok(request.body))
    }
    async fn replace_message(
        &self,
        _: Context,
        request: ReplaceMessageRequest,
    ) -> Result<ReplaceMessageResponse, Seen> {
        Seen::request(&request.body.map(|body| (body.text, body.tags, body.cards.map(|cards| cards.len()))))
    }
    async fn add_photos(&self, _: Context, request: AddPhotosRequest) -> Result<AddPhotosResponse, Seen> {
        let mut seen = format!("{}:", request.title);
        let mut files = Files::File(request.files);
        loop {
            match files {
                Files::File(mut file) => {
                    let bytes = file.bytes().await?;
                    let _ = write!(seen, " {}={}", file.name(), bytes.len());
                    files = file.next().await?;
                }
                Files::End(fields) => {
                    return Seen::request(&format_args!("{seen} {:?} {:?}", fields.sizes, fields.tags));
                }
            }
        }
    }
    async fn add_note(&self, _: Context, request: AddNoteRequest) -> Result<AddNoteResponse, Seen> {
        match request.body {
            AddNoteBody::Json(record) => Seen::request(&record),
            AddNoteBody::Multipart(body) => Seen::request(&body.text().await?.len()),
        }
    }
    async fn put_note(&self, _: Context, request: PutNoteRequest) -> Result<PutNoteResponse, Seen> {
        match request.body {
            None => Seen::request(&"none"),
            Some(PutNoteBody::Json(record)) => Seen::request(&record),
            Some(PutNoteBody::Related(body)) => Seen::request(&body.text().await?),
        }
    }
    async fn put_record(&self, _: Context, request: PutRecordRequest) -> Result<PutRecordResponse, Seen> {
        match request.body {
            PutRecordBody::Json(record) => Seen::request(&record),
            PutRecordBody::Form(form) => Seen::request(&form),
            PutRecordBody::Text(text) => Seen::request(&text),
            PutRecordBody::Any(body) => Seen::request(&("any", body.text().await?)),
        }
    }
    async fn patch_record(
        &self,
        _: Context,
        request: PatchRecordRequest,
    ) -> Result<PatchRecordResponse, Seen> {
        Seen::request(&request.body)
    }
}

fn router() -> Router {
    stubsmith_golden::openapi3_bodies::router(Arc::new(Mirror))
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
async fn forms_become_the_type_of_their_schema() {
    for (body, expected) in [
        ("amount=5", r#"{"amount":5}"#),
        (
            "amount=5&card[number]=42&card%5Bexp_month%5D=12",
            r#"{"amount":5,"card":{"number":"42","exp_month":12}}"#,
        ),
        (
            "lines[1][number]=b&lines[0][number]=a&amount=1",
            r#"{"amount":1,"lines":[{"number":"a"},{"number":"b"}]}"#,
        ),
        ("amount=1&metadata[a+b]=1&metadata[c]=%26", r#"{"amount":1,"metadata":{"a b":"1","c":"&"}}"#),
        ("amount=1&ids=1,2&codes=x|y%2Cz", r#"{"amount":1,"ids":[1,2],"codes":["x","y,z"]}"#),
        ("amount=1&ids=1%2C2&codes=x%7Cy", r#"{"amount":1,"ids":[1,2],"codes":["x","y"]}"#),
        ("amount=1&words=a+b%20c", r#"{"amount":1,"words":["a","b","c"]}"#),
        ("amount=1&ids=", r#"{"amount":1,"ids":[]}"#),
        ("amount=1&address=city,a%2Cb,zip,5", r#"{"amount":1,"address":{"city":"a,b","zip":5}}"#),
        ("amount=1&options=%7B%22fast%22%3Atrue%7D", r#"{"amount":1,"options":{"fast":true}}"#),
        ("amount=1&options[fast]=true", r#"{"amount":1,"options":{"fast":true}}"#),
        ("amount=1&until=null", r#"{"amount":1,"until":"null"}"#),
        ("amount=1&filter[]=a&filter%5B%5D=b", r#"{"amount":1,"filter[]":["a","b"]}"#),
        ("&&amount=1&", r#"{"amount":1}"#),
    ] {
        assert_eq!(post("/payments", FORM, body).await, format!("200 {expected}"), "{body}");
    }
}

#[tokio::test]
async fn mistakes_in_forms_have_a_pointer() {
    for (body, expected) in [
        ("", "the body: property `amount` is missing"),
        ("amount=x", "the body at `/amount`: must be an integer"),
        ("amount=%2B5", "the body at `/amount`: must be an integer"),
        ("amount=0", "the body at `/amount`: must be at least 1"),
        ("amount=1&amount=2", "the body at `/amount`: appears more than once"),
        ("amount=1&other=2", "the body: property `other` is not allowed"),
        ("amount=1&card=1", "the body at `/card`: must be an object"),
        ("amount=1&card[exp_month]=1", "the body at `/card`: property `number` is missing"),
        ("amount=1&card[number]=12345", "the body at `/card/number`: must have at most 4 characters"),
        ("amount=1&lines[0][number]=1&lines[1][x]=1", "the body at `/lines/1`: property `number` is missing"),
        ("amount=1&ids=1,x", "the body at `/ids/1`: must be an integer"),
        ("amount=1&ids=1&ids=2", "the body at `/ids`: appears more than once"),
        ("amount=1&address=city", "the body at `/address`: has a name without a value"),
        ("amount=1&options=x", "the body at `/options`: is not JSON: expected value at line 1 column 1"),
        (
            "amount=1&options=%7B%22fast%22%3A%22true%22%7D",
            r#"the body at `/options/fast`: must be a boolean, not the string "true""#,
        ),
        ("amount=1&until=%FF", "the body at `/until`: is not percent-encoded UTF-8"),
        ("amount=1&%FF=1", "the body: is not percent-encoded UTF-8"),
    ] {
        assert_eq!(post("/payments", FORM, body).await, format!("400 {expected}"), "{body}");
    }
    let many = "metadata[a]=1&".repeat(1_001);
    assert_eq!(post("/payments", FORM, many).await, "400 the body: has more than 1000 values");
    let absent = with_body("POST", "/payments", &[], Body::empty());
    assert_eq!(send(&router(), absent).await, "400 the body is missing");
    let other = post("/payments", "application/json", "{}").await;
    assert_eq!(
        other,
        "415 the body has the media type `application/json`; `application/x-www-form-urlencoded` is accepted"
    );
}

#[tokio::test]
async fn a_form_may_be_absent() {
    let absent = with_body("POST", "/payments/search", &[], Body::empty());
    assert_eq!(send(&router(), absent).await, "200 None");
    assert_eq!(post("/payments/search", FORM, "").await, "200 None");
    assert_eq!(post("/payments/search", FORM, "tags=a&tags=b").await, r#"200 Some((10, Some(["a", "b"])))"#);
    assert_eq!(
        post("/payments/search", FORM, "limit=101").await,
        "400 the body at `/limit`: must be at most 100"
    );
    let many = post("/payments/search", FORM, "tags[]=a&tags[]=b&tags[]=c&tags[]=d").await;
    assert_eq!(many, "400 the body at `/tags`: must have at most 3 items");
    let absent = with_body("PUT", "/messages", &[], Body::empty());
    assert_eq!(send(&router(), absent).await, "200 None");
    let styled = parts(&[("name=text", "a"), ("name=tags", "x,y"), ("name=\"cards[0][number]\"", "1")]);
    assert_eq!(put("/messages", PARTS, styled).await, r#"200 Some(("a", Some(["x", "y"]), Some(1)))"#);
    let twice = parts(&[("name=text", "a"), ("name=tags", "x,y"), ("name=tags", "z")]);
    assert_eq!(put("/messages", PARTS, twice).await, "400 the body at `/tags`: appears more than once");
}

#[tokio::test]
async fn one_type_has_several_media_types() {
    let message = r#"{"text":"a b","level":"low","tags":["x","y"],"card":{"number":"1"}}"#;
    let expected = format!("200 {message}");
    assert_eq!(post("/messages", "application/json", message).await, expected);
    assert_eq!(post("/messages", "application/json; charset=utf-8", message).await, expected);
    let untyped = with_body("POST", "/messages", &[], message);
    assert_eq!(send(&router(), untyped).await, expected);
    let form = "text=a+b&level=low&tags=x&tags=y&card=%7B%22number%22%3A%221%22%7D";
    assert_eq!(post("/messages", FORM, form).await, expected);
    let body = parts(&[
        ("name=text", "a b"),
        ("name=unknown; filename=x", "\u{1}"),
        ("name=level", "low"),
        ("name=tags", "x"),
        ("name=tags", "y"),
        ("name=card\r\nContent-Type: application/json", r#"{"number":"1"}"#),
    ]);
    assert_eq!(post("/messages", PARTS, body).await, expected);
    let level = parts(&[("name=text", "a"), ("name=level", "none")]);
    assert_eq!(
        post("/messages", PARTS, level).await,
        "400 the body at `/level`: must be one of `low`, `high`"
    );
    let cards = parts(&[
        ("name=text", "a"),
        ("name=cards", r#"{"number":"1"}"#),
        ("name=cards", r#"{"number":"12345"}"#),
    ]);
    assert_eq!(
        post("/messages", PARTS, cards).await,
        "400 the body at `/cards/1/number`: must have at most 4 characters"
    );
    assert_eq!(
        post("/messages", "text/plain", "a").await,
        "415 the body has the media type `text/plain`; `application/json`, `application/x-www-form-urlencoded` or `multipart/form-data` is accepted"
    );
    assert_eq!(post("/messages", "text/plain", "").await, "400 the body is missing");
}

#[tokio::test]
async fn the_media_type_chooses_a_variant() {
    let uri = "/records/1";
    assert_eq!(put(uri, "application/json", r#"{"a":1}"#).await, "200 Record { a: Some(1) }");
    assert_eq!(
        put(uri, FORM, "a=1&tags=x&tags=y").await,
        r#"200 RecordForm { a: 1, tags: Some(["x", "y"]) }"#
    );
    assert_eq!(put(uri, FORM, "tags=x").await, "400 the body: property `a` is missing");
    assert_eq!(put(uri, "text/plain", "hi").await, "200 \"hi\"");
    assert_eq!(put(uri, "text/plain", "01234567890").await, "400 the body: must have at most 10 characters");
    assert_eq!(put(uri, "application/zip", "zip").await, r#"200 ("any", "zip")"#);
    assert_eq!(put(uri, "Application/JSON", "[]").await, "400 the body: must be an object, not an array");
    assert_eq!(
        put(uri, "image/png", "x").await,
        "415 the body has the media type `image/png`; `application/json`, `application/x-www-form-urlencoded`, `text/plain` or `application/*` is accepted"
    );
    let patch = |types: &'static [(&'static str, &'static str)], body: &'static str| async move {
        send(&router(), with_body("PATCH", "/records/1", types, body)).await
    };
    assert_eq!(patch(&[], "").await, "200 None");
    assert_eq!(patch(&[], r#"{"a":1}"#).await, "200 Some(Json(Record { a: Some(1) }))");
    let v2 = [("content-type", "application/vnd.records.v2+json")];
    let v2: &'static [(&str, &str)] = Box::leak(Box::new(v2));
    assert_eq!(patch(v2, r#"{"a":1}"#).await, "200 Some(VndRecordsV2Json(RecordForm { a: 1, tags: None }))");
    assert_eq!(patch(v2, "").await, "200 None");
}

#[tokio::test]
async fn files_are_read_while_they_arrive() {
    const PNG: &str = "name=photos; filename=a\r\nContent-Type: image/png";
    let body = parts(&[
        ("name=title", "t"),
        (PNG, "12"),
        ("name=sizes", "1,2"),
        (PNG, "345"),
        ("name=tags", "x"),
        ("name=cover; filename=c", "6"),
        ("name=tags", "y"),
    ]);
    assert_eq!(post("/photos", PARTS, body).await, r#"200 t: photos=2 photos=3 cover=1 [1, 2] ["x", "y"]"#);
    let title = parts(&[("name=title", ""), (PNG, "1")]);
    assert_eq!(post("/photos", PARTS, title).await, "400 parameter `title` must have at least 1 character");
    let none = parts(&[("name=title", "t"), ("name=cover; filename=a", "1")]);
    assert_eq!(post("/photos", PARTS, none).await, "400 parameter `photos` is missing");
    let twice = parts(&[
        ("name=title", "t"),
        ("name=cover; filename=a", "1"),
        ("name=cover; filename=a", "1"),
        (PNG, "1"),
    ]);
    assert_eq!(post("/photos", PARTS, twice).await, "400 parameter `cover` appears more than once");
    assert_eq!(post("/notes", "application/json", "{}").await, "200 Record { a: None }");
    assert_eq!(post("/notes", PARTS, parts(&[])).await, "200 7");
    assert_eq!(put("/notes", "multipart/mixed", "x").await, "200 \"x\"");
    assert_eq!(put("/notes", "multipart/related; boundary=b", "x").await, "200 \"x\"");
    assert_eq!(put("/notes", "application/json", "{}").await, "200 Record { a: None }");
    assert_eq!(put("/notes", "text/plain", "").await, "200 \"none\"");
}
