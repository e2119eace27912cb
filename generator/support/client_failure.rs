//! Declared responses that are not the success that a client expects.

use super::Operation;
use std::{error, fmt};

/// A declared response that is not a success. `Display` does not show the response, but `Debug` does.
#[derive(Clone)]
pub struct Failure {
    operation: &'static Operation,
    response: String,
}

impl Failure {
    pub(crate) fn new(operation: &'static Operation, response: &impl fmt::Debug) -> Self {
        Self { operation, response: format!("{response:?}") }
    }

    /// Returns the operation.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Failure({}: {})", self.operation.id, self.response)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the response to `{}` is not a success", self.operation.id)
    }
}

impl error::Error for Failure {}
