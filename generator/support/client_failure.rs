//! Declared responses that are not the success that a client expects.

use super::Operation;
use axum::http::StatusCode;
use std::{error, fmt};

/// A declared response that is not a success. `Display` shows its status code, and `Debug` the whole response.
#[derive(Clone)]
pub struct Failure {
    operation: &'static Operation,
    status: StatusCode,
    response: String,
}

impl Failure {
    pub(crate) fn new(operation: &'static Operation, status: u16, response: &dyn fmt::Debug) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self { operation, status, response: format!("{response:?}") }
    }

    /// Returns the operation.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Returns the status code of the response.
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Failure({}: {})", self.operation.id, self.response)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (id, status) = (self.operation.id, self.status.as_u16());
        write!(f, "the response to `{id}` is not a success, but has the status code {status}")
    }
}

impl error::Error for Failure {}
