//! Takes the schemas of a Swagger 2.0 document as they are written, and gives values that they say are valid,
//! and values in which one constraint is broken. It knows nothing of the generator, which it judges.

mod breaks;
mod make;
mod schema;
pub mod text;

pub use breaks::{Break, breaks};
pub use make::Maker;
pub use schema::Document;

use serde_json::Value;

/// Whether what came back is what was sent, as JSON Schema compares. A member that was not sent may have come
/// by its `default`.
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
