//! Path parameters that are a part of a segment.

use super::Context;
use super::argument::{Argument, in_path};

/// Returns the parameters between these literal parts, still percent-encoded. Each parameter has at least one
/// character, and ends at the first occurrence of the literal part after it.
pub(super) fn split<'s>(segment: &'s str, texts: &[impl AsRef<str>]) -> Option<Vec<&'s str>> {
    let (first, others) = texts.split_first()?;
    let (last, between) = others.split_last()?;
    let mut rest = segment.strip_prefix(first.as_ref())?.strip_suffix(last.as_ref())?;
    let mut values = Vec::new();
    for text in between {
        let mut places = rest.char_indices().map(|(at, _)| at).skip(1);
        let (value, after) =
            rest.split_at(places.find(|at| rest.split_at(*at).1.starts_with(text.as_ref()))?);
        values.push(value);
        rest = after.strip_prefix(text.as_ref())?;
    }
    values.push(rest);
    if rest.is_empty() { None } else { Some(values) }
}

impl Context {
    /// Returns one of the path parameters in a segment, by its index among them.
    pub(crate) fn part(
        &self,
        name: &'static str,
        segment: usize,
        texts: &[&str],
        index: usize,
    ) -> Argument<'_> {
        let segment = self.path().split('/').nth(segment + 1).unwrap_or_default();
        let raw = split(segment, texts).and_then(|values| values.get(index).copied());
        Argument::new(name, in_path(raw))
    }
}
