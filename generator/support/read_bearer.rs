//! Reads bearer tokens from requests. (RFC 6750)

use super::authorization::malformed;
use super::glue::challenge;
use super::{Bearer, Context, Operation, Rejection, Secret};
use axum::{http::HeaderValue, response::IntoResponse, response::Response};

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
