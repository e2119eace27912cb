//! Absolute URLs.

use super::format::{Format, decode_text};
use super::uri::equivalent;
use url::Url;

decode_text!(Url);

/// The crate `url` parses as browsers do: it removes spaces, encodes characters, and reads `http:a` as `http://a/` and
/// `http://0x7f.1` as `http://127.0.0.1`. A text that RFC 3986 does not allow, or that the crate reads as another URL,
/// is rejected.
impl Format for Url {
    const MUST_BE: &'static str = "must be an absolute URL (RFC 3986), such as `https://example.com/a`";
    fn parse(text: &str) -> Option<Self> {
        Self::parse(text).ok().filter(|url| equivalent(text, url.as_str()))
    }
}
