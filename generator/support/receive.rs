//! Bodies that are received as a whole before they are decoded.

use super::{Call, Context, Outcome, Rejection, answer, chunks};
use axum::body::Bytes;

/// Waits for a body, up to axum's `DefaultBodyLimit`, and goes on with it.
pub fn receive<'a, P: Send + 'a, E: From<Rejection> + 'a>(
    call: Call<P>,
    then: Box<dyn FnOnce(Context, P, Bytes) -> Outcome<'a, E> + Send + 'a>,
) -> Outcome<'a, E> {
    let Call { cx, body, caller, .. } = call;
    answer(async move {
        let bytes = chunks::whole(body).await?;
        then(cx, caller, bytes)?.await
    })
}

/// What reads a request once its body is there: its parameters are read.
pub trait ReadBody<T>: FnOnce(&[u8]) -> Result<T, Rejection> + Send {}

impl<T, F: FnOnce(&[u8]) -> Result<T, Rejection> + Send> ReadBody<T> for F {}
