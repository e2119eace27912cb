//! Paths in which a variable fills a part of a segment.

use super::argument::{Argument, unescape};
use super::{Context, Rejection};

/// What stands between these texts, as it was sent. Each variable has a character at least, and ends where
/// the text behind it is first found.
pub(super) fn split<'s>(segment: &'s str, texts: &[impl AsRef<str>]) -> Option<Vec<&'s str>> {
    let (first, others) = texts.split_first()?;
    let (last, between) = others.split_last()?;
    let mut rest = segment.strip_prefix(first.as_ref())?.strip_suffix(last.as_ref())?;
    let mut values = Vec::new();
    for text in between {
        let mut places = rest.char_indices().map(|(at, _)| at).skip(1);
        let (value, behind) =
            rest.split_at(places.find(|at| rest.split_at(*at).1.starts_with(text.as_ref()))?);
        values.push(value);
        rest = behind.strip_prefix(text.as_ref())?;
    }
    values.push(rest);
    if rest.is_empty() { None } else { Some(values) }
}

impl Context {
    /// A path parameter in the segment with this index: the one with its own index among those between
    /// the texts.
    pub(crate) fn part(
        &self,
        name: &'static str,
        segment: usize,
        texts: &[&str],
        index: usize,
    ) -> Result<Argument<'_>, Rejection> {
        let segment = self.path().split('/').nth(segment + 1).unwrap_or_default();
        let values = split(segment, texts).ok_or(Rejection::NotFound)?;
        let raw = values.get(index).ok_or(Rejection::NotFound)?;
        let text = unescape(raw, false).ok_or_else(|| Rejection::bad(name, "is not percent-encoded UTF-8"));
        Ok(Argument::new(name, Some(text?)))
    }
}
