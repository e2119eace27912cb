//! Reads bodies chunk by chunk.

use super::Rejection;
use axum::body::{Body, Bytes, HttpBody as _};
use std::{future::poll_fn, pin::Pin};

/// Returns the next chunk, or `None` at the end.
pub(super) async fn chunk(body: &mut Body) -> Result<Option<Bytes>, Rejection> {
    loop {
        match poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await {
            None => return Ok(None),
            Some(Err(_)) => return Err(unread(body)),
            Some(Ok(frame)) => match frame.into_data() {
                Ok(bytes) if !bytes.is_empty() => return Ok(Some(bytes)),
                _ => {}
            },
        }
    }
}

/// Returns the whole body, up to axum's `DefaultBodyLimit`. It is usually one chunk, which is not copied.
pub(super) async fn whole(mut body: Body) -> Result<Bytes, Rejection> {
    let Some(first) = chunk(&mut body).await? else { return Ok(Bytes::new()) };
    let Some(second) = chunk(&mut body).await? else { return Ok(first) };
    let mut bytes = [&*first, &*second].concat();
    while let Some(more) = chunk(&mut body).await? {
        bytes.extend_from_slice(&more);
    }
    Ok(bytes.into())
}

/// Finds the reason for an error. The upper bound of a body is 0 if the body exceeds its limit, but not if the
/// connection breaks.
fn unread(body: &Body) -> Rejection {
    match body.size_hint().upper() {
        Some(0) => Rejection::TooLarge,
        _ => Rejection::InvalidBody { reason: "is incomplete".to_owned() },
    }
}
