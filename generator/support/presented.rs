//! Whether a caller presents credentials of a kind at all.

use super::Context;

impl Context {
    /// Whether a header of this name has anything in it.
    pub(crate) fn presents(&self, name: &str) -> bool {
        self.headers().get_all(name).iter().any(|value| !value.is_empty())
    }
}
