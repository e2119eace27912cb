//! Parameters that are arrays of arrays, with a separator for each level, the outermost first.

use super::argument::{Argument, Raw, Scalar};
use super::multi::Arguments;
use super::{Rejection, list};

/// An item: a scalar, or an array of items.
pub trait Item: Sized {
    /// Parses the item. An error consists of a JSON pointer and a reason.
    fn read(raw: &Raw<'_>, separators: &[char]) -> Result<Self, (String, &'static str)>;
}

impl<T: Scalar> Item for T {
    fn read(raw: &Raw<'_>, _: &[char]) -> Result<Self, (String, &'static str)> {
        let item = raw.decode().and_then(|text| T::from_text(&text).ok_or(T::MUST_BE));
        item.map_err(|reason| (String::new(), reason))
    }
}

impl<T: Item> Item for Vec<T> {
    fn read(raw: &Raw<'_>, separators: &[char]) -> Result<Self, (String, &'static str)> {
        let Some((separator, inner)) = separators.split_first() else { return Ok(Self::new()) };
        let raw = list::before_split(raw, *separator).map_err(|reason| (String::new(), reason))?;
        read_each(list::split(&raw, *separator), inner)
    }
}

fn read_each<'t, T: Item>(
    texts: impl Iterator<Item = Raw<'t>>,
    separators: &[char],
) -> Result<Vec<T>, (String, &'static str)> {
    let place = |index, (pointer, reason)| (format!("/{index}{pointer}"), reason);
    let item =
        |(index, raw): (usize, Raw<'_>)| T::read(&raw, separators).map_err(|fault| place(index, fault));
    texts.enumerate().map(item).collect()
}

fn reject(name: &'static str, (pointer, reason): (String, &'static str)) -> Rejection {
    match pointer.as_str() {
        "" => Rejection::bad(name, reason),
        _ => Rejection::bad(name, format!("at `{pointer}` {reason}")),
    }
}

impl Argument<'_> {
    pub(crate) fn nested<T: Item>(self, separators: &[char]) -> Result<Vec<T>, Rejection> {
        self.optional_nested(separators).map(Option::unwrap_or_default)
    }

    /// Like [`nested`](Self::nested), but returns `None` if the array is absent. An empty array is not absent.
    pub(crate) fn optional_nested<T: Item>(self, separators: &[char]) -> Result<Option<Vec<T>>, Rejection> {
        let Some(raw) = self.text? else { return Ok(None) };
        Vec::read(&raw, separators).map(Some).map_err(|fault| reject(self.name, fault))
    }

    pub(crate) fn required_nested<T: Item>(self, separators: &[char]) -> Result<Vec<T>, Rejection> {
        self.given()?.nested(separators)
    }
}

impl Arguments<'_> {
    pub(crate) fn nested<T: Item>(self, separators: &[char]) -> Result<Vec<T>, Rejection> {
        let texts = self.texts?;
        read_each(texts.into_iter(), separators).map_err(|fault| reject(self.name, fault))
    }

    pub(crate) fn required_nested<T: Item>(self, separators: &[char]) -> Result<Vec<T>, Rejection> {
        self.given()?.nested(separators)
    }
}
