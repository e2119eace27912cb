//! Lists and mappings in brackets, and text that starts with a bracket.

use super::{Seen, put_into_quotes};
use crate::diagnostic::Diagnostic;

impl Seen<'_> {
    /// `pattern: [A-Z]+`
    pub(super) fn after_brackets(&self, at: usize) -> Option<Diagnostic> {
        let brackets = self.spans.range(self.closed?);
        let between = self.slice(brackets.end..at);
        if brackets.is_empty() || !between.trim_matches(' ').is_empty() {
            return None;
        }
        let is_list = self.slice(brackets.clone()).starts_with('[');
        let (opens, closes, what) = if is_list { ('[', ']', "list") } else { ('{', '}', "mapping") };
        let value = brackets.start..self.line(at).end;
        let message =
            format!("text follows the `{closes}`: a value that starts with `{opens}` is a {what} in YAML");
        let diagnostic =
            self.say(at..self.line(at).end, message).and(self.place(brackets), format!("this is the {what}"));
        Some(diagnostic.help(put_into_quotes(self.slice(value))))
    }

    /// A list or a mapping in brackets that cannot continue here.
    pub(super) fn in_brackets(&self, at: usize) -> Option<Diagnostic> {
        let (opens, open) = self.open.iter().rev().find_map(|node| {
            let range = self.spans.range(*node);
            let sign =
                self.character(range.start).filter(|sign| !range.is_empty() && "[{".contains(*sign))?;
            Some((range, sign))
        })?;
        let close = if open == '[' { ']' } else { '}' };
        // The content of brackets is indented deeper than the line on which they start.
        let goes_on = at == opens.start
            || self.line_start(at) > opens.start
                && (at >= self.text.trim_end().len()
                    || self.indentation_of(at) <= self.indentation_of(opens.start));
        if goes_on {
            let message = format!("this `{open}` is not closed");
            let help = format!("close it with `{close}`, or put the value in quotes if it is text");
            return Some(self.say(opens, message).help(help));
        }
        if self.character(at) == Some(',') {
            let message = "a value is missing before this `,`";
            return Some(self.say(at..at + 1, message).help("remove it, or put the text in quotes"));
        }
        let message = format!("expected `,` or `{close}`");
        let what = if open == '[' { "the list starts here" } else { "the mapping starts here" };
        Some(
            self.say(at..at + 1, message)
                .and(self.place(opens), what)
                .help("add the missing comma before this, or put the text in quotes"),
        )
    }

    /// `[- a]`
    pub(super) fn dash_in_brackets(&self, at: usize) -> Diagnostic {
        let message = "items of a list in brackets do not start with `-`";
        self.say(at..at + 1, message).help("remove it, or put the text in quotes")
    }

    /// `[a}`
    pub(super) fn other_bracket(&self, at: usize, open: char, close: char) -> Diagnostic {
        let message = format!("this `{open}` cannot be closed with `{close}`");
        self.say(at..at + 1, message).help("put the value in quotes if it is text")
    }

    /// `[a]]`
    pub(super) fn surplus_bracket(&self, at: usize) -> Option<Diagnostic> {
        let message = format!("unmatched `{}`", self.character(at)?);
        Some(self.say(at..at + 1, message).help("remove it, or put the value in quotes if it is text"))
    }
}
