//! A client that polls.

use super::{CATCH_UP, POLLS_OF_GUEST, Run, position, room};
use crate::fixture::EVENTS;
use crate::http::Client;
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Instant;

/// The events that a client saw.
pub struct Seen {
    pub rooms: Vec<usize>,
    /// The position of its first token.
    pub from: i64,
    /// The numbers of the events, in the order of arrival.
    pub events: Vec<u32>,
    /// The microseconds between the first attempt to publish an event and its arrival.
    pub latencies: Vec<u32>,
    /// Events of rooms that the client did not ask for, and responses that ended before they began.
    pub foreign: usize,
    pub backwards: usize,
}

/// Polls until the client is past the last event.
pub async fn poll(run: Arc<Run>, number: usize) -> Seen {
    let mut seen = Seen {
        rooms: run.load.rooms_of(number),
        from: 0,
        events: Vec::new(),
        latencies: Vec::new(),
        foreign: 0,
        backwards: 0,
    };
    let rooms: Vec<_> = seen.rooms.iter().copied().map(room).collect();
    let access_token = &run.guests[number / POLLS_OF_GUEST];
    let target = format!("{EVENTS}?access_token={access_token}&room_id={}", rooms.join(","));
    let (mut node, mut token) = (number, None::<String>);
    let mut client = Client::new(run.nodes[node % run.nodes.len()]);
    let mut over_since = None;
    loop {
        let is_over = run.is_over.load(Relaxed);
        let is_late = is_over && over_since.get_or_insert_with(Instant::now).elapsed() > CATCH_UP;
        let at = token.as_deref().and_then(position).unwrap_or_default();
        if is_late || (is_over && at >= run.last.load(Relaxed)) {
            return seen;
        }
        // The first request gets a token, and the last ones do not wait long.
        let query = match &token {
            None => target.clone(),
            Some(token) => format!("{target}&from={token}&timeout={}", if is_over { 200 } else { 10_000 }),
        };
        match client.get(&query).await {
            Ok(response) if response.status == 200 => {
                let end = response.body["end"].as_str().unwrap_or_default().to_owned();
                let end_position = position(&end).unwrap_or(-1);
                if token.is_none() {
                    seen.from = end_position;
                    run.ready.fetch_add(1, Relaxed);
                }
                seen.backwards += usize::from(end_position < at);
                seen.read(&response.body["chunk"], &rooms, run.now());
                token = Some(end);
                continue;
            }
            Ok(response) => run.error("poll", &response.status.to_string()),
            Err(error) => run.error("poll", &error),
        }
        node += 1;
        client = Client::new(run.nodes[node % run.nodes.len()]);
        run.pause(number).await;
    }
}

impl Seen {
    fn read(&mut self, chunk: &Value, rooms: &[String], now: i64) {
        for event in chunk.as_array().into_iter().flatten() {
            let number = event["event_id"].as_str().and_then(|id| id.strip_prefix('$')?.parse().ok());
            self.events.push(number.unwrap_or(u32::MAX));
            let is_own = rooms.iter().any(|room| event["room_id"] == **room);
            self.foreign += usize::from(!is_own);
            let sent = event["content"]["sent"].as_i64().unwrap_or(now);
            self.latencies.push(u32::try_from(now - sent).unwrap_or(u32::MAX));
        }
    }
}
