//! Renders diagnostics: with source lines, on one line each, or as data.

use crate::codes::Code;
use crate::diagnostic::{Diagnostic, FileId, Place, Severity};
use crate::locate::Index;
use crate::pointer::Pointer;
use crate::printable::escape_invisible;
use crate::sources::{File, Sources};
use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};
use serde_json::json;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::ops::Range;
use std::rc::Rc;

/// The diagnostics of a run, with the files that they refer to.
#[derive(Debug, Default)]
pub struct Report {
    sources: Sources,
    diagnostics: Vec<Diagnostic>,
    /// Created when a place in the file is needed for the first time.
    indexes: RefCell<HashMap<FileId, Rc<Index>>>,
    /// The reports of other APIs.
    others: Vec<Report>,
}

/// The format of a rendered report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Style {
    /// With source lines, without colors.
    #[default]
    Plain,
    /// With source lines, in terminal colors.
    Colored,
    /// One line for each diagnostic.
    Short,
    /// One JSON object per line, one for each diagnostic: `code`, `severity`, `file`, `line`, `column`, `message`,
    /// `related`, `chain`, `help`.
    Json,
}

/// The label of the other places that share a message.
const HERE_AS_WELL: &str = "also here";

/// The maximum number of these places that are listed.
const NAMED: usize = 3;

/// A position as editors show it: lines and columns are counted from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Position {
    /// The path of the file. If the path of the input is relative, this path is relative to the same folder.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, in characters, from 1.
    pub column: usize,
}

impl Position {
    /// Returns the position of the first character of a file.
    pub fn start_of(path: impl Into<String>) -> Self {
        Self { path: path.into(), line: 1, column: 1 }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.path, self.line, self.column)
    }
}

/// A diagnostic as data. It is displayed on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The code, such as `bad-path`. A code has the same meaning in all versions.
    pub code: &'static str,
    /// The level.
    pub severity: Severity,
    /// The message, which describes the mistake.
    pub message: String,
    /// The place of the mistake.
    pub position: Position,
    /// The position after the last character of the mistake.
    pub end: Position,
    /// The JSON pointer of the mistake in its file. It stays the same if lines move.
    pub pointer: String,
    /// Related places, each with a label.
    pub related: Vec<(Position, String)>,
    /// The positions of the `$ref`s that led to the file, innermost first.
    pub chain: Vec<Position>,
    /// The suggested fixes.
    pub help: Vec<String>,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}[{}]: {}", self.position, self.severity, self.code, self.message)?;
        let others = self.related.iter().filter(|(_, text)| text == HERE_AS_WELL);
        let others: Vec<Position> = others.map(|(position, _)| position.clone()).collect();
        let others = places(others.into_iter());
        if others.is_empty() { Ok(()) } else { write!(f, " ({others})") }
    }
}

impl Finding {
    /// Creates a finding with the default severity of its code, and without related places or help.
    pub fn new(code: &'static Code, position: Position, message: impl Into<String>) -> Self {
        Self {
            code: code.name,
            severity: Severity::of(code),
            message: message.into(),
            end: position.clone(),
            pointer: String::new(),
            position,
            related: Vec::new(),
            chain: Vec::new(),
            help: Vec::new(),
        }
    }

    /// Returns the finding as one JSON object: `code`, `severity`, `file`, `line`, `column`, `message`, `related`,
    /// `chain`, `help`.
    pub fn to_json(&self) -> String {
        let related = self.related.iter().map(|(position, text)| {
            json!({"file": position.path, "line": position.line, "column": position.column, "message": text})
        });
        let chain = self
            .chain
            .iter()
            .map(|position| json!({"file": position.path, "line": position.line, "column": position.column}));
        let object = json!({
            "code": self.code,
            "severity": self.severity.to_string(),
            "file": self.position.path,
            "line": self.position.line,
            "column": self.position.column,
            "message": self.message,
            "related": related.collect::<Vec<_>>(),
            "chain": chain.collect::<Vec<_>>(),
            "help": self.help,
        });
        object.to_string()
    }
}

impl Report {
    /// Creates the report from the diagnostics of all stages.
    pub(crate) fn new(sources: Sources, diagnostics: Vec<Diagnostic>) -> Self {
        Self { sources, diagnostics, indexes: RefCell::default(), others: Vec::new() }
    }

    /// Adds an error about a setting of the run. Its place is that of the key in `stubsmith.yaml`, if there is one, or
    /// the start of the first input.
    pub(crate) fn add(&mut self, code: &'static Code, key: Option<&str>, message: String, help: String) {
        let settings = Place::file(FileId(0));
        let has_key = |key: &&str| {
            self.sources.file(FileId(0)).and_then(|file| file.value.as_ref()?.get(*key)).is_some()
        };
        let place = key.filter(has_key).map(|key| settings.member(key).key());
        let place = place.unwrap_or_else(|| self.sources.first_place());
        self.diagnostics.push(Diagnostic::new(code, place, message).help(help));
    }

    /// Adds the report of another API, without the diagnostics that both have, in files that both read.
    pub(crate) fn join(&mut self, mut other: Self) {
        let known: HashSet<String> = self.findings().map(|finding| finding.to_string()).collect();
        let is_known = |diagnostic: &Diagnostic| known.contains(&other.finding(diagnostic).to_string());
        let is_new: Vec<bool> = other.diagnostics.iter().map(|diagnostic| !is_known(diagnostic)).collect();
        let mut is_new = is_new.into_iter();
        other.diagnostics.retain(|_| is_new.next().unwrap_or(true));
        self.others.push(other);
    }

    /// Returns `true` if the report has an error. A run with errors has no output.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Returns the number of diagnostics with this severity.
    pub fn count(&self, severity: Severity) -> usize {
        let own = self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        own + self.others.iter().map(|other| other.count(severity)).sum::<usize>()
    }

    /// Returns `true` if there are no diagnostics.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty() && self.others.iter().all(Self::is_empty)
    }

    /// Renders all diagnostics as text. With source lines, a blank line follows each diagnostic.
    pub fn render(&self, style: Style) -> String {
        let own = self.diagnostics.iter().map(|diagnostic| self.render_one(diagnostic, style));
        own.chain(self.others.iter().map(|other| other.render(style))).collect()
    }

    fn render_one(&self, diagnostic: &Diagnostic, style: Style) -> String {
        match style {
            Style::Short => return format!("{}\n", self.finding(diagnostic)),
            Style::Json => return format!("{}\n", self.finding(diagnostic).to_json()),
            Style::Plain | Style::Colored => {}
        }
        let renderer = if style == Style::Colored { Renderer::styled() } else { Renderer::plain() };
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let mut group = level
            .primary_title(escape_invisible(&diagnostic.text()))
            .id(diagnostic.code.name)
            .elements(self.snippets(diagnostic));
        if !diagnostic.elsewhere.is_empty() {
            let elsewhere = diagnostic.elsewhere.iter().map(|place| self.position(Some(place)));
            group = group.element(Level::NOTE.message(places(elsewhere)));
        }
        for help in &diagnostic.help {
            group = group.element(Level::HELP.message(escape_invisible(help)));
        }
        let rendered = renderer.render(&[group]);
        let lines: Vec<&str> = rendered.lines().filter(|line| !is_bare_origin(line)).collect();
        format!("{}\n\n", lines.join("\n"))
    }

    /// Returns a snippet for each file, in the order of the labels: the lines from its first label to its last, unless
    /// they are far apart.
    fn snippets<'r>(&'r self, diagnostic: &'r Diagnostic) -> Vec<Element<'r>> {
        let mut files: Vec<(&File, Rc<Index>, Vec<Label>)> = Vec::new();
        let labels = diagnostic.labels.iter().map(|(place, text)| (place, escape_invisible(text)));
        let referrers = self.referrers(diagnostic).into_iter();
        let all = labels.chain(referrers.map(|place| (place, "referenced here".to_owned())));
        for (index, (place, text)) in all.enumerate() {
            let Some((file, range)) =
                self.range(place).filter(|(file, _)| !file.text.is_empty() || file.value.is_some())
            else {
                continue;
            };
            let label = Label { range, text, is_primary: index == 0 };
            let mut known = files.iter_mut();
            let near = known.find(|(known, _, labels)| {
                std::ptr::eq(*known, file)
                    && labels.iter().all(|other| other.range.start.abs_diff(label.range.start) <= APART)
            });
            match near {
                Some((_, _, labels)) => labels.push(label),
                None => files.push((file, self.index(place.file, file), vec![label])),
            }
        }
        files.into_iter().flat_map(|(file, index, labels)| snippet(file, &index, labels)).collect()
    }

    /// Returns each diagnostic as data, with its places as lines and columns.
    pub fn findings(&self) -> impl Iterator<Item = Finding> {
        let reports = std::iter::once(self).chain(&self.others);
        reports.flat_map(|report| report.diagnostics.iter().map(|diagnostic| report.finding(diagnostic)))
    }

    fn finding(&self, diagnostic: &Diagnostic) -> Finding {
        let labels = diagnostic.labels.iter().skip(1);
        let labels = labels.map(|(place, text)| (self.position(Some(place)), escape_invisible(text)));
        let elsewhere = diagnostic.elsewhere.iter();
        let elsewhere = elsewhere.map(|place| (self.position(Some(place)), HERE_AS_WELL.to_owned()));
        let place = diagnostic.labels.first().map(|(place, _)| place);
        Finding {
            code: diagnostic.code.name,
            severity: diagnostic.severity,
            message: escape_invisible(&diagnostic.text()),
            position: self.position(place),
            end: self.end(place),
            pointer: place.map(|place| place.pointer.as_str().to_owned()).unwrap_or_default(),
            related: labels.chain(elsewhere).collect(),
            chain: self.referrers(diagnostic).into_iter().map(|place| self.position(Some(place))).collect(),
            help: diagnostic.help.iter().map(|help| escape_invisible(help)).collect(),
        }
    }

    /// Returns the references that led to the file with the mistake, from the innermost one to an input. A reference
    /// that is also a label is not repeated.
    fn referrers<'r>(&'r self, diagnostic: &'r Diagnostic) -> Vec<&'r Place> {
        let mut chain: Vec<&Place> = Vec::new();
        let mut place = diagnostic.labels.first().map(|(place, _)| place);
        while let Some(referrer) = place.and_then(|place| self.sources.file(place.file)?.referrer.as_ref()) {
            chain.push(referrer);
            place = Some(referrer);
            if chain.len() > crate::bounds::REFERENCE_CHAIN {
                break;
            }
        }
        chain.retain(|referrer| !diagnostic.labels.iter().any(|(place, _)| place == *referrer));
        chain
    }

    fn position(&self, place: Option<&Place>) -> Position {
        self.position_at(place, |range| range.start)
    }

    fn end(&self, place: Option<&Place>) -> Position {
        self.position_at(place, |range| range.end)
    }

    /// Returns the position of an offset in the range of a place.
    fn position_at(&self, place: Option<&Place>, offset: impl Fn(&Range<usize>) -> usize) -> Position {
        let Some((place, (file, range))) = place.and_then(|place| Some((place, self.range(place)?))) else {
            return Position::default();
        };
        let (line, column) = self.index(place.file, file).lines.line_column(&file.text, offset(&range));
        Position { path: escape_invisible(&file.path.display().to_string()), line, column }
    }

    fn range(&self, place: &Place) -> Option<(&File, Range<usize>)> {
        let file = self.sources.file(place.file)?;
        Some((file, self.index(place.file, file).locate(file, place)))
    }

    /// Returns the pointers of a file that may be shown: those of labels, and of the `$ref`s that led to another file.
    fn pointers_into(&self, id: FileId) -> impl Iterator<Item = &Pointer> {
        let labels = self.diagnostics.iter().flat_map(|diagnostic| &diagnostic.labels);
        let elsewhere = self.diagnostics.iter().flat_map(|diagnostic| &diagnostic.elsewhere);
        let referrers = self.sources.files.iter().filter_map(|file| file.referrer.as_ref());
        let places = labels.map(|(place, _)| place).chain(elsewhere).chain(referrers);
        places.filter(move |place| place.file == id).map(|place| &place.pointer)
    }

    fn index(&self, id: FileId, file: &File) -> Rc<Index> {
        let known = self.indexes.borrow().get(&id).cloned();
        known.unwrap_or_else(|| {
            let index = Rc::new(Index::new(file, self.pointers_into(id)));
            self.indexes.borrow_mut().insert(id, Rc::clone(&index));
            index
        })
    }
}

/// Lists some of the other places, and the number of the rest. Returns an empty string if there are none.
fn places(mut others: impl ExactSizeIterator<Item = Position>) -> String {
    let named: Vec<String> = others.by_ref().take(NAMED).map(|position| position.to_string()).collect();
    match (named.is_empty(), others.len()) {
        (true, _) => String::new(),
        (false, 0) => format!("{HERE_AS_WELL}: {}", named.join(", ")),
        (false, more) => format!("{HERE_AS_WELL}: {} and {more} more", named.join(", ")),
    }
}

/// A label at a range of a file.
struct Label {
    range: Range<usize>,
    text: String,
    is_primary: bool,
}

/// Returns whether a line consists of `:::`. The renderer writes a path after it, but a snippet that [`snippet`] has
/// cut has its path in an element of its own.
fn is_bare_origin(line: &str) -> bool {
    line.contains(":::") && {
        let parts = line.split("\u{1b}[").enumerate();
        let plain = parts
            .map(|(index, part)| part.get(if index == 0 { 0 } else { part.find('m').unwrap_or(0) + 1 }..));
        plain.flatten().collect::<String>().trim() == ":::"
    }
}

/// The maximum number of bytes between two labels of a snippet.
const APART: usize = 16_384;

/// How many bytes are shown before the first label of a line, after the last one, and of each label. A whole file may
/// be one line.
const AROUND: usize = 400;

fn snippet<'f>(file: &'f File, index: &Index, labels: Vec<Label>) -> Vec<Element<'f>> {
    let text = &file.text;
    let path = escape_invisible(&file.path.display().to_string());
    let first = labels.iter().map(|label| label.range.start).min().unwrap_or(0);
    let last = labels.iter().map(|label| label.range.end.min(label.range.start + AROUND)).max().unwrap_or(0);
    let lines = index.lines.around(text, &(first..last));
    let start = lines.start.max(boundary(text, first.saturating_sub(AROUND)));
    let end = lines.end.min(boundary(text, last + AROUND));
    let (line, _) = index.lines.line_column(text, start);
    let snippet = Snippet::source(text.get(start..end).unwrap_or_default()).line_start(line);
    let primary = labels.iter().find(|label| label.is_primary).or(labels.first());
    let at = primary.map_or(start, |label| label.range.start);
    let annotations = labels.into_iter().map(|label| {
        let kind = if label.is_primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        let range = label.range.start.saturating_sub(start)..label.range.end.min(end).saturating_sub(start);
        kind.span(range).label((!label.text.is_empty()).then_some(label.text))
    });
    let snippet = snippet.annotations(annotations);
    if start == lines.start {
        return vec![snippet.path(path).into()];
    }
    // The snippet is cut, so its own columns are not those of the file.
    let (line, column) = index.lines.line_column(text, at);
    vec![Origin::path(path).line(line).char_column(column).into(), snippet.into()]
}

/// Returns the nearest character boundary at or before an offset.
fn boundary(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|offset| text.is_char_boundary(*offset)).unwrap_or(0)
}
