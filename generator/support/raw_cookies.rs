//! Cookie parameters with the style `cookie`. Their names and values have no escapes: "any apparent percent-encoding MUST
//! NOT be decoded". (OpenAPI 3.2.1, "Parameter Object")

use super::argument::{Argument, Raw};
use super::cookie_pairs::cookie_pairs;
use super::multi::Arguments;
use super::{Context, Rejection};

impl Context {
    /// Returns the cookie with this name.
    pub(crate) fn raw_cookie(&self, name: &'static str) -> Argument<'_> {
        only_raw_cookie(self, name)
    }

    /// Returns all cookies with this name.
    pub(crate) fn raw_cookies(&self, name: &'static str) -> Arguments<'_> {
        Arguments { name, texts: values(self, name).collect() }
    }
}

pub(super) fn only_raw_cookie<'r>(cx: &'r Context, name: &'static str) -> Argument<'r> {
    let mut values = values(cx, name);
    let text = match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => value.map(Some),
        (Some(_), Some(_)) => Err(Rejection::bad(name, "appears more than once")),
    };
    Argument::new(name, text)
}

fn values<'r>(cx: &'r Context, name: &'static str) -> impl Iterator<Item = Result<Raw<'r>, Rejection>> {
    let own = cookie_pairs(cx).filter(move |(own, _)| *own == name.as_bytes());
    own.map(move |(_, value)| match std::str::from_utf8(value) {
        Ok(value) => Ok(Raw::plain(value)),
        Err(_) => Err(Rejection::bad(name, "must be UTF-8")),
    })
}
