//! Diagnostics for readers: with the source line and a caret, in one line, or as data.

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::locate;
use crate::sources::{File, Sources};
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde_json::json;
use std::fmt;
use std::ops::Range;

/// What a run has to say, with the files that it is about.
#[derive(Debug, Default)]
pub struct Report {
    sources: Sources,
    diagnostics: Vec<Diagnostic>,
}

/// How a report is rendered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// With source lines, without colours.
    #[default]
    Plain,
    /// With source lines, in a terminal's colours.
    Coloured,
    /// One line each.
    Short,
    /// One JSON object each, on a line: `code`, `severity`, `file`, `line`, `column`, `message`,
    /// `related`, `chain`, `help`.
    Json,
}

/// A place as editors count it: lines and characters from one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// The file, as the input was named.
    pub path: String,
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.path, self.line, self.column)
    }
}

/// A diagnostic as data. Its `Display` is one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is, the same in all versions.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Where.
    pub position: Position,
    /// Other places that are involved, and how.
    pub related: Vec<(Position, String)>,
    /// The `$ref`s that led to the file, the innermost first.
    pub chain: Vec<Position>,
    /// What to do about it.
    pub help: Vec<String>,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}[{}]: {}", self.position, self.severity, self.code, self.message)
    }
}

impl Finding {
    /// As one JSON object: `code`, `severity`, `file`, `line`, `column`, `message`, `related`, `chain`,
    /// `help`.
    pub fn to_json(&self) -> String {
        let place = |position: &Position| json!({"file": position.path, "line": position.line, "column": position.column});
        let related = |(position, text): &(Position, String)| json!({"file": position.path, "line": position.line, "column": position.column, "message": text});
        let object = json!({
            "code": self.code,
            "severity": self.severity.to_string(),
            "file": self.position.path,
            "line": self.position.line,
            "column": self.position.column,
            "message": self.message,
            "related": self.related.iter().map(related).collect::<Vec<_>>(),
            "chain": self.chain.iter().map(place).collect::<Vec<_>>(),
            "help": self.help,
        });
        object.to_string()
    }
}

impl Report {
    /// Takes what the stages have found.
    pub(crate) fn new(sources: Sources, diagnostics: Vec<Diagnostic>) -> Self {
        Self { sources, diagnostics }
    }

    /// Whether an error is among the diagnostics: then there is no output.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many diagnostics are of this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// All of it as text, a blank line behind each diagnostic.
    pub fn render(&self, style: Style) -> String {
        self.diagnostics.iter().map(|diagnostic| self.render_one(diagnostic, style)).collect()
    }

    fn render_one(&self, diagnostic: &Diagnostic, style: Style) -> String {
        match style {
            Style::Short => return format!("{}\n", self.finding(diagnostic)),
            Style::Json => return format!("{}\n", self.finding(diagnostic).to_json()),
            Style::Plain | Style::Coloured => {}
        }
        let renderer = if style == Style::Coloured { Renderer::styled() } else { Renderer::plain() };
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let mut group = level
            .primary_title(printable(&diagnostic.message))
            .id(diagnostic.code)
            .elements(self.snippets(diagnostic));
        for position in self.chain(diagnostic) {
            group = group.element(Level::NOTE.message(format!("reached by the `$ref` at {position}")));
        }
        for help in &diagnostic.help {
            group = group.element(Level::HELP.message(printable(help)));
        }
        format!("{}\n\n", renderer.render(&[group]))
    }

    /// A snippet for each file, in the order of the labels.
    fn snippets<'r>(
        &'r self,
        diagnostic: &'r Diagnostic,
    ) -> Vec<Snippet<'r, annotate_snippets::Annotation<'r>>> {
        let mut snippets: Vec<(crate::diagnostic::FileId, Snippet<'r, _>)> = Vec::new();
        for (index, (place, label)) in diagnostic.labels.iter().enumerate() {
            let Some((file, range)) = self.range(place) else { continue };
            let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            let label = (!label.is_empty()).then(|| printable(label));
            let annotation = kind.span(range).label(label);
            match snippets.iter().position(|(id, _)| *id == place.file) {
                Some(known) => {
                    let (id, snippet) = snippets.remove(known);
                    snippets.insert(known, (id, snippet.annotation(annotation)));
                }
                None => {
                    let path = file.path.display().to_string();
                    snippets
                        .push((place.file, Snippet::source(&file.text).path(path).annotation(annotation)));
                }
            }
        }
        snippets.into_iter().map(|(_, snippet)| snippet).collect()
    }

    /// Each diagnostic as data, its places as lines and columns.
    pub fn findings(&self) -> impl Iterator<Item = Finding> {
        self.diagnostics.iter().map(|diagnostic| self.finding(diagnostic))
    }

    fn finding(&self, diagnostic: &Diagnostic) -> Finding {
        let label = |(place, text): &(Place, String)| (self.position(Some(place)), printable(text));
        Finding {
            code: diagnostic.code,
            severity: diagnostic.severity,
            message: printable(&diagnostic.message),
            position: self.position(diagnostic.labels.first().map(|(place, _)| place)),
            related: diagnostic.labels.iter().skip(1).map(label).collect(),
            chain: self.chain(diagnostic),
            help: diagnostic.help.iter().map(|help| printable(help)).collect(),
        }
    }

    /// The references that led to the file at fault, from the innermost to an input.
    fn chain(&self, diagnostic: &Diagnostic) -> Vec<Position> {
        let mut chain = Vec::new();
        let mut place = diagnostic.labels.first().map(|(place, _)| place);
        while let Some(referrer) = place.and_then(|place| self.sources.file(place.file)?.referrer.as_ref()) {
            chain.push(self.position(Some(referrer)));
            place = Some(referrer);
            if chain.len() > crate::bounds::REFERENCE_CHAIN {
                break;
            }
        }
        chain
    }

    fn position(&self, place: Option<&Place>) -> Position {
        let Some((file, range)) = place.and_then(|place| self.range(place)) else {
            return Position::default();
        };
        let (line, column) = locate::line_column(&file.text, range.start);
        Position { path: file.path.display().to_string(), line, column }
    }

    fn range(&self, place: &Place) -> Option<(&File, Range<usize>)> {
        let file = self.sources.file(place.file)?;
        Some((file, locate::locate(file, place)))
    }
}

/// A document's text must not steer the terminal.
fn printable(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { '\u{fffd}' } else { character }).collect()
}
