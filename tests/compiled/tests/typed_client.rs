//! The client: its requests arrive equal at the handlers that are generated from the same spec, and so do the responses.

use axum::body::Bytes;
use axum::http::{HeaderName, HeaderValue, Request, Response, StatusCode, Uri};
use http_body_util::Full;
use hyper_util::client::legacy::Client as Pool;
use hyper_util::rt::TokioExecutor;
use std::convert::Infallible;
use std::error::Error as _;
use std::sync::{Arc, Mutex};
use stubsmith_golden::typed_client as api;
use stubsmith_golden::typed_client::client::{Body, BoxError, Client, ClientError};
use stubsmith_golden::typed_client::{Credentials, crossings, lines, types};
use tower::service_fn;

/// Remembers each request as `Debug` shows it, with its credentials.
#[derive(Default)]
struct Server {
    seen: Mutex<Vec<String>>,
}

impl Server {
    fn remember(&self, request: &impl std::fmt::Debug) {
        self.seen.lock().unwrap().push(format!("{request:?}"));
    }

    fn last(&self) -> String {
        self.seen.lock().unwrap().pop().unwrap_or_default()
    }
}

impl api::Api for Server {
    type Principal = String;
    type Error = api::Rejection;

    async fn authenticate(
        &self,
        _: &api::Context,
        credentials: Credentials,
    ) -> Result<String, api::Rejection> {
        Ok(match credentials {
            Credentials::Token { token } => format!("token {}", token.token.expose()),
            Credentials::KeySecret { key, secret } => format!("key {} {}", key.expose(), secret.expose()),
            Credentials::Password { password } => format!("{} {}", password.user, password.password.expose()),
            Credentials::QueryKey { query_key } => format!("query {}", query_key.expose()),
            Credentials::CookieKey { cookie_key } => format!("cookie {}", cookie_key.expose()),
        })
    }
}

fn line() -> types::Line {
    types::Line {
        id: Some(7),
        kind: Some(types::Kind::Car),
        pin: Some("1234".to_owned()),
        ..types::Line::new("A–B")
    }
}

impl lines::LinesApi for Server {
    async fn list_lines(
        &self,
        _: api::Context,
        request: lines::ListLinesRequest,
    ) -> Result<lines::ListLinesResponse, api::Rejection> {
        self.remember(&request);
        if request.limit == 99 {
            return Ok(lines::ListLinesResponse::NotModified);
        }
        Ok(lines::ListLinesResponse::Ok {
            headers: lines::ListLinesOkHeaders {
                x_kinds: vec![types::Kind::Foot, types::Kind::Car],
                ..lines::ListLinesOkHeaders::new(1)
            },
            body: vec![line()],
        })
    }

    async fn new(
        &self,
        _: api::Context,
        principal: String,
        request: lines::NewRequest,
    ) -> Result<lines::NewResponse, api::Rejection> {
        self.remember(&(&principal, &request));
        Ok(match request.body {
            lines::NewBody::Json(line) => lines::NewResponse::Created {
                headers: lines::NewCreatedHeaders::new("/v1/lines/7"),
                body: types::Line { id: Some(7), ..line },
            },
            lines::NewBody::Text(text) if text == "taken" => lines::NewResponse::ClientError {
                status: StatusCode::CONFLICT,
                body: types::Problem::new("taken"),
            },
            lines::NewBody::Text(text) => {
                lines::NewResponse::Default { status: StatusCode::BAD_GATEWAY, body: text }
            }
        })
    }

    async fn close_ports(
        &self,
        _: api::Context,
        principal: String,
        request: lines::ClosePortsRequest,
    ) -> Result<lines::ClosePortsResponse, api::Rejection> {
        self.remember(&(&principal, &request));
        Ok(match request.line.as_str() {
            "none" => lines::ClosePortsResponse::NotFound,
            _ => lines::ClosePortsResponse::NoContent,
        })
    }

    async fn get_timetable(
        &self,
        _: api::Context,
        principal: String,
        request: lines::GetTimetableRequest,
    ) -> Result<lines::GetTimetableResponse, api::Rejection> {
        self.remember(&principal);
        Ok(match request.line.as_str() {
            "json" => lines::GetTimetableOk::Json(line()),
            "text" => lines::GetTimetableOk::Text("at noon".to_owned()),
            _ => lines::GetTimetableOk::Any(api::Content::new("image/png", vec![1, 2, 3])),
        }
        .into())
    }

    async fn put_timetable(
        &self,
        _: api::Context,
        _: String,
        request: lines::PutTimetableRequest,
    ) -> Result<lines::PutTimetableResponse, api::Rejection> {
        let Some(body) = request.body else {
            return Ok(lines::PutTimetableResponse::Default {
                status: StatusCode::BAD_REQUEST,
                body: "nothing".into(),
            });
        };
        self.remember(&body.bytes().await?.len());
        Ok(lines::PutTimetableResponse::Success { status: StatusCode::ACCEPTED })
    }
}

impl crossings::CrossingsApi for Server {
    async fn get_crossing(
        &self,
        _: api::Context,
        _: String,
        request: crossings::GetCrossingRequest,
    ) -> Result<crossings::GetCrossingResponse, api::Rejection> {
        let status = if request.id == 1 { StatusCode::OK } else { StatusCode::NOT_FOUND };
        let body = types::Crossing { id: Some(request.id), left: "noon".to_owned() };
        Ok(crossings::GetCrossingResponse::Default { status, body })
    }

    async fn has_crossing(
        &self,
        _: api::Context,
        request: crossings::HasCrossingRequest,
    ) -> Result<crossings::HasCrossingResponse, api::Rejection> {
        Ok(match request.id {
            1 => crossings::HasCrossingResponse::Ok,
            _ => crossings::HasCrossingResponse::NotFound,
        })
    }

    async fn put_crossing(
        &self,
        _: api::Context,
        _: String,
        request: crossings::PutCrossingRequest,
    ) -> Result<crossings::PutCrossingResponse, api::Rejection> {
        self.remember(&request);
        Ok(types::Crossing { id: Some(request.id), ..request.body }.into())
    }

    async fn health(&self, _: api::Context) -> Result<crossings::HealthResponse, api::Rejection> {
        Ok("well".to_owned().into())
    }
}

fn token() -> Credentials {
    Credentials::Token { token: api::Bearer::new("abc") }
}

/// Returns the time at which a ferry leaves.
async fn departure(client: &Client, id: i64) -> Result<String, BoxError> {
    let response = client.get_crossing(crossings::GetCrossingRequest { id }).await?;
    Ok(response.success()?.left)
}

/// Calls every operation.
async fn call_all(server: &Server, client: Client) {
    let open = client.clone();
    let client = client.with_credentials(token());
    let request = lines::ListLinesRequest {
        port: vec!["a&b=c +%".to_owned(), "ü".to_owned()],
        kinds: vec![types::Kind::Car, types::Kind::Foot],
        days: vec![1, -2],
        limit: 3,
        within: Some(lines::ListLinesWithin { from: Some("[x]".to_owned()), hours: Some(2) }),
        place: Some(lines::ListLinesPlace { lat: Some(1.5), lon: Some(-2.0) }),
        shape: Some(lines::ListLinesShape { a: Some(1) }),
        x_trace: Some("t r".to_owned()),
        x_ports: vec!["p".to_owned(), "q".to_owned()],
        visit: Some("x;y z".to_owned()),
    };
    let sent = format!("{request:?}");
    let response = open.list_lines(request).await.unwrap();
    assert_eq!(server.last(), sent);
    let lines::ListLinesResponse::Ok { headers, body } = response else { panic!("{response:?}") };
    assert_eq!((headers.x_total, headers.x_kinds.len()), (1, 2));
    // The server does not send a write-only property.
    let shown = types::Line { pin: None, ..line() };
    assert_eq!(body, std::slice::from_ref(&shown));
    let few = lines::ListLinesRequest { limit: 99, ..Default::default() };
    let failure = open.list_lines(few).await.unwrap().success().unwrap_err();
    let message = "the response to `listLines` is not a success, but has the status code 304";
    assert_eq!((failure.to_string().as_str(), failure.status().as_u16()), (message, 304));
    assert_eq!(format!("{failure:?}"), "Failure(listLines: NotModified)");

    let new = |body: lines::NewBody| client.new_(lines::NewRequest { body });
    let created = new(lines::NewBody::Json(line())).await.unwrap().success().unwrap();
    // The client does not send a read-only property.
    assert_eq!(
        server.last(),
        format!(
            "{:?}",
            (
                "token abc",
                lines::NewRequest { body: lines::NewBody::Json(types::Line { id: None, ..line() }) }
            )
        )
    );
    assert_eq!(created, shown);
    let conflict = new(lines::NewBody::Text("taken".to_owned())).await.unwrap();
    let lines::NewResponse::ClientError { status, body } = conflict else { panic!("{conflict:?}") };
    assert_eq!((status, body.reason.as_str()), (StatusCode::CONFLICT, "taken"));
    let failed = new(lines::NewBody::Text("über".to_owned())).await.unwrap();
    let lines::NewResponse::Default { status, body } = failed else { panic!("{failed:?}") };
    assert_eq!((status, body.as_str()), (StatusCode::BAD_GATEWAY, "über"));

    let close = |line: &str| lines::ClosePortsRequest {
        line: line.to_owned(),
        ports: vec!["a/b".to_owned(), "c d".to_owned()],
        area: 4,
        reason: types::Kind::Foot,
    };
    let password = api::Basic::new("ann", "pass:wörd");
    let with_password = client.clone().with_credentials(Credentials::Password { password });
    let request = close("x:y{z}");
    let sent = format!("{:?}", ("ann pass:wörd", &request));
    with_password.close_ports(request).await.unwrap().success().unwrap();
    assert_eq!(server.last(), sent);
    with_password.close_ports(close("none")).await.unwrap().success().unwrap_err();

    call_timetables(server, &client).await;

    assert_eq!(departure(&client, 1).await.unwrap(), "noon");
    departure(&client, 2).await.unwrap_err();
    open.has_crossing(crossings::HasCrossingRequest { id: 1 }).await.unwrap().success().unwrap();
    open.has_crossing(crossings::HasCrossingRequest { id: 2 }).await.unwrap().success().unwrap_err();
    let body = types::Crossing { id: Some(9), left: "x".to_owned() };
    let put = client.put_crossing(crossings::PutCrossingRequest { id: 5, body }).await.unwrap();
    assert_eq!(put.success().unwrap().id, Some(5));
    let body = types::Crossing { id: None, left: "x".to_owned() };
    assert_eq!(server.last(), format!("{:?}", crossings::PutCrossingRequest { id: 5, body }));
    assert_eq!(open.health().await.unwrap().success().unwrap(), "well");
}

async fn call_timetables(server: &Server, client: &Client) {
    let get = |line: &str| lines::GetTimetableRequest { line: line.to_owned() };
    let cookie = Credentials::CookieKey { cookie_key: "c=k".into() };
    let with_cookie = client.clone().with_credentials(cookie);
    let json = with_cookie.get_timetable(get("json")).await.unwrap().success().unwrap();
    assert!(matches!(json, lines::GetTimetableOk::Json(line) if line.name == "A–B"));
    assert_eq!(server.last(), "\"cookie c=k\"");
    // The first alternative with credentials is used.
    let query = Credentials::QueryKey { query_key: "q&k".into() };
    let with_query = with_cookie.with_credentials(query);
    let text = with_query.get_timetable(get("text")).await.unwrap().success().unwrap();
    assert!(matches!(text, lines::GetTimetableOk::Text(text) if text == "at noon"));
    assert_eq!(server.last(), "\"query q&k\"");
    let image = with_query.get_timetable(get("image")).await.unwrap().success().unwrap();
    let lines::GetTimetableOk::Any(mut content) = image else { panic!("{image:?}") };
    assert_eq!(content.media_type(), Some("image/png"));
    assert_eq!(content.chunk().await.unwrap().unwrap(), [1, 2, 3].as_slice());
    assert_eq!(content.chunk().await.unwrap(), None);
    let put = |body: Option<api::BodyStream>| lines::PutTimetableRequest { line: "a".to_owned(), body };
    let key = Credentials::KeySecret { key: "k".into(), secret: "s".into() };
    let with_key = client.clone().with_credentials(key);
    with_key.put_timetable(put(Some(vec![0; 100_000].into()))).await.unwrap().success().unwrap();
    assert_eq!(server.last(), "100000");
    let nothing = with_key.put_timetable(put(None)).await.unwrap();
    let lines::PutTimetableResponse::Default { status, body } = nothing else { panic!("{nothing:?}") };
    assert_eq!((status, body.bytes().await.unwrap()), (StatusCode::BAD_REQUEST, b"nothing".to_vec()));
}

#[tokio::test]
async fn every_operation_works_in_process() {
    let server = Arc::new(Server::default());
    call_all(&server, Client::new(api::service(Arc::clone(&server)))).await;
}

#[tokio::test]
async fn every_operation_works_over_loopback() {
    let server = Arc::new(Server::default());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = axum::Router::new().nest("/base", api::service(Arc::clone(&server)));
    // The operations with a server of their own are after the origin.
    let router = router.merge(api::service(Arc::clone(&server)));
    let serving = tokio::spawn(async move { axum::serve(listener, router).await });
    let pool = Pool::builder(TokioExecutor::new()).build_http::<Body>();
    let url: Uri = format!("http://{address}/base/v1/").parse().unwrap();
    call_all(&server, Client::new(pool).with_base_url(&url)).await;
    serving.abort();
}

/// Responds to every request in the same way, and remembers the requests.
fn responding(
    respond: impl Fn() -> Response<Full<Bytes>> + Clone + Send + Sync + 'static,
) -> (Client, Arc<Mutex<Vec<Request<Body>>>>) {
    let seen: Arc<Mutex<Vec<Request<Body>>>> = Arc::default();
    let sent = Arc::clone(&seen);
    let service = service_fn(move |request: Request<Body>| {
        sent.lock().unwrap().push(request);
        let response = respond();
        async move { Ok::<_, Infallible>(response) }
    });
    (Client::new(service), seen)
}

fn response(status: u16, media_type: &str, body: &'static str) -> Response<Full<Bytes>> {
    let response = Response::builder().status(status).header("content-type", media_type);
    response.body(Full::new(Bytes::from_static(body.as_bytes()))).unwrap()
}

#[tokio::test]
async fn a_response_that_violates_the_spec_is_an_error() {
    let health = |status, media_type: &'static str, body| {
        responding(move || response(status, media_type, body)).0.health()
    };
    let error = health(418, "text/plain", "tea").await.unwrap_err();
    assert_eq!(error.to_string(), "the response to `health` has the undeclared status 418 I'm a teapot");
    assert_eq!(error.response().unwrap().body(), "tea");
    assert!(matches!(error, ClientError::UndeclaredStatus { .. }));
    let error = health(200, "image/png", "tea").await.unwrap_err();
    let expected = "the response to `health` with the status 200 OK is invalid: the media type `image/png` is not declared";
    assert_eq!(error.to_string(), expected);
    assert_eq!((error.operation().id, error.response().unwrap().status()), ("health", StatusCode::OK));

    let list = |body| {
        responding(move || {
            let mut response = response(200, "application/json", body);
            response.headers_mut().insert("x-total", HeaderValue::from_static("1"));
            response
        })
        .0
        .list_lines(Default::default())
    };
    let error = list(r#"[{"kind":"car"}]"#).await.unwrap_err();
    let ClientError::InvalidResponse { reason, response: received, .. } = &error else { panic!("{error:?}") };
    assert_eq!(reason, "the body at `/0`: property `name` is missing");
    assert_eq!(received.body(), r#"[{"kind":"car"}]"#);
    let error = list("[").await.unwrap_err();
    assert!(error.to_string().contains("is not JSON"), "{error}");
    let (client, _) = responding(|| response(200, "application/json", "[]"));
    let error = client.list_lines(Default::default()).await.unwrap_err();
    assert!(error.to_string().ends_with("the header `X-Total` is missing"), "{error}");
    let (client, _) = responding(|| response(200, "text/plain", "too long"));
    let error = client.with_limit(7).health().await.unwrap_err();
    assert!(matches!(error, ClientError::TooLarge { .. }), "{error:?}");
    assert!(error.response().unwrap().body().is_empty());
}

#[tokio::test]
async fn a_request_that_cannot_be_written_is_not_sent() {
    let (client, seen) = responding(|| response(204, "text/plain", ""));
    let close = |line: &str, ports: &[&str]| {
        let ports = ports.iter().map(|port| (*port).to_owned()).collect();
        let (line, reason) = (line.to_owned(), types::Kind::Car);
        client.close_ports(lines::ClosePortsRequest { line, ports, area: 1, reason })
    };
    let rows = [
        ("", &["a"][..], "the path parameter `line` is empty"),
        ("..", &["a"], "its path has the segment `..`, which would be removed"),
        (".", &["a"], "its path has the segment `.`, which would be removed"),
        ("a", &["b.c"], "the path parameter `ports` has an item that contains the separator `.`"),
    ];
    for (line, ports, reason) in rows {
        let error = close(line, ports).await.unwrap_err();
        assert_eq!(error.to_string(), format!("the request `closePorts` cannot be created: {reason}"));
        assert!(error.response().is_none() && error.source().is_none());
    }
    let request = lines::ListLinesRequest { x_trace: Some("a\nb".to_owned()), ..Default::default() };
    client.list_lines(request).await.unwrap_err();
    let password = Credentials::Password { password: api::Basic::new("a:b", "c") };
    let colon = client.clone().with_credentials(password);
    let ports = vec!["a".to_owned()];
    let request = lines::ClosePortsRequest { line: "a".to_owned(), ports, area: 1, reason: types::Kind::Car };
    colon.close_ports(request).await.unwrap_err();
    for key in ["é", "a\tb", "a;b", "a b", "a,b"] {
        let cookie = client.clone().with_credentials(Credentials::CookieKey { cookie_key: key.into() });
        let error =
            cookie.get_timetable(lines::GetTimetableRequest { line: "a".to_owned() }).await.unwrap_err();
        let reason = "the cookie `key` has a character that a cookie cannot have";
        assert!(error.to_string().ends_with(reason) && !error.to_string().contains(key), "{error}");
    }
    let unclear = client.clone().with_base_url(&Uri::from_static("localhost:3000"));
    let error = unclear.health().await.unwrap_err();
    assert_eq!(error.to_string(), "the request `health` cannot be created: its URL: scheme missing");
    assert_eq!(seen.lock().unwrap().len(), 0);
    close("a", &["b"]).await.unwrap().success().unwrap();
    assert_eq!(seen.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn requests_have_the_settings_of_their_client() {
    let (client, seen) = responding(|| response(200, "text/plain", "well"));
    let name = HeaderName::from_static("accept");
    let client = client
        .with_header(name.clone(), HeaderValue::from_static("text/html"))
        .with_header(name, HeaderValue::from_static("text/plain"))
        .with_header(HeaderName::from_static("authorization"), HeaderValue::from_static("Own"))
        .with_base_url(&Uri::from_static("https://staging.example:8443/x/v2/?a=b"));
    assert_eq!(client.health().await.unwrap().success().unwrap(), "well");
    let request = seen.lock().unwrap().pop().unwrap();
    assert_eq!(request.uri(), "https://staging.example:8443/x/v2/health");
    let accept: Vec<_> = request.headers().get_all("accept").iter().collect();
    assert_eq!(accept, ["text/html", "text/plain"]);
    assert_eq!(request.headers()["authorization"], "Own");
    let operation = request.extensions().get::<&'static api::Operation>().unwrap();
    assert_eq!((operation.id, request.method().as_str()), ("health", "GET"));

    let secured = client.with_credentials(token());
    let _ = secured.get_crossing(crossings::GetCrossingRequest { id: 1 }).await;
    let request = seen.lock().unwrap().pop().unwrap();
    assert_eq!(request.headers()["authorization"], "Bearer abc");
    assert!(request.headers()["authorization"].is_sensitive());
    let shown = format!("{secured:?}");
    assert!(shown.contains(r#"[["Token"]]"#) && !shown.contains("abc"), "{shown}");
    let _ = secured.get_timetable(lines::GetTimetableRequest { line: "a/b".to_owned() }).await;
    let request = seen.lock().unwrap().pop().unwrap();
    assert_eq!(request.uri(), "https://staging.example:8443/static/lines/a%2Fb/timetable");
}

#[tokio::test]
async fn credentials_are_neither_replaced_nor_shown() {
    let (client, seen) = responding(|| response(204, "text/plain", ""));
    let key = Credentials::KeySecret { key: "k".into(), secret: "s".into() };
    let client = client
        .with_header(HeaderName::from_static("x-key"), HeaderValue::from_static("own"))
        .with_header(HeaderName::from_static("cookie"), HeaderValue::from_static("own=1"))
        .with_base_url(&Uri::from_static("https://ann:pass@staging.example"))
        .with_credentials(key)
        .with_credentials(Credentials::CookieKey { cookie_key: "c".into() });
    let _ = client.get_crossing(crossings::GetCrossingRequest { id: 1 }).await;
    let last = |name: &str| seen.lock().unwrap().last().unwrap().headers()[name].clone();
    assert_eq!([last("x-key"), last("x-secret"), last("cookie")], ["k", "s", "own=1"]);
    let _ = client.get_timetable(lines::GetTimetableRequest { line: "a".to_owned() }).await;
    assert_eq!([last("x-key"), last("cookie")], ["own", "key=c"]);
    // A parameter is not a credential.
    let request = lines::ListLinesRequest { visit: Some("x".to_owned()), ..Default::default() };
    let _ = client.list_lines(request).await;
    assert_eq!(last("cookie"), "own=1");
    let shown = format!("{client:?}");
    assert!(shown.contains("staging.example") && !shown.contains("pass"), "{shown}");
}

#[tokio::test]
async fn the_error_of_the_service_is_the_source() {
    let service =
        service_fn(|_: Request<Body>| async { Err::<Response<Full<Bytes>>, BoxError>("no route".into()) });
    let error = Client::new(service).health().await.unwrap_err();
    assert_eq!(error.to_string(), "the request `health` has no complete response");
    assert_eq!(error.source().unwrap().to_string(), "no route");
}

#[tokio::test]
async fn a_body_that_is_not_a_stream_can_be_sent_again() {
    let (client, seen) = responding(|| response(500, "text/plain", ""));
    let request = lines::NewRequest { body: lines::NewBody::Text("again".to_owned()) };
    let reply = client.new_(request);
    assert!(seen.lock().unwrap().is_empty(), "nothing is sent until the reply is awaited");
    let _ = tokio::spawn(reply).await.unwrap();
    let mut request = seen.lock().unwrap().pop().unwrap();
    let mut copy = request.body().try_clone().unwrap();
    assert_eq!(copy.chunk().await.unwrap().unwrap(), "again");
    assert_eq!(request.body_mut().chunk().await.unwrap().unwrap(), "again");
    let request = lines::PutTimetableRequest { line: "a".to_owned(), body: Some("x".into()) };
    let _ = client.put_timetable(request).await;
    assert!(seen.lock().unwrap().pop().unwrap().body().try_clone().is_none());
}
