//! Credentials in headers of the API's own.

use super::{Context, Rejection, Secret};

impl Context {
    /// The credentials in the header of this name. Empty ones are none.
    pub(crate) fn secret(&self, name: &'static str) -> Result<Option<Secret>, Rejection> {
        let mut values = self.headers().get_all(name).iter();
        let Some(value) = values.next() else { return Ok(None) };
        if values.next().is_some() {
            return Err(Rejection::bad(name, "is given more than once"));
        }
        let text = value.to_str().map_err(|_| Rejection::bad(name, "must be visible ASCII"))?;
        Ok(Some(text).filter(|text| !text.is_empty()).map(|text| Secret(text.to_owned())))
    }
}
