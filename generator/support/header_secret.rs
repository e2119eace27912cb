//! Credentials in headers of the API's own.

use super::{Context, Rejection, Secret};
use axum::extract::Request;
use axum::http::header::Entry;

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

/// Marks the headers of these names, so that no log shows them.
pub fn conceal(mut request: Request, names: &[&'static str]) -> Request {
    for name in names {
        if let Entry::Occupied(mut values) = request.headers_mut().entry(*name) {
            values.iter_mut().for_each(|value| value.set_sensitive(true));
        }
    }
    request
}
