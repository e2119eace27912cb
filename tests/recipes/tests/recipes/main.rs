//! The recipes of the README, compiled and run: of each, the bytes on the wire.

mod base_path;
mod cors;
mod metrics;
mod panics;
mod peer;
mod rate_limit;
mod shutdown;
mod span;
mod tags;
mod timeouts;
mod two_apis;

const EVENTS: &str = "/_matrix/client/api/v1/events?access_token=secret";
