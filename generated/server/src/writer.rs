//! The writer of a node: it publishes all events that wait as one batch.
//!
//! Publishers take turns at the end of the stream, and each turn costs a sync of the disk. A batch needs one turn for all of
//! its events.

use crate::hub::Hub;
use crate::store::{NewEvent, Published, Result, Store, StoreError};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot};
use tokio::time;

/// The events that can wait. If there are more, publishers are asked to try again.
const QUEUE: usize = 4_096;

/// The events of a batch.
const BATCH: usize = 256;

/// The time in which a batch is tried again, the time for one attempt, and the pause between attempts.
const RETRIED: Duration = Duration::from_secs(10);
const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(100);

type Job = (NewEvent, oneshot::Sender<Result<Published>>);

/// Sends events to the task that publishes.
pub(crate) struct Writer {
    jobs: mpsc::Sender<Job>,
}

impl Writer {
    /// Starts the task. It ends when the writer is dropped.
    pub(crate) fn start<S: Store>(hub: Arc<Hub<S>>) -> Self {
        let (jobs, queue) = mpsc::channel(QUEUE);
        tokio::spawn(write(hub, queue));
        Self { jobs }
    }

    /// Publishes an event, and returns after the commit.
    pub(crate) async fn publish(&self, event: NewEvent) -> Result<Published> {
        let (done, result) = oneshot::channel();
        let away = |reason: &str| StoreError::Away(reason.to_owned());
        self.jobs.try_send((event, done)).map_err(|_| away("too many events wait"))?;
        result.await.unwrap_or_else(|_| Err(away("the node stops")))
    }
}

async fn write<S: Store>(hub: Arc<Hub<S>>, mut queue: mpsc::Receiver<Job>) {
    let mut jobs = Vec::new();
    while queue.recv_many(&mut jobs, BATCH).await > 0 {
        let (events, done): (Vec<_>, Vec<_>) = jobs.drain(..).unzip();
        hub.metrics.batch.observe(u32::try_from(events.len()).unwrap_or(u32::MAX).into());
        for (done, result) in done.into_iter().zip(publish(&hub, events.into()).await) {
            // The publisher may have disconnected. Its event is published all the same.
            let _ = done.send(result);
        }
    }
}

/// Publishes a batch. If the store rejects it, each event is published alone, so that only the one at fault fails.
async fn publish<S: Store>(hub: &Hub<S>, events: Arc<[NewEvent]>) -> Vec<Result<Published>> {
    match publish_together(hub, Arc::clone(&events)).await {
        Ok(results) => results.into_iter().map(Ok).collect(),
        Err(StoreError::Rejected(_)) if events.len() > 1 => {
            let mut results = Vec::with_capacity(events.len());
            for event in events.iter() {
                let result = publish_together(hub, Arc::from([event.clone()])).await;
                results.push(result.and_then(|results| {
                    results.first().copied().ok_or_else(|| StoreError::Away("no result".to_owned()))
                }));
            }
            results
        }
        Err(error) => events.iter().map(|_| Err(error.clone())).collect(),
    }
}

/// Tries until it is known that the batch is published. An attempt without a result may have succeeded, but then the next one
/// finds the IDs of its events and changes nothing.
async fn publish_together<S: Store>(hub: &Hub<S>, events: Arc<[NewEvent]>) -> Result<Vec<Published>> {
    let started = Instant::now();
    loop {
        let attempt = time::timeout(PATIENCE, hub.store.publish(Arc::clone(&events))).await;
        match attempt.unwrap_or_else(|_| Err(StoreError::Away("no response in time".to_owned()))) {
            Err(error @ StoreError::Away(_)) if started.elapsed() < RETRIED => {
                hub.metrics.retries.inc();
                tracing::warn!(%error, "a batch is published again");
                time::sleep(PAUSE).await;
            }
            result => {
                hub.metrics.commit.observe(started.elapsed().as_secs_f64());
                return result;
            }
        }
    }
}
