//! API keys in headers.

use super::{Context, Rejection, Secret};
use axum::http::HeaderValue;

impl Context {
    /// Returns the API key in the header with this name, or `None` if it is empty.
    pub(crate) fn secret(&self, name: &'static str) -> Result<Option<Secret>, Rejection> {
        in_header(self, name)
    }
}

pub(super) fn in_header(cx: &Context, name: &'static str) -> Result<Option<Secret>, Rejection> {
    let mut values = cx.headers().get_all(name).iter();
    let Some(value) = values.next() else { return Ok(None) };
    let visible = |value: &HeaderValue| {
        let text = value.to_str().map_err(|_| Rejection::bad(name, "must be visible ASCII"))?;
        Ok(text.to_owned())
    };
    let mut text = visible(value)?;
    for more in values {
        // HTTP/2 may split cookies into several lines, which are joined with "; ". (RFC 9113, section 8.2.3)
        if !name.eq_ignore_ascii_case("cookie") {
            return Err(Rejection::bad(name, "appears more than once"));
        }
        text = text + "; " + &visible(more)?;
    }
    Ok(Some(text).filter(|text| !text.is_empty()).map(Secret))
}
