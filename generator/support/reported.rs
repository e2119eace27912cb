//! Reports breaches in the items of a response to the API's error type, after the response has begun.

use super::{Operation, Rejection, Render};
use axum::response::Response;
use std::future::Future;
use std::marker::PhantomData;
use std::sync::{Arc, OnceLock};
use std::{error, fmt};

/// The function that gets the breaches of a response.
#[derive(Clone, Default)]
pub(super) struct Breaches(Arc<OnceLock<Reporter>>);

type Reporter = (fn(Rejection), &'static Operation);

impl Breaches {
    /// Reports a breach, and returns the error that ends the response.
    pub(super) fn send(&self, rejection: Rejection) -> Report {
        let Some((report, operation)) = self.0.get() else { return Report(rejection) };
        let rejection = rejection.of(Some(operation));
        report(rejection.clone());
        Report(rejection)
    }
}

/// The error that ends a response.
#[derive(Debug)]
pub struct Report(Rejection);

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Rejection::InvalidResponse { reason } => f.write_str(reason),
            other => other.fmt(f),
        }
    }
}

impl error::Error for Report {}

/// A response whose breaches are reported to the error type `E`, which logs them as it logs others.
pub struct Reported<T, E> {
    response: T,
    operation: &'static Operation,
    error: PhantomData<fn() -> E>,
}

/// Awaits the handler of an operation, whose response may be a stream of items.
pub async fn reported<T, E>(
    operation: &'static Operation,
    handler: impl Future<Output = Result<T, E>>,
) -> Result<Reported<T, E>, E> {
    Ok(Reported { response: handler.await?, operation, error: PhantomData })
}

impl<T: Render, E: From<Rejection>> Render for Reported<T, E> {
    fn render(self) -> Result<Response, Rejection> {
        let mut response = self.response.render()?;
        if let Some(Breaches(reporter)) = response.extensions_mut().remove() {
            _ = reporter.set((|rejection| drop(E::from(rejection)), self.operation));
        }
        Ok(response)
    }
}
