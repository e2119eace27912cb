//! Writes a document as JSON.

use super::node::{Node, Numbers};
use serde_json::Value;
use std::fmt::Write as _;

/// Returns the text, with a line end.
pub(super) fn write(document: &Node, numbers: &Numbers<'_>) -> String {
    let mut text = String::new();
    write_node(document, 0, numbers, &mut text);
    text.push('\n');
    text
}

fn write_node(node: &Node, depth: usize, numbers: &Numbers<'_>, text: &mut String) {
    match node {
        Node::Null => text.push_str("null"),
        Node::Bool(boolean) => text.push_str(if *boolean { "true" } else { "false" }),
        Node::Number(number, place) => text.push_str(&numbers.text(number, place)),
        Node::Text(string) => write_string(string, text),
        Node::List(items) => {
            write_all(('[', ']'), items, depth, text, |item, text| {
                write_node(item, depth + 1, numbers, text);
            });
        }
        Node::Map(members) => {
            write_all(('{', '}'), members, depth, text, |(key, value), text| {
                write_string(key, text);
                text.push_str(": ");
                write_node(value, depth + 1, numbers, text);
            });
        }
    }
}

fn write_all<T>(
    (open, close): (char, char),
    items: &[T],
    depth: usize,
    text: &mut String,
    mut write: impl FnMut(&T, &mut String),
) {
    text.push(open);
    for (index, item) in items.iter().enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        text.push_str(&"  ".repeat(depth + 1));
        write(item, text);
    }
    if !items.is_empty() {
        text.push('\n');
        text.push_str(&"  ".repeat(depth));
    }
    text.push(close);
}

fn write_string(string: &str, text: &mut String) {
    for character in Value::from(string).to_string().chars() {
        match character {
            // rustc rejects characters that change the direction of text in literals.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                _ = write!(text, "\\u{:04x}", u32::from(character));
            }
            other => text.push(other),
        }
    }
}
