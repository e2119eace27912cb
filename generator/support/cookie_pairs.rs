//! The cookies of a request. (RFC 6265, section 4.2)

use super::Context;
use axum::http::header;

/// Returns the name and the value of each cookie, as the client sent them. The cookies can be in several lines of the
/// header: "the Cookie header field MAY be split into separate field lines" (RFC 9113, section 8.2.3).
pub(super) fn cookie_pairs(cx: &Context) -> impl Iterator<Item = (&[u8], &[u8])> {
    let lines = cx.headers().get_all(header::COOKIE).iter();
    let pairs = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b';'));
    pairs.filter_map(|pair| {
        let mut parts = pair.splitn(2, |byte| *byte == b'=');
        Some((parts.next()?.trim_ascii(), parts.next()?.trim_ascii()))
    })
}
