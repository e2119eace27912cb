//! Cookie parameters. (RFC 6265, section 4.2)

use super::argument::{Argument, Escapes, Raw, unescape};
use super::cookie_pairs::cookie_pairs;
use super::multi::Arguments;
use super::{Context, Rejection};

impl Context {
    /// Returns the cookie with this name. HTTP/2 may send cookies in several headers. Several cookies with the same name
    /// belong to different paths, and their order does not say which one is meant.
    pub(crate) fn cookie(&self, name: &'static str) -> Argument<'_> {
        only_cookie(self, name)
    }

    /// Returns all cookies with this name.
    pub(crate) fn cookies(&self, name: &'static str) -> Arguments<'_> {
        Arguments { name, texts: values(self, name).collect() }
    }
}

pub(super) fn only_cookie<'r>(cx: &'r Context, name: &'static str) -> Argument<'r> {
    let mut values = values(cx, name);
    let text = match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => value.map(Some),
        (Some(_), Some(_)) => Err(Rejection::bad(name, "appears more than once")),
    };
    Argument::new(name, text)
}

/// Quotes belong to the value. Other cookies may have any bytes.
fn values<'r>(cx: &'r Context, name: &'static str) -> impl Iterator<Item = Result<Raw<'r>, Rejection>> {
    cookie_pairs(cx).filter_map(move |(own, value)| {
        let own = std::str::from_utf8(own).ok()?;
        if own != name && unescape(own, false).is_none_or(|own| own != name) {
            return None;
        }
        let value = std::str::from_utf8(value).map_err(|_| Rejection::bad(name, "must be UTF-8"));
        Some(value.map(|value| Raw::new(value, Escapes::Percent)))
    })
}

impl Argument<'_> {
    /// Keeps percent signs: a value with a media type is not percent-encoded.
    pub(crate) fn undecoded(mut self) -> Self {
        self.text = self.text.map(|raw| raw.map(|raw| Raw::plain(raw.text)));
        self
    }
}
