//! Errors of requests that the generated code creates, and of their responses.

use axum::http::StatusCode;
use std::fmt;

/// The reason why a request cannot be created, or why its response cannot be read.
///
/// `Display` shows no value of a parameter, and at most one value of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OutgoingError {
    /// A value cannot be written, or does not match its declaration.
    InvalidRequest { operation: &'static str, reason: String },
    /// The spec does not declare a response with this status code.
    UndeclaredStatus { operation: &'static str, status: StatusCode },
    /// The response does not match its declaration.
    InvalidResponse { operation: &'static str, status: StatusCode, reason: String },
}

impl fmt::Display for OutgoingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidRequest { operation, reason } => {
                write!(f, "the request `{operation}` cannot be created: {reason}")
            }
            Self::UndeclaredStatus { operation, status } => {
                write!(f, "the response to `{operation}` has the undeclared status {status}")
            }
            Self::InvalidResponse { operation, status, reason } => {
                write!(f, "the response to `{operation}` with the status {status} is invalid: {reason}")
            }
        }
    }
}

impl std::error::Error for OutgoingError {}
