//! OAuth 2.0 (RFC 6750): a token in the header `Authorization`.

use super::authorization::malformed;
use super::{Context, Rejection, Secret};

/// A token, and what it has to be good for.
#[derive(Clone, Debug)]
pub struct Bearer {
    /// The token. Whose it is, and whether it is still good, is the author's to find out.
    pub token: Secret,
    /// The scopes that the operation asks for.
    pub scopes: &'static [&'static str],
}

impl Context {
    /// The credentials under `Bearer`.
    pub(crate) fn bearer(&self, scopes: &'static [&'static str]) -> Result<Option<Bearer>, Rejection> {
        let Some(token) = self.authorization("Bearer")? else { return Ok(None) };
        // RFC 6750, section 2.1
        let signs = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
        let body = token.trim_end_matches('=');
        if body.is_empty() || !body.bytes().all(signs) {
            return Err(malformed("must be a token"));
        }
        Ok(Some(Bearer { token: Secret(token.to_owned()), scopes }))
    }
}
