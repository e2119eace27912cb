//! Quotes that close too early or too late, and escapes.

use super::Seen;
use crate::diagnostic::Diagnostic;

const NOT_CLOSED: &str = "the quote that opens here is not closed on its line";

const CLOSE: &str = "close it at the end of the text";

impl Seen<'_> {
    /// A quote that is not closed.
    pub(super) fn unclosed_quote(&self, at: usize) -> Diagnostic {
        self.say(self.rest_of_line(at), NOT_CLOSED).help(CLOSE)
    }

    /// Text after a quote that was meant to open a value, and closes one from a line above.
    pub(super) fn closed_later(&self, at: usize) -> Option<Diagnostic> {
        let (opens, closes) = self.quotes_before(at)?;
        let is_later = self.line_start(opens) < self.line_start(closes);
        let diagnostic = is_later.then(|| self.say(opens..self.line(opens).end, NOT_CLOSED))?;
        Some(diagnostic.and(self.place(closes..closes + 1), "it is closed here").help(CLOSE))
    }

    /// The quotes of a scalar that ends before an offset.
    fn quotes_before(&self, at: usize) -> Option<(usize, usize)> {
        let before = self.slice(0..at).trim_end();
        let mark = before.chars().next_back().filter(|mark| matches!(mark, '"' | '\''))?;
        let closes = before.len() - 1;
        Some((opening_quote(self.slice(0..closes), mark)?, closes))
    }

    /// Text after a closing quote.
    pub(super) fn after_quote(&self, at: usize) -> Option<Diagnostic> {
        if let Some(closed_later) = self.closed_later(at) {
            return Some(closed_later);
        }
        let (opens, closes) = self.quotes_before(at)?;
        let rest = self.rest_of_line(at);
        if self.slice(rest.clone()) == "," {
            let message = "a `,` follows the value, but commas separate values only in brackets";
            return Some(self.say(rest, message).help("remove it"));
        }
        let twice = match self.character(closes)? {
            '\'' => "in single quotes, an apostrophe is written twice: `''`",
            _ => "in double quotes, a quote is written `\\\"`",
        };
        let diagnostic = self.say(rest, "text follows the closing quote of the value");
        Some(diagnostic.and(self.place(opens..closes + 1), "this is the value").help(twice))
    }

    /// `"\d"` and `"C:\Users"`
    pub(super) fn escape(&self, at: usize) -> Option<Diagnostic> {
        let quoted = self.text.get(at..)?;
        let mut rest = quoted.char_indices();
        while let Some((index, character)) = rest.next() {
            if character != '\\' {
                continue;
            }
            let (start, escaped) = rest.next()?;
            let end = start + escaped.len_utf8();
            let digits = match escaped {
                'x' => 2,
                'u' => 4,
                'U' => 8,
                _ => 0,
            };
            let written = quoted.get(end..).unwrap_or_default().bytes();
            let message = if !"0abtnvfre \"/\\N_LPxuU\t\r\n".contains(escaped) {
                format!("`\\{escaped}` is not an escape in double quotes")
            } else if written.take_while(u8::is_ascii_hexdigit).take(digits).count() < digits {
                format!("the escape `\\{escaped}` needs {digits} hexadecimal digits")
            } else {
                continue;
            };
            let help = format!(
                "use single quotes, in which a backslash is an ordinary character, or write `\\\\{escaped}`"
            );
            let escape = at + index..at + end;
            if self.line_start(escape.start) == self.line_start(at) {
                return Some(self.say(escape, message).help(help));
            }
            return Some(self.unclosed_quote(at).and(self.place(escape), message));
        }
        None
    }
}

/// The opening quote of a scalar, given the text up to its end. A quote that is escaped or doubled does not open a
/// value.
fn opening_quote(text: &str, mark: char) -> Option<usize> {
    let mut before = text;
    loop {
        let at = before.rfind(mark)?;
        before = before.get(..at)?;
        let is_escaped = match mark {
            '"' => (before.len() - before.trim_end_matches('\\').len()) % 2 == 1,
            _ => before.ends_with(mark),
        };
        if !is_escaped {
            return Some(at);
        }
        if mark == '\'' {
            before = before.get(..at - 1)?;
        }
    }
}
