//! Takes JSON text that serde_json has read, and gives the places of its values and keys, in one pass. For other text
//! the result is approximate.

use crate::spans::{Kind, Spans};

/// The places of the values and keys.
pub(crate) fn spans(text: &str) -> Spans {
    let mut spans = Spans::default();
    let mut open = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let mut end = at + 1;
        match byte {
            b'{' => open.push(spans.push(at..end, Kind::Map(0))),
            b'[' => open.push(spans.push(at..end, Kind::List(0))),
            b'}' | b']' => {
                if let Some(collection) = open.pop() {
                    spans.close(collection, end);
                }
            }
            b'"' => {
                end = string_end(bytes, end);
                let string = spans.push(at..end, Kind::Scalar);
                if text.get(end..).is_some_and(|rest| rest.trim_start().starts_with(':')) {
                    name_key(&mut spans, string, text);
                }
            }
            b',' | b':' | b' ' | b'\t' | b'\n' | b'\r' => {}
            _ => {
                end += bytes
                    .iter()
                    .skip(end)
                    .position(|byte| b",:]} \t\n\r".contains(byte))
                    .unwrap_or(bytes.len() - end);
                spans.push(at..end, Kind::Scalar);
            }
        }
        at = end;
    }
    spans
}

/// The end of a string, after its quote.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        match rest.iter().position(|byte| matches!(byte, b'"' | b'\\')) {
            None => return bytes.len(),
            Some(found) if rest.get(found) == Some(&b'"') => return at + found + 1,
            // An escaped character does not end a string.
            Some(found) => at = (at + found + 2).min(bytes.len()),
        }
    }
}

/// Undoes the escapes of a key.
fn name_key(spans: &mut Spans, index: usize, text: &str) {
    let written = text.get(spans.range(index)).unwrap_or_default();
    if written.contains('\\')
        && let Ok(key) = serde_json::from_str::<String>(written)
    {
        spans.name_key(index, &key, text);
    }
}
