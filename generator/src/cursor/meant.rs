//! Takes a value of the wrong type, or a key that is not a keyword, and suggests the form that was probably meant.
//! Reports nothing.

use super::Cursor;
use crate::bounds;
use crate::diagnostic::Place;
use crate::locate;
use crate::sources::{File, Sources};
use serde_json::Value;

impl<'s> Cursor<'s> {
    /// Returns the text to write instead of the value:
    ///
    /// | expected | is | help |
    /// |---|---|---|
    /// | a string | `[A-Z]` | quotes around it |
    /// | an array | `id`, an object | brackets around it |
    /// | an object | `type:string` | the space |
    /// | a boolean, a number | a string of it | no quotes |
    /// | a boolean | `yes`, `no`, `on`, `off` | `true` or `false` |
    pub(super) fn fix(&self, expected: &str) -> Option<String> {
        match (expected, self.value) {
            ("a string", Value::Array(_) | Value::Object(_)) => in_quotes(self.written()?),
            (_, Value::String(text)) if text.len() > bounds::SUGGESTED_BYTES => None,
            ("an array", Value::Object(_)) => {
                let written = self.written().filter(|written| is_short(written) && written.starts_with('{'));
                Some(match written {
                    Some(written) => format!("write `[{written}]`"),
                    None => "write `- ` before the first key, and indent the others".to_owned(),
                })
            }
            ("`true` or `false`", Value::String(text)) if boolean_of_yaml_1_1(text).is_some() => {
                boolean_of_yaml_1_1(text).map(|boolean| format!("write `{boolean}`"))
            }
            ("an array", Value::String(text)) => Some(format!("write `[{}]`", self.as_items(text))),
            ("an object", Value::String(text)) => {
                is_yaml(self.sources, &self.place).then(|| without_space(text)).flatten()
            }
            ("`true` or `false`", Value::String(text)) if !matches!(text.as_str(), "true" | "false") => None,
            (_, Value::String(text)) => {
                let is_meant = expected.starts_with('`') || expected.contains("number") && is_number(text);
                is_meant.then(|| format!("write `{text}` without quotes"))
            }
            _ => None,
        }
    }

    fn file(&self) -> Option<&'s File> {
        self.sources.file(self.place.file)
    }

    fn written(&self) -> Option<&'s str> {
        locate::written(self.file()?, &self.place.pointer)
    }

    /// A string as the items of a list. Each line of a plain YAML scalar is an item.
    fn as_items(&self, text: &str) -> String {
        if !is_yaml(self.sources, &self.place) {
            return Value::from(text).to_string();
        }
        let lines =
            self.written().filter(|written| written.contains('\n') && text.starts_with(first_word(written)));
        match lines {
            Some(lines) => lines.lines().map(|line| plain(line.trim())).collect::<Vec<_>>().join(", "),
            None => plain(text),
        }
    }
}

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or_default()
}

fn is_number(text: &str) -> bool {
    text.parse::<serde_json::Number>().is_ok()
}

/// A string as an item of a list in brackets, with quotes if it needs them. `-id` is an item that lacks its space.
fn plain(text: &str) -> String {
    let item = text.strip_prefix('-').map(str::trim_start);
    let text = item.filter(|item| item.starts_with(char::is_alphabetic)).unwrap_or(text);
    let is_plain = text.starts_with(|first: char| first.is_alphanumeric() || "_/.$".contains(first))
        && !text.contains(['[', ']', '{', '}'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':');
    if is_plain { text.to_owned() } else { format!("'{}'", text.replace('\'', "''")) }
}

/// Returns the help for a list or a mapping in brackets instead of a string.
fn in_quotes(written: &str) -> Option<String> {
    let what = match written.chars().next()? {
        '[' => "a list",
        '{' => "a mapping",
        _ => return None,
    };
    let quoted =
        if is_short(written) { format!(": `'{}'`", written.replace('\'', "''")) } else { String::new() };
    Some(format!("YAML reads this as {what}; if it is text, put it in quotes{quoted}"))
}

fn is_short(written: &str) -> bool {
    written.len() <= bounds::SUGGESTED_BYTES && !written.contains('\n')
}

/// Returns the boolean of a word that is one in YAML 1.1, and text in YAML 1.2.
pub(crate) fn boolean_of_yaml_1_1(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "on" => Some(true),
        "no" | "off" => Some(false),
        _ => None,
    }
}

/// Returns whether a place is in YAML.
pub(super) fn is_yaml(sources: &Sources, place: &Place) -> bool {
    sources.file(place.file).is_some_and(|file| file.spans.is_some())
}

/// A YAML key without a space after its `:` is text, together with its value. The space may be another kind of space.
pub(super) fn without_space(text: &str) -> Option<String> {
    let (key, value) = text.split_once(':')?;
    let is_key = !key.is_empty() && key.chars().all(|sign| sign.is_alphanumeric() || "_-$".contains(sign));
    let value = Some(value.trim()).filter(|value| is_key && !value.is_empty() && !value.starts_with('/'))?;
    Some(format!("write `{key}: {value}`, with a space after the `:`"))
}
