//! Absolute URLs.

use super::format::{Format, decode_text};
use url::Url;

decode_text!(Url);

/// The crate `url` parses as browsers do: it removes spaces, encodes characters, and writes the host in lower case. A
/// text that is not the same afterwards is rejected. Only the slash of an empty path may be missing.
impl Format for Url {
    const MUST_BE: &'static str =
        "must be an absolute URL in its normal form, such as `https://example.com/a`";
    fn parse(text: &str) -> Option<Self> {
        let is_same = |url: &Self| url.as_str() == text || url.as_str().strip_suffix('/') == Some(text);
        Self::parse(text).ok().filter(is_same)
    }
}
