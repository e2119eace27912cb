//! A response that a client waits for.

use super::client_connection::{Connection, IsStreamed, Received};
use super::received_response::ReceivedBody;
use super::{ClientError, Operation, OutgoingError, OutgoingRequest};
use axum::http::Response;
use axum::http::response::Parts;
use std::fmt;
use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// The response of an operation, which you `.await`. If it is dropped, so is the request.
///
/// It borrows nothing, so it can be spawned as a task. All operations have the same type of future, so that the code
/// that sends requests is compiled only once.
#[must_use = "nothing is sent until it is awaited"]
pub struct Reply<T> {
    received: Pin<Box<dyn Future<Output = Result<Received, ClientError>> + Send>>,
    read: ReadResponse<T>,
}

/// Reads a response.
type ReadResponse<T> = fn(&Parts, ReceivedBody) -> Result<T, OutgoingError>;

impl<T> Future for Reply<T> {
    type Output = Result<T, ClientError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let received = ready!(self.received.as_mut().poll(cx));
        Poll::Ready(match received {
            Ok(mut received) => {
                let body = received.take_body();
                match (self.read)(&received.parts, body) {
                    Ok(value) => Ok(value),
                    Err(error) => Err(received.into_error(error)),
                }
            }
            Err(error) => Err(error),
        })
    }
}

/// These functions are not parts of `poll`, which is compiled for each type.
impl Received {
    /// Returns the body. Its bytes stay for an error.
    fn take_body(&mut self) -> ReceivedBody {
        let bytes = ReceivedBody::whole(self.body.bytes().clone());
        mem::replace(&mut self.body, bytes)
    }

    #[cold]
    fn into_error(self, error: OutgoingError) -> ClientError {
        let Self { operation, parts, body } = self;
        let response = Box::new(Response::from_parts(parts, body.bytes().clone()));
        match error {
            OutgoingError::InvalidRequest { reason, .. } => ClientError::InvalidRequest { operation, reason },
            OutgoingError::UndeclaredStatus { .. } => ClientError::UndeclaredStatus { operation, response },
            OutgoingError::InvalidResponse { reason, .. } => {
                ClientError::InvalidResponse { operation, response, reason }
            }
        }
    }
}

impl<T> fmt::Debug for Reply<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply").finish_non_exhaustive()
    }
}

impl Connection {
    /// Sends a request when the reply is awaited.
    pub(crate) fn send_request<T>(
        &self,
        operation: &'static Operation,
        request: OutgoingRequest,
        read: ReadResponse<T>,
    ) -> Reply<T> {
        Reply { received: self.start(operation, request, is_never_streamed), read }
    }

    /// Sends a request. The body of a response that `is_streamed` selects is read while it arrives.
    pub(crate) fn send_for_stream<T>(
        &self,
        operation: &'static Operation,
        request: OutgoingRequest,
        is_streamed: IsStreamed,
        read: ReadResponse<T>,
    ) -> Reply<T> {
        Reply { received: self.start(operation, request, is_streamed), read }
    }

    fn start(
        &self,
        operation: &'static Operation,
        request: OutgoingRequest,
        is_streamed: IsStreamed,
    ) -> Pin<Box<dyn Future<Output = Result<Received, ClientError>> + Send>> {
        let connection = self.clone();
        Box::pin(async move { connection.exchange(operation, request, is_streamed).await })
    }
}

/// A function, because a closure in a generic function is compiled for each of its types.
fn is_never_streamed(_: &Parts) -> bool {
    false
}
