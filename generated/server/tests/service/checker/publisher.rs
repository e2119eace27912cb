//! A client that publishes.

use super::{PUBLISHERS, Run, room};
use crate::http::Client;
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::time;

/// The time after which a publisher does not try again.
const PATIENCE: Duration = Duration::from_secs(60);

/// An event whose publication was acknowledged.
pub struct Acknowledged {
    pub number: u32,
    pub room: usize,
    pub position: i64,
    /// The microseconds between the first attempt and the response.
    pub latency: u32,
    /// Whether there was more than one attempt.
    pub repeated: bool,
}

/// Publishes at its part of the rate. An event that has no response is published again, at the next node, with the same ID.
pub async fn publish(run: Arc<Run>, publisher: usize) -> Vec<Acknowledged> {
    let events = (run.load.rate * run.load.seconds) as usize;
    let gap = 1.0 / f64::from(run.load.rate);
    let started = time::Instant::now();
    let (mut node, mut acknowledged) = (publisher, Vec::new());
    let mut client = Client::new(run.nodes[node % run.nodes.len()]);
    for number in (publisher..events).step_by(PUBLISHERS) {
        let number = u32::try_from(number).unwrap();
        time::sleep_until(started + Duration::from_secs_f64(gap * f64::from(number))).await;
        let (room_number, sent, first) = (number as usize % run.load.rooms, run.now(), Instant::now());
        let event = json!({
            "event_id": format!("${number}"), "room_id": room(room_number), "sender": "@load:x", "type": "m.room.message",
            "content": {"msgtype": "m.text", "body": "x".repeat(200), "sent": sent},
        });
        let event = event.to_string();
        let mut repeated = false;
        loop {
            assert!(first.elapsed() < PATIENCE, "event {number} cannot be published: {:?}", run.errors());
            match client.post("/publish", &run.publisher, &event).await {
                Ok(response) if response.status == 200 => {
                    let position = response.body["position"].as_i64().unwrap();
                    let latency = u32::try_from(run.now() - sent).unwrap_or(u32::MAX);
                    acknowledged.push(Acknowledged {
                        number,
                        room: room_number,
                        position,
                        latency,
                        repeated,
                    });
                    break;
                }
                Ok(response) => run.error("publish", &response.status.to_string()),
                Err(error) => run.error("publish", &error),
            }
            repeated = true;
            node += 1;
            client = Client::new(run.nodes[node % run.nodes.len()]);
            run.pause(publisher).await;
        }
    }
    acknowledged
}
