//! What is the same of two readings of YAML.

use super::compare::is_same;
use serde_json::json;

#[test]
fn numbers_are_the_same_however_they_are_written() {
    for (text, value) in [
        ("1", json!(1)),
        ("+1", json!(1)),
        ("-1", json!(-1)),
        ("-0", json!(0)),
        ("0x1F", json!(31)),
        ("-0x1f", json!(-31)),
        ("0o17", json!(15)),
        ("0b11", json!(3)),
        ("1.50", json!(1.5)),
        (".5", json!(0.5)),
        ("+1e3", json!(1000.0)),
        ("18446744073709551615", json!(u64::MAX)),
        ("18446744073709551616", json!(18_446_744_073_709_551_616.0)),
        ("~", json!(null)),
        ("True", json!(true)),
    ] {
        assert!(is_same(text, &value), "{text} is {value}");
        assert!(!is_same(&format!("{text}1"), &value), "{text}1 is not {value}");
    }
    assert!(!is_same("1", &json!([])) && !is_same("1", &json!("2")) && !is_same("017", &json!(15)));
}
