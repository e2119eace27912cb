//! Parameters that are arrays.

use super::Rejection;
use super::argument::{Argument, Escapes, Raw, Scalar};
use std::borrow::Cow;

/// Prepares a text for splitting. An item may contain an encoded separator. But many clients also encode the separators
/// between items, so a text without any separator is decoded first.
///
/// | text | items |
/// |---|---|
/// | `a%2Cb,c` | `a,b` and `c` |
/// | `a%2Cb` | `a` and `b` |
pub(super) fn before_split<'t>(raw: &'t Raw<'_>, separator: char) -> Result<Raw<'t>, &'static str> {
    if raw.escapes == Escapes::None || raw.text.contains(separator) {
        return Ok(Raw::new(&*raw.text, raw.escapes));
    }
    raw.decode().map(Raw::plain)
}

/// Splits a text. An empty text has no items.
pub(super) fn split<'t>(raw: &'t Raw<'_>, separator: char) -> impl Iterator<Item = Raw<'t>> {
    let texts = raw.text.split(separator).filter(|_| !raw.text.is_empty());
    texts.map(|text| Raw { text: Cow::Borrowed(text), escapes: raw.escapes })
}

impl Argument<'_> {
    /// Returns the items of an array. An absent or empty array has no items.
    pub(crate) fn list<T: Scalar>(self, separator: char) -> Result<Vec<T>, Rejection> {
        self.optional_list(separator).map(Option::unwrap_or_default)
    }

    /// Like [`list`](Self::list), but returns `None` if the array is absent. An empty array is not absent.
    pub(crate) fn optional_list<T: Scalar>(self, separator: char) -> Result<Option<Vec<T>>, Rejection> {
        let Some(raw) = self.text? else { return Ok(None) };
        let raw = before_split(&raw, separator).map_err(|reason| Rejection::bad(self.name, reason))?;
        items(self.name, split(&raw, separator)).map(Some)
    }

    pub(crate) fn required_list<T: Scalar>(self, separator: char) -> Result<Vec<T>, Rejection> {
        self.given()?.list(separator)
    }
}

/// Parses each item. An error names the invalid item by its JSON pointer.
pub(super) fn items<'t, T: Scalar>(
    name: &'static str,
    texts: impl Iterator<Item = Raw<'t>>,
) -> Result<Vec<T>, Rejection> {
    let mut items = Vec::new();
    for (index, raw) in texts.enumerate() {
        let item = raw.decode().and_then(|text| T::from_text(&text).ok_or(T::MUST_BE));
        items.push(item.map_err(|reason| Rejection::bad(name, format!("at `/{index}` {reason}")))?);
    }
    Ok(items)
}
