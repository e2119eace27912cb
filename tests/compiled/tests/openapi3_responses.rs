//! Responses of OpenAPI 3 on the wire: ranges of status codes, and required and JSON headers. The golden case `openapi3_responses`.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::IntoResponse;
use std::sync::{Arc, Mutex};
use stubsmith_golden::openapi3_responses::{
    Api, Context, GetHeadersOkHeaders, GetHeadersOkXKind, GetHeadersResponse,
    GetHeadersServiceUnavailableHeaders, GetRangeResponse, GetSuccessRedirectionHeaders, GetSuccessResponse,
    Rejection, RemoveSuccessResponse, example_server, service, types,
};
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
enum Response {
    GetHeaders(GetHeadersResponse),
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
