//! Parameters that are arrays.

use super::Rejection;
use super::argument::{Argument, Scalar};

impl Argument<'_> {
    /// Returns the items of an array, which is split after percent-decoding. An absent or empty array has no items.
    pub(crate) fn list<T: Scalar>(self, separator: char) -> Result<Vec<T>, Rejection> {
        self.optional_list(separator).map(Option::unwrap_or_default)
    }

    /// Like [`list`](Self::list), but returns `None` if the array is absent. An empty array is not absent.
    pub(crate) fn optional_list<T: Scalar>(self, separator: char) -> Result<Option<Vec<T>>, Rejection> {
        let Some(text) = self.text? else { return Ok(None) };
        items(self.name, text.split(separator).filter(|_| !text.is_empty())).map(Some)
    }

    pub(crate) fn required_list<T: Scalar>(self, separator: char) -> Result<Vec<T>, Rejection> {
        self.given()?.list(separator)
    }
}

/// Parses each item. An error names the invalid item by its JSON pointer.
pub(super) fn items<'t, T: Scalar>(
    name: &'static str,
    texts: impl Iterator<Item = &'t str>,
) -> Result<Vec<T>, Rejection> {
    let mut items = Vec::new();
    for (index, text) in texts.enumerate() {
        let reason = || Rejection::bad(name, format!("at `/{index}` {}", T::MUST_BE));
        items.push(T::from_text(text).ok_or_else(reason)?);
    }
    Ok(items)
}
