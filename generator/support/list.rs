//! Parameters that are arrays.

use super::Rejection;
use super::argument::{Argument, Scalar};

impl Argument<'_> {
    /// The items of an array, split after all escapes are undone. One that is absent or empty has none.
    pub(crate) fn list<T: Scalar>(self, separator: char) -> Result<Vec<T>, Rejection> {
        self.optional_list(separator).map(Option::unwrap_or_default)
    }

    /// The same. None if the array is absent: one that is empty was sent.
    pub(crate) fn optional_list<T: Scalar>(self, separator: char) -> Result<Option<Vec<T>>, Rejection> {
        let Some(text) = self.text? else { return Ok(None) };
        items(self.name, text.split(separator).filter(|_| !text.is_empty())).map(Some)
    }

    pub(crate) fn required_list<T: Scalar>(self, separator: char) -> Result<Vec<T>, Rejection> {
        self.given()?.list(separator)
    }
}

/// Reads each item. The one at fault is named by its JSON pointer.
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
