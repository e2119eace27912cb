//! Parameters in the path and in headers.

use super::argument::{Argument, Raw, in_path};
use super::{Context, Rejection};

impl Context {
    /// Returns the path parameter in the segment with this index. An empty segment is not a value.
    pub(crate) fn segment(&self, name: &'static str, index: usize) -> Argument<'_> {
        let raw = self.path().split('/').nth(index + 1).filter(|raw| !raw.is_empty());
        Argument::new(name, in_path(raw))
    }

    /// Returns the header parameter with this name.
    pub(crate) fn header(&self, name: &'static str) -> Argument<'_> {
        let mut values = self.headers().get_all(name).iter();
        let text = match (values.next(), values.next()) {
            (None, _) => Ok(None),
            (Some(value), None) => {
                value.to_str().map(|text| Some(Raw::plain(text))).map_err(|_| "must be visible ASCII")
            }
            (Some(_), Some(_)) => Err("appears more than once"),
        };
        Argument::new(name, text.map_err(|reason| Rejection::bad(name, reason)))
    }
}
