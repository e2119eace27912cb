//! Responses that are a stream of items: JSON values in lines, or server-sent events.

use super::check::Verdict;
use super::content_response::value;
use super::items::{Items, Rule, Source};
use super::json::encode;
use super::media_type::is_json_sequence;
use super::reported::{Breaches, Report};
use super::{Decode, Rejection, Trail};
use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_core::Stream;
use serde::Serialize;
use std::mem;
use std::pin::Pin;
use std::task::{self, Poll, ready};

/// The items that are ready are sent together, up to this number of bytes.
const TOGETHER: usize = 8 << 10;

impl<T> Items<T> {
    /// Adds a rule for each item.
    pub(crate) fn checked(self, rule: impl Fn(&T, &mut Trail) -> Verdict + Send + 'static) -> Self {
        Self { rule: super::CHECK_RESPONSES.then(|| Box::new(rule) as Rule<T>), ..self }
    }

    /// Converts the items to a body. `write` appends the bytes of an item.
    pub(super) fn respond(
        self,
        status: StatusCode,
        media_type: &'static str,
        write: Write<T>,
        idle: Option<Source<Bytes>>,
    ) -> Result<Response, Rejection>
    where
        T: 'static,
    {
        let breaches = Breaches::default();
        let Self { stream, rule } = self;
        let report = breaches.clone();
        let writer = Writer {
            stream,
            rule,
            write,
            idle,
            report,
            bytes: Vec::new(),
            failed: None,
            has_waited: false,
            index: 0,
        };
        let body = Body::from_stream(writer);
        let mut response = (status, [(header::CONTENT_TYPE, value(media_type)?)], body).into_response();
        response.extensions_mut().insert(breaches);
        Ok(response)
    }
}

/// A function that appends the bytes of an item, whose index it also gets.
pub(super) type Write<T> = fn(&T, usize, &mut Vec<u8>) -> Result<(), Rejection>;

/// Creates a response of JSON values: in lines, or after record separators.
pub fn items<T: Serialize + Decode + 'static>(
    status: StatusCode,
    media_type: &'static str,
    items: Items<T>,
) -> Result<Response, Rejection> {
    let write: Write<T> = if is_json_sequence(media_type) { record } else { line };
    items.respond(status, media_type, write, None)
}

fn line<T: Serialize + Decode>(item: &T, index: usize, bytes: &mut Vec<u8>) -> Result<(), Rejection> {
    encode(format_args!("item {index}"), item, bytes)?;
    bytes.push(b'\n');
    Ok(())
}

/// RFC 7464, section 2.2: "*(%x1E possible-JSON)", where a line feed ends each JSON text.
fn record<T: Serialize + Decode>(item: &T, index: usize, bytes: &mut Vec<u8>) -> Result<(), Rejection> {
    bytes.push(0x1E);
    line(item, index, bytes)
}

/// The bytes of the items.
struct Writer<T> {
    /// `None` after the end.
    stream: Option<Source<T>>,
    rule: Option<Rule<T>>,
    write: Write<T>,
    /// Bytes that are sent while no item is ready.
    idle: Option<Source<Bytes>>,
    report: Breaches,
    /// The items that are ready.
    bytes: Vec<u8>,
    /// The reason why the stream ends after these items.
    failed: Option<Rejection>,
    /// Whether the server had time to send the items before the error.
    has_waited: bool,
    index: usize,
}

impl<T> Writer<T> {
    fn add(&mut self, item: &T) -> Result<(), Rejection> {
        if let Some(rule) = &self.rule {
            let mut trail = Trail { of_response: true, ..Trail::default() };
            rule(item, &mut trail).map_err(|reason| self.breach(&trail.pointer(), &reason))?;
        }
        let length = self.bytes.len();
        let written = (self.write)(item, self.index, &mut self.bytes);
        match written {
            Ok(()) => self.index += 1,
            // Nothing of an invalid item is sent.
            Err(_) => self.bytes.truncate(length),
        }
        written
    }

    fn breach(&self, pointer: &str, reason: &str) -> Rejection {
        let index = self.index;
        let at = if pointer.is_empty() { String::new() } else { format!(" at `{pointer}`") };
        Rejection::InvalidResponse { reason: format!("item {index}{at}: {reason}") }
    }

    /// Collects the items that are ready. Returns whether more may follow later.
    fn collect(&mut self, context: &mut task::Context<'_>) -> bool {
        while let Some(stream) = &mut self.stream {
            if self.bytes.len() >= TOGETHER {
                break;
            }
            let added = match stream.as_mut().poll_next(context) {
                Poll::Pending => return true,
                Poll::Ready(None) => {
                    self.stream = None;
                    return false;
                }
                Poll::Ready(Some(Ok(item))) => self.add(&item),
                Poll::Ready(Some(Err(error))) => {
                    let reason = format!("the stream failed after {} items: {error}", self.index);
                    Err(Rejection::InvalidResponse { reason })
                }
            };
            if let Err(rejection) = added {
                self.failed = Some(rejection);
                // The handler's stream ends at once, not when the client has read the items before.
                self.stream = None;
            }
        }
        false
    }
}

impl<T> Stream for Writer<T> {
    type Item = Result<Bytes, Report>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut task::Context<'_>) -> Poll<Option<Self::Item>> {
        let may_follow = self.collect(context);
        if !self.bytes.is_empty() {
            return Poll::Ready(Some(Ok(mem::take(&mut self.bytes).into())));
        }
        if self.failed.is_some() && !mem::replace(&mut self.has_waited, true) {
            // Without a pause, the server would drop the items before the error, which it has not yet sent.
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if let Some(rejection) = self.failed.take() {
            return Poll::Ready(Some(Err(self.report.send(rejection))));
        }
        match &mut self.idle {
            Some(idle) if may_follow => match ready!(idle.as_mut().poll_next(context)) {
                Some(Ok(bytes)) => Poll::Ready(Some(Ok(bytes))),
                _ => Poll::Pending,
            },
            _ if may_follow => Poll::Pending,
            _ => Poll::Ready(None),
        }
    }
}

// The items are never pinned: each is written as soon as it arrives.
impl<T> Unpin for Writer<T> {}
