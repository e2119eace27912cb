//! A service for a test: a store with its own file or database, nodes in the process of the test, and their routers.

use crate::cluster;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use guest_events_server::access::{hash, new_token};
use guest_events_server::config::Limits;
use guest_events_server::node::Node;
use guest_events_server::store::{Postgres, Since, Sqlite, Store};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt as _;

/// The path of the operation.
pub const EVENTS: &str = "/_matrix/client/api/v1/events";

/// Defines each test for both stores.
macro_rules! for_each_store {
    ($($test:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $test() { super::$test(crate::fixture::SqlitePlace::new()).await; })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $test() {
                if let Some(place) = crate::fixture::PostgresPlace::new().await { super::$test(place).await; }
            })*
        }
    };
}
pub(crate) use for_each_store;

/// A place for a store, which can be opened several times.
pub trait Place {
    type Store: Store;
    /// The value of `store` in the configuration.
    fn url(&self) -> String;
    fn open(&self) -> impl Future<Output = Self::Store>;
}

pub struct SqlitePlace(TempDir);

impl SqlitePlace {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }
}

impl Place for SqlitePlace {
    type Store = Sqlite;

    fn url(&self) -> String {
        format!("sqlite:{}", self.0.path().join("events.db").display())
    }

    async fn open(&self) -> Sqlite {
        Sqlite::open(&self.0.path().join("events.db")).unwrap()
    }
}

pub struct PostgresPlace(pub String);

impl PostgresPlace {
    pub async fn new() -> Option<Self> {
        cluster::database().await.map(Self)
    }
}

impl Place for PostgresPlace {
    type Store = Postgres;

    fn url(&self) -> String {
        self.0.clone()
    }

    async fn open(&self) -> Postgres {
        Postgres::open(&self.0).await.unwrap()
    }
}

/// A node in this process, with a second handle of its store for the work of the command line.
pub struct Service<S: Store> {
    pub node: Node<S>,
    pub store: S,
    publisher: String,
}

pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("{} {}", self.status, self.text))
    }

    /// The status and the `errcode`.
    pub fn error(&self) -> (u16, String) {
        (self.status.as_u16(), self.json()["errcode"].as_str().unwrap().to_owned())
    }

    pub fn end(&self) -> String {
        self.json()["end"].as_str().unwrap().to_owned()
    }

    /// The IDs of the events in the chunk.
    pub fn ids(&self) -> Vec<String> {
        assert_eq!(self.status, 200, "{}", self.text);
        let body = self.json();
        let events = body["chunk"].as_array().unwrap().iter();
        events.map(|event| event["event_id"].as_str().unwrap().to_owned()).collect()
    }
}

pub fn event(id: &str, room: &str) -> Value {
    json!({"event_id": id, "room_id": room, "sender": "@a:x", "type": "m.room.message", "content": {"body": id}})
}

impl<S: Store> Service<S> {
    pub async fn start(place: &impl Place<Store = S>) -> Self {
        Self::with_limits(place, Limits::default()).await
    }

    pub async fn with_limits(place: &impl Place<Store = S>, limits: Limits) -> Self {
        let (store, publisher) = (place.open().await, new_token("publisher").unwrap());
        store.add_publisher(hash(&publisher)).await.unwrap();
        let node = Node::start(place.open().await, limits).await.unwrap();
        Self { node, store, publisher }
    }

    pub fn router(&self) -> Router {
        self.node.router()
    }

    pub async fn guest(&self, rooms: &[&str], since: Since) -> String {
        let token = new_token("guest").unwrap();
        let rooms: Vec<_> = rooms.iter().map(ToString::to_string).collect();
        self.store.add_guest(hash(&token), &rooms, since).await.unwrap();
        token
    }

    pub async fn call(&self, request: Request<Body>) -> Reply {
        let response = self.router().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let body = to_bytes(body, 10_000_000).await.unwrap();
        let text = String::from_utf8(body.into()).unwrap();
        Reply { status: head.status, headers: head.headers, text }
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.call(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// A poll, with more of the query after the token.
    pub async fn poll(&self, token: &str, query: &str) -> Reply {
        self.get(&format!("{EVENTS}?access_token={token}{query}")).await
    }

    pub async fn publish_as(&self, token: &str, body: impl Into<Body>) -> Reply {
        let request = Request::post("/publish").header("authorization", format!("Bearer {token}"));
        self.call(request.body(body.into()).unwrap()).await
    }

    /// Publishes an event, and returns the stream token after it.
    pub async fn publish(&self, id: &str, room: &str) -> String {
        let reply = self.publish_as(&self.publisher, event(id, room).to_string()).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        reply.end()
    }

    /// Waits until the node has read up to a stream token.
    pub async fn read_by_node(&self, guest: &str, end: &str) {
        for _ in 0..500 {
            if self.poll(guest, "").await.end() == end {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("the node does not read");
    }

    pub fn publisher(&self) -> &str {
        &self.publisher
    }
}
