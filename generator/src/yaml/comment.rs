//! A plain scalar ends at ` #`, where a comment starts. Some comments were meant as a part of the scalar: the rest of a
//! pattern, an issue number, a closing parenthesis, a color.

use crate::codes;
use crate::diagnostic::{Diagnostic, FileId, Place};
use std::ops::Range;

/// A value that was probably meant to be longer.
pub(super) struct Cut {
    value: Range<usize>,
    comment: Range<usize>,
}

impl Cut {
    /// Checks the text after a plain scalar, which may be empty.
    pub(super) fn find(text: &str, value: Range<usize>, key: Option<&str>) -> Option<Self> {
        let rest = text.get(value.end..)?;
        let comment = rest.trim_start_matches([' ', '\t']);
        if comment.len() == rest.len() || !comment.starts_with('#') {
            return None;
        }
        let start = text.len() - comment.len();
        let comment = comment.lines().next()?.trim_end();
        let is_cut = is_cut(text.get(value.clone())?, comment, key);
        is_cut.then(|| Self { value, comment: start..start + comment.len() })
    }

    pub(super) fn report(&self, file: FileId, text: &str) -> Diagnostic {
        let slice = |range: Range<usize>| text.get(range).unwrap_or_default();
        let message = match self.value.is_empty() {
            true => "in YAML, ` #` starts a comment, so this key has no value",
            false => "in YAML, ` #` starts a comment, so this value ends before it",
        };
        let comment = Place::text(file, self.comment.clone());
        let diagnostic =
            Diagnostic::new(codes::COMMENT_IN_VALUE, comment, message).label("this is a comment");
        let diagnostic = match self.value.is_empty() {
            true => diagnostic,
            false => {
                let read = format!("YAML reads this as `{}`", slice(self.value.clone()));
                diagnostic.and(Place::text(file, self.value.clone()), read)
            }
        };
        match super::cause::quoted(slice(self.value.start..self.comment.end).trim_start()) {
            Some(quoted) => diagnostic.help(format!("if the comment is part of the value, write `{quoted}`")),
            None => diagnostic.help("if the comment is part of the value, put the whole value in quotes"),
        }
    }
}

/// How to tell a part of the value from a comment:
///
/// | the value | the comment | such as |
/// |---|---|---|
/// | is missing | starts without a blank | `default: #fff` |
/// | opens a bracket | closes it | `title: Fixed (issue #12)`, `pattern: ^(a #b)$` |
/// | is text | starts with a number | `title: Issue #12` |
/// | is a pattern that does not end with `$` | starts without a blank | `pattern: ^[A-Z]+ #[0-9]` |
/// | is a pattern that starts with `^` and does not end with `$` | ends with `$` | `pattern: ^a # b$` |
///
/// A comment that starts with a blank, or with a symbol such as `<--`, is a comment.
fn is_cut(text: &str, comment: &str, key: Option<&str>) -> bool {
    let comment = comment.trim_start_matches('#');
    if text.is_empty() {
        // A null reference is an error already.
        return key.is_some_and(|key| key != "$ref") && comment.starts_with(|first: char| first != ' ');
    }
    let closes = [('(', ')'), ('[', ']'), ('{', '}')];
    let is_open = closes.iter().any(|(open, close)| {
        text.matches(*open).count() > text.matches(*close).count()
            && comment.matches(*close).count() > comment.matches(*open).count()
    });
    let starts_with_blank = comment.starts_with([' ', '\t']) || comment.is_empty();
    if key == Some("pattern") {
        let is_whole = text.ends_with('$');
        return is_open
            || !is_whole && (!starts_with_blank || text.starts_with('^') && comment.ends_with('$'));
    }
    is_open || comment.starts_with(|first: char| first.is_ascii_digit())
}
