//! Attributes that the caller adds to types and fields: `schemars(rename = "x")`. Only text that is one attribute gets into the
//! output.

use crate::rust_path::RustPath;
use std::fmt;
use std::str::CharIndices;

/// An attribute without `#[` and `]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attribute {
    pub path: RustPath,
    /// What follows the path: nothing, `= value`, or arguments in parentheses.
    pub arguments: String,
}

impl Attribute {
    /// The whole text as an attribute. None if it is anything else.
    pub(crate) fn parse(text: &str) -> Option<Self> {
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

/// Whether the text is a word, a number, or one string without escapes.
fn is_value(text: &str) -> bool {
    let text = text.trim();
    let string = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    match string {
        Some(inner) => !inner.contains(['"', '\\']) && !inner.contains(char::is_control),
        None => {
            let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "_-.".contains(letter);
            !text.is_empty() && text.chars().all(is_plain) && is_group(&format!("({text})"))
        }
    }
}

/// Whether the text is one group in parentheses: each bracket is closed in order, each string ends, and each word that
/// begins with a digit is an integer. Other literals, and comments, are not read: a raw string ends elsewhere.
fn is_group(text: &str) -> bool {
    let mut open = Vec::new();
    let mut characters = text.char_indices();
    // The character before, if it belongs to a word.
    let mut word = None;
    let mut in_number = false;
    while let Some((index, character)) = characters.next() {
        let before = word.take();
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
            '"' if before.is_none() => {
                if !skip_string(&mut characters) {
                    return false;
                }
            }
            ' ' | ',' | '=' | ':' | '<' | '>' | '-' | '.' | '&' => {}
            letter if letter.is_ascii_alphanumeric() || letter == '_' => {
                if before.is_none() {
                    in_number = letter.is_ascii_digit();
                } else if in_number && !letter.is_ascii_digit() {
                    return false;
                }
                word = Some(letter);
            }
            _ => return false,
        }
    }
    false
}

/// Skips the rest of a string; whether it ends.
fn skip_string(characters: &mut CharIndices<'_>) -> bool {
    while let Some((_, character)) = characters.next() {
        match character {
            '"' => return true,
            '\\' if matches!(characters.next(), Some((_, '\\' | '"' | 'n' | 't'))) => {}
            '\\' => return false,
            other if other.is_control() => return false,
            _ => {}
        }
    }
    false
}
