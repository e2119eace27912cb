//! The metrics, in the text format that Prometheus reads. No label contains a token, a room or a user.

use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};
use std::fmt;

/// The labels of a request.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(crate) struct Request {
    /// The ID of the operation in the spec, or the name of another route.
    pub(crate) operation: &'static str,
    /// The status code, or 499 if the client disconnected before the response.
    pub(crate) status: u16,
}

/// The metrics of a node.
pub(crate) struct Metrics {
    registry: Registry,
    pub(crate) requests: Family<Request, Counter>,
    pub(crate) parked: Gauge,
    pub(crate) position: Gauge,
    pub(crate) woken: Counter,
    pub(crate) gaps: Counter,
    pub(crate) reads: Reads,
    pub(crate) retries: Counter,
    pub(crate) batch: Histogram,
    pub(crate) commit: Histogram,
}

/// Reads of the store, by their reason.
#[derive(Clone, Default)]
pub(crate) struct Reads {
    pub(crate) news: Counter,
    pub(crate) page: Counter,
    pub(crate) token: Counter,
}

impl Default for Metrics {
    fn default() -> Self {
        let metrics = Self {
            registry: Registry::default(),
            requests: Family::default(),
            parked: Gauge::default(),
            position: Gauge::default(),
            woken: Counter::default(),
            gaps: Counter::default(),
            reads: Reads::default(),
            retries: Counter::default(),
            batch: Histogram::new(exponential_buckets(1.0, 2.0, 9)),
            commit: Histogram::new(exponential_buckets(0.001, 2.0, 14)),
        };
        Self { registry: metrics.registry(), ..metrics }
    }
}

impl Metrics {
    fn registry(&self) -> Registry {
        let mut registry = Registry::with_prefix("guest_events");
        registry.register("requests", "Requests, by operation and status", self.requests.clone());
        registry.register("parked_polls", "Polls that wait for an event", self.parked.clone());
        registry.register("position", "The last position that this node has read", self.position.clone());
        registry.register("polls_woken", "Polls that were woken by an event", self.woken.clone());
        registry.register("gaps", "Positions that were missing, always 0", self.gaps.clone());
        registry.register("news_reads", "Reads of new events", self.reads.news.clone());
        registry.register("page_reads", "Reads of old events", self.reads.page.clone());
        registry.register("token_reads", "Reads of tokens", self.reads.token.clone());
        registry.register("publish_retries", "Batches that were published again", self.retries.clone());
        registry.register("batch_events", "Events in a batch", self.batch.clone());
        registry.register_with_unit("commit", "Time to commit a batch", Unit::Seconds, self.commit.clone());
        registry
    }

    /// Writes all metrics.
    pub(crate) fn show(&self) -> Result<String, fmt::Error> {
        let mut shown = String::new();
        text::encode(&mut shown, &self.registry)?;
        Ok(shown)
    }
}
