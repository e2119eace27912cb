//! Reads the credentials of HTTP authentication schemes other than `Basic` and `Bearer` from requests.

use super::authorization::Credentials;
use super::{Context, Http, Rejection, Secret};

impl Context {
    /// Returns the credentials for a scheme, or `None` if they are empty or for another scheme.
    pub(crate) fn http_credentials(&self, scheme: &str) -> Result<Option<Http>, Rejection> {
        let credentials: Credentials<'_> = self.authorization(scheme)?;
        Ok(credentials.map(|credentials| Http { credentials: Secret(credentials.to_owned()) }))
    }
}
