//! Request bodies that are JSON values: in lines, or after record separators (RFC 7464).

use super::body::json_body;
use super::item_stream::{ItemStream, Read, inside};
use super::item_stream_body::open;
use super::json_items::JsonItems;
use super::media_type::{Consumed, is_json_sequence};
use super::{Context, Decode, Rejection};
use axum::body::{Body, Bytes};
use axum::http::header;

/// Returns the items of a body with one of these media types.
pub async fn json_items<T: Decode>(
    cx: &Context,
    consumed: Consumed,
    body: Body,
) -> Result<ItemStream<T>, Rejection> {
    optional_json_items(cx, consumed, body).await?.ok_or(Rejection::MissingBody)
}

/// Returns the items of a body that may be absent.
pub async fn optional_json_items<T: Decode>(
    cx: &Context,
    consumed: Consumed,
    body: Body,
) -> Result<Option<ItemStream<T>>, Rejection> {
    let media_type = cx.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    // A body without a media type has the only declared one.
    let media_type = media_type.or(consumed.first().copied()).unwrap_or_default();
    let is_sequence = is_json_sequence(media_type);
    open(cx, consumed, body, |limit| Box::new(JsonItems::new(is_sequence, limit))).await
}

impl<T: Decode> Read<T> for JsonItems {
    fn next(&mut self, bytes: &mut Bytes, index: usize) -> Option<Result<T, Rejection>> {
        let piece = self.piece(bytes).transpose()?;
        Some(piece.and_then(|piece| decode(self, &piece, index)))
    }

    fn end(&mut self, index: usize) -> Option<Result<T, Rejection>> {
        let piece = self.last().transpose()?;
        Some(piece.and_then(|piece| decode(self, &piece, index)))
    }
}

fn decode<T: Decode>(items: &JsonItems, text: &[u8], index: usize) -> Result<T, Rejection> {
    let decoded = items.whole(text).and_then(|()| json_body(text));
    decoded.map_err(|rejection| inside(&index, rejection))
}
