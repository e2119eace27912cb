//! Events of OpenAPI 3.2 whose data contains JSON, on the wire.

use crate::client::{Seen, request, send, with_body};
use axum::Router;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use stubsmith_golden::openapi32_events::*;

impl From<Rejection> for Seen {
    fn from(rejection: Rejection) -> Self {
        Self::rejected(rejection.status(), &rejection)
    }
}

/// Sends the event of a test, and shows the events that it reads.
struct Server(Mutex<Option<Event>>);

async fn read<T: Debug, R>(mut items: ItemStream<T>) -> Result<R, Seen> {
    let mut all = Vec::new();
    loop {
        match items.next().await {
            Ok(Some(item)) => all.push(format!("{item:?}")),
            Ok(None) => return Seen::request(&format_args!("{}", all.join("; "))),
            Err(rejection) => all.push(rejection.to_string()),
        }
    }
}

impl Api for Server {
    type Error = Seen;

    async fn get_moves(&self, _: Context) -> Result<GetMovesResponse, Seen> {
        Ok(Events::iter(self.0.lock().unwrap().take()).into())
    }

    async fn post_moves(&self, _: Context, request: PostMovesRequest) -> Result<PostMovesResponse, Seen> {
        read(request.body).await
    }

    async fn put_moves(&self, _: Context, request: PutMovesRequest) -> Result<PutMovesResponse, Seen> {
        read(request.body).await
    }
}

fn router(event: Option<Event>) -> Router {
    service(Arc::new(Server(Mutex::new(event))))
}

/// Sends an event with this data and this type, and returns its bytes, or nothing if it is invalid.
async fn sent(data: &str, event: &str) -> String {
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;
    let event = Event::from(data.to_owned()).event(event);
    let response = router(Some(event)).oneshot(request("GET", "/moves")).await.unwrap();
    let body = response.into_body().collect().await;
    body.map(|body| String::from_utf8(body.to_bytes().to_vec()).unwrap()).unwrap_or_default()
}

/// The type of the event selects the schema of the JSON in its data.
#[tokio::test]
async fn the_json_in_the_data_of_an_alternative_is_checked() {
    let piece = r#"{"delta":"a"}"#;
    assert_eq!(sent(piece, "piece").await, format!("event: piece\ndata: {piece}\n\n"));
    assert_eq!(sent("any text", "note").await, "event: note\ndata: any text\n\n");
    for (data, event) in [
        (r#"{"delta":""}"#, "piece"),
        (r#"{"delta":"a","delta":"b"}"#, "piece"),
        (r#"{"delta":"a"} x"#, "piece"),
        (piece, "reply"),
        ("any text", "reply"),
    ] {
        assert_eq!(sent(data, event).await, "", "{event}: {data}");
    }
}

#[tokio::test]
async fn the_json_in_the_data_of_a_request_is_checked() {
    let read = async |method: &str, body: &str| {
        let headers = [("content-type", "text/event-stream")];
        send(&router(None), with_body(method, "/moves", &headers, body.to_owned())).await
    };
    let events = "event: piece\ndata: {\"delta\":\"a\"}\n\nevent: piece\ndata: {}\n\n";
    assert_eq!(
        read("POST", events).await,
        r#"200 Event { data: "{\"delta\":\"a\"}", event: Some("piece"), id: None, retry: None }; the body at `/1`: matches none of the alternatives"#
    );
    // In an `allOf`, each event has this content, so it has a type.
    assert_eq!(
        read("PUT", events).await,
        r#"200 Event { data: Piece { delta: "a" }, event: Some("piece"), id: None, retry: None }; the body at `/1/data`: property `delta` is missing"#
    );
    let missing = read("PUT", "data: {\"delta\":\"a\"}\n\n").await;
    assert_eq!(missing, "200 the body at `/0`: property `event` is missing");
}

/// The example server makes JSON for the data.
#[tokio::test]
async fn the_example_of_an_event_has_the_json_of_its_type() {
    let router = service(Arc::new(example_server::Examples));
    let sent = send(&router, request("GET", "/moves")).await;
    assert_eq!(sent, "200 event: piece\ndata: {\"delta\":\"string\"}\n\n");
}
