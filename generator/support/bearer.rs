//! Bearer tokens in the header `Authorization`. (RFC 6750)

use super::Secret;

/// A bearer token, and the scopes that it must have.
#[derive(Clone, Debug)]
pub struct Bearer {
    /// The token. `Api::authenticate` must check that it is valid, and find its owner.
    pub token: Secret,
    /// The scopes that the operation requires.
    pub scopes: &'static [&'static str],
}

impl Bearer {
    /// Creates a token without scopes. A client need not know them.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self { token: token.into(), scopes: &[] }
    }
}
