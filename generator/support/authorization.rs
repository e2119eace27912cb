//! The header `Authorization`: the name of a scheme, and its credentials.

use super::{Context, Rejection};
use axum::http::header;

const NAME: &str = "Authorization";

/// The text after the name of a scheme.
pub(super) type Credentials<'h> = Option<&'h str>;

impl Context {
    /// Returns the credentials for a scheme, or `None` if they are empty or for another scheme.
    pub(super) fn authorization(&self, scheme: &str) -> Result<Credentials<'_>, Rejection> {
        let mut values = self.headers().get_all(header::AUTHORIZATION).iter();
        let Some(value) = values.next() else { return Ok(None) };
        if values.next().is_some() {
            return Err(Rejection::bad(NAME, "appears more than once"));
        }
        let text = value.to_str().map_err(|_| Rejection::bad(NAME, "must be visible ASCII"))?;
        let (name, credentials) = text.split_once(' ').unwrap_or((text, ""));
        let credentials = credentials.trim_matches(' ');
        Ok((name.eq_ignore_ascii_case(scheme) && !credentials.is_empty()).then_some(credentials))
    }
}

pub(super) fn malformed(reason: &'static str) -> Rejection {
    Rejection::bad(NAME, reason)
}
