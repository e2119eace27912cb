//! Responses on the wire: headers, media types and content negotiation. The golden cases `response_headers` and
//! `produces`, bytes in and bytes out.

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::IntoResponse;
use std::sync::{Arc, Mutex};
use stubsmith_golden::{produces, response_headers};
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
    let request = Request::builder().method(method).uri(uri).header("authorization", "Basic YTpi");
    let request = accept.iter().fold(request, |request, accept| request.header("accept", *accept));
    let response = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
    Answer { status: parts.status.as_u16(), headers: parts.headers, body }
}

/// Returns the response that it was given, and shows breaches.
struct Given<T>(Mutex<Option<T>>);

impl<T: Send + 'static> Given<T> {
    fn service<R>(given: impl Into<T>, service: impl Fn(Arc<Self>) -> R) -> R {
        service(Arc::new(Self(Mutex::new(Some(given.into())))))
    }
}

struct Shown(response_headers::Rejection);

impl From<response_headers::Rejection> for Shown {
    fn from(rejection: response_headers::Rejection) -> Self {
        Self(rejection)
    }
}

impl IntoResponse for Shown {
    fn into_response(self) -> axum::response::Response {
        let text = match &self.0 {
            response_headers::Rejection::InvalidResponse { reason } => reason.clone(),
            other => other.to_string(),
        };
        (self.0.status(), text).into_response()
    }
}

mod headers {
    pub use super::response_headers::*;
}

enum Rooms {
    List(headers::ListRoomsResponse),
    Add(headers::AddRoomResponse),
    Count(headers::CountRoomsResponse),
}

impl headers::Api for Given<Rooms> {
    type Principal = ();
    type Error = Shown;

    async fn authenticate(&self, _: &headers::Context, _: headers::Credentials) -> Result<(), Shown> {
        Ok(())
    }

    async fn list_rooms(&self, _: headers::Context) -> Result<headers::ListRoomsResponse, Shown> {
        match self.0.lock().unwrap().take() {
            Some(Rooms::List(response)) => Ok(response),
            _ => Ok(vec!["a".to_owned()].into()),
        }
    }

    async fn add_room(&self, _: headers::Context, (): ()) -> Result<headers::AddRoomResponse, Shown> {
        match self.0.lock().unwrap().take() {
            Some(Rooms::Add(response)) => Ok(response),
            _ => Ok(headers::AddRoomResponse::NoContent),
        }
    }

    async fn count_rooms(&self, _: headers::Context) -> Result<headers::CountRoomsResponse, Shown> {
        match self.0.lock().unwrap().take() {
            Some(Rooms::Count(response)) => Ok(response),
            _ => Ok(headers::CountRoomsResponse::Ok { headers: headers::CountRoomsOkHeaders::default() }),
        }
    }
}

async fn list(headers: headers::ListRoomsOkHeaders) -> Answer {
    let body = vec!["a".to_owned()];
    let given = Rooms::List(headers::ListRoomsResponse::Ok { headers, body });
    call(&Given::service(given, headers::service), "GET", "/rooms", &[]).await
}

async fn add(response: headers::AddRoomResponse) -> Answer {
    call(&Given::service(Rooms::Add(response), headers::service), "POST", "/rooms", &[]).await
}

#[tokio::test]
async fn headers_are_written_by_their_types() {
    let answer = list(headers::ListRoomsOkHeaders {
        x_rate_limit: Some(7),
        x_ratio: Some(0.5),
        x_complete: Some(true),
        x_mode: Some(headers::ListRoomsOkXMode::Slow),
        link: Some("</rooms?page=2>; rel=\"next\"".to_owned()),
        etag: Some("\"a\"".to_owned()),
        x_tags: vec!["a".to_owned(), "b c".to_owned()],
        x_ids: vec![1, 2],
        set_cookie: vec!["a=1, b".to_owned(), "c=2".to_owned()],
    })
    .await;
    assert_eq!(answer.line(), r#"200 [application/json] ["a"]"#);
    for (name, values) in [
        ("x-rate-limit", &["7"][..]),
        ("x-ratio", &["0.5"]),
        ("x-complete", &["true"]),
        ("x-mode", &["slow"]),
        ("link", &["</rooms?page=2>; rel=\"next\""]),
        ("x-tags", &["a,b c"]),
        ("x-ids", &["1|2"]),
        ("set-cookie", &["a=1, b", "c=2"]),
    ] {
        assert_eq!(answer.all(name), values, "{name}");
    }
    // An optional header may be absent, and a body alone converts into a response.
    let answer = call(
        &Given::service(Rooms::List(vec!["a".to_owned()].into()), headers::service),
        "GET",
        "/rooms",
        &[],
    )
    .await;
    assert_eq!(
        answer.headers.keys().map(|name| name.as_str()).collect::<Vec<_>>(),
        ["content-type", "content-length"]
    );
}

#[tokio::test]
async fn headers_may_come_without_a_body_and_with_any_status() {
    let location = headers::AddRoomCreatedHeaders { location: Some("/rooms/1".to_owned()) };
    let answer = add(headers::AddRoomResponse::Created { headers: location }).await;
    assert_eq!((answer.line().as_str(), answer.all("location")), ("201 [] ", vec!["/rooms/1"]));

    let (status, x_trace) = (StatusCode::IM_A_TEAPOT, Some("t".to_owned()));
    let headers = headers::AddRoomDefaultHeaders { x_trace: x_trace.clone() };
    let answer = add(headers::AddRoomResponse::Default { status, headers }).await;
    assert_eq!((answer.line().as_str(), answer.all("x-trace")), ("418 [] ", vec!["t"]));

    let headers = headers::ListRoomsDefaultHeaders { x_trace };
    let body = headers::ListRoomsDefault { message: "m".to_owned() };
    let given = Rooms::List(headers::ListRoomsResponse::Default { status, headers, body });
    let answer = call(&Given::service(given, headers::service), "GET", "/rooms", &[]).await;
    assert_eq!(
        (answer.line().as_str(), answer.all("x-trace")),
        (r#"418 [application/json] {"message":"m"}"#, vec!["t"])
    );

    // The handler's own challenge replaces the generated one.
    let challenge = |text: Option<&str>| headers::AddRoomResponse::Unauthorized {
        headers: headers::AddRoomUnauthorizedHeaders { www_authenticate: text.map(str::to_owned) },
    };
    assert_eq!(add(challenge(Some("Custom"))).await.all("www-authenticate"), ["Custom"]);
    let generated = "Basic realm=\"password\", charset=\"UTF-8\"";
    assert_eq!(add(challenge(None)).await.all("www-authenticate"), [generated]);
}

/// A value that would start another header, or that breaks the spec, is not sent.
#[tokio::test]
async fn values_that_a_header_cannot_have_are_breaches() {
    let none = headers::ListRoomsOkHeaders::default;
    let text = |text: &str| Some(text.to_owned());
    let breaches = [
        (
            headers::ListRoomsOkHeaders { link: text("a\r\nX-Evil: b"), ..none() },
            "the header `Link` must be visible ASCII",
        ),
        (
            headers::ListRoomsOkHeaders { link: text("a\0"), ..none() },
            "the header `Link` must be visible ASCII",
        ),
        (
            headers::ListRoomsOkHeaders { link: text("ü"), ..none() },
            "the header `Link` must be visible ASCII",
        ),
        (
            headers::ListRoomsOkHeaders { set_cookie: vec!["a\nb".to_owned()], ..none() },
            "the header `Set-Cookie` must be visible ASCII",
        ),
        (
            headers::ListRoomsOkHeaders { x_tags: vec!["a,b".to_owned()], ..none() },
            "the header `X-Tags` has an item that contains the separator `,`",
        ),
        (
            headers::ListRoomsOkHeaders { x_ratio: Some(f64::NAN), ..none() },
            "the header `X-Ratio` has a value that is not text",
        ),
        (
            headers::ListRoomsOkHeaders { x_rate_limit: Some(101), ..none() },
            "the header `X-Rate-Limit` must be at most 100",
        ),
        (
            headers::ListRoomsOkHeaders { link: Some("x".repeat(41)), ..none() },
            "the header `Link` must have at most 40 characters",
        ),
        (
            headers::ListRoomsOkHeaders { x_tags: vec![String::new(); 4], ..none() },
            "the header `X-Tags` must have at most 3 items",
        ),
    ];
    for (headers, reason) in breaches {
        let answer = list(headers).await;
        let reason = format!("the response of `listRooms`: {reason}");
        assert_eq!(answer.line(), format!("500 [text/plain; charset=utf-8] {reason}"));
        assert!(answer.all("x-evil").is_empty());
    }
}

#[tokio::test]
async fn an_operation_of_head_has_headers_and_no_body() {
    let headers = headers::CountRoomsOkHeaders { x_count: Some(3), content_length: Some(12) };
    let given = Rooms::Count(headers::CountRoomsResponse::Ok { headers });
    let answer = call(&Given::service(given, headers::service), "HEAD", "/rooms", &[]).await;
    assert_eq!((answer.line().as_str(), answer.all("x-count")), ("200 [] ", vec!["3"]));
    assert_eq!(answer.all("content-length"), ["12"]);
    // The length of a GET's body is not known.
    let headers = headers::CountRoomsOkHeaders::default();
    let given = Rooms::Count(headers::CountRoomsResponse::Ok { headers });
    let answer = call(&Given::service(given, headers::service), "HEAD", "/rooms", &[]).await;
    assert_eq!(answer.headers.keys().map(|name| name.as_str()).collect::<Vec<_>>(), Vec::<&str>::new());
}

#[derive(Default)]
struct Produced;

type Produce<T> = Result<T, Logged>;

/// Sends the reason that a server would log, as a header.
struct Logged(produces::Rejection);

impl From<produces::Rejection> for Logged {
    fn from(rejection: produces::Rejection) -> Self {
        Self(rejection)
    }
}

impl IntoResponse for Logged {
    fn into_response(self) -> axum::response::Response {
        match &self.0 {
            produces::Rejection::InvalidResponse { reason } => {
                ([("x-logged", reason.clone())], self.0).into_response()
            }
            _ => self.0.into_response(),
        }
    }
}

impl produces::Api for Produced {
    type Error = Logged;

    /// A room without an area gets another status.
    async fn add_room(
        &self,
        _: produces::Context,
        request: produces::AddRoomRequest,
    ) -> Produce<produces::AddRoomResponse> {
        Ok(match request.body.area {
            None => produces::AddRoomResponse::Default { status: StatusCode::CREATED },
            Some(area) => produces::types::Room { area: Some(area / 0.0), ..request.body }.into(),
        })
    }

    async fn get_room(&self, cx: produces::Context) -> Produce<produces::GetRoomResponse> {
        let header = |name: &str| cx.headers().get(name).map(|value| value.to_str().unwrap());
        let name = header("x-name").unwrap_or("r").to_owned();
        let area = header("x-area").map(|area| area.parse().unwrap());
        Ok(produces::types::Room { name, area }.into())
    }

    async fn get_names(&self, cx: produces::Context) -> Produce<produces::GetNamesResponse> {
        let names = cx.headers().get("x-names").map_or("", |value| value.to_str().unwrap());
        Ok(names.split_whitespace().map(str::to_owned).collect::<Vec<_>>().into())
    }

    async fn put_room(&self, _: produces::Context) -> Produce<produces::PutRoomResponse> {
        Ok(produces::types::Room { name: "r".to_owned(), area: None }.into())
    }

    async fn probe_room(&self, _: produces::Context) -> Produce<produces::ProbeRoomResponse> {
        Ok(produces::types::Room { name: "r".to_owned(), area: None }.into())
    }

    async fn get_name(&self, cx: produces::Context) -> Produce<produces::GetNameResponse> {
        if cx.headers().contains_key("x-fail") {
            let (status, body) = (StatusCode::CONFLICT, produces::types::Problem { message: "m".to_owned() });
            return Ok(produces::GetNameResponse::Default { status, body });
        }
        Ok("\"Ü\"\n".to_owned().into())
    }

    async fn get_size(&self, _: produces::Context) -> Produce<produces::GetSizeResponse> {
        Ok(42.into())
    }

    async fn get_picture(&self, cx: produces::Context) -> Produce<produces::GetPictureResponse> {
        Ok(match cx.preferred(&["image/jpeg", "image/png"]) {
            Some("image/jpeg") => produces::Content::new("image/jpeg", "a jpeg").into(),
            Some(_) => produces::Content::from("a png").into(),
            None => produces::types::Problem { message: "m".to_owned() }.into(),
        })
    }

    async fn get_archive(&self, _: produces::Context) -> Produce<produces::GetArchiveResponse> {
        Ok(produces::types::Problem { message: "m".to_owned() }.into())
    }

    async fn export(&self, _: produces::Context) -> Produce<produces::ExportResponse> {
        // A stream.
        let stream = Body::from("in pieces").into_data_stream();
        Ok(produces::Content::from(Body::from_stream(stream)).into())
    }

    async fn get_page(&self, _: produces::Context) -> Produce<produces::GetPageResponse> {
        Ok(produces::Content::from("<page/>".to_owned()).into())
    }

    async fn get_anything(&self, cx: produces::Context) -> Produce<produces::GetAnythingResponse> {
        let bytes = Bytes::from_static(b"bytes");
        let named = cx.headers().get("x-type").map(|value| value.to_str().unwrap());
        Ok(named
            .map_or_else(|| bytes.clone().into(), |name| produces::Content::new(name, bytes.clone()))
            .into())
    }
}

async fn get(uri: &str, accept: &[&str]) -> String {
    call(&produces::service(Arc::new(Produced)), "GET", uri, accept).await.line()
}

#[tokio::test]
async fn a_body_has_the_declared_media_type() {
    let put = call(&produces::service(Arc::new(Produced)), "PUT", "/room", &[]).await;
    assert_eq!(put.line(), r#"200 [application/vnd.room.v2+json] {"name":"r"}"#);
    assert_eq!(get("/name", &[]).await, "200 [text/plain; charset=utf-8] \"Ü\"\n");
    assert_eq!(get("/export", &[]).await, "200 [application/octet-stream] in pieces");
    assert_eq!(get("/page", &[]).await, "200 [application/xml] <page/>");
    assert_eq!(get("/archive", &[]).await, r#"404 [application/json] {"message":"m"}"#);
    // A single media type is sent whatever the client accepts.
    assert_eq!(get("/page", &["text/html"]).await, "200 [application/xml] <page/>");
    assert_eq!(get("/anything", &[]).await, "200 [application/octet-stream] bytes");

    let router = produces::service(Arc::new(Produced));
    let named = async |name: &str, value: &str, uri: &str| {
        let request = Request::builder().uri(uri).header(name, value).body(Body::empty()).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        let media_type =
            response.headers().get("content-type").map(|value| value.to_str().unwrap().to_owned());
        (response.status().as_u16(), media_type.unwrap_or_default())
    };
    assert_eq!(named("x-type", "image/gif", "/anything").await, (200, "image/gif".to_owned()));
    // An error is always JSON, while files have the declared media types.
    assert_eq!(named("x-fail", "1", "/name").await, (409, "application/json".to_owned()));
    for name in ["image/*", "nonsense"] {
        assert_eq!(named("x-type", name, "/anything").await.0, 500, "{name}");
    }
}

#[tokio::test]
async fn several_media_types_are_the_clients_choice() {
    let v2 = r#"200 [application/vnd.room.v2+json] {"name":"r"}"#;
    let json = r#"200 [application/json] {"name":"r"}"#;
    let none = "406 [text/plain; charset=utf-8] no acceptable media type can be produced";
    for (accept, answer) in [
        // The first declared media type is sent if the client has no preference.
        (&[][..], v2),
        (&["*/*"], v2),
        (&["application/*"], v2),
        (&["text/html, */*;q=0.1"], v2),
        (&[""], v2),
        (&["application/json"], json),
        (&["APPLICATION/JSON; charset=utf-8"], json),
        (&["application/vnd.room.v2+json;q=0.5, application/json"], json),
        (&["application/vnd.room.v2+json;q=0.5, application/json;q=0.499"], v2),
        // The most specific range counts.
        (&["application/*;q=0.2, application/vnd.room.v2+json;q=0.1"], json),
        (&["*/*, application/vnd.room.v2+json;q=0"], json),
        // Several headers are one list.
        (&["text/html", "application/json"], json),
        (&["text/html"], none),
        // This media type is declared, but cannot be written.
        (&["application/xml"], none),
        (&["application/json;q=0"], none),
        (&["*/*;q=0"], none),
        (&["application/json;version=2"], none),
    ] {
        assert_eq!(get("/room", accept).await, answer, "{accept:?}");
    }
    assert_eq!(get("/size", &["text/plain"]).await, "200 [text/plain; charset=utf-8] 42");
    assert_eq!(get("/size", &["text/*, application/json;q=0.9"]).await, "200 [text/plain; charset=utf-8] 42");
    assert_eq!(get("/size", &[]).await, "200 [application/json] 42");
    assert_eq!(get("/picture", &["image/jpeg, image/png;q=0.5"]).await, "200 [image/jpeg] a jpeg");
    assert_eq!(get("/picture", &["image/png"]).await, "200 [image/png] a png");
    assert_eq!(get("/picture", &["image/gif"]).await, none);

    // `Vary` tells caches.
    let router = produces::service(Arc::new(Produced));
    assert_eq!(call(&router, "GET", "/room", &[]).await.all("vary"), ["Accept"]);
    assert!(call(&router, "PUT", "/room", &[]).await.all("vary").is_empty());
}

/// HEAD has the headers of GET, without the body. If a path declares no HEAD, GET's handler responds to it.
#[tokio::test]
async fn head_has_the_headers_of_the_body_that_it_does_not_send() {
    let router = produces::service(Arc::new(Produced));
    let answer = call(&router, "HEAD", "/room", &[]).await;
    assert_eq!(answer.line(), "200 [application/json] ");
    assert_eq!(answer.all("content-length"), ["12"]);
    for uri in ["/name", "/size", "/picture", "/export", "/archive", "/names"] {
        let (head, get) = (call(&router, "HEAD", uri, &[]).await, call(&router, "GET", uri, &[]).await);
        assert_eq!((head.status, &head.headers, head.body.as_str()), (get.status, &get.headers, ""), "{uri}");
    }
    // A declared HEAD is an operation of its own.
    assert_eq!(
        call(&router, "GET", "/room", &[]).await.line(),
        r#"200 [application/vnd.room.v2+json] {"name":"r"}"#
    );
}

/// Tests are built with debug assertions: a response that breaks the spec is not sent. The reason is for the log, and
/// names the operation.
#[tokio::test]
async fn responses_are_checked_against_the_spec() {
    let router = produces::service(Arc::new(Produced));
    let send = async |request: axum::http::request::Builder, body: &'static str| {
        let request = request.header("accept", "application/json").body(Body::from(body)).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
        let logged = parts.headers.get("x-logged").map(|reason| reason.to_str().unwrap().to_owned());
        (parts.status.as_u16(), body, logged.unwrap_or_default())
    };
    let get = async |uri, name: &str, value: &str| send(Request::get(uri).header(name, value), "").await;
    let ok = |body: &str| (200, body.to_owned(), String::new());
    let breach = |of, reason| {
        let reason = format!("the response of `{of}`: {reason}");
        (500, "the server could not produce a valid response".to_owned(), reason)
    };
    // JSON has neither infinity nor NaN.
    assert_eq!(get("/room", "x-area", "1.5").await, ok(r#"{"name":"r","area":1.5}"#));
    let null = "the body at `/area`: must be a number, not null";
    assert_eq!(get("/room", "x-area", "NaN").await, breach("getRoom", null));
    assert_eq!(get("/room", "x-area", "inf").await, breach("getRoom", null));
    // Rules of a property, of an item, and of the whole body.
    let short = "the body at `/name`: must have at least 1 character";
    assert_eq!(get("/room", "x-name", "").await, breach("getRoom", short));
    assert_eq!(get("/names", "x-names", "a b").await, ok(r#"["a","b"]"#));
    let long = "the body at `/0` must have at most 3 characters";
    assert_eq!(get("/names", "x-names", "abcd").await, breach("getNames", long));
    let many = "the body must have at most 2 items";
    assert_eq!(get("/names", "x-names", "a b c").await, breach("getNames", many));
    let range = "`image/*` is a range: set the media type with `Content::new`";
    assert_eq!(get("/anything", "x-type", "image/*").await, breach("getAnything", range));
    // Once a body has been received.
    let post = async |body| send(Request::post("/room"), body).await;
    assert_eq!(post(r#"{"name": "r", "area": 1}"#).await, breach("addRoom", null));
    let declared = "`201 Created` cannot be the status of the default response";
    assert_eq!(post(r#"{"name": "r"}"#).await, breach("addRoom", declared));
}
