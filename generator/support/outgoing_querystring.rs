//! Parameters that are the whole query of a request that the generated code creates. (OpenAPI 3.2, `in: querystring`)

use super::outgoing_query::percent_encoded;
use super::outgoing_request::{OutgoingRequest, text_of, value_of};
use serde::Serialize;
use serde_json::Value;

impl OutgoingRequest {
    /// Sets the query to a text, if it has a value.
    pub(crate) fn set_query_text(self, name: &str, value: &impl Serialize) -> Self {
        self.set_query(name, value, text_of)
    }

    /// Sets the query to JSON, if it has a value.
    pub(crate) fn set_query_json(self, name: &str, value: &impl Serialize) -> Self {
        self.set_query(name, value, |value| Ok(value.to_string()))
    }

    fn set_query(
        mut self,
        name: &str,
        value: &impl Serialize,
        write: fn(&Value) -> Result<String, String>,
    ) -> Self {
        let text = value_of(value).and_then(|value| value.map(|value| write(&value)).transpose());
        match text {
            Ok(None) => {}
            Ok(Some(text)) if text.is_empty() => self.fail(is_empty(name)),
            Ok(Some(text)) => self.query = percent_encoded(&text),
            Err(reason) => self.fail(format!("the query `{name}` {reason}")),
        }
        self
    }
}

/// Returns the reason why a query without characters cannot be sent.
pub(super) fn is_empty(name: &str) -> String {
    format!("the query `{name}` is empty, which is read as absent")
}
