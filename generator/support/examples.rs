//! Tests of the examples in the spec.

use super::reason::reason;
use super::{Decode, Trail};
use serde::Serialize;
use serde_json::Value;

/// The errors of the examples so far.
#[derive(Default)]
pub struct Examples(Vec<String>);

impl Examples {
    /// Decodes an example and serializes it again. The result may have additional defaults, but must not lack anything.
    pub(crate) fn check<T: Decode + Serialize>(&mut self, place: &str, json: &str) {
        let mut trail = Trail::default();
        let outcome = T::decode(&mut serde_json::Deserializer::from_str(json), &mut trail)
            .map_err(|error| format!("at `{}`: {}", trail.pointer(), reason(&error, &trail)))
            .and_then(|value| serde_json::to_value(value).map_err(|error| error.to_string()))
            .and_then(|written| match serde_json::from_str(json) {
                Ok(example) => lost(&example, &written, String::new()).map_or(Ok(()), Err),
                Err(error) => Err(error.to_string()),
            });
        self.0.extend(outcome.err().map(|reason| format!("{place}: {reason}")));
    }

    /// Reports the errors of all examples.
    ///
    /// # Panics
    /// Panics if an example does not match its schema.
    pub(crate) fn finish(self) {
        assert!(self.0.is_empty(), "examples that do not match their schemas:\n{}", self.0.join("\n"));
    }
}

/// Returns the first difference between an example and its serialized form. Values are compared as in JSON Schema.
fn lost(example: &Value, written: &Value, at: String) -> Option<String> {
    match (example, written) {
        (Value::Object(properties), Value::Object(others)) => properties.iter().find_map(|(name, value)| {
            let at = format!("{at}/{name}");
            others
                .get(name)
                .map_or_else(|| Some(format!("`{at}` is lost")), |other| lost(value, other, at.clone()))
        }),
        (Value::Array(items), Value::Array(others)) if items.len() == others.len() => {
            let mut pairs = items.iter().zip(others).enumerate();
            pairs.find_map(|(index, (item, other))| lost(item, other, format!("{at}/{index}")))
        }
        (Value::Number(number), Value::Number(other)) if number.as_f64() == other.as_f64() => None,
        // The type of a format may write another text for the same value, such as `Z` for `+00:00`.
        (Value::String(_), Value::String(_)) => None,
        (value, other) if value == other => None,
        (value, other) => Some(format!("`{at}` is `{value}`, but is serialized as `{other}`")),
    }
}
