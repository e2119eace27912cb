//! Streams of server-sent events in responses. (WHATWG HTML, section 9.2)

use super::{Event, Items};

/// Server-sent events whose data is a `T`. A stream of data is also a stream of events.
///
/// While there is no event, a comment is sent every 15 seconds, so that proxies keep the connection. This needs a tokio
/// runtime with a timer, such as that of `#[tokio::main]`.
pub type Events<T = String> = Items<Event<T>>;
