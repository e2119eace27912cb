//! Passes a request to its handler, and renders the response.

use super::{Context, Operation, Pairs, Query, Rejection};
use axum::{body::Body, response::Response};
use std::{future::Future, pin::Pin, sync::Arc, task};

/// A request on its way to its handler, with its principal.
pub struct Incoming<P = ()> {
    pub cx: Context,
    pub pairs: Pairs,
    pub body: Body,
    pub principal: P,
}

impl Incoming {
    /// Sets the principal.
    pub(crate) fn with_principal<P>(self, principal: P) -> Incoming<P> {
        Incoming { cx: self.cx, pairs: self.pairs, body: self.body, principal }
    }
}

impl<P> Incoming<P> {
    /// Decodes the request, and calls the handler. The operation is set so that an error in the response can name it.
    pub(crate) fn serve<A, E>(self, api: &A, endpoint: Endpoint<A, P, E>) -> HandlerResult<'_, E> {
        let operation = self.cx.operation();
        endpoint(api, self).map(|response| response.of(operation))
    }

    pub(crate) fn query(&self) -> Query<'_> {
        self.cx.query(&self.pairs)
    }
}

/// A function that reads the credentials of a request.
pub type ReadCredentials<C> = fn(&Incoming) -> Result<Option<C>, Rejection>;

/// A function that decodes the request of an operation and calls its handler.
pub type Endpoint<A, P, E> = for<'a> fn(&'a A, Incoming<P>) -> HandlerResult<'a, E>;

/// The future of a handler, or the reason why the handler was not called.
pub type HandlerResult<'a, E> = Result<ResponseFuture<'a, E>, Rejection>;

/// The future of a handler. All operations share this type, so the code that awaits it is compiled only once.
pub struct ResponseFuture<'a, E> {
    handler: Pin<Box<dyn PollResponse<E> + Send + 'a>>,
    operation: Option<&'static Operation>,
}

impl<E> ResponseFuture<'_, E> {
    /// Sets the operation that an error in the response names.
    pub(super) fn of(self, operation: &'static Operation) -> Self {
        Self { operation: Some(operation), ..self }
    }
}

/// Boxes the future of a handler.
pub fn respond<'a, T: Render, E: From<Rejection>>(
    handler: impl Future<Output = Result<T, E>> + Send + 'a,
) -> HandlerResult<'a, E> {
    Ok(ResponseFuture { handler: Box::pin(handler), operation: None })
}

impl<E> Future for ResponseFuture<'_, E> {
    type Output = Result<Response, E>;
    fn poll(mut self: Pin<&mut Self>, context: &mut task::Context<'_>) -> task::Poll<Self::Output> {
        let operation = self.operation;
        self.handler.as_mut().poll_response(context, operation)
    }
}

/// A response that a handler returns.
pub trait Render {
    fn render(self) -> Result<Response, Rejection>;
}

impl Render for Response {
    fn render(self) -> Result<Response, Rejection> {
        Ok(self)
    }
}

/// The future of a handler, which is polled for the rendered response.
trait PollResponse<E> {
    fn poll_response(
        self: Pin<&mut Self>,
        context: &mut task::Context<'_>,
        operation: Option<&'static Operation>,
    ) -> task::Poll<Result<Response, E>>;
}

impl<F, T, E> PollResponse<E> for F
where
    F: Future<Output = Result<T, E>>,
    T: Render,
    E: From<Rejection>,
{
    fn poll_response(
        self: Pin<&mut Self>,
        context: &mut task::Context<'_>,
        operation: Option<&'static Operation>,
    ) -> task::Poll<Result<Response, E>> {
        match self.poll(context) {
            task::Poll::Ready(Ok(response)) => {
                task::Poll::Ready(response.render().map_err(|rejection| E::from(rejection.of(operation))))
            }
            task::Poll::Ready(Err(error)) => task::Poll::Ready(Err(error)),
            task::Poll::Pending => task::Poll::Pending,
        }
    }
}

/// Serves an operation without security.
pub(super) async fn without_credentials<A, E: From<Rejection>>(
    api: Arc<A>,
    call: Incoming,
    endpoint: Endpoint<A, (), E>,
) -> Result<Response, E> {
    call.serve(&*api, endpoint)?.await
}
