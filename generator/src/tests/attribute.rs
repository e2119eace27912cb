//! Attributes of settings: only text that is one attribute gets into the generated code.

use crate::attribute::Attribute;
use proc_macro2::TokenStream;

#[test]
fn an_attribute_is_one_attribute() {
    for text in [
        "non_exhaustive",
        "schemars(rename = \"x\", with = \"Vec<String>\")",
        "cfg_attr(test, derive(x::Y))",
        "serde_with::apply(Option => \"#\")",
        "doc = \"it says x\"",
        "a = -1.5",
        "a(1, -2.5, [b], {c})",
    ] {
        let attribute = Attribute::parse(text).map(|attribute| attribute.to_string());
        assert_eq!(attribute.as_deref(), Some(text));
    }
    for text in [
        "",
        "(x)",
        "1a",
        "a)",
        "a(",
        "a(b",
        "a(b))",
        "a(b]",
        "a](b)",
        "a() b",
        "a = \"b",
        "a = ",
        "a(b) ]struct X;#[c",
        "a = 1] struct X; #[b",
        "a(//)",
        "a('b)",
        "a(\"\\\")",
        "a(\"\\u\")",
        "a<b>(c)",
        "a\nb",
        "a = 1, b",
        "a = \"b\" c = \"d\"",
    ] {
        assert_eq!(Attribute::parse(text), None, "{text}");
    }
}

/// What is accepted and is not Rust would be missing from the generated code without a message.
#[test]
fn every_attribute_is_tokens() {
    const LETTERS: [&str; 14] = ["a", "1", "\"", "\\", "(", ")", ",", "=", ".", "-", "r", "_", "]", " "];
    let mut accepted = 0;
    for number in 0..LETTERS.len().pow(4) {
        let letters = (0..4).map(|place| LETTERS[number / LETTERS.len().pow(place) % LETTERS.len()]);
        let inner: String = letters.collect();
        for text in [format!("a({inner})"), format!("a = {inner}"), format!("a(r\"{inner}\")")] {
            if Attribute::parse(&text).is_some() {
                accepted += 1;
                assert!(text.parse::<TokenStream>().is_ok(), "{text}");
            }
        }
    }
    assert!(accepted > 1_000, "{accepted}");
}
