//! Receives the bodies of requests that are a stream of items.

use super::item_stream::{ItemStream, Read};
use super::media_type::{Consumed, accept_text, has_content};
use super::{Context, Rejection};
use axum::RequestExt as _;
use axum::body::{Body, HttpBody as _};
use axum::extract::Request;

/// Returns the items of a body with one of these media types, or `None` if it has no content. `reader` creates the
/// reader for a maximum number of bytes in an item.
pub(super) async fn open<T>(
    cx: &Context,
    consumed: Consumed,
    mut body: Body,
    reader: impl FnOnce(u64) -> Box<dyn Read<T> + Send>,
) -> Result<Option<ItemStream<T>>, Rejection> {
    let headers = cx.headers();
    if !has_content(accept_text(headers, consumed), headers, &mut body).await? {
        return Ok(None);
    }
    Ok(Some(ItemStream::received(body, reader(limit(cx)))))
}

/// Returns axum's `DefaultBodyLimit`. axum has no function for it, but a body of unknown length has this upper bound.
fn limit(cx: &Context) -> u64 {
    let endless = Body::from_stream(Body::empty().into_data_stream());
    with_limit(cx, endless).size_hint().upper().unwrap_or(u64::MAX)
}

/// Limits a body that is not a stream of items, in an operation that also accepts such a stream.
pub fn with_limit(cx: &Context, body: Body) -> Body {
    let mut request = Request::new(body);
    request.extensions_mut().clone_from(cx.extensions());
    request.with_limited_body().into_body()
}
