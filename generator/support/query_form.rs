//! A parameter that is the whole query, as a form. (OpenAPI 3.2, `in: querystring`)

use super::form_body::{Fields, tree};
use super::json_argument::invalid;
use super::object_argument::ObjectArgument;
use super::{Context, Rejection};

impl Context {
    /// Returns the whole query as an object, without the API keys with these names. An empty query is absent.
    pub(crate) fn query_form(&self, name: &'static str, fields: Fields, keys: &[&str]) -> ObjectArgument<'_> {
        let text = Some(self.query_text()).filter(|text| !text.is_empty());
        let texts =
            text.map(|text| tree(text, fields, keys)).transpose().map_err(|rejection| match rejection {
                Rejection::InvalidJson { pointer, reason } => invalid(name, &pointer, &reason),
                other => other,
            });
        ObjectArgument::new(name, texts)
    }
}
