//! Tests of the description's own examples.

use super::reason::reason;
use super::{Decode, Trail};
use serde::Serialize;
use serde_json::Value;

/// Examples that are checked, and what is wrong with them.
#[derive(Default)]
pub struct Examples(Vec<String>);

impl Examples {
    /// Reads an example, and writes what was read: nothing is lost, but what is filled in may come along.
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

    /// Ends the test.
    ///
    /// # Panics
    /// Where an example is not what its schema says.
    pub(crate) fn finish(self) {
        assert!(self.0.is_empty(), "examples that their schemas do not take:\n{}", self.0.join("\n"));
    }
}

/// What an example has and the written value has not, as JSON Schema compares.
fn lost(example: &Value, written: &Value, at: String) -> Option<String> {
    match (example, written) {
        (Value::Object(members), Value::Object(others)) => members.iter().find_map(|(name, value)| {
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
        (value, other) if value == other => None,
        (value, other) => Some(format!("`{at}` is {value}, and is written as {other}")),
    }
}
