//! The independent validator: the `jsonschema` crate with draft 4. It does not check `format`, nor does generated code.

use jsonschema::{Draft, Validator};
use serde_json::{Value, json};

/// The validator of a schema.
pub fn validator(schema: &Value) -> Result<Validator, String> {
    let options = jsonschema::options().with_draft(Draft::Draft4).should_validate_formats(false);
    options.build(schema).map_err(|error| error.to_string())
}

/// A pattern with each pair of surrogates, such as `\ud83d\ude00`, replaced by its character: ECMA 262 reads a pair as
/// one character, and the regex crates reject it.
pub fn without_surrogates(pattern: &str) -> String {
    let mut text = String::new();
    let mut rest = pattern;
    while let Some(start) = rest.find("\\u") {
        let unit = |at: usize| u16::from_str_radix(rest.get(at + 2..at + 6)?, 16).ok();
        let pair = rest.get(start + 6..start + 8) == Some("\\u");
        let units = unit(start).zip(unit(start + 6)).filter(|_| pair).map(|(high, low)| [high, low]);
        let character =
            units.and_then(|units| String::from_utf16(&units).ok()).filter(|text| text.chars().count() == 1);
        text += &rest[..start];
        rest = match character {
            Some(character) => {
                text += &character;
                &rest[start + 12..]
            }
            None => {
                text += "\\u";
                &rest[start + 2..]
            }
        };
    }
    text + rest
}

/// Whether the validator can compile a pattern.
pub fn is_readable(pattern: &str) -> bool {
    validator(&json!({"pattern": pattern})).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{is_readable, without_surrogates};

    #[test]
    fn pairs_of_surrogates_are_characters() {
        assert_eq!(without_surrogates(r"^\ud83d\ude00\u00e9[a]\ud83d$"), "^\u{1f600}\\u00e9[a]\\ud83d$");
        assert!(is_readable(&without_surrogates(r"\ud83d\ude00")) && !is_readable("(a"));
    }
}
