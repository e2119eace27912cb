//! Code that several tests share: it compiles many specs as one program, and makes values from schemas.
#![allow(clippy::missing_panics_doc, clippy::missing_errors_doc, reason = "a test panics when it fails")]

pub mod bodies;
pub mod json_schema;
pub mod round_trip;
pub mod values;

/// The time for which this thread has been running, so that other processes do not matter. Systems without the file of
/// Linux do not report it, and tests then have no limit of time.
#[must_use]
pub fn processor_time() -> std::time::Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split(' ').next().and_then(|first| first.parse().ok());
    std::time::Duration::from_nanos(nanoseconds.unwrap_or(0))
}
