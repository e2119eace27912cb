//! The golden case `configured` on the wire: the server follows `stubsmith.yaml`.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use std::sync::Arc;
use stubsmith_golden::configured::{
    Api, Context, Credentials, ListEventsRequest, ListEventsResponse, Rejection, SendEventRequest,
    SendEventResponse, ShowUserRequest, ShowUserResponse, service, types,
};
use tower::ServiceExt as _;

struct Server;

impl Api for Server {
    type Principal = ();
    type Error = Rejection;

    async fn authenticate(&self, _: &Context, credentials: Credentials) -> Result<(), Rejection> {
        let Credentials::Token { token } = credentials;
        if token.expose() == "t" { Ok(()) } else { Err(Rejection::MissingCredentials) }
    }

    async fn list_events(
        &self,
        _: Context,
        (): (),
        request: ListEventsRequest,
    ) -> Result<ListEventsResponse, Rejection> {
        let event = |sender| types::Event {
            sender,
            content: None,
            count: request.since,
            size: i64::try_from(request.room_id.len()).ok(),
            address: None,
            mask: None,
            state: None,
            seen_by: None,
            heir: None,
            additional: serde_json::Map::new(),
        };
        Ok([request.id].into_iter().chain(request.others).map(event).collect::<Vec<_>>().into())
    }

    async fn show_user(&self, _: Context, request: ShowUserRequest) -> Result<ShowUserResponse, Rejection> {
        let early = request.photo.early_fields().is_some();
        let kind = request.photo.late_fields().await?.kind;
        Err(Rejection::InvalidBody { reason: format!("is {kind:?}, early: {early}") })
    }

    async fn send_event(
        &self,
        _: Context,
        request: SendEventRequest,
    ) -> Result<SendEventResponse, Rejection> {
        Ok(request.body.address.map_or(SendEventResponse::Ok, SendEventResponse::from))
    }
}

/// Status and body.
async fn call(method: &str, uri: &str, body: &'static str) -> String {
    let request = Request::builder().method(method).uri(uri).header("x-token", "t");
    answer(request.body(Body::from(body)).unwrap()).await
}

async fn answer(request: Request<Body>) -> String {
    let router: Router = service(Arc::new(Server));
    let response = router.oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    format!("{status} {}", String::from_utf8(body.to_vec()).unwrap())
}

/// Parameters use `FromStr`, and integers JSON's grammar; the override sets the format of the array.
#[tokio::test]
async fn parameters_are_read_as_the_types_of_their_formats() {
    let get = |uri| call("GET", uri, "");
    assert_eq!(
        get("/users/@a:b/events?room_id=x&room_id=y&since=18446744073709551615&others=@c:d").await,
        r#"200 [{"sender":"@a:b","count":18446744073709551615,"size":2},{"sender":"@c:d","count":18446744073709551615,"size":2}]"#
    );
    for (uri, reason) in [
        ("/users/a/events", "`id` must be in the format `mx-user-id`"),
        ("/users/@a:b/events?others=@a:b,c", "`others` at `/1` must be in the format `mx-user-id`"),
        ("/users/@a:b/events?since=-1", "`since` must be an unsigned 64-bit integer"),
        ("/users/@a:b/events?since=%2B1", "`since` must be an unsigned 64-bit integer"),
    ] {
        let answer = get(uri).await;
        assert!(answer.starts_with("400") && answer.contains(reason), "{uri}: {answer}");
    }
}

/// JSON uses the types' own serde, with the place of the mistake; `content` is no longer required.
#[tokio::test]
async fn bodies_are_read_as_the_types_of_their_formats() {
    let post = |body| call("POST", "/users/x/events", body);
    assert_eq!(post(r#"{"sender": "@a:b", "address": "::1"}"#).await, r#"501 "::1""#);
    assert_eq!(post(r#"{"sender": "@a:b", "count": 1.0}"#).await, "200 ");
    let user = "must be in the format `mx-user-id`";
    let count = "must be an unsigned 64-bit integer";
    for (body, pointer, reason) in [
        (r#"{"sender": "a"}"#, "/sender", user),
        (r#"{"sender": 5}"#, "/sender", user),
        (r#"{"sender": "@a:b", "seen_by": [{}, {"x": "a"}]}"#, "/seen_by/1/x", user),
        (r#"{"sender": "@a:b", "heir": "a"}"#, "/heir", user),
        (r#"{"sender": "@a:b", "count": -1}"#, "/count", count),
        (r#"{"sender": "@a:b", "address": "1.2"}"#, "/address", "invalid IP address syntax"),
        (r#"{"sender": "@a:b", "mask": "1.2"}"#, "/mask", "invalid IPv4 address syntax"),
    ] {
        assert_eq!(post(body).await, format!("400 the body at `{pointer}`: {reason}"), "{body}");
    }
    assert!(post(r#"{"sender": "@a:"#).await.starts_with("400 the body is not JSON: EOF"));
}

/// The setting `head: reject`.
#[tokio::test]
async fn head_can_be_rejected() {
    let request = Request::builder().method("HEAD").uri("/users/@a:b/events").header("x-token", "t");
    let router: Router = service(Arc::new(Server));
    let response = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(response.status().as_u16(), 405);
    assert_eq!(response.headers()["allow"], "GET, PUT, POST, PATCH");
    assert_eq!(call("GET", "/users/@a:b/events", "").await, r#"200 [{"sender":"@a:b","size":0}]"#);
}

/// The setting `form-buffer: 8`.
#[tokio::test]
async fn the_setting_bounds_how_much_of_a_form_is_read_ahead() {
    let send = |photo: &str| {
        let part = |name: &str, content: &str| {
            format!("--b\r\nContent-Disposition: form-data; name={name}\r\n\r\n{content}\r\n")
        };
        let request = Request::builder().method("PATCH").uri("/users/x/events");
        let request = request.header("content-type", "multipart/form-data; boundary=b");
        let body = part("photo", photo) + &part("kind", "cat") + "--b--";
        answer(request.body(Body::from(body)).unwrap())
    };
    assert_eq!(send("1234567").await, "400 the body is Some(\"cat\"), early: true");
    assert_eq!(send("12345678").await, "400 the body is Some(\"cat\"), early: false");
    assert_eq!(send(&"1".repeat(1000)).await, "400 the body is Some(\"cat\"), early: false");
}

/// The wording is the same in parameters, forms and JSON.
#[tokio::test]
async fn a_bad_value_of_a_mapped_format_has_one_message() {
    let user = "must be in the format `mx-user-id`";
    let put = |media_type: &'static str, by: &'static str, body: &'static str| async move {
        let request = Request::builder().method("PUT").uri("/users/x/events");
        let request = request.header("content-type", media_type).header("x-by", by);
        answer(request.body(Body::from(body)).unwrap()).await
    };
    assert_eq!(put("text/plain", "@a:b", "a").await, format!("400 the body {user}"));
    assert_eq!(put("application/json", "@a:b", "\"a\"").await, format!("400 the body: {user}"));
    assert_eq!(put("application/json", "a", "\"@a:b\"").await, format!("400 parameter `X-By` {user}"));
}

/// A struct that derives `Default` by a setting has the defaults of the spec.
#[test]
fn a_derived_default_has_the_defaults_of_the_spec() {
    let visit = stubsmith_golden::configured::types::Visit::default();
    assert_eq!((visit.place.as_str(), visit.kind, visit.guests), ("", None, 1));
}
