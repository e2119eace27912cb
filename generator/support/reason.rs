//! Converts serde's error messages to JSON's terms. serde names Rust types, which clients do not know.

use super::Trail;
use serde_json::{Error, Value};

/// Returns the message of an error, without the line and the column.
pub(super) fn reason(error: &Error, trail: &Trail) -> String {
    match trail.must_be {
        Some(must_be) if error.is_data() => must_be.to_owned(),
        _ => in_json(without_place(&error.to_string())),
    }
}

/// Returns the message of an error in a value that is not JSON text.
pub(super) fn reason_of(error: &str, trail: &Trail) -> String {
    trail.must_be.map_or_else(|| in_json(error), str::to_owned)
}

/// Returns a message of serde_json without the line and the column.
pub(super) fn without_place(text: &str) -> &str {
    text.rsplit_once(" at line ").map_or(text, |(reason, _)| reason)
}

fn in_json(reason: &str) -> String {
    let types = reason.strip_prefix("invalid type: ").and_then(|types| types.rsplit_once(", expected "));
    match types {
        Some((found, expected)) => of_type(expected_type(expected), &found_type(found)),
        None => reason.to_owned(),
    }
}

/// Returns the message for a value of the wrong type.
pub(super) fn of_type(expected: &str, found: &str) -> String {
    format!("must be {expected}, not {found}")
}

/// Describes a value in a message.
pub(super) fn kind(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(boolean) => format!("the boolean `{boolean}`"),
        Value::Number(number) if number.is_f64() => format!("the number `{number}`"),
        Value::Number(number) => format!("the integer `{number}`"),
        Value::String(text) => format!("the string {text:?}"),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// Returns the JSON name of a type that serde expects. Types of other crates keep their Rust names.
fn expected_type(expected: &str) -> &str {
    match expected {
        "f32" | "f64" => "a number",
        "i8" | "i16" | "i32" | "i64" | "i128" | "isize" | "u8" | "u16" | "u32" | "u64" | "u128" | "usize" => {
            "an integer"
        }
        "a map" => "an object",
        "a sequence" => "an array",
        "unit" | "null" => "null",
        other => match other.split_once(' ') {
            Some(("struct", _)) => "an object",
            Some(("tuple", _)) => "an array",
            Some(("unit", _)) => "null",
            Some(("enum", _)) => "a string or an object",
            _ if other.starts_with("a tuple of size ") || other.starts_with("an array of length ") => {
                "an array"
            }
            _ => other,
        },
    }
}

/// Returns the JSON name of a value that serde found.
fn found_type(found: &str) -> String {
    match found.split_once(' ').unwrap_or((found, "")) {
        ("sequence", _) => "an array".to_owned(),
        ("map", _) => "an object".to_owned(),
        ("floating", number) => format!("the number {}", number.trim_start_matches("point ")),
        ("null" | "unit", _) => "null".to_owned(),
        _ => format!("the {found}"),
    }
}
