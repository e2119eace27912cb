//! The path of a request that the generated code creates.

use super::outgoing_query::percent_encoded;
use super::outgoing_request::{OutgoingRequest, ParameterStyle, pairs_of, value_of};
use serde::Serialize;

impl OutgoingRequest {
    /// Sets a variable of the path.
    pub(crate) fn add_segment(self, name: &str, value: &impl Serialize, style: ParameterStyle) -> Self {
        self.add_variable(name, value, style, |pairs| pairs.into_iter().map(|(_, text)| text).collect())
    }

    /// Sets a variable of the path whose value begins with a dot: `.blue`.
    pub(crate) fn add_label(self, name: &str, value: &impl Serialize, style: ParameterStyle) -> Self {
        self.add_variable(name, value, style, |pairs| {
            pairs.into_iter().map(|(_, text)| format!(".{text}")).collect()
        })
    }

    /// Sets a variable of the path whose values have their names before them: `;color=blue`. The name alone is an empty
    /// array.
    pub(crate) fn add_matrix(self, name: &str, value: &impl Serialize, style: ParameterStyle) -> Self {
        let empty = format!(";{}", percent_encoded(name));
        self.add_variable(name, value, style, |pairs| match pairs.is_empty() {
            true => empty,
            false => {
                let pair = |(name, text): (String, String)| format!(";{}={text}", percent_encoded(&name));
                pairs.into_iter().map(pair).collect()
            }
        })
    }

    fn add_variable(
        mut self,
        name: &str,
        value: &impl Serialize,
        style: ParameterStyle,
        write: impl FnOnce(Vec<(String, String)>) -> String,
    ) -> Self {
        let pairs = value_of(value).and_then(|value| {
            let value = value.ok_or_else(|| "has no value".to_owned())?;
            pairs_of(name, &value, style, &percent_encoded)
        });
        let text = pairs.map(write).and_then(|text| match text.is_empty() {
            true => Err("is empty".to_owned()),
            false => Ok(text),
        });
        match text {
            Ok(text) => self.path = self.path.replacen(&format!("{{{name}}}"), &text, 1),
            Err(reason) => self.fail(format!("the path parameter `{name}` {reason}")),
        }
        self
    }
}
