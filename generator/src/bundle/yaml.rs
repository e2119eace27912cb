//! Writes a document as YAML that all versions of YAML read alike: text that any of them could read as another type is
//! in quotes.

use super::node::{Node, Numbers};
use std::fmt::Write as _;

/// Returns the text.
pub(super) fn write(document: &Node, numbers: &Numbers<'_>) -> String {
    let mut text = String::new();
    match document {
        Node::Map(members) if !members.is_empty() => write_map(members, 0, false, numbers, &mut text),
        other => write_value(other, 0, numbers, &mut text),
    }
    text
}

/// Writes the entries of a map, each on its own line. In a list, the first one follows the dash.
fn write_map(
    members: &[(String, Node)],
    depth: usize,
    is_item: bool,
    numbers: &Numbers<'_>,
    text: &mut String,
) {
    for (index, (key, value)) in members.iter().enumerate() {
        if index > 0 || !is_item {
            indent(depth, text);
        }
        // "If the ? indicator is omitted, parsing needs to see past the implicit key, in the same way as with flow
        // mappings, [..] limited to 1024 Unicode characters." (YAML 1.2, section 8.2.2)
        if key.len() > 1000 {
            text.push_str("? ");
            text.push_str(&scalar(key));
            text.push('\n');
            indent(depth, text);
        } else {
            text.push_str(&scalar(key));
        }
        text.push(':');
        match value {
            Node::Map(members) if !members.is_empty() => {
                text.push('\n');
                write_map(members, depth + 1, false, numbers, text);
            }
            Node::List(items) if !items.is_empty() => {
                text.push('\n');
                write_list(items, depth + 1, false, numbers, text);
            }
            other => {
                text.push(' ');
                write_value(other, depth + 1, numbers, text);
            }
        }
    }
}

fn write_list(items: &[Node], depth: usize, is_item: bool, numbers: &Numbers<'_>, text: &mut String) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 || !is_item {
            indent(depth, text);
        }
        text.push_str("- ");
        match item {
            Node::Map(members) if !members.is_empty() => write_map(members, depth + 1, true, numbers, text),
            Node::List(items) if !items.is_empty() => write_list(items, depth + 1, true, numbers, text),
            other => write_value(other, depth + 1, numbers, text),
        }
    }
}

/// Writes a scalar or an empty collection, and ends its line. `depth` is that of the lines of a block.
fn write_value(value: &Node, depth: usize, numbers: &Numbers<'_>, text: &mut String) {
    match value {
        Node::Null => text.push_str("null"),
        Node::Bool(boolean) => text.push_str(if *boolean { "true" } else { "false" }),
        Node::Number(number, place) => text.push_str(&numbers.text(number, place)),
        Node::Text(string) if is_block(string) => return write_block(string, depth.max(1), text),
        Node::Text(string) => text.push_str(&scalar(string)),
        Node::List(_) => text.push_str("[]"),
        Node::Map(_) => text.push_str("{}"),
    }
    text.push('\n');
}

fn indent(depth: usize, text: &mut String) {
    text.push_str(&"  ".repeat(depth));
}

/// Returns whether text can be a literal block. Other parsers differ in spaces before the first line, in lines of
/// spaces at the end, and in tabs.
fn is_block(string: &str) -> bool {
    let lines: Vec<&str> = string.trim_end_matches('\n').split('\n').collect();
    let spaces = |line: &&str| line.trim_matches(' ').is_empty();
    let first = lines.first().copied().unwrap_or_default();
    string.contains('\n')
        && !first.starts_with([' ', '\t'])
        && !spaces(&first)
        && !lines.last().is_some_and(spaces)
        && lines
            .iter()
            .all(|line| !line.starts_with('\t') && line.chars().all(|c| c == '\t' || is_printable(c)))
}

/// Writes a literal block, whose header says how many line ends are at its end.
fn write_block(string: &str, depth: usize, text: &mut String) {
    let content = string.trim_end_matches('\n');
    text.push_str(match string.len() - content.len() {
        0 => "|-\n",
        1 => "|\n",
        _ => "|+\n",
    });
    for line in content.split('\n') {
        if !line.is_empty() {
            indent(depth, text);
            text.push_str(line);
        }
        text.push('\n');
    }
    text.push_str(string.get(content.len() + 1..).unwrap_or_default());
}

/// Returns text on one line: plain if that is certainly text, or else in quotes.
fn scalar(string: &str) -> String {
    if is_plain(string) {
        return string.to_owned();
    }
    if string.chars().all(is_printable) {
        return format!("'{}'", string.replace('\'', "''"));
    }
    let mut quoted = String::from("\"");
    for character in string.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            other if is_printable(other) => quoted.push(other),
            other => _ = write!(quoted, "\\U{:08X}", u32::from(other)),
        }
    }
    quoted + "\""
}

/// Returns whether text needs no quotes, in any position of a block. A word that starts with a letter is not a number
/// or a date.
fn is_plain(string: &str) -> bool {
    const WORDS: [&str; 9] = ["false", "n", "no", "null", "off", "on", "true", "y", "yes"];
    string.starts_with(|first: char| first.is_ascii_alphabetic() || "/_$".contains(first))
        && string.chars().all(is_printable)
        && !string.ends_with([' ', ':'])
        && !string.contains(": ")
        && !string.contains(" #")
        && !WORDS.iter().any(|word| string.eq_ignore_ascii_case(word))
}

/// Returns whether a character is itself in YAML, on one line.
fn is_printable(character: char) -> bool {
    !(character.is_control()
        || matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'))
}
