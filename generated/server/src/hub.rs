//! The hub of a node: it alone reads new events from the store, and wakes the polls that wait for them.
//!
//! The number of reads depends on the number of commits, but not on the number of polls.

use crate::metrics::Metrics;
use crate::store::{Grant, Store, StoreError, Stored, patiently};
use crate::tail::{Limits, Look, Seen, Tail, Waiting};
use guest_events::types::RoomEvent;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{Notify, watch};
use tokio::time;

/// The time after which the hub reads without a notification, since one can get lost.
const TICK: Duration = Duration::from_secs(1);

/// The events of one read.
const READ: u32 = 1_000;

/// The time after which a read has failed, and the pause until the next one.
const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(100);

/// If the last successful read is older, the node is not ready.
const FRESH: Duration = Duration::from_secs(5);

/// The state of a node that ends all polls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Running,
    /// A signal was received.
    Stopping,
    /// The store has another stream than before, for example after a restore. The positions in memory are wrong.
    Replaced,
}

/// The hub of a node.
pub(crate) struct Hub<S> {
    pub(crate) store: S,
    pub(crate) epoch: String,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) state: watch::Sender<State>,
    tail: Mutex<Tail>,
    last_read: Mutex<Instant>,
    news: Notify,
}

/// The result of [`Hub::look`].
pub(crate) enum Found<'h, S: Store> {
    /// The events, and the place after the last one that was looked at.
    Events(Vec<Seen>, i64),
    /// The poll continues from before the events in memory, which end at this place.
    Old(i64),
    /// There are none up to this place.
    Nothing(Parked<'h, S>, i64),
}

/// A poll that waits. It leaves when it is dropped, so also if its client disconnects.
pub(crate) struct Parked<'h, S: Store> {
    hub: &'h Hub<S>,
    waiting: Waiting,
}

impl<S: Store> Parked<'_, S> {
    /// Waits for an event in one of the rooms.
    pub(crate) async fn woken(&self) {
        self.waiting.bell.notified().await;
    }
}

impl<S: Store> Drop for Parked<'_, S> {
    fn drop(&mut self) {
        self.hub.tail().leave(&self.waiting);
    }
}

impl<S: Store> Hub<S> {
    /// Creates the hub at the current end of the stream, and starts its tasks.
    pub(crate) async fn start(
        store: S,
        metrics: Arc<Metrics>,
        limits: Limits,
    ) -> Result<Arc<Self>, StoreError> {
        let (end, epoch) = store.end().await?;
        metrics.position.set(end);
        let hub = Arc::new(Self {
            store,
            epoch,
            metrics,
            state: watch::Sender::new(State::Running),
            tail: Mutex::new(Tail::new(end, limits)),
            last_read: Mutex::new(Instant::now()),
            news: Notify::new(),
        });
        tokio::spawn(Arc::clone(&hub).follow());
        let listening = Arc::clone(&hub);
        tokio::spawn(async move { listening.store.listen(&listening.news).await });
        Ok(hub)
    }

    fn tail(&self) -> MutexGuard<'_, Tail> {
        self.tail.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn last_read(&self) -> MutexGuard<'_, Instant> {
        self.last_read.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the last position that this node has read.
    pub(crate) fn end(&self) -> i64 {
        self.tail().end()
    }

    /// Returns whether load balancers may send requests to this node.
    pub(crate) fn is_ready(&self) -> bool {
        *self.state.borrow() == State::Running && self.last_read().elapsed() < FRESH
    }

    /// Looks for events, and parks the poll if there are none.
    pub(crate) fn look(&self, rooms: &[Grant], from: i64, limit: usize) -> Found<'_, S> {
        match self.tail().look(rooms, from, limit) {
            Look::Found(events, end) => Found::Events(events, end),
            Look::Old(end) => Found::Old(end),
            Look::Nothing(waiting, end) => Found::Nothing(Parked { hub: self, waiting }, end),
        }
    }

    /// Reads old events, and returns them with the place after the last one that was looked at.
    pub(crate) async fn page(
        &self,
        rooms: Arc<[Grant]>,
        after: i64,
        up_to: i64,
        limit: u16,
    ) -> Result<(Vec<Seen>, i64), StoreError> {
        self.metrics.reads.page.inc();
        let read = || self.store.page(Arc::clone(&rooms), after, up_to, limit.into());
        let events = patiently(read).await?;
        // If the page is full, there may be more events before `up_to`.
        let end = events.last().filter(|_| events.len() == usize::from(limit));
        Ok((events.iter().filter_map(seen).collect(), end.map_or(up_to, |last| last.position)))
    }

    /// Reads new events at each notification, and from time to time without one, until the node stops.
    async fn follow(self: Arc<Self>) {
        let mut state = self.state.subscribe();
        loop {
            let notified = time::timeout(TICK, self.news.notified());
            let is_tick = tokio::select! {
                notified = notified => notified.is_err(),
                _ = state.changed() => return,
            };
            while *self.state.borrow() == State::Running {
                match time::timeout(PATIENCE, self.read(is_tick)).await {
                    Ok(Ok(true)) => (),
                    Ok(Ok(false)) => break,
                    Ok(Err(error)) => {
                        tracing::warn!(%error, "new events could not be read");
                        time::sleep(PAUSE).await;
                    }
                    Err(_) => tracing::warn!("new events could not be read in time"),
                }
            }
        }
    }

    /// Reads once. Returns whether there may be more.
    async fn read(&self, is_tick: bool) -> Result<bool, StoreError> {
        self.metrics.reads.news.inc();
        let end = self.end();
        let events = self.store.after(end, READ).await?;
        if events.is_empty() && is_tick {
            let (stored_end, epoch) = self.store.end().await?;
            if stored_end < end || epoch != self.epoch {
                tracing::error!(
                    end,
                    stored_end,
                    "the store has another stream than before: restart this node"
                );
                self.state.send_replace(State::Replaced);
            }
        }
        *self.last_read() = Instant::now();
        let is_full = events.len() == READ as usize;
        self.append(&events);
        Ok(is_full)
    }

    fn append(&self, events: &[Stored]) {
        // Polls need the lock of the tail, so the events are decoded before it is taken.
        let decoded: Vec<_> = events.iter().map(seen).collect();
        let mut woken = HashMap::new();
        let mut tail = self.tail();
        for (stored, seen) in events.iter().zip(decoded) {
            let event = seen.map(|seen| seen.event);
            if tail.append(stored.position, &stored.room, stored.body.len(), event, &mut woken) {
                self.metrics.gaps.inc();
                tracing::error!(position = stored.position, "positions before this one are missing");
            }
        }
        self.metrics.position.set(tail.end());
        drop(tail);
        self.metrics.woken.inc_by(woken.len() as u64);
        for bell in woken.into_values() {
            bell.notify_one();
        }
    }
}

/// Decodes an event. One that was changed in the store by other programs may not match the spec. Guests do not get it.
fn seen(stored: &Stored) -> Option<Seen> {
    match serde_json::from_str::<RoomEvent>(&stored.body) {
        Ok(event) => Some(Seen { position: stored.position, event: Arc::new(event) }),
        Err(error) => {
            tracing::error!(position = stored.position, %error, "a stored event does not match the spec");
            None
        }
    }
}
