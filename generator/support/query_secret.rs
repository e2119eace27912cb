//! API keys in the query of a request.

use super::{Query, Rejection, Secret};

impl Query<'_> {
    /// Returns whether a parameter with this name is present and not empty.
    pub(crate) fn presents(self, name: &'static str) -> bool {
        self.values(name).any(|value| !value.text.is_empty())
    }

    /// Returns the API key in the parameter with this name, or `None` if it is empty.
    pub(crate) fn secret(self, name: &'static str) -> Result<Option<Secret>, Rejection> {
        let text: Option<String> = self.get(name).optional()?;
        Ok(text.filter(|text| !text.is_empty()).map(Secret))
    }
}
