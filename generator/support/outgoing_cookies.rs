//! The cookies of a request that the generated code creates.

use super::outgoing_query::percent_encoded;
use super::outgoing_request::{OutgoingRequest, ParameterStyle, pairs_of, value_of};
use serde::Serialize;

impl OutgoingRequest {
    /// Adds a cookie, if it has a value.
    pub(crate) fn add_cookie(self, name: &str, value: &impl Serialize, style: ParameterStyle) -> Self {
        match style {
            ParameterStyle::Json => self.add_raw_cookie(name, value, style),
            _ => self.add_encoded_cookie(name, value, style, &percent_encoded),
        }
    }

    /// Adds a cookie without escapes, if it has a value.
    pub(crate) fn add_raw_cookie(self, name: &str, value: &impl Serialize, style: ParameterStyle) -> Self {
        self.add_encoded_cookie(name, value, style, &str::to_owned)
    }

    fn add_encoded_cookie(
        mut self,
        name: &str,
        value: &impl Serialize,
        style: ParameterStyle,
        encode: &dyn Fn(&str) -> String,
    ) -> Self {
        let pairs = value_of(value).and_then(|value| match value {
            Some(value) => pairs_of(name, &value, style, encode),
            None => Ok(Vec::new()),
        });
        match pairs {
            Ok(pairs) if pairs.is_empty() => {}
            Ok(pairs) => self.insert_cookies(name, &pairs, false),
            Err(reason) => self.fail(format!("the cookie `{name}` {reason}")),
        }
        self
    }
}
