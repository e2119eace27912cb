//! The credentials of HTTP authentication schemes other than `Basic` and `Bearer`. (RFC 9110, section 11.4)

use super::authorization::Credentials;
use super::{Context, Rejection, Secret};

/// The credentials of an HTTP authentication scheme. `Api::authenticate` parses and checks them.
#[derive(Clone, Debug)]
pub struct Http {
    /// The text after the name of the scheme: a token, or a list of parameters.
    pub credentials: Secret,
}

impl Http {
    /// Creates the credentials from the text after the name of the scheme.
    pub fn new(credentials: impl Into<Secret>) -> Self {
        Self { credentials: credentials.into() }
    }
}

impl Context {
    /// Returns the credentials for a scheme, or `None` if they are empty or for another scheme.
    pub(crate) fn http_credentials(&self, scheme: &str) -> Result<Option<Http>, Rejection> {
        let credentials: Credentials<'_> = self.authorization(scheme)?;
        Ok(credentials.map(|credentials| Http { credentials: Secret(credentials.to_owned()) }))
    }
}
