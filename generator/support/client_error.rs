//! Errors of a client.

use super::Operation;
use axum::body::Bytes;
use axum::http::Response;
use std::{error, fmt};

/// Any error that can be sent to another thread.
pub type BoxError = Box<dyn error::Error + Send + Sync>;

/// The reason why a request has no response, or none that the spec declares.
///
/// `Display` shows the operation, the status code and at most one value of a body, and never credentials or values of
/// parameters. `Debug` shows the response.
#[derive(Debug)]
#[non_exhaustive]
pub enum ClientError {
    /// A value cannot be written. The request was not sent.
    InvalidRequest { operation: &'static Operation, reason: String },
    /// The request was not sent, or its response is incomplete. The error is that of the service, and
    /// [`source`](error::Error::source) returns it.
    Transport { operation: &'static Operation, error: BoxError },
    /// The body of the response is larger than the limit of the client.
    TooLarge { operation: &'static Operation, response: Box<Response<Bytes>> },
    /// The spec does not declare a response with this status code.
    UndeclaredStatus { operation: &'static Operation, response: Box<Response<Bytes>> },
    /// The media type, a header or the body of the response does not match its declaration.
    InvalidResponse { operation: &'static Operation, response: Box<Response<Bytes>>, reason: String },
}

impl ClientError {
    /// Returns the operation.
    pub fn operation(&self) -> &'static Operation {
        match self {
            Self::InvalidRequest { operation, .. }
            | Self::Transport { operation, .. }
            | Self::TooLarge { operation, .. }
            | Self::UndeclaredStatus { operation, .. }
            | Self::InvalidResponse { operation, .. } => operation,
        }
    }

    /// Returns the response, if there is one. Its body is empty if it is larger than the limit, or if it is a stream.
    pub fn response(&self) -> Option<&Response<Bytes>> {
        match self {
            Self::InvalidRequest { .. } | Self::Transport { .. } => None,
            Self::TooLarge { response, .. }
            | Self::UndeclaredStatus { response, .. }
            | Self::InvalidResponse { response, .. } => Some(response),
        }
    }
}

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.operation().id;
        match self {
            Self::InvalidRequest { reason, .. } => {
                write!(f, "the request `{id}` cannot be created: {reason}")
            }
            Self::Transport { .. } => write!(f, "the request `{id}` has no complete response"),
            Self::TooLarge { response, .. } => {
                let status = response.status();
                write!(f, "the response to `{id}` with the status {status} has a body that is too large")
            }
            Self::UndeclaredStatus { response, .. } => {
                write!(f, "the response to `{id}` has the undeclared status {}", response.status())
            }
            Self::InvalidResponse { response, reason, .. } => {
                let status = response.status();
                write!(f, "the response to `{id}` with the status {status} is invalid: {reason}")
            }
        }
    }
}

impl error::Error for ClientError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Transport { error, .. } => Some(&**error),
            _ => None,
        }
    }
}
