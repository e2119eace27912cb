//! Finds out whether a request has credentials of any kind.

use super::Context;

impl Context {
    /// Returns whether a header with this name is present and not empty.
    pub(crate) fn presents(&self, name: &str) -> bool {
        self.headers().get_all(name).iter().any(|value| !value.is_empty())
    }
}
