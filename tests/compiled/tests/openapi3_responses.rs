//! Responses of OpenAPI 3 on the wire: ranges of status codes, required and JSON headers, and several bodies. The
//! golden case `openapi3_responses`.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::IntoResponse;
use http_body_util::BodyExt as _;
use std::sync::{Arc, Mutex};
use stubsmith_golden::openapi3_responses::*;
use tower::ServiceExt as _;

struct Answer {
    status: u16,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn all(&self, name: &str) -> Vec<&str> {
        self.headers.get_all(name).iter().map(|value| value.to_str().unwrap()).collect()
    }

    /// Status, media type and body, in a line.
    fn line(&self) -> String {
        format!("{} [{}] {}", self.status, self.all("content-type").join(", "), self.body)
    }
}

async fn call(router: &Router, method: &str, uri: &str, accept: &[&str]) -> Answer {
    let request = Request::builder().method(method).uri(uri);
    let request = accept.iter().fold(request, |request, accept| request.header("accept", *accept));
    let response = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
    Answer { status: parts.status.as_u16(), headers: parts.headers, body }
}

/// Shows breaches.
struct Shown(Rejection);

impl From<Rejection> for Shown {
    fn from(rejection: Rejection) -> Self {
        Self(rejection)
    }
}

impl IntoResponse for Shown {
    fn into_response(self) -> axum::response::Response {
        let text = match &self.0 {
            Rejection::InvalidResponse { reason } => reason.clone(),
            other => other.to_string(),
        };
        (self.0.status(), text).into_response()
    }
}

/// The response that a handler returns.
#[expect(clippy::large_enum_variant, reason = "each test makes one")]
enum Response {
    Chat(ChatResponse),
    GetAlike(GetAlikeResponse),
    GetBytes(GetBytesResponse),
    GetHeaders(GetHeadersResponse),
    GetRecord(GetRecordResponse),
    GetRange(GetRangeResponse),
    GetSuccess(GetSuccessResponse),
    RemoveSuccess(RemoveSuccessResponse),
}

/// Returns the response that it was given.
struct Given(Mutex<Option<Response>>);

impl Given {
    fn service(response: Response) -> Router {
        service(Arc::new(Self(Mutex::new(Some(response)))))
    }
}

macro_rules! given {
    ($self:ident, $variant:ident) => {
        match $self.0.lock().unwrap().take() {
            Some(Response::$variant(response)) => Ok(response),
            _ => panic!("another response was given"),
        }
    };
}

impl Api for Given {
    type Error = Shown;

    async fn get_record(&self, _: Context) -> Result<GetRecordResponse, Shown> {
        given!(self, GetRecord)
    }

    async fn chat(&self, _: Context) -> Result<ChatResponse, Shown> {
        given!(self, Chat)
    }

    async fn get_alike(&self, _: Context) -> Result<GetAlikeResponse, Shown> {
        given!(self, GetAlike)
    }

    async fn get_bytes(&self, _: Context) -> Result<GetBytesResponse, Shown> {
        given!(self, GetBytes)
    }

    async fn get_headers(&self, _: Context) -> Result<GetHeadersResponse, Shown> {
        given!(self, GetHeaders)
    }

    async fn get_range(&self, _: Context) -> Result<GetRangeResponse, Shown> {
        given!(self, GetRange)
    }

    async fn get_success(&self, _: Context) -> Result<GetSuccessResponse, Shown> {
        given!(self, GetSuccess)
    }

    async fn remove_success(&self, _: Context) -> Result<RemoveSuccessResponse, Shown> {
        given!(self, RemoveSuccess)
    }
}

async fn range(response: GetRangeResponse) -> String {
    call(&Given::service(Response::GetRange(response)), "GET", "/range", &[]).await.line()
}

fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap()
}

#[tokio::test]
async fn a_range_has_every_status_code_without_a_response_of_its_own() {
    let problem = || types::Problem { title: Some("No.".to_owned()) };
    let success = |code| GetRangeResponse::Success { status: status(code), body: 7 };
    let client = |code| GetRangeResponse::ClientError { status: status(code), body: problem() };
    let server = |code| GetRangeResponse::ServerError { status: status(code) };
    let default = |code| GetRangeResponse::Default { status: status(code) };
    let breach =
        |reason: &str| format!("500 [text/plain; charset=utf-8] the response of `getRange`: {reason}");
    let rows = [
        (GetRangeResponse::Ok("a".to_owned()), "200 [application/json] \"a\"".to_owned()),
        (success(201), "201 [application/json] 7".to_owned()),
        (success(299), "299 [application/json] 7".to_owned()),
        (
            success(200),
            breach("`200 OK` cannot be the status of the response 2XX: it has a response of its own"),
        ),
        (
            success(204),
            breach("`204 No Content` cannot be the status of the response 2XX: it does not allow a body"),
        ),
        (
            success(300),
            breach("`300 Multiple Choices` cannot be the status of the response 2XX: it is not in the range"),
        ),
        (GetRangeResponse::NotFound, "404 [] ".to_owned()),
        (client(409), r#"409 [application/problem+json] {"title":"No."}"#.to_owned()),
        (
            client(404),
            breach("`404 Not Found` cannot be the status of the response 4XX: it has a response of its own"),
        ),
        (server(503), "503 [] ".to_owned()),
        (server(599), "599 [] ".to_owned()),
        (
            server(400),
            breach("`400 Bad Request` cannot be the status of the response 5XX: it is not in the range"),
        ),
        (default(302), "302 [] ".to_owned()),
        (
            default(201),
            breach("`201 Created` cannot be the status of the default response: use the response 2XX"),
        ),
        (
            default(500),
            breach(
                "`500 Internal Server Error` cannot be the status of the default response: use the response 5XX",
            ),
        ),
        (default(101), breach("`101 Switching Protocols` cannot be the status of the default response")),
    ];
    for (response, expected) in rows {
        assert_eq!(range(response).await, expected);
    }
}

#[tokio::test]
async fn the_body_of_a_range_without_another_success_response_is_sent_with_200() {
    let room = types::Room { name: "Attic".to_owned() };
    let given = Given::service(Response::GetSuccess(room.into()));
    assert_eq!(
        call(&given, "GET", "/success", &[]).await.line(),
        r#"200 [application/json] {"name":"Attic"}"#
    );
}

#[tokio::test]
async fn a_range_has_headers_and_may_have_no_body() {
    let headers = GetSuccessRedirectionHeaders { location: Some("/there".to_owned()) };
    let response = GetSuccessResponse::Redirection { status: StatusCode::SEE_OTHER, headers };
    let answer = call(&Given::service(Response::GetSuccess(response)), "GET", "/success", &[]).await;
    assert_eq!((answer.line().as_str(), answer.all("location")), ("303 [] ", vec!["/there"]));
    let response = RemoveSuccessResponse::Success { status: StatusCode::NO_CONTENT };
    let answer = call(&Given::service(Response::RemoveSuccess(response)), "DELETE", "/success", &[]).await;
    assert_eq!(answer.line(), "204 [] ");
}

#[tokio::test]
async fn examples_are_sent_with_a_status_code_of_the_range() {
    let router = service(Arc::new(example_server::Examples));
    let rows = [
        ("GET", "/range", "200 [application/json] \"a\""),
        ("GET", "/success", r#"200 [application/json] {"name":"Attic"}"#),
        ("DELETE", "/success", "200 [] "),
        ("GET", "/headers", "200 [application/json] \"a\""),
        ("GET", "/record", r#"200 [application/json] {"name":"Hall"}"#),
        ("GET", "/bytes", "200 [image/png] example"),
    ];
    for (method, uri, expected) in rows {
        assert_eq!(call(&router, method, uri, &[]).await.line(), expected);
    }
}

fn headers() -> GetHeadersOkHeaders {
    let mut headers = GetHeadersOkHeaders::new(7, GetHeadersOkXKind::Small, "abc", serde_json::json!({}));
    headers.set_cookie = vec!["a=1".to_owned()];
    headers
}

async fn with(headers: GetHeadersOkHeaders) -> Answer {
    let response = GetHeadersResponse::Ok { headers, body: "a".to_owned() };
    call(&Given::service(Response::GetHeaders(response)), "GET", "/headers", &[]).await
}

#[tokio::test]
async fn a_required_header_is_always_sent() {
    let answer = with(headers()).await;
    assert_eq!(answer.line(), "200 [application/json] \"a\"");
    let rows: [(&str, &[&str]); 10] = [
        ("x-optional", &[]),
        ("x-count", &["7"]),
        ("x-kind", &["small"]),
        ("x-short", &["abc"]),
        ("x-list", &[]),
        ("x-required-list", &[""]),
        ("x-room", &[]),
        ("x-any", &["{}"]),
        ("x-text", &[]),
        ("set-cookie", &["a=1"]),
    ];
    for (name, expected) in rows {
        assert_eq!(answer.all(name), expected, "{name}");
    }
    let headers = GetHeadersServiceUnavailableHeaders::new(120);
    let response = GetHeadersResponse::ServiceUnavailable { headers };
    let answer = call(&Given::service(Response::GetHeaders(response)), "GET", "/headers", &[]).await;
    assert_eq!((answer.line().as_str(), answer.all("retry-after")), ("503 [] ", vec!["120"]));
}

#[tokio::test]
async fn a_header_with_content_is_json_in_one_line_and_in_ascii() {
    let room = types::Room { name: "Äpfel\n\u{1F34E}\u{7f}".to_owned() };
    let answer = with(GetHeadersOkHeaders {
        x_room: Some(room),
        x_any: serde_json::json!(["é", 1, null]),
        x_numbers: Some(Vec::new()),
        x_text: Some("a".to_owned()),
        x_list: vec!["a".to_owned(), "b".to_owned()],
        x_required_list: vec![1, 2],
        ..headers()
    })
    .await;
    let rows = [
        ("x-room", r#"{"name":"\u00c4pfel\n\ud83c\udf4e\u007f"}"#),
        ("x-any", r#"["\u00e9",1,null]"#),
        ("x-numbers", "[]"),
        ("x-text", "a"),
        ("x-list", "a,b"),
        ("x-required-list", "1,2"),
    ];
    for (name, expected) in rows {
        assert_eq!(answer.all(name), [expected], "{name}");
    }
}

#[tokio::test]
async fn an_invalid_header_is_a_breach() {
    let rows = [
        (
            GetHeadersOkHeaders { x_short: "abcd".to_owned(), ..headers() },
            "the header `X-Short` must have at most 3 characters",
        ),
        (GetHeadersOkHeaders { set_cookie: Vec::new(), ..headers() }, "the header `Set-Cookie` is required"),
        (
            GetHeadersOkHeaders { x_numbers: Some(vec![1, 2, 3]), ..headers() },
            "the header `X-Numbers` must have at most 2 items",
        ),
    ];
    for (headers, expected) in rows {
        assert_eq!(
            with(headers).await.line(),
            format!("500 [text/plain; charset=utf-8] the response of `getHeaders`: {expected}")
        );
    }
}

fn room() -> types::Room {
    types::Room { name: "Attic".to_owned() }
}

async fn record(response: impl Into<GetRecordResponse>, accept: &[&str]) -> String {
    let given = Given::service(Response::GetRecord(response.into()));
    call(&given, "GET", "/record", accept).await.line()
}

#[tokio::test]
async fn accept_chooses_only_among_the_media_types_of_one_body() {
    let json = r#"[application/json] {"name":"Attic"}"#;
    let second = r#"[application/vnd.room.v2+json] {"name":"Attic"}"#;
    let rows: [(&[&str], &str); 6] = [
        (&[], json),
        (&["*/*"], json),
        (&["application/vnd.room.v2+json"], second),
        (&["application/json;q=0.5, application/vnd.room.v2+json"], second),
        // The client prefers CSV, but the handler chose JSON.
        (&["text/csv, application/json;q=0.1"], json),
        // RFC 9110, section 12.4.1: the server may send a response that is not acceptable.
        (&["text/csv"], json),
    ];
    for (accept, expected) in rows {
        assert_eq!(record(room(), accept).await, format!("200 {expected}"), "{accept:?}");
    }
}

#[tokio::test]
async fn a_body_with_its_own_media_type_is_sent_as_the_handler_chose_it() {
    let png = || GetRecordOk::Png("PNG".into());
    let breach =
        |reason: &str| format!("500 [text/plain; charset=utf-8] the response of `getRecord`: {reason}");
    let rows = [
        (GetRecordOk::Csv("a,b".to_owned()), "200 [text/csv; charset=utf-8] a,b".to_owned()),
        (GetRecordOk::Csv("a,b,c,d".to_owned()), breach("the body must have at most 5 characters")),
        (png(), "200 [image/png] PNG".to_owned()),
        (GetRecordOk::Png(Content::new("image/png", "PNG")), "200 [image/png] PNG".to_owned()),
        (
            GetRecordOk::Png(Content::new("image/jpeg", "JPEG")),
            breach("`image/jpeg` is not a declared media type"),
        ),
        (GetRecordOk::Jpeg("JPEG".into()), "200 [image/jpeg] JPEG".to_owned()),
        (GetRecordOk::Any(Content::new("application/zip", "PK")), "200 [application/zip] PK".to_owned()),
        (
            GetRecordOk::Any("PK".into()),
            breach("`application/*` is a range: set the media type with `Content::new`"),
        ),
    ];
    for (body, expected) in rows {
        assert_eq!(record(body, &["application/json"]).await, expected);
    }
    assert_eq!(record(png(), &[]).await, "200 [image/png] PNG");
}

#[tokio::test]
async fn a_request_that_accepts_no_success_response_never_reaches_the_handler() {
    let rows: [(&[&str], u16); 5] = [
        (&["text/html"], 406),
        (&["application/xml"], 200),
        (&["image/gif"], 406),
        (&["image/*"], 200),
        (&["application/problem+json"], 200),
    ];
    for (accept, expected) in rows {
        let line = record(room(), accept).await;
        assert!(line.starts_with(&expected.to_string()), "{accept:?}: {line}");
    }
}

#[tokio::test]
async fn errors_have_their_own_bodies() {
    let problem = || types::Problem { title: Some("No.".to_owned()) };
    let json = GetRecordBadRequest::Json(problem());
    assert_eq!(record(json, &[]).await, r#"400 [application/json] {"title":"No."}"#);
    let json = GetRecordBadRequest::Json(problem());
    let accept = ["application/vnd.error+json, application/json;q=0.5"];
    assert_eq!(record(json, &accept).await, r#"400 [application/vnd.error+json] {"title":"No."}"#);
    let chosen = GetRecordBadRequest::ProblemJson(problem());
    let expected = r#"400 [application/problem+json] {"title":"No."}"#;
    assert_eq!(record(chosen, &["application/json"]).await, expected);
    let body = GetRecordServerError::Html("<p>".to_owned());
    let broken = GetRecordResponse::ServerError { status: status(502), body };
    assert_eq!(record(broken, &[]).await, "502 [text/html; charset=utf-8] <p>");
}

#[tokio::test]
async fn equal_schemas_share_a_body() {
    let alike = async |response: GetAlikeResponse, accept: &str| {
        call(&Given::service(Response::GetAlike(response)), "GET", "/alike", &[accept]).await.line()
    };
    assert_eq!(alike(vec![1].into(), "text/json").await, "200 [text/json] [1]");
    let none = || GetAlikeResponse::from("none".to_owned());
    assert_eq!(alike(none(), "text/html, */*;q=0.1").await, "404 [text/html; charset=utf-8] none");
    assert_eq!(alike(none(), "*/*").await, "404 [application/json] \"none\"");
}

#[tokio::test]
async fn a_stream_is_sent_as_bytes() {
    let event = ChatOk::EventStream("data: {}\n\n".into());
    let given = Given::service(Response::Chat(event.into()));
    let answer = call(&given, "POST", "/chat", &["application/json"]).await;
    assert_eq!(answer.line(), "200 [text/event-stream] data: {}\n\n");
    assert_eq!(answer.all("vary"), ["Accept"]);
}

/// The handler sends pieces through a channel. Each is sent before the next one exists, and the handler's end of the
/// channel is closed when the client disconnects.
#[tokio::test]
async fn a_stream_is_sent_piece_by_piece_until_the_client_disconnects() {
    let (sender, receiver) = tokio::sync::mpsc::channel::<&'static str>(1);
    let pieces = futures_util::stream::unfold(receiver, |mut receiver| async move {
        let piece = receiver.recv().await?;
        Some((Ok::<_, std::io::Error>(piece), receiver))
    });
    let event = ChatOk::EventStream(Body::from_stream(pieces).into());
    let given = Given::service(Response::Chat(event.into()));
    let request = Request::post("/chat").body(Body::empty()).unwrap();
    let response = given.oneshot(request).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    assert!(!response.headers().contains_key("content-length"));
    let mut body = response.into_body();
    for piece in ["data: 1\n\n", "data: 2\n\n"] {
        sender.send(piece).await.unwrap();
        let frame = body.frame().await.unwrap().unwrap();
        assert_eq!(frame.into_data().unwrap(), piece);
    }
    drop(body);
    assert!(sender.send("data: 3\n\n").await.is_err());
}

#[tokio::test]
async fn a_response_without_a_schema_has_any_body() {
    let rows = [
        (GetBytesResponse::Ok("PNG".into()), "200 [image/png] PNG"),
        (GetBytesResponse::Ok(Content::new("image/gif", "GIF")), "200 [image/gif] GIF"),
        (GetBytesResponse::Created(GetBytesCreated::Xml("<a/>".into())), "201 [application/xml] <a/>"),
        (GetBytesResponse::Created(GetBytesCreated::Pdf("PDF".into())), "201 [application/pdf] PDF"),
        (GetBytesResponse::Accepted(serde_json::json!([null])), "202 [application/json] [null]"),
        (GetBytesResponse::NonAuthoritativeInformation("x".into()), "203 [application/octet-stream] x"),
        (GetBytesResponse::PartialContent, "206 [] "),
        (GetBytesResponse::NoContent, "204 [] "),
        (GetBytesResponse::NotModified, "304 [] "),
    ];
    for (response, expected) in rows {
        let given = Given::service(Response::GetBytes(response));
        assert_eq!(call(&given, "GET", "/bytes", &[]).await.line(), expected);
    }
}
