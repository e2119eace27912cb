//! Basic authentication. (RFC 7617)

use super::Secret;

/// The credentials of Basic authentication.
#[derive(Clone, Debug)]
pub struct Basic {
    /// The user.
    pub user: String,
    /// The password.
    pub password: Secret,
}

impl Basic {
    /// Creates the credentials of a user.
    pub fn new(user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self { user: user.into(), password: password.into() }
    }
}
