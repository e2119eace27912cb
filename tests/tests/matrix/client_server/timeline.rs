//! A room whose timeline grows, for `/sync`. The skeleton of the server calls these functions.

use crate::matrix::room_participation::{SyncOk, SyncOkRooms, SyncRequest, SyncResponse};
use crate::matrix::{Credentials, Rejection};
use crate::server::{Caller, ServerError};
use serde_json::{Map, Value, json};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::timeout;

/// The access token of the only user.
pub const TOKEN: &str = "syt_alice";
/// The room of all messages.
pub const ROOM: &str = "!lounge:example.org";

/// The server. A batch token is the number of messages before it.
#[derive(Default)]
pub struct Server {
    timeline: watch::Sender<Vec<String>>,
    polls: watch::Sender<Polls>,
}

/// The numbers of polls that have begun to wait for messages, and of those that have ended.
#[derive(Default)]
struct Polls {
    begun: usize,
    ended: usize,
}

impl Server {
    /// Adds a message, which ends the polls that wait for one.
    pub fn say(&self, text: &str) {
        self.timeline.send_modify(|timeline| timeline.push(text.to_owned()));
    }

    /// Waits until a number of polls have begun to wait.
    pub async fn begun(&self, count: usize) {
        self.polls.subscribe().wait_for(|polls| polls.begun == count).await.unwrap();
    }

    /// Waits until a number of polls have ended.
    pub async fn ended(&self, count: usize) {
        self.polls.subscribe().wait_for(|polls| polls.ended == count).await.unwrap();
    }

    pub(crate) fn caller(credentials: &Credentials) -> Result<Caller, ServerError> {
        match credentials {
            Credentials::AccessTokenBearer { access_token_bearer: bearer }
                if bearer.token.expose() == TOKEN =>
            {
                Ok(Caller)
            }
            _ => Err(Rejection::MissingCredentials.into()),
        }
    }

    pub(crate) async fn batch(&self, request: SyncRequest) -> Result<SyncResponse, ServerError> {
        let since = request.since.as_deref().unwrap_or("0").parse::<usize>();
        let since =
            since.map_err(|_| Rejection::BadParameter { name: "since", reason: "is unknown".into() })?;
        let mut timeline = self.timeline.subscribe();
        // A first request gets the present state at once.
        if request.since.is_some() {
            let parked = Parked::new(&self.polls);
            let milliseconds = request.timeout.and_then(|timeout| u64::try_from(timeout).ok()).unwrap_or(0);
            let news = timeline.wait_for(|timeline| timeline.len() > since);
            let _ = timeout(Duration::from_millis(milliseconds), news).await;
            drop(parked);
        }
        let timeline = timeline.borrow();
        let mut batch = SyncOk::new(timeline.len().to_string());
        if let Some(news @ [_, ..]) = timeline.get(since..) {
            let events: Vec<Value> = (since..).zip(news).map(|(number, text)| event(number, text)).collect();
            let room = json!({"timeline": {"events": events, "limited": false}});
            let rooms = Map::from_iter([(ROOM.to_owned(), room)]);
            batch.rooms = Some(SyncOkRooms { join: Some(rooms), ..SyncOkRooms::default() });
        }
        Ok(batch.into())
    }
}

fn event(number: usize, text: &str) -> Value {
    json!({
        "type": "m.room.message",
        "event_id": format!("${number}"),
        "sender": "@alice:example.org",
        "origin_server_ts": 1_700_000_000_000_u64,
        "content": {"msgtype": "m.text", "body": text},
    })
}

/// A poll that waits. If its client disconnects, it is dropped.
struct Parked<'s>(&'s watch::Sender<Polls>);

impl<'s> Parked<'s> {
    fn new(polls: &'s watch::Sender<Polls>) -> Self {
        polls.send_modify(|polls| polls.begun += 1);
        Self(polls)
    }
}

impl Drop for Parked<'_> {
    fn drop(&mut self) {
        self.0.send_modify(|polls| polls.ended += 1);
    }
}
