//! Explains why a file is not YAML. The parser reports where it could not go on, which is often after the mistake; the
//! nodes up to there tell more. Takes both, and gives nothing if the cause is unknown.

mod brackets;
mod indentation;
mod keys;
mod quotes;

use crate::codes;
use crate::diagnostic::{Diagnostic, FileId, Place};
use crate::spans::Spans;
use granit_parser::ErrorKind;
use std::ops::Range;

/// The result of reading up to the error.
pub(super) struct Seen<'s> {
    pub file: FileId,
    pub text: &'s str,
    pub spans: &'s Spans,
    /// The open collections, innermost last.
    pub open: Vec<usize>,
    /// The collection that ended last, if nothing came after it.
    pub closed: Option<usize>,
}

impl Seen<'_> {
    /// The diagnostic for an error of the parser at its place.
    pub(super) fn explain(&self, kind: &ErrorKind, at: usize) -> Option<Diagnostic> {
        use ErrorKind as Kind;
        let anywhere = self.tab(at).or_else(|| self.odd_space(at)).or_else(|| self.joined_comment(at));
        anywhere.or_else(|| match kind {
            Kind::ExpectedBlockMappingKey | Kind::ExpectedBlockSequenceEntry => self.no_entry(at),
            Kind::SimpleKeyExpected => self.no_key(at),
            Kind::MappingValueNotAllowed => self.no_value(at),
            Kind::InvalidTrailingSingleQuotedScalar | Kind::InvalidTrailingDoubleQuotedScalar => {
                self.after_quote(at)
            }
            Kind::UnclosedQuotedScalar => self.after_brackets(at).or_else(|| Some(self.unclosed_quote(at))),
            Kind::UnknownQuotedScalarEscape | Kind::InvalidQuotedScalarHexEscape => self.escape(at),
            Kind::MismatchedFlowCollectionEnd { open, close } => Some(self.other_bracket(at, *open, *close)),
            Kind::MisplacedFlowCollectionEnd => self.surplus_bracket(at),
            Kind::UnexpectedCharacter { .. } | Kind::MissingAnchorOrAliasName | Kind::UnknownAnchor => {
                self.reserved(kind, at)
            }
            Kind::BlockSequenceEntryNotAllowed => Some(self.item_after_key(at)),
            Kind::MappingKeyNotAllowed => self.reserved(kind, at),
            Kind::InvalidBlockScalarHeader => self.after_header(at),
            Kind::InvalidBlockScalarIndent => {
                let message = "an empty line above this one has more spaces than this line's indentation";
                Some(self.say(self.rest_of_line(at), message).help("remove the spaces in the empty lines"))
            }
            Kind::CommentInterceptedScalar => Some(self.comment_in_value(at)),
            Kind::BlockEntryInFlowCollection => Some(self.dash_in_brackets(at)),
            Kind::ExpectedDocumentStart => Some(self.after_end(at)),
            _ => self.in_brackets(at),
        })
    }

    /// The error that a mapping or a list cannot continue here.
    fn no_entry(&self, at: usize) -> Option<Diagnostic> {
        let line = self.line(at);
        let start = line.end - self.slice(line.clone()).trim_start_matches(' ').len();
        let starts_line = self.slice(start.min(at)..at).trim_matches([' ', '-']).is_empty();
        self.after_brackets(at)
            .or_else(|| self.after_block(at))
            .or_else(|| self.item(start))
            .or_else(|| starts_line.then(|| self.indentation(start)).flatten())
    }

    fn say(&self, at: Range<usize>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(codes::SYNTAX, Place::text(self.file, at), message)
    }

    fn place(&self, at: Range<usize>) -> Place {
        Place::text(self.file, at)
    }

    fn character(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    fn line_start(&self, at: usize) -> usize {
        self.slice(0..at).rfind('\n').map_or(0, |end| end + 1)
    }

    /// The line that holds an offset.
    fn line(&self, at: usize) -> Range<usize> {
        let start = self.line_start(at);
        start..start + self.text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default().len()
    }

    /// From an offset to the end of its line, without surrounding spaces and a comment.
    fn rest_of_line(&self, at: usize) -> Range<usize> {
        let rest = self.slice(at..self.line(at).end);
        let text = rest.split(" #").next().unwrap_or_default().trim();
        let start = at + rest.len() - rest.trim_start().len();
        start..start + text.len()
    }

    /// The content of a line after its spaces and the dashes of lists.
    fn content(&self, at: usize) -> Range<usize> {
        let line = self.line(at);
        let mut start = line.start;
        loop {
            let rest = self.slice(start..line.end);
            let inner = rest.trim_start_matches(' ');
            start += rest.len() - inner.len();
            if !inner.starts_with("- ") {
                return self.rest_of_line(start);
            }
            start += 1;
        }
    }

    /// The number of spaces at the start of a line.
    fn indentation_of(&self, at: usize) -> usize {
        let line = self.slice(self.line(at));
        line.len() - line.trim_start_matches(' ').len()
    }

    fn column(&self, at: usize) -> usize {
        self.slice(self.line_start(at)..at).chars().count()
    }

    /// The last node.
    fn last(&self) -> Option<Range<usize>> {
        self.spans.len().checked_sub(1).map(|last| self.spans.range(last))
    }

    fn is_block_scalar(&self, at: &Range<usize>) -> bool {
        self.slice(at.clone()).starts_with(['|', '>'])
    }

    /// A tab in the indentation of the line, or of the next line that continues a value.
    fn tab(&self, at: usize) -> Option<Diagnostic> {
        let end = self.line(at).end;
        let next = self
            .text
            .get(end..)?
            .find(|character: char| !character.is_whitespace())
            .map_or(end, |next| end + next);
        let mut lines = [at, next].into_iter().map(|at| self.line(at));
        lines.find_map(|line| {
            let indentation = self.slice(line.clone());
            let indentation = indentation.get(..indentation.len() - indentation.trim_start().len())?;
            let tab = line.start + indentation.find('\t')?;
            let tabs = self.slice(tab..line.start + indentation.len());
            let length = tabs.len() - tabs.trim_start_matches('\t').len();
            let message = "this line is indented with a tab, but YAML allows only spaces";
            Some(self.say(tab..tab + length, message).help("replace the tab with spaces"))
        })
    }

    /// An unusual space in the indentation, or after a `:` or a `-`, between the last node and the error.
    fn odd_space(&self, at: usize) -> Option<Diagnostic> {
        let last = self.last()?;
        let from = if self.is_block_scalar(&last) { at } else { last.start.min(at) };
        let region = self.line_start(from)..self.line(at).end;
        let text = self.slice(region.clone());
        let (offset, character) = text.char_indices().find(|(index, character)| {
            is_odd_space(*character) && {
                let before = text.get(..*index).unwrap_or_default().trim_end_matches(' ');
                before.is_empty() || before.ends_with(['\n', ':', '-'])
            }
        })?;
        let name = match character {
            '\u{a0}' => "a no-break space",
            '\u{feff}' => "a byte order mark",
            _ => "a Unicode space",
        };
        let message = format!("this is {name} (U+{:04X}), which YAML reads as text", u32::from(character));
        let before = text.get(..offset).unwrap_or_default();
        let at = region.start + offset;
        let end = at + character.len_utf8();
        let is_separator = before.ends_with([':', '-']) && self.character(end) != Some(' ');
        let help = match is_separator || character.is_whitespace() {
            true => "replace it with a space",
            false => "remove it",
        };
        Some(self.say(at..end, message).help(help))
    }

    /// `summary: > text`
    fn after_header(&self, at: usize) -> Option<Diagnostic> {
        let sign = self.character(at)?;
        let header = self.text.get(at..)?;
        let text = header.trim_start_matches(|sign: char| "|>+-".contains(sign) || sign.is_ascii_digit());
        let message = format!("text follows the `{sign}` that starts a block");
        let help = "start the text on the next line, or put the value in quotes";
        Some(self.say(self.rest_of_line(at + header.len() - text.len()), message).help(help))
    }

    /// `[a, b]#c`
    fn joined_comment(&self, at: usize) -> Option<Diagnostic> {
        let is_joined =
            !self.slice(0..at).ends_with([' ', '\t', '\n']) && at > 0 && self.character(at)? == '#';
        let message = "a comment needs a space before its `#`";
        if is_joined && let Some(closed_later) = self.closed_later(at) {
            return Some(closed_later);
        }
        is_joined.then(|| {
            self.say(at..self.line(at).end, message).help("add the space, or put the text in quotes")
        })
    }

    fn comment_in_value(&self, at: usize) -> Diagnostic {
        let comment = at..self.line(at).end;
        let next = self.content(comment.end + 1);
        self.say(comment, "a comment ends a value here, and the next line continues it")
            .and(self.place(next), "this line")
            .help("put the value in quotes, or indent the next line like its key")
    }

    /// `tags: - a`
    fn item_after_key(&self, at: usize) -> Diagnostic {
        let item = self.rest_of_line(at);
        let help = put_into_quotes(self.slice(item.clone()));
        self.say(item, "a list cannot start on the line of its key")
            .help("start it on the next line")
            .help(format!("if it is text, {help}"))
    }

    /// Text with less indentation than the first mapping of the file, or after directives.
    fn after_end(&self, at: usize) -> Diagnostic {
        let line = self.rest_of_line(at);
        let start = self.spans.range(0).start;
        if self.spans.len() == 0 {
            return self.say(line, "the line `---` is missing between directives and values");
        }
        if self.is_block(0) && self.column(at) < self.column(start) {
            let message = "this line is indented less than the first, so it is not in the same mapping";
            let diagnostic = self.say(line, message).and(self.place(self.content(start)), "the first line");
            return diagnostic.help("indent both by the same number of spaces");
        }
        self.say(line, "text follows the end of the document")
    }

    /// An indicator character that starts something other than text.
    fn reserved(&self, kind: &ErrorKind, at: usize) -> Option<Diagnostic> {
        let value = self.rest_of_line(at);
        let sign = self.character(at)?;
        if let ErrorKind::UnexpectedCharacter { character } = kind
            && character.is_control()
        {
            let at = at + self.text.get(at..)?.find(*character)?;
            let message =
                format!("the control character U+{:04X} is not allowed in YAML", u32::from(*character));
            return Some(self.say(at..at + character.len_utf8(), message).help("remove it"));
        }
        let word = self.slice(value.clone()).split([' ', ',', ']', '}']).next().unwrap_or_default();
        let message = match (kind, sign) {
            (ErrorKind::UnknownAnchor, _) => {
                format!(
                    "`{word}` is an alias in YAML, but there is no anchor `&{}` above it",
                    word.trim_start_matches('*')
                )
            }
            (_, '*') => "`*` starts an alias in YAML, but its name is missing".to_owned(),
            (_, '&') => "`&` starts an anchor in YAML, but its name is missing".to_owned(),
            (_, '`') => "a value cannot start with a backtick".to_owned(),
            _ => format!("a value cannot start with `{}`", sign.escape_default()),
        };
        let is_merged = self.slice(0..at).trim_end().ends_with("<<:");
        let help = match is_merged {
            true => format!("add the anchor `&{}` to a mapping above", word.trim_start_matches('*')),
            false => put_into_quotes(self.slice(value.clone())),
        };
        Some(self.say(value, message).help(help))
    }
}

fn shorten(text: &str) -> String {
    match text.chars().count() {
        0..=60 => text.to_owned(),
        _ => format!("{}...", text.chars().take(57).collect::<String>()),
    }
}

fn put_into_quotes(value: &str) -> String {
    match quoted(value.trim_end()) {
        Some(quoted) => format!("put the value in quotes: `{quoted}`"),
        None => "put the value in quotes".to_owned(),
    }
}

/// A string in single quotes, if it is short enough to be shown.
pub(super) fn quoted(text: &str) -> Option<String> {
    (text.chars().count() <= 60 && !text.contains('\n')).then(|| format!("'{}'", text.replace('\'', "''")))
}

/// Whether a character is a space that YAML does not recognize.
fn is_odd_space(character: char) -> bool {
    !character.is_ascii() && (character.is_whitespace() || matches!(character, '\u{200b}' | '\u{feff}'))
}
