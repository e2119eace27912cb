//! Errors of the compiler, with the identifiers by which the change of each is found.

use serde_json::Value;
use std::fs;
use std::path::Path;
use stubsmith::{CompileError, Position};

/// An error of the compiler.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Finding {
    pub error: CompileError,
    /// The identifiers in backquotes in its messages.
    pub named: Vec<String>,
    /// The identifiers that the items of generated code around its places declare.
    pub around: Vec<String>,
    /// The identifiers of the lines that it shows.
    pub shown: Vec<String>,
}

/// Reads an error. The summary at the end of a compilation has no place. Files are relative to the root of the
/// workspace, where cargo runs the compiler.
pub(crate) fn finding(message: &Value, root: &Path) -> Option<Finding> {
    if text(message, "level") != "error" {
        return None;
    }
    let primary =
        list(message, "spans").find(|span| span.get("is_primary").and_then(Value::as_bool) == Some(true))?;
    let mut position = Position::start_of(text(primary, "file_name"));
    position.line = number(primary, "line_start").unwrap_or(1);
    position.column = number(primary, "column_start").unwrap_or(1);
    let code = message.get("code").map(|code| text(code, "code")).unwrap_or_default();
    let labels = list(message, "spans").map(|span| text(span, "label"));
    let children = list(message, "children").map(|child| text(child, "message"));
    let texts = [text(message, "message")].into_iter().chain(labels).chain(children);
    let named = texts.flat_map(|text| text.split('`').skip(1).step_by(2)).flat_map(identifiers);
    let shown = list(message, "spans").flat_map(|span| list(span, "text")).map(|line| text(line, "text"));
    let notes = list(message, "children").flat_map(|child| list(child, "spans"));
    let around = list(message, "spans").chain(notes).filter_map(|span| {
        let code = fs::read_to_string(root.join(text(span, "file_name"))).ok()?;
        let is_generated = code.starts_with(stubsmith::HEADER);
        is_generated.then(|| declared_around(&code, number(span, "line_start").unwrap_or(1)))
    });
    Some(Finding {
        error: CompileError::new(code, position, text(message, "message")),
        named: named.map(str::to_owned).collect(),
        around: around.flatten().collect(),
        shown: shown.flat_map(identifiers).map(str::to_owned).collect(),
    })
}

/// Returns the identifiers of a line of generated code, and of the first lines of the items around it. An item is
/// indented more than the item around it.
fn declared_around(code: &str, line: usize) -> Vec<String> {
    let before: Vec<&str> = code.lines().take(line).collect();
    let mut found = Vec::new();
    let mut inner = usize::MAX;
    for line in before.iter().rev().filter(|line| !line.trim().is_empty()) {
        let own = line.trim_start();
        let indent = line.len() - own.len();
        if indent >= inner || own.starts_with("//") || own.starts_with("#[") {
            continue;
        }
        // The first line of this item has the same indentation.
        let is_end = own.starts_with([')', '}', ']', '>']) || own.starts_with("where");
        inner = if is_end { indent + 1 } else { indent };
        found.extend(identifiers(own).map(str::to_owned));
    }
    found
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn number(value: &Value, key: &str) -> Option<usize> {
    value.get(key).and_then(Value::as_u64).and_then(|number| usize::try_from(number).ok())
}

fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn identifiers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphanumeric() && character != '_')
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::declared_around;

    const CODE: &str = "pub trait Api: Send {
    /// `GET /boats`
    fn list_boats(
        &self,
        request: ListBoatsRequest,
    ) -> impl Future<Output = Self::Error>;

    fn buy_boat(&self);
}

impl From<Failure> for BuyBoatResponse {
    fn from(body: Failure) -> Self {
        Self::Conflict(body)
    }
}
";

    fn around(line: usize) -> String {
        declared_around(CODE, line).join(" ")
    }

    #[test]
    fn items_around_a_line_name_it() {
        assert_eq!(around(5), "request ListBoatsRequest fn list_boats pub trait Api Send");
        assert_eq!(around(6), "impl Future Output Self Error fn list_boats pub trait Api Send");
        assert_eq!(around(8), "fn buy_boat self pub trait Api Send");
        assert_eq!(
            around(13),
            "Self Conflict body fn from body Failure Self impl From Failure for BuyBoatResponse"
        );
    }
}
