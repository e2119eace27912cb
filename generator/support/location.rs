//! Parameters in the path and in headers.

use super::argument::{Argument, unescape};
use super::{Context, Rejection};
use std::borrow::Cow;

impl Context {
    /// The path parameter in the segment with this index. An empty segment is no value of one.
    pub(crate) fn segment(&self, name: &'static str, index: usize) -> Result<Argument<'_>, Rejection> {
        let raw = self.path().split('/').nth(index + 1).filter(|raw| !raw.is_empty());
        let text = unescape(raw.ok_or(Rejection::NotFound)?, false);
        let text = text.ok_or_else(|| Rejection::bad(name, "is not percent-encoded UTF-8"))?;
        Ok(Argument::new(name, Some(text)))
    }

    /// The header parameter of this name.
    pub(crate) fn header(&self, name: &'static str) -> Result<Argument<'_>, Rejection> {
        let mut values = self.headers().get_all(name).iter();
        let Some(value) = values.next() else { return Ok(Argument::new(name, None)) };
        if values.next().is_some() {
            return Err(Rejection::bad(name, "is given more than once"));
        }
        let text = value.to_str().map_err(|_| Rejection::bad(name, "must be visible ASCII"))?;
        Ok(Argument::new(name, Some(Cow::Borrowed(text))))
    }
}
