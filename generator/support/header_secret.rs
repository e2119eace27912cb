//! Credentials in headers.

use super::{Context, Rejection, Secret};

impl Context {
    /// The credentials in the header of this name. Empty ones are none.
    pub(crate) fn secret(&self, name: &'static str) -> Result<Option<Secret>, Rejection> {
        let mut values = self.headers().get_all(name).iter();
        let text = values.next().and_then(|value| value.to_str().ok()).filter(|text| !text.is_empty());
        match values.next() {
            None => Ok(text.map(|text| Secret(text.to_owned()))),
            Some(_) => Err(Rejection::bad(name, "is given more than once")),
        }
    }
}
