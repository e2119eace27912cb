//! An API key in the header `Authorization`, if other security schemes use that header as well.

use super::header_secret::in_header;
use super::{Context, Rejection, Secret};

impl Context {
    /// Returns the key, or `None` if the header has credentials for one of these schemes.
    pub(crate) fn authorization_key(&self, schemes: &[&str]) -> Result<Option<Secret>, Rejection> {
        let key = in_header(self, "Authorization")?;
        let is_other = |key: &Secret| {
            let (scheme, _) = key.0.split_once(' ').unwrap_or((&key.0, ""));
            schemes.iter().any(|other| other.eq_ignore_ascii_case(scheme))
        };
        Ok(key.filter(|key| !is_other(key)))
    }
}
