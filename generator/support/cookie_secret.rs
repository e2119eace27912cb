//! API keys in cookies.

use super::cookie_pairs::cookie_pairs;
use super::{Context, Rejection, Secret};

impl Context {
    /// Returns whether a cookie with this name is present and not empty.
    pub(crate) fn presents_cookie(&self, name: &'static str) -> bool {
        self.cookies_named(name).any(|value| !value.is_empty())
    }

    /// Returns the API key in the cookie with this name, or `None` if it is empty. The key has the bytes that the
    /// client sent: RFC 6265 removes neither quotes nor `%`.
    pub(crate) fn cookie_secret(&self, name: &'static str) -> Result<Option<Secret>, Rejection> {
        let mut values = self.cookies_named(name);
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

    /// Returns the values of the cookies with this name. Cookies with other names may have any bytes.
    fn cookies_named(&self, name: &'static str) -> impl Iterator<Item = &[u8]> {
        let named = cookie_pairs(self).filter(move |(own, _)| *own == name.as_bytes());
        named.map(|(_, value)| value)
    }
}
