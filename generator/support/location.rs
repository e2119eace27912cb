//! Parameters in the path and in headers.

use super::argument::{Argument, Raw, in_path};
use super::{Context, Rejection};
use axum::http::HeaderValue;

impl Context {
    /// Returns the path parameter in the segment with this index. An empty segment is not a value.
    pub(crate) fn segment(&self, name: &'static str, index: usize) -> Argument<'_> {
        let raw = self.path().split('/').nth(index + 1).filter(|raw| !raw.is_empty());
        Argument::new(name, in_path(raw))
    }

    /// Returns the header parameter with this name. HTTP/2 may split `Cookie` into several lines, which are joined with
    /// "; ". (RFC 9113, section 8.2.3)
    pub(crate) fn header(&self, name: &'static str) -> Argument<'_> {
        let mut values = self.headers().get_all(name).iter();
        let text = match (values.next(), values.next()) {
            (None, _) => Ok(None),
            (Some(value), None) => {
                value.to_str().map(|text| Some(Raw::plain(text))).map_err(|_| "must be visible ASCII")
            }
            (Some(_), Some(_)) if name.eq_ignore_ascii_case("cookie") => {
                let lines: Result<Vec<&str>, _> =
                    self.headers().get_all(name).iter().map(HeaderValue::to_str).collect();
                lines.map(|lines| Some(Raw::plain(lines.join("; ")))).map_err(|_| "must be visible ASCII")
            }
            (Some(_), Some(_)) => Err("appears more than once"),
        };
        Argument::new(name, text.map_err(|reason| Rejection::bad(name, reason)))
    }
}
