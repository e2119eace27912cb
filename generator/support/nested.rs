//! Parameters that are arrays of arrays, with a separator for each level, the outermost first.

use super::Rejection;
use super::argument::{Argument, Scalar};
use super::multi::Arguments;

/// An item: a scalar, or an array of items.
pub trait Item: Sized {
    /// Parses the item. An error consists of a JSON pointer and a reason.
    fn read(text: &str, separators: &[char]) -> Result<Self, (String, &'static str)>;
}

impl<T: Scalar> Item for T {
    fn read(text: &str, _: &[char]) -> Result<Self, (String, &'static str)> {
        T::from_text(text).ok_or((String::new(), T::MUST_BE))
    }
}

impl<T: Item> Item for Vec<T> {
    fn read(text: &str, separators: &[char]) -> Result<Self, (String, &'static str)> {
        let Some((separator, inner)) = separators.split_first() else { return Ok(Self::new()) };
        read_each(text.split(*separator).filter(|_| !text.is_empty()), inner)
    }
}

fn read_each<'t, T: Item>(
    texts: impl Iterator<Item = &'t str>,
    separators: &[char],
) -> Result<Vec<T>, (String, &'static str)> {
    let place = |index, (pointer, reason)| (format!("/{index}{pointer}"), reason);
    let item = |(index, text)| T::read(text, separators).map_err(|fault| place(index, fault));
    texts.enumerate().map(item).collect()
}

fn reject(name: &'static str, (pointer, reason): (String, &'static str)) -> Rejection {
    Rejection::bad(name, format!("at `{pointer}` {reason}"))
}

impl Argument<'_> {
    pub(crate) fn nested<T: Item>(self, separators: &[char]) -> Result<Vec<T>, Rejection> {
        self.optional_nested(separators).map(Option::unwrap_or_default)
    }

    /// Like [`nested`](Self::nested), but returns `None` if the array is absent. An empty array is not absent.
    pub(crate) fn optional_nested<T: Item>(self, separators: &[char]) -> Result<Option<Vec<T>>, Rejection> {
        let Some(text) = self.text? else { return Ok(None) };
        Vec::read(&text, separators).map(Some).map_err(|fault| reject(self.name, fault))
    }

    pub(crate) fn required_nested<T: Item>(self, separators: &[char]) -> Result<Vec<T>, Rejection> {
        self.given()?.nested(separators)
    }
}

impl Arguments<'_> {
    pub(crate) fn nested<T: Item>(self, separators: &[char]) -> Result<Vec<T>, Rejection> {
        let texts = self.texts?;
        read_each(texts.iter().map(AsRef::as_ref), separators).map_err(|fault| reject(self.name, fault))
    }

    pub(crate) fn required_nested<T: Item>(self, separators: &[char]) -> Result<Vec<T>, Rejection> {
        self.given()?.nested(separators)
    }
}
