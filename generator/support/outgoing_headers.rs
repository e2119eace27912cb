//! The headers of a request that the generated code creates.

use super::ascii_json::in_ascii;
use super::outgoing_request::{OutgoingRequest, ParameterStyle, pairs_of, value_of};
use serde::Serialize;

impl OutgoingRequest {
    /// Adds a header, if it has a value.
    pub(crate) fn add_header(
        mut self,
        name: &'static str,
        value: &impl Serialize,
        style: ParameterStyle,
    ) -> Self {
        let encode = |text: &str| match style {
            ParameterStyle::Json => in_ascii(text),
            _ => text.to_owned(),
        };
        let pairs = value_of(value).and_then(|value| match value {
            Some(value) => pairs_of(name, &value, style, &encode),
            None => Ok(Vec::new()),
        });
        match pairs {
            Ok(pairs) => pairs.iter().for_each(|(_, text)| self.insert(name, text)),
            Err(reason) => self.fail(format!("the header `{name}` {reason}")),
        }
        self
    }
}
