//! Attributes that the caller adds to types and fields: `schemars(rename = "x")`. Only text that is one attribute gets into the
//! output.

use crate::rust_path::RustPath;
use std::fmt;

/// An attribute without `#[` and `]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    pub path: RustPath,
    /// What follows the path: nothing, `= value`, or arguments in parentheses.
    pub arguments: String,
}

impl Attribute {
    /// The whole text as an attribute. None if it is anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let end = text.find(['(', '=']).unwrap_or(text.len());
        let (path, arguments) = text.split_at(end);
        let path = RustPath::parse(path)?;
        let is_plain = path.segments.iter().all(|(_, types)| types.is_empty());
        let is_valid = match arguments.chars().next() {
            None => true,
            Some('(') => is_group(arguments),
            Some(_) => arguments.strip_prefix('=').is_some_and(is_value),
        };
        (is_plain && is_valid).then(|| Self { path, arguments: arguments.to_owned() })
    }
}

impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let space = if self.arguments.starts_with('=') { " " } else { "" };
        write!(f, "{}{space}{}", self.path, self.arguments)
    }
}

/// Whether a text is a word, a number or a string without escapes.
fn is_value(text: &str) -> bool {
    let text = text.trim();
    let string = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    match string {
        Some(inner) => !inner.contains(['"', '\\']) && !inner.contains(char::is_control),
        None => {
            !text.is_empty()
                && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "_-.".contains(letter))
        }
    }
}

/// Whether a text is one group in parentheses: each bracket is closed in order, and each string ends. Characters in quotes, raw
/// strings and comments are not read.
fn is_group(text: &str) -> bool {
    let mut open = Vec::new();
    let mut characters = text.char_indices();
    while let Some((index, character)) = characters.next() {
        match character {
            '(' => open.push(')'),
            '[' => open.push(']'),
            '{' => open.push('}'),
            ')' | ']' | '}' => {
                if open.pop() != Some(character) {
                    return false;
                }
                if open.is_empty() {
                    return index + 1 == text.len();
                }
            }
            '"' => loop {
                match characters.next() {
                    Some((_, '\\')) => {
                        if !matches!(characters.next(), Some((_, '\\' | '"' | 'n' | 't'))) {
                            return false;
                        }
                    }
                    Some((_, '"')) => break,
                    Some((_, other)) if !other.is_control() => {}
                    _ => return false,
                }
            },
            ' ' | ',' | '=' | ':' | '<' | '>' | '_' | '-' | '.' | '&' => {}
            letter if letter.is_ascii_alphanumeric() => {}
            _ => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
