//! A parameter that is the whole query. (OpenAPI 3.2, `in: querystring`)

use super::Context;
use super::argument::{Argument, Escapes, Raw};

impl Context {
    /// Returns the whole query. An empty one is absent.
    pub(crate) fn querystring(&self, name: &'static str) -> Argument<'_> {
        let text = Some(self.query_text()).filter(|text| !text.is_empty());
        Argument::new(name, Ok(text.map(|text| Raw::new(text, Escapes::PercentAndPlus))))
    }
}
