//! An API key in the header `Authorization`, next to other credentials that are sent there.

use super::{Context, Rejection, Secret};

impl Context {
    /// The key, unless the header has credentials of one of these schemes.
    pub(crate) fn authorization_key(&self, schemes: &[&str]) -> Result<Option<Secret>, Rejection> {
        let key = self.secret("Authorization")?;
        let is_other = |key: &Secret| {
            let (scheme, _) = key.0.split_once(' ').unwrap_or((&key.0, ""));
            schemes.iter().any(|other| other.eq_ignore_ascii_case(scheme))
        };
        Ok(key.filter(|key| !is_other(key)))
    }
}
