//! The generated crate guest-events on the wire, in process: bytes in, bytes out. Each trap of its spec has a test.

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use guest_events::{
    Api, Context, Credentials, GetEventsOk, GetEventsRequest, GetEventsResponse, OPERATIONS, Rejection,
    operations, types,
};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;
use tower::ServiceExt as _;

const PATH: &str = "/_matrix/client/api/v1/events";

/// Records its requests, and responds as it is told.
#[derive(Default)]
struct Server {
    seen: Mutex<Vec<GetEventsRequest>>,
    authenticated: Mutex<usize>,
    answer: Answer,
    dropped: Arc<Notify>,
}

#[derive(Default)]
enum Answer {
    #[default]
    Empty,
    BadRequest,
    Body(GetEventsOk),
    Error,
    Never,
}

struct MatrixError(StatusCode, String);

impl From<Rejection> for MatrixError {
    fn from(rejection: Rejection) -> Self {
        Self(rejection.status(), rejection.to_string())
    }
}

impl IntoResponse for MatrixError {
    fn into_response(self) -> Response {
        (self.0, Json(json!({"errcode": "M_TEST", "error": self.1}))).into_response()
    }
}

/// Sends a message when it is dropped.
struct Guard(Arc<Notify>);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

impl Api for Server {
    type Principal = String;
    type Error = MatrixError;

    async fn authenticate(&self, cx: &Context, credentials: Credentials) -> Result<String, MatrixError> {
        *self.authenticated.lock().unwrap() += 1;
        assert_eq!(cx.operation(), &operations::GET_EVENTS);
        let Credentials::AccessToken { access_token } = credentials;
        assert!(!format!("{access_token:?} {cx:?}").contains("secret"));
        assert_eq!(cx.uri().query(), None);
        match access_token.expose() {
            "secret" => Ok("@guest:localhost".to_owned()),
            _ => Err(MatrixError(StatusCode::UNAUTHORIZED, "unknown token".to_owned())),
        }
    }

    async fn get_events(
        &self,
        cx: Context,
        caller: String,
        request: GetEventsRequest,
    ) -> Result<GetEventsResponse, MatrixError> {
        assert_eq!(caller, "@guest:localhost");
        assert!(!format!("{cx:?}").contains("secret"));
        self.seen.lock().unwrap().push(request);
        match &self.answer {
            Answer::Empty => Ok(GetEventsOk::default().into()),
            Answer::BadRequest => Ok(GetEventsResponse::BadRequest),
            Answer::Body(body) => Ok(body.clone().into()),
            Answer::Error => Err(MatrixError(StatusCode::IM_A_TEAPOT, "mine".to_owned())),
            Answer::Never => {
                let _guard = Guard(Arc::clone(&self.dropped));
                std::future::pending().await
            }
        }
    }
}

fn service(server: &Arc<Server>) -> Router {
    guest_events::service(Arc::clone(server))
}

async fn call(service: Router, method: &str, uri: &str) -> (StatusCode, axum::http::HeaderMap, String) {
    let request = Request::builder().method(method).uri(uri).body(Body::empty()).unwrap();
    let response = service.oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    (parts.status, parts.headers, String::from_utf8(bytes.to_vec()).unwrap())
}

/// GET with a valid token: the status, the body, and the handler's request.
async fn get(query: &str) -> (StatusCode, String, Option<GetEventsRequest>) {
    let server = Arc::new(Server::default());
    let (status, _, body) =
        call(service(&server), "GET", &format!("{PATH}?access_token=secret{query}")).await;
    let seen = server.seen.lock().unwrap().pop();
    (status, body, seen)
}

async fn rejected(query: &str, error: &str) {
    let (status, body, seen) = get(query).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{query}");
    assert_eq!(body, json!({"errcode": "M_TEST", "error": error}).to_string(), "{query}");
    assert!(seen.is_none(), "{query}");
}

async fn asked(query: &str) -> GetEventsRequest {
    let (status, body, seen) = get(query).await;
    assert_eq!((status, body.as_str()), (StatusCode::OK, "{}"), "{query}");
    seen.unwrap()
}

#[tokio::test]
async fn an_operation_without_an_id_is_named_after_its_method_and_path() {
    assert_eq!(OPERATIONS, [&operations::GET_EVENTS]);
    let operation = &operations::GET_EVENTS;
    assert_eq!((operation.id, operation.path, operation.route), ("get_events", PATH, PATH));
    assert_eq!((operation.statuses, operation.allow), (&[200, 400][..], "GET, HEAD"));
}

#[tokio::test]
async fn the_key_in_the_query_is_checked_first() {
    let server = Arc::new(Server::default());
    for query in ["", "?access_token=", "?access_toke=secret", "?timeout=abc"] {
        let (status, _, body) = call(service(&server), "GET", &format!("{PATH}{query}")).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{query}");
        assert_eq!(body, r#"{"errcode":"M_TEST","error":"credentials are missing"}"#);
    }
    assert_eq!(*server.authenticated.lock().unwrap(), 0);
    // The author's own error comes before the parameters are read.
    let (status, _, body) =
        call(service(&server), "GET", &format!("{PATH}?access_token=wrong&timeout=abc")).await;
    assert_eq!(
        (status, body.as_str()),
        (StatusCode::UNAUTHORIZED, r#"{"errcode":"M_TEST","error":"unknown token"}"#)
    );
    let (status, _, _) =
        call(service(&server), "GET", &format!("{PATH}?access_token=secret&access_token=secret")).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(server.seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn an_array_without_a_format_is_csv() {
    assert_eq!(asked("").await.room_id, Vec::<String>::new());
    assert_eq!(asked("&room_id=").await.room_id, Vec::<String>::new());
    assert_eq!(asked("&room_id=!a:b").await.room_id, ["!a:b"]);
    assert_eq!(asked("&room_id=!a:b,!c:d").await.room_id, ["!a:b", "!c:d"]);
    assert_eq!(asked("&room_id=%21a%3Ab%2C!c:d").await.room_id, ["!a:b", "!c:d"]);
    assert_eq!(asked("&room_id=a,").await.room_id, ["a", ""]);
    rejected("&room_id=a&room_id=b", "parameter `room_id` appears more than once").await;
}

#[tokio::test]
async fn an_integer_without_a_format_has_64_bits() {
    assert_eq!(asked("").await.timeout, None);
    assert_eq!(asked("&timeout=3000000000").await.timeout, Some(3_000_000_000));
    assert_eq!(asked("&timeout=-1").await.timeout, Some(-1));
    assert_eq!(asked("&timeout=9223372036854775807").await.timeout, Some(i64::MAX));
    let wrong =
        ["abc", "1.5", "99999999999999999999", "", "+1", "007", "1e3", "%31%", " 1", "0x10", "--1", "-"];
    for text in wrong {
        let query = format!("&timeout={}", text.replace(' ', "%20").replace('+', "%2B"));
        let reason = if text == "%31%" { "is not percent-encoded UTF-8" } else { "must be a 64-bit integer" };
        rejected(&query, &format!("parameter `timeout` {reason}")).await;
    }
    rejected("&timeout=1&timeout=1", "parameter `timeout` appears more than once").await;
}

#[tokio::test]
async fn text_is_percent_encoded_utf_8_with_plus_for_a_space() {
    assert_eq!(asked("&from=").await.from.as_deref(), Some(""));
    assert_eq!(asked("&from").await.from.as_deref(), Some(""));
    assert_eq!(asked("&fr%6Fm=s1+%C3%A9%2b&&other=%FF").await.from.as_deref(), Some("s1 \u{e9}+"));
    for query in ["&from=%FF", "&from=%C3", "&from=%zz", "&from=%2"] {
        rejected(query, "parameter `from` is not percent-encoded UTF-8").await;
    }
}

#[tokio::test]
async fn declared_responses_are_sent_as_declared() {
    let uri = format!("{PATH}?access_token=secret");
    let server = Arc::new(Server { answer: Answer::BadRequest, ..Server::default() });
    let (status, headers, body) = call(service(&server), "GET", &uri).await;
    assert_eq!((status, body.as_str()), (StatusCode::BAD_REQUEST, ""));
    assert_eq!(headers.get(header::CONTENT_TYPE), None);

    let server = Arc::new(Server { answer: Answer::Error, ..Server::default() });
    let (status, _, body) = call(service(&server), "GET", &uri).await;
    assert_eq!((status, body.as_str()), (StatusCode::IM_A_TEAPOT, r#"{"errcode":"M_TEST","error":"mine"}"#));

    let (status, headers, body) = call(service(&Arc::new(Server::default())), "GET", &uri).await;
    assert_eq!((status, body.as_str()), (StatusCode::OK, "{}"));
    assert_eq!(headers.get(header::CONTENT_TYPE).unwrap(), "application/json");
}

#[tokio::test]
async fn undeclared_requests_get_the_api_s_own_error() {
    let server = Arc::new(Server::default());
    for path in ["/", "/events", "/_matrix/client/api/v1/events/", "/_matrix/client/api/v1/%65vents"] {
        let (status, _, body) = call(service(&server), "GET", path).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(body, r#"{"errcode":"M_TEST","error":"there is nothing at this path"}"#);
    }
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "QUERY"] {
        let (status, headers, body) = call(service(&server), method, PATH).await;
        assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
        assert_eq!(headers.get(header::ALLOW).unwrap(), "GET, HEAD", "{method}");
        assert_eq!(body, r#"{"errcode":"M_TEST","error":"this path does not allow this method"}"#);
    }
}

/// RFC 9110, section 9.3.2: HEAD is GET without the content. A poll makes HEAD wait as well.
#[tokio::test]
async fn head_is_served_like_get() {
    let uri = format!("{PATH}?access_token=secret");
    for answer in [Answer::Empty, Answer::BadRequest, Answer::Error] {
        let server = Arc::new(Server { answer, ..Server::default() });
        let (head, get) =
            (call(service(&server), "HEAD", &uri).await, call(service(&server), "GET", &uri).await);
        assert_eq!((head.0, head.1, head.2.as_str()), (get.0, get.1, ""));
        assert_eq!(server.seen.lock().unwrap().len(), 2);
    }
    let server = Arc::new(Server { answer: Answer::Never, ..Server::default() });
    for router in [service(&server), guest_events::router(Arc::clone(&server))] {
        let waiting = call(router, "HEAD", &uri);
        assert!(tokio::time::timeout(std::time::Duration::from_millis(20), waiting).await.is_err());
    }
    assert_eq!(server.seen.lock().unwrap().len(), 2);
    let (status, _, body) = call(service(&server), "HEAD", PATH).await;
    assert_eq!((status, body.as_str()), (StatusCode::UNAUTHORIZED, ""));
}

#[tokio::test]
async fn a_client_that_leaves_ends_the_handler() {
    let server = Arc::new(Server { answer: Answer::Never, ..Server::default() });
    let uri = format!("{PATH}?access_token=secret");
    let polling = tokio::spawn(call(service(&server), "GET", Box::leak(uri.into_boxed_str())));
    while server.seen.lock().unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    polling.abort();
    let dropped = tokio::time::timeout(std::time::Duration::from_secs(5), server.dropped.notified()).await;
    assert!(dropped.is_ok(), "the handler's future was not dropped");
}

#[tokio::test]
async fn operations_take_layers_and_routers_merge() {
    let server = Arc::new(Server::default());
    let wrapped = guest_events::routes(Arc::clone(&server)).map(|operation, route| {
        assert_eq!(operation, &operations::GET_EVENTS);
        route.layer(axum::middleware::map_response(|response: Response| async move {
            ([("x-layer", "there")], response).into_response()
        }))
    });
    let other = Router::new().route("/other", axum::routing::get(|| async { "other" }));
    let router = wrapped.into_router().merge(other);
    let (status, headers, _) = call(router.clone(), "GET", &format!("{PATH}?access_token=secret")).await;
    assert_eq!((status, headers.get("x-layer").unwrap().as_bytes()), (StatusCode::OK, &b"there"[..]));
    assert_eq!(call(router, "GET", "/other").await.2, "other");
}

/// The spec's example: a string of JSON inside YAML.
fn example() -> Value {
    let text = std::fs::read_to_string("../spec/api/client-server/guest_events.yaml").unwrap();
    let (_, from) = text.split_once("application/json: |-\n").unwrap();
    let (example, _) = from.split_once("          schema:").unwrap();
    serde_json::from_str(example).unwrap()
}

#[tokio::test]
async fn the_example_comes_back_equal_and_in_order() {
    let decoded: GetEventsOk = serde_json::from_value(example()).unwrap();
    let event = &decoded.chunk.as_ref().unwrap()[0];
    assert_eq!((event.type_.as_deref(), event.sender.as_str()), (Some("m.room.message"), "@bob:localhost"));
    // Properties that the schema does not declare.
    assert_eq!(
        Value::Object(event.additional.clone()),
        json!({"age": 32, "origin_server_ts": 1_432_804_485_886_u64})
    );
    assert_eq!(serde_json::to_value(&decoded).unwrap(), example());
    let server = Arc::new(Server { answer: Answer::Body(decoded.clone()), ..Server::default() });
    let (status, _, body) = call(service(&server), "GET", &format!("{PATH}?access_token=secret")).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(serde_json::from_str::<GetEventsOk>(&body).unwrap(), decoded);
}

#[test]
fn an_object_without_properties_keeps_any_json_in_its_order() {
    let text = r#"{"content":{"z":1,"a":[null,{"b":1.5}],"m":"\u00e9"},"event_id":"e","room_id":"r","sender":"s","zz":0,"aa":1}"#;
    let event: types::RoomEvent = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&event).unwrap(), text.replace("\\u00e9", "\u{e9}"));
}

#[test]
fn all_of_next_to_properties_is_one_struct() {
    // `content` and `type` come from event.json, the rest from room_event.json, which requires three.
    let full = json!({"content": {}, "type": "t", "event_id": "e", "room_id": "r", "sender": "s", "unsigned": {"age": 1}});
    let event: types::RoomEvent = serde_json::from_value(full.clone()).unwrap();
    assert_eq!(event.unsigned.as_ref().unwrap().age, Some(1));
    for (member, required) in [
        ("content", false),
        ("type", false),
        ("event_id", true),
        ("room_id", true),
        ("sender", true),
        ("unsigned", false),
    ] {
        let mut less = full.clone();
        less.as_object_mut().unwrap().remove(member);
        assert_eq!(serde_json::from_value::<types::RoomEvent>(less).is_err(), required, "{member}");
    }
}

#[test]
fn decoding_is_strict() {
    let wrong = [
        (r#"{"event_id":"e","room_id":"r","sender":"s","unsigned":{"age":1.5}}"#, "a 64-bit integer"),
        (r#"{"event_id":"e","room_id":"r","sender":"s","unsigned":{"age":99999999999999999999}}"#, "64-bit"),
        (
            r#"{"event_id":"e","room_id":"r","sender":"s","unsigned":null}"#,
            "invalid type: null, expected an object",
        ),
        (r#"{"event_id":"e","room_id":"r","sender":"s","sender":"t"}"#, "duplicate property"),
        (r#"{"event_id":"e","room_id":"r","sender":"s","x":1,"x":2}"#, "duplicate property"),
        (r#"{"event_id":"e","room_id":"r"}"#, "property `sender` is missing"),
        (r#"["e","r","s"]"#, "invalid type: sequence, expected an object"),
    ];
    for (text, expected) in wrong {
        let error = serde_json::from_str::<types::RoomEvent>(text).unwrap_err().to_string();
        assert!(error.contains(expected), "{text}: {error}");
    }
    let whole = r#"{"event_id":"e","room_id":"r","sender":"s","unsigned":{"age":1.0}}"#;
    let event: types::RoomEvent = serde_json::from_str(whole).unwrap();
    assert_eq!(event.unsigned.unwrap().age, Some(1));
}

#[test]
fn a_declared_property_among_the_additional_ones_is_not_sent_twice() {
    let mut body = GetEventsOk { start: Some("s0".to_owned()), ..GetEventsOk::default() };
    body.additional.insert("start".to_owned(), json!("other"));
    body.additional.insert("more".to_owned(), json!(1));
    assert_eq!(serde_json::to_string(&body).unwrap(), r#"{"start":"s0","more":1}"#);
}
