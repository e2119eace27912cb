//! A client that polls `/sync`, over loopback and in process.

use hyper_util::client::legacy::Client as Pool;
use hyper_util::rt::TokioExecutor;
use matrix_client_server::matrix::client::{Body, BoxError, Client, ClientError};
use matrix_client_server::matrix::room_participation::{SyncRequest, SyncResponse};
use matrix_client_server::matrix::{Bearer, Credentials, service};
use matrix_client_server::timeline::{ROOM, Server, TOKEN};
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::time::timeout;

/// The place in the stream, and the texts of the messages before it.
#[derive(Default)]
struct Follower {
    since: Option<String>,
    texts: Vec<String>,
}

impl Follower {
    async fn poll(&mut self, client: &Client, timeout: i64) -> Result<(), ClientError> {
        let request =
            SyncRequest { since: self.since.clone(), timeout: Some(timeout), ..SyncRequest::default() };
        let SyncResponse::Ok(batch) = client.sync(request).await?;
        self.since = Some(batch.next_batch);
        let room = batch.rooms.and_then(|rooms| rooms.join?.get(ROOM).cloned()).unwrap_or_default();
        let events = room["timeline"]["events"].as_array().into_iter().flatten();
        self.texts.extend(events.filter_map(|event| event["content"]["body"].as_str().map(str::to_owned)));
        Ok(())
    }

    async fn follow(mut self, client: Client, count: usize) -> Result<Self, ClientError> {
        while self.texts.len() < count {
            self.poll(&client, 30_000).await?;
        }
        Ok(self)
    }
}

fn token(token: &str) -> Credentials {
    Credentials::AccessTokenBearer { access_token_bearer: Bearer::new(token) }
}

/// Fails after a minute, if a poll does not end.
async fn in_time(client: Client, server: Arc<Server>) {
    timeout(Duration::from_secs(60), syncs(client, server)).await.unwrap().unwrap();
}

async fn syncs(client: Client, server: Arc<Server>) -> Result<(), BoxError> {
    let client = client.with_credentials(token(TOKEN));
    server.say("before");
    let mut follower = Follower::default();
    follower.poll(&client, 30_000).await?;
    assert_eq!(follower.texts, ["before"]);

    // Nothing happens, so the server responds after the timeout.
    let start = Instant::now();
    follower.poll(&client, 200).await?;
    assert!(start.elapsed() >= Duration::from_millis(200), "{:?}", start.elapsed());
    assert_eq!((follower.texts.len(), follower.since.as_deref()), (1, Some("1")));

    // Each message ends a poll that waits for it.
    let follow = tokio::spawn(follower.follow(client.clone(), 4));
    for (poll, text) in (2..).zip(["one", "two", "three"]) {
        server.begun(poll).await;
        server.say(text);
    }
    let mut follower = follow.await??;
    assert_eq!(follower.texts, ["before", "one", "two", "three"]);
    assert_eq!(follower.since.as_deref(), Some("4"));

    // A poll that its caller drops ends in the server, too.
    let poll = tokio::spawn(follower.follow(client.clone(), 5));
    server.begun(5).await;
    poll.abort();
    server.ended(5).await;

    // The spec declares neither status code.
    follower = Follower { since: Some("later".to_owned()), ..Follower::default() };
    let error = follower.poll(&client, 0).await.unwrap_err();
    assert_eq!(error.response().unwrap().status(), 400, "{error}");
    let error = follower.poll(&client.with_credentials(token("another")), 0).await.unwrap_err();
    assert_eq!(error.response().unwrap().status(), 401, "{error}");
    Ok(())
}

#[tokio::test]
async fn in_process() {
    let server = Arc::<Server>::default();
    in_time(Client::new(service(server.clone())), server).await;
}

#[tokio::test]
async fn over_loopback() {
    let server = Arc::<Server>::default();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    // The path of most operations begins so. The others keep their own paths.
    let url = format!("http://{}/_matrix/client/v3", listener.local_addr().unwrap()).parse().unwrap();
    let router = service(server.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let pool = Pool::builder(TokioExecutor::new()).build_http::<Body>();
    in_time(Client::new(pool).with_base_url(&url), server).await;
}
