//! From a request to the answer of its handler.

use super::{Context, Operation, Pairs, Query, Rejection};
use axum::{body::Body, response::Response};
use std::{future::Future, pin::Pin, sync::Arc, task};

/// A request on its way to its handler, and who sent it.
pub struct Call<P = ()> {
    pub cx: Context,
    pub pairs: Pairs,
    pub body: Body,
    pub caller: P,
}

impl Call {
    /// The same of a caller who is known.
    pub(crate) fn of<P>(self, caller: P) -> Call<P> {
        Call { cx: self.cx, pairs: self.pairs, body: self.body, caller }
    }
}

impl<P> Call<P> {
    /// Reads the arguments, and calls the handler. What is wrong with its response is said of the operation.
    pub(crate) fn serve<A, E>(self, api: &A, serve: Serve<A, P, E>) -> Outcome<'_, E> {
        let operation = self.cx.operation();
        serve(api, self).map(|answer| answer.of(operation))
    }

    pub(crate) fn query(&self) -> Query<'_> {
        self.cx.query(&self.pairs)
    }
}

/// Looks for credentials in a request.
pub type Find<C> = fn(&Call) -> Result<Option<C>, Rejection>;

/// Reads the arguments of an operation, and calls its handler.
pub type Serve<A, P, E> = for<'a> fn(&'a A, Call<P>) -> Outcome<'a, E>;

/// A handler at work, or why it was not called.
pub type Outcome<'a, E> = Result<Answer<'a, E>, Rejection>;

/// A handler at work: of one type for all operations, so that what waits for one is compiled once.
pub struct Answer<'a, E> {
    handler: Pin<Box<dyn Handler<E> + Send + 'a>>,
    operation: Option<&'static Operation>,
}

impl<E> Answer<'_, E> {
    /// The same, of this operation.
    pub(super) fn of(self, operation: &'static Operation) -> Self {
        Self { operation: Some(operation), ..self }
    }
}

/// The answer of a handler.
pub fn answer<'a, T: Render, E: From<Rejection>>(
    handler: impl Future<Output = Result<T, E>> + Send + 'a,
) -> Outcome<'a, E> {
    Ok(Answer { handler: Box::pin(handler), operation: None })
}

impl<E> Future for Answer<'_, E> {
    type Output = Result<Response, E>;
    fn poll(mut self: Pin<&mut Self>, context: &mut task::Context<'_>) -> task::Poll<Self::Output> {
        let operation = self.operation;
        self.handler.as_mut().poll_response(context, operation)
    }
}

/// What a handler gives.
pub trait Render {
    fn render(self) -> Result<Response, Rejection>;
}

impl Render for Response {
    fn render(self) -> Result<Response, Rejection> {
        Ok(self)
    }
}

/// The future of a handler, polled for the response as it is sent.
trait Handler<E> {
    fn poll_response(
        self: Pin<&mut Self>,
        context: &mut task::Context<'_>,
        operation: Option<&'static Operation>,
    ) -> task::Poll<Result<Response, E>>;
}

impl<F, T, E> Handler<E> for F
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

/// Serves whoever calls.
pub(super) async fn anyone<A, E: From<Rejection>>(
    api: Arc<A>,
    call: Call,
    serve: Serve<A, (), E>,
) -> Result<Response, E> {
    call.serve(&*api, serve)?.await
}
