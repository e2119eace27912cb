//! Reads the schemas of a Swagger 2.0 document as they are written, and makes valid values, and values with one
//! constraint broken. It shares no code with the generator that it tests.

mod breaks;
mod make;
mod schema;
pub mod text;

pub use breaks::{Break, breaks, lacks_read_only};
pub use make::Maker;
pub use schema::Document;

use serde_json::Value;

/// Whether two values are equal as JSON Schema compares them. The response may have properties that were not sent and
/// have a `default`.
pub fn is_same(sent: &Value, came: &Value, defaults: &[String]) -> bool {
    match (sent, came) {
        (Value::Object(sent), Value::Object(came)) => {
            let all = |(name, value): (&String, &Value)| {
                came.get(name).is_some_and(|other| is_same(value, other, defaults))
            };
            let added = |name: &String| sent.contains_key(name) || defaults.contains(name);
            sent.iter().all(all) && came.keys().all(added)
        }
        (Value::Array(sent), Value::Array(came)) => {
            let mut pairs = sent.iter().zip(came);
            sent.len() == came.len() && pairs.all(|(sent, came)| is_same(sent, came, defaults))
        }
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (one, other) => one == other,
    }
}
