//! API keys in cookies.

use super::{Context, Rejection, Secret};
use axum::http::header;

impl Context {
    /// Returns whether a cookie with this name is present and not empty.
    pub(crate) fn presents_cookie(&self, name: &'static str) -> bool {
        self.raw_cookies(name).any(|value| !value.is_empty())
    }

    /// Returns the API key in the cookie with this name, or `None` if it is empty. The key has the bytes that the
    /// client sent: RFC 6265 removes neither quotes nor `%`.
    pub(crate) fn cookie_secret(&self, name: &'static str) -> Result<Option<Secret>, Rejection> {
        let mut values = self.raw_cookies(name);
        let Some(value) = values.next() else { return Ok(None) };
        // A client that has cookies of several paths or domains sends all of them, and only it knows which one is
        // meant. (RFC 6265, section 5.4)
        if values.next().is_some() {
            return Err(Rejection::bad(name, "appears more than once"));
        }
        if !value.iter().all(|byte| matches!(byte, b' '..=b'~')) {
            return Err(Rejection::bad(name, "must be visible ASCII"));
        }
        let text = String::from_utf8_lossy(value).into_owned();
        Ok(Some(text).filter(|text| !text.is_empty()).map(Secret))
    }

    /// Returns the values of the cookies with this name. The cookies can be in several lines of the header: "the Cookie
    /// header field MAY be split into separate field lines" (RFC 9113, section 8.2.3). Cookies with other names may
    /// have any bytes.
    fn raw_cookies(&self, name: &'static str) -> impl Iterator<Item = &[u8]> {
        let lines = self.headers().get_all(header::COOKIE).iter();
        let pairs = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b';'));
        pairs.filter_map(move |pair| {
            let mut parts = pair.splitn(2, |byte| *byte == b'=');
            let own = parts.next()?.trim_ascii();
            parts.next().filter(|_| own == name.as_bytes()).map(<[u8]>::trim_ascii)
        })
    }
}
