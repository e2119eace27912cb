//! Streams of OpenAPI 3.1 on the wire: with the setting `event-items`, and as bytes of the handler.

use crate::client::{Seen, request, send, with_body};
use axum::body::Body;
use futures_util::{StreamExt as _, stream};
use std::sync::Arc;
use stubsmith_golden::openapi31_streams::second::{SecondApi, WatchOk, WatchResponse};
use stubsmith_golden::openapi31_streams::spec::{
    ChatOk, ChatResponse, GetRawResponse, GetWordsResponse, PostWordsRequest, PostWordsResponse, SpecApi,
};
use stubsmith_golden::openapi31_streams::types::{Piece, Pod, Reply};
use stubsmith_golden::openapi31_streams::{Api, Content, Context, Event, Events, Items, Rejection, service};

struct Server;

impl From<Rejection> for Seen {
    fn from(rejection: Rejection) -> Self {
        Self::rejected(rejection.status(), &rejection)
    }
}

impl Api for Server {
    type Error = Seen;
}

impl SpecApi for Server {
    async fn chat(&self, cx: Context) -> Result<ChatResponse, Seen> {
        let offered = ["application/json", "text/event-stream", "application/x-ndjson"];
        Ok(match cx.preferred(&offered) {
            Some("text/event-stream") => {
                let piece = Event::from(Piece { delta: "a".to_owned() }).id("1");
                ChatOk::EventStream(Events::iter([piece])).into()
            }
            Some("application/x-ndjson") => ChatOk::Ndjson(Items::new(stream::iter(["a", "b\n"]))).into(),
            _ => Reply { text: "a".to_owned() }.into(),
        })
    }

    async fn get_words(&self, _: Context) -> Result<GetWordsResponse, Seen> {
        Ok(Events::new(stream::iter(["one", "two\nthree"].map(str::to_owned))).into())
    }

    async fn post_words(&self, _: Context, request: PostWordsRequest) -> Result<PostWordsResponse, Seen> {
        let mut words = request.body;
        let mut all = Vec::new();
        while let Some(word) = words.next().await? {
            all.push(word.data);
        }
        Seen::request(&all)
    }

    async fn get_raw(&self, _: Context) -> Result<GetRawResponse, Seen> {
        let events =
            stream::iter([Event::from("{}".to_owned()).event("piece"), Event::from("x\ny".to_owned())]);
        let bytes = events.map(|event: Event| event.to_bytes());
        Ok(Content::from(Body::from_stream(bytes)).into())
    }
}

impl SecondApi for Server {
    async fn watch(&self, cx: Context) -> Result<WatchResponse, Seen> {
        let pods = || ["a", "b"].map(|name| Pod { name: name.to_owned() });
        Ok(match cx.preferred(&["application/json", "text/event-stream", "application/x-ndjson"]) {
            Some("text/event-stream") => WatchOk::EventStream(Events::new(stream::iter(pods()))).into(),
            Some("application/x-ndjson") => WatchOk::Ndjson(Items::iter(pods())).into(),
            _ => Pod { name: "a".to_owned() }.into(),
        })
    }
}

/// A response of Swagger 2.0.
#[tokio::test]
async fn produces_can_list_streams() {
    let router = service(Arc::new(Server));
    for (accept, sent) in [
        ("*/*", r#"200 {"name":"a"}"#),
        ("text/event-stream", "200 data: {\"name\":\"a\"}\n\ndata: {\"name\":\"b\"}\n\n"),
        ("application/x-ndjson", "200 {\"name\":\"a\"}\n{\"name\":\"b\"}\n"),
    ] {
        assert_eq!(
            send(&router, crate::client::with_headers("GET", "/watch", &[("accept", accept)])).await,
            sent
        );
    }
}

#[tokio::test]
async fn the_schema_is_that_of_the_items() {
    let router = service(Arc::new(Server));
    for (accept, sent) in [
        ("*/*", r#"200 {"text":"a"}"#),
        ("text/event-stream", "200 id: 1\ndata: {\"delta\":\"a\"}\n\n"),
        ("application/x-ndjson", "200 \"a\"\n\"b\\n\"\n"),
    ] {
        assert_eq!(
            send(&router, crate::client::with_headers("POST", "/chat", &[("accept", accept)])).await,
            sent
        );
    }
    let words = send(&router, request("GET", "/words")).await;
    assert_eq!(words, "200 data: one\n\ndata: two\ndata: three\n\n");
    let post = async |body: &'static str| {
        send(&router, with_body("POST", "/words", &[("content-type", "text/event-stream")], body)).await
    };
    assert_eq!(post("data: a\n\ndata: \"b\"\n\n").await, r#"200 ["a", "\"b\""]"#);
    let long = "400 the body at `/1/data`: must have at most 10 characters";
    assert_eq!(post("data: a\n\ndata: 01234567890\n\n").await, long);
}

#[tokio::test]
async fn a_handler_can_write_events_itself() {
    let router = service(Arc::new(Server));
    let sent = send(&router, request("GET", "/raw")).await;
    assert_eq!(sent, "200 event: piece\ndata: {}\n\ndata: x\ndata: y\n\n");
}
