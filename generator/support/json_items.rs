//! JSON values: in lines, or after record separators (RFC 7464).

use super::Rejection;
use super::item_stream::inside;
use axum::body::Bytes;
use serde::de::IgnoredAny;
use std::mem;

/// The pieces of bytes between separators.
pub(crate) struct JsonItems {
    /// Whether there is a record separator before each item, not a line feed after it.
    is_sequence: bool,
    /// The maximum number of bytes in an item.
    limit: u64,
    /// The start of an item.
    held: Vec<u8>,
    /// Whether a record separator has been read.
    has_begun: bool,
}

impl JsonItems {
    pub(crate) fn new(is_sequence: bool, limit: u64) -> Self {
        Self { is_sequence, limit, held: Vec::new(), has_begun: !is_sequence }
    }

    /// Returns the next piece that is not blank. "Multiple consecutive RS octets do not denote empty sequence elements
    /// between them and can be ignored." (RFC 7464, section 2.1)
    pub(super) fn piece(&mut self, bytes: &mut Bytes) -> Result<Option<Bytes>, Rejection> {
        let separator = if self.is_sequence { 0x1E } else { b'\n' };
        while !bytes.is_empty() {
            let end = bytes.iter().position(|byte| *byte == separator);
            let mut piece = bytes.split_to(end.unwrap_or(bytes.len()));
            if (self.held.len() + piece.len()) as u64 > self.limit {
                return Err(Rejection::TooLarge);
            }
            if end.is_none() {
                self.held.extend_from_slice(&piece);
                return Ok(None);
            }
            drop(bytes.split_to(1));
            if !self.held.is_empty() {
                self.held.extend_from_slice(&piece);
                piece = mem::take(&mut self.held).into();
            }
            let is_before = !mem::replace(&mut self.has_begun, true);
            if let Some(piece) = whole(piece, is_before)? {
                return Ok(Some(piece));
            }
        }
        Ok(None)
    }

    /// Returns an error if the end of a value may be missing.
    pub(super) fn whole(&self, text: &[u8]) -> Result<(), Rejection> {
        let cut = || Rejection::MalformedJson { reason: "the text has no line feed at its end".to_owned() };
        if self.is_sequence && is_cut(text) { Err(cut()) } else { Ok(()) }
    }

    /// Returns the piece that the end of the bytes completes.
    pub(super) fn last(&mut self) -> Result<Option<Bytes>, Rejection> {
        whole(mem::take(&mut self.held).into(), !self.has_begun)
    }
}

/// Returns a piece that is not blank. Only blank bytes can come before the first record separator.
fn whole(piece: Bytes, is_before: bool) -> Result<Option<Bytes>, Rejection> {
    match piece.iter().all(u8::is_ascii_whitespace) {
        true => Ok(None),
        false if is_before => Err(Rejection::InvalidBody {
            reason: "must begin with a record separator, the byte 1E".to_owned(),
        }),
        false => Ok(Some(piece)),
    }
}

/// Returns whether the end of a value may be missing: "parsers MUST drop JSON-text sequence elements consisting of
/// non-self-delimited top-level values that may have been truncated (that are not delimited by whitespace)". (RFC 7464,
/// section 2.4)
fn is_cut(text: &[u8]) -> bool {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'}' | b']' | b'"');
    !text.last().is_some_and(ends)
}

/// Returns the items of a whole body.
pub(super) fn pieces(mut bytes: Bytes, is_sequence: bool) -> Result<Vec<Bytes>, Rejection> {
    let (mut items, mut all) = (JsonItems::new(is_sequence, u64::MAX), Vec::new());
    while let Some(piece) = items.piece(&mut bytes)? {
        all.push(piece);
    }
    all.extend(items.last()?);
    for (index, piece) in all.iter().enumerate() {
        items.whole(piece).map_err(|rejection| inside(&index, rejection))?;
    }
    Ok(all)
}

/// Joins the items of a body to a JSON array.
pub(super) fn array(bytes: Bytes, is_sequence: bool) -> Result<Vec<u8>, Rejection> {
    let mut array = vec![b'['];
    for (index, piece) in pieces(bytes, is_sequence)?.into_iter().enumerate() {
        // Otherwise, `1,2` would be two items.
        let valid = serde_json::from_slice::<IgnoredAny>(&piece);
        valid.map_err(|error| inside(&index, Rejection::MalformedJson { reason: error.to_string() }))?;
        if index > 0 {
            array.push(b',');
        }
        array.extend_from_slice(&piece);
    }
    array.push(b']');
    Ok(array)
}
