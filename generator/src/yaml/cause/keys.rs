//! Lines that are not keys, and values that look like keys.

use super::{Seen, put_into_quotes, shorten};
use crate::diagnostic::Diagnostic;
use std::ops::Range;

impl Seen<'_> {
    /// A line that is not a key, in a mapping.
    pub(super) fn no_key(&self, at: usize) -> Option<Diagnostic> {
        let line = self.rest_of_line(at);
        if let Some(header) = self.last().filter(|last| self.is_block_scalar(last))
            && self.slice(header.end..at).matches('\n').count() == 1
        {
            let message = "the text of a block must be indented more than its key";
            let diagnostic = self.say(line, message).and(self.place(header), "the block starts here");
            return Some(diagnostic.help("indent the text"));
        }
        let text = self.slice(line.clone());
        if let Some(mark) = text.chars().next().filter(|mark| matches!(mark, '"' | '\'')) {
            let is_closed = text.matches(mark).count() > 1;
            return (!is_closed).then(|| self.unclosed_quote(at));
        }
        let no_space = self.no_space_after_dash(line.clone()).or_else(|| self.no_space(line.clone()));
        no_space.or_else(|| Some(self.no_colon(line)))
    }

    /// A `: ` in text that cannot be a key.
    pub(super) fn no_value(&self, at: usize) -> Option<Diagnostic> {
        let value = self.last()?;
        let line = self.content(value.start);
        // The key of the value, if the value is not at the start of its line.
        let key = self.slice(line.start..value.start).trim_end().trim_end_matches(':');
        if self.line_start(at) == self.line_start(value.start) {
            let no_space = key.split_once(':').filter(|(_, rest)| rest.starts_with(['[', '{', '"', '\'']));
            return no_space
                .and_then(|_| self.no_space(line))
                .or_else(|| Some(self.colon_in_value(value.start)));
        }
        if self.slice(value.clone()).starts_with(['"', '\'']) {
            return None;
        }
        if let Some(no_space) = self.no_space_after_dash(line.clone()) {
            return Some(no_space);
        }
        match key.is_empty() {
            true => self.no_space(line.clone()).or_else(|| Some(self.no_colon(line))),
            false => Some(self.continued(value, key, at)),
        }
    }

    /// `summary: List: all`
    fn colon_in_value(&self, at: usize) -> Diagnostic {
        let value = at..self.line(at).end;
        let message = "this value contains `: `, which separates a key from its value in YAML";
        let text = self.slice(value.clone());
        let diagnostic = self.say(value, message).help(put_into_quotes(text));
        let mut words = text.split(": ").next().unwrap_or_default().split(' ');
        match (words.next(), words.next(), words.next()) {
            (Some(_), Some(key), None) if key.chars().all(char::is_alphanumeric) => {
                diagnostic.help(format!("if `{key}` is a key, start a line with it"))
            }
            _ => diagnostic,
        }
    }

    /// `operationId:createAccount`
    fn no_space(&self, line: Range<usize>) -> Option<Diagnostic> {
        let text = self.slice(line.clone());
        let (key, value) = text.split_once(':')?;
        let is_key = !key.is_empty() && !key.contains([' ', '"', '\'', '[', '{', '#']);
        if !is_key || value.is_empty() || value.starts_with([' ', '/', ':']) {
            return None;
        }
        let diagnostic = self.say(line, format!("a space is missing after `{key}:`"));
        Some(diagnostic.help(format!("write `{key}: {}`", shorten(value))))
    }

    /// `-name: a`
    pub(super) fn no_space_after_dash(&self, line: Range<usize>) -> Option<Diagnostic> {
        let item = self.slice(line.clone()).strip_prefix('-').filter(|item| !item.starts_with(['-', ' ']))?;
        let help = format!("write `- {}`", shorten(item));
        Some(self.say(line, "a space is missing after the `-`").help(help))
    }

    fn no_colon(&self, line: Range<usize>) -> Diagnostic {
        let text = self.slice(line.clone());
        if ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|marker| text.starts_with(marker)) {
            return self.say(line, "this is a merge conflict marker");
        }
        if let Some(colon) = text.find('\u{ff1a}') {
            let colon = line.start + colon..line.start + colon + '\u{ff1a}'.len_utf8();
            let message = "this is a full-width colon (U+FF1A), which YAML reads as text";
            return self.say(colon, message).help("replace it with `: `");
        }
        if text.contains(' ') {
            let help = "add the `:` if it is a key; indent the line if it belongs to the text above";
            return self.say(line.clone(), "this line has no `:` after a key").help(help);
        }
        let help = format!("write `{text}:` if it is a key; indent it if it belongs to the text above");
        self.say(line.clone(), format!("a `:` is missing after `{}`", shorten(text))).help(help)
    }
}
