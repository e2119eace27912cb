//! OAuth 2.0 (RFC 6750): a token in the header `Authorization`.

use super::authorization::malformed;
use super::glue::challenge;
use super::{Context, Operation, Rejection, Secret};
use axum::{http::HeaderValue, response::IntoResponse, response::Response};

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

/// RFC 6750, section 3: "If the protected resource request included an access token and failed
/// authentication, the resource server SHOULD include the "error" attribute".
pub fn refuse_token(refusal: impl IntoResponse, operation: &Operation) -> Response {
    let told = operation.challenges.iter().filter_map(|challenge| match challenge.starts_with("Bearer ") {
        true => HeaderValue::try_from(format!("{challenge}, error=\"invalid_token\"")).ok(),
        false => Some(HeaderValue::from_static(challenge)),
    });
    challenge(refusal.into_response(), told)
}
