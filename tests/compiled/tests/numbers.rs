//! Numbers in JSON, which can have any size: which of them are integers, and which digits are kept.

use serde_json::{Value, json};
use stubsmith_golden::every_place::types::Thing;

/// A thing with one more property, read and written again.
fn read(member: &str, number: &str) -> Result<Value, String> {
    let text = format!(r#"{{"name": "a", "kind": "big", "{member}": {number}}}"#);
    let thing: Thing = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    Ok(serde_json::to_value(&thing).unwrap()[member].clone())
}

#[test]
fn integers_have_64_bits_and_may_have_a_point() {
    for (number, expected) in [
        ("1", json!(1)),
        ("1.0", json!(1)),
        ("1e2", json!(100)),
        ("-4.0", json!(-4)),
        ("9223372036854775807", json!(i64::MAX)),
        ("9007199254740992.0", json!(9_007_199_254_740_992_i64)),
    ] {
        assert_eq!(read("size", number), Ok(expected), "{number}");
    }
    // A float beyond 2^53 can mean several integers.
    for number in
        ["1.5", "9223372036854775808", "1e19", "12345678901234567890123", "9007199254740994.0", "\"1\""]
    {
        let refused = read("size", number).unwrap_err();
        assert!(
            refused.contains("must be a 64-bit integer") || refused.contains("invalid type"),
            "{number}: {refused}"
        );
    }
}

#[test]
fn other_numbers_are_the_nearest_float() {
    for (member, number, expected) in [
        ("share", "0.12345678901234567890", json!(0.123_456_789_012_345_68)),
        ("share", "-12345678901234567890123", json!(-1.234_567_890_123_456_8e22)),
        ("any", "12345678901234567890.123456789", json!(1.234_567_890_123_456_7e19)),
        ("any", "12345678901234567890123", json!(1.234_567_890_123_456_8e22)),
        // Exact up to 64 bits.
        ("any", "18446744073709551615", json!(u64::MAX)),
        ("any", "-9223372036854775808", json!(i64::MIN)),
    ] {
        assert_eq!(read(member, number), Ok(expected), "{number}");
    }
    assert!(read("share", "1e400").unwrap_err().contains("out of range"));
}
