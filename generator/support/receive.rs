//! Receives bodies in full before they are decoded.

use super::body::receive_json;
use super::media_type::Consumed;
use super::{Context, HandlerResult, Incoming, Rejection, respond};
use axum::body::Bytes;

/// Receives a JSON body with one of these media types, up to axum's `DefaultBodyLimit`, and passes it to `then`.
pub fn receive<'a, P: Send + 'a, E: From<Rejection> + 'a>(
    call: Incoming<P>,
    consumed: Consumed,
    then: Box<dyn FnOnce(Context, P, Bytes) -> HandlerResult<'a, E> + Send + 'a>,
) -> HandlerResult<'a, E> {
    let Incoming { cx, body, principal, .. } = call;
    let operation = cx.operation();
    respond(async move {
        let bytes = receive_json(cx.headers(), consumed, body).await?;
        then(cx, principal, bytes)?.of(operation).await
    })
}

/// A function that decodes the body and returns the request. The parameters are already decoded.
pub trait ReadBody<T>: FnOnce(&[u8]) -> Result<T, Rejection> + Send {}

impl<T, F: FnOnce(&[u8]) -> Result<T, Rejection> + Send> ReadBody<T> for F {}
