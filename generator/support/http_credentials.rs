//! The credentials of HTTP authentication schemes other than `Basic` and `Bearer`. (RFC 9110, section 11.4)

use super::Secret;

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
