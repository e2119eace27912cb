//! The recipes of the guide, compiled and run, with the bytes on the wire.

#[path = "../browser/mod.rs"]
mod browser;

mod base_path;
mod body_limit;
mod call_in_process;
mod call_with_retries;
mod containers;
mod cors;
mod docs_page;
mod events;
mod follow_poll;
mod in_process;
mod jwt;
mod metrics;
mod panics;
mod peer;
mod rate_limit;
mod send_webhook;
mod shared_support;
mod shutdown;
mod span;
mod sqlite;
mod store_upload;
mod tags;
mod timeouts;
mod two_apis;
mod verify_webhook;

const EVENTS: &str = "/_matrix/client/api/v1/events?access_token=secret";
