//! The schema of an integer.

use serde_json::{Map, Value, json};

/// The schema of integers, with or without the notation `1.0`, and with the bounds of a size.
pub fn integer(in_any_way: bool, of_64_bits: bool, of_32_bits: bool) -> Value {
    let mut schema = Map::new();
    if in_any_way {
        schema.extend([("type".to_owned(), json!("number")), ("multipleOf".to_owned(), json!(1))]);
    } else {
        schema.insert("type".to_owned(), json!("integer"));
    }
    let bounds = match (of_32_bits, of_64_bits) {
        (true, _) => Some((json!(i32::MIN), json!(i32::MAX))),
        (false, true) => Some((json!(i64::MIN), json!(i64::MAX))),
        (false, false) => None,
    };
    if let Some((least, most)) = bounds {
        schema.extend([("minimum".to_owned(), least), ("maximum".to_owned(), most)]);
    }
    Value::Object(schema)
}
