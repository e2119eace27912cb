//! The checker: it parks polls, publishes events, and compares the events that each client saw with those that were
//! acknowledged.
//!
//! The positions in the responses to publishers decide. A client must see all events of its rooms with a position
//! after its first stream token, each once, in this order.

mod poller;
mod publisher;
mod report;

pub use report::Report;

use crate::fixture::Place;
use guest_events_server::access::{hash, new_token};
use guest_events_server::store::{Since, Store as _};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::time;

/// The time that clients have to see the last event.
const CATCH_UP: Duration = Duration::from_secs(60);

/// The polls of one guest. The server parks at most 16 of one token.
const POLLS_OF_GUEST: usize = 5;

/// The publishers, each of which waits for a response before it publishes its next event.
const PUBLISHERS: usize = 64;

/// The size of a run.
#[derive(Clone, Copy)]
pub struct Load {
    /// The clients, each with one poll at a time. One in ten asks for three rooms, and the others ask for one.
    pub polls: usize,
    pub rooms: usize,
    /// The events that are offered in a second.
    pub rate: u32,
    pub seconds: u32,
}

/// The state that all clients share.
pub struct Run {
    pub load: Load,
    nodes: Vec<SocketAddr>,
    guests: Vec<String>,
    publisher: String,
    started: Instant,
    ready: AtomicUsize,
    is_over: AtomicBool,
    /// The last position, once it is known.
    last: AtomicI64,
    errors: Mutex<BTreeMap<String, usize>>,
}

impl Load {
    /// Adds the guests and the publisher of a run to a store.
    pub async fn prepare(self, place: &impl Place, nodes: Vec<SocketAddr>) -> Arc<Run> {
        let store = place.open().await;
        let publisher = new_token("publisher").unwrap();
        store.add_publisher(hash(&publisher)).await.unwrap();
        let mut guests = Vec::new();
        for first in (0..self.polls).step_by(POLLS_OF_GUEST) {
            let rooms = (first..first + POLLS_OF_GUEST).flat_map(|poll| self.rooms_of(poll)).map(room);
            let token = new_token("guest").unwrap();
            store.add_guest(hash(&token), &rooms.collect::<Vec<_>>(), Since::Beginning).await.unwrap();
            guests.push(token);
        }
        Arc::new(Run {
            load: self,
            nodes,
            guests,
            publisher,
            started: Instant::now(),
            ready: AtomicUsize::new(0),
            is_over: AtomicBool::new(false),
            last: AtomicI64::new(i64::MAX),
            errors: Mutex::default(),
        })
    }

    fn rooms_of(self, poll: usize) -> Vec<usize> {
        let rooms = if poll.is_multiple_of(10) { 3.min(self.rooms) } else { 1 };
        (poll..poll + rooms).map(|room| room % self.rooms).collect()
    }
}

fn room(number: usize) -> String {
    format!("!{number}:x")
}

/// Reads the position of a stream token.
fn position(token: &str) -> Option<i64> {
    token.strip_prefix('s')?.split_once('_')?.0.parse().ok()
}

impl Run {
    /// Runs the load. `fault` starts together with the publishers.
    pub async fn run(self: &Arc<Self>, fault: impl Future<Output = ()>) -> Report {
        let mut pollers = Vec::with_capacity(self.load.polls);
        for number in 0..self.load.polls {
            pollers.push(tokio::spawn(poller::poll(Arc::clone(self), number)));
            if number % 100 == 99 {
                time::sleep(Duration::from_millis(10)).await;
            }
        }
        self.until(CATCH_UP, || self.ready.load(Relaxed) == self.load.polls).await;
        assert_eq!(
            self.ready.load(Relaxed),
            self.load.polls,
            "not all polls are parked: {:?}",
            self.errors()
        );

        let started = Instant::now();
        let publishers =
            (0..PUBLISHERS).map(|number| tokio::spawn(publisher::publish(Arc::clone(self), number)));
        let publishers: Vec<_> = publishers.collect();
        let publish = async {
            let mut published = Vec::new();
            for publisher in publishers {
                published.push(publisher.await.unwrap());
            }
            (published, started.elapsed())
        };
        let ((published, took), ()) = tokio::join!(publish, fault);

        let last = published.iter().flatten().map(|acknowledged| acknowledged.position).max();
        self.last.store(last.unwrap_or_default(), Relaxed);
        self.is_over.store(true, Relaxed);
        let mut seen = Vec::with_capacity(pollers.len());
        for poller in pollers {
            seen.push(poller.await.unwrap());
        }
        Report::new(self.load, &published, &seen, took, self.errors())
    }

    async fn until(&self, limit: Duration, condition: impl Fn() -> bool) {
        let started = Instant::now();
        while !condition() && started.elapsed() < limit {
            time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The microseconds since the beginning, as a clock for latencies.
    fn now(&self) -> i64 {
        i64::try_from(self.started.elapsed().as_micros()).unwrap()
    }

    fn error(&self, client: &str, error: &str) {
        *self.lock().entry(format!("{client}: {error}")).or_default() += 1;
    }

    fn errors(&self) -> BTreeMap<String, usize> {
        self.lock().clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, usize>> {
        self.errors.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The pause of a client after an error. It differs between clients, so that they do not all come back together.
    async fn pause(&self, number: usize) {
        time::sleep(Duration::from_millis(100 + (number as u64 * 7_919) % 400)).await;
    }
}
