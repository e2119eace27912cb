//! Bearer tokens in the header `Authorization`. (RFC 6750)

use super::authorization::malformed;
use super::glue::challenge;
use super::{Context, Operation, Rejection, Secret};
use axum::{http::HeaderValue, response::IntoResponse, response::Response};

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

impl Context {
    /// Returns the token and the scopes, or `None` if the header has no bearer token.
    pub(crate) fn bearer(&self, scopes: &'static [&'static str]) -> Result<Option<Bearer>, Rejection> {
        let Some(token) = self.authorization("Bearer")? else { return Ok(None) };
        // RFC 6750, section 2.1
        let signs = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
        let body = token.trim_end_matches('=');
        if body.is_empty() || !body.bytes().all(signs) {
            return Err(malformed("has an invalid bearer token"));
        }
        Ok(Some(Bearer { token: Secret(token.to_owned()), scopes }))
    }
}

/// Adds the challenges to the response for an invalid token. RFC 6750, section 3: "If the protected resource request
/// included an access token and failed authentication, the resource server SHOULD include the "error" attribute".
pub fn reject_token(error: impl IntoResponse, operation: &Operation) -> Response {
    let told = operation.challenges.iter().filter_map(|challenge| match challenge.starts_with("Bearer ") {
        true => HeaderValue::try_from(format!("{challenge}, error=\"invalid_token\"")).ok(),
        false => Some(HeaderValue::from_static(challenge)),
    });
    challenge(error.into_response(), told)
}
