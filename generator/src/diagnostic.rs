//! Diagnostics and places. Stages add to a [`Diagnostics`] and continue. Only the pipeline checks for errors. This
//! module prints nothing. A place becomes a line and a column only when a report is rendered.

use crate::bounds;
use crate::codes::{self, Code, Level, Repeats};
use crate::pointer::Pointer;
use std::collections::HashSet;
use std::fmt;
use std::ops::Range;

/// A file of one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct FileId(pub u32);

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    pub file: FileId,
    pub pointer: Pointer,
    pub part: Part,
}

/// The part of the value at a pointer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    /// The value.
    Value,
    /// The key of the value. If the key is repeated, the one with this index.
    Key(usize),
    /// A value inside a string that contains JSON.
    Inside(Pointer),
    /// These bytes of the file.
    Text(Range<usize>),
}

impl Place {
    /// Creates the place of the value at a pointer.
    pub(crate) fn value(file: FileId, pointer: Pointer) -> Self {
        Self { file, pointer, part: Part::Value }
    }

    /// Creates the place of the start of a file.
    pub(crate) fn file(file: FileId) -> Self {
        Self::value(file, Pointer::default())
    }

    /// Creates the place of these bytes of a file.
    pub(crate) fn text(file: FileId, bytes: Range<usize>) -> Self {
        Self { part: Part::Text(bytes), ..Self::file(file) }
    }

    /// Returns the place of the key of this value.
    pub(crate) fn key(&self) -> Self {
        Self { part: Part::Key(0), ..self.clone() }
    }

    /// Returns the place of a property of this object.
    pub(crate) fn member(&self, name: &str) -> Self {
        Self::value(self.file, self.pointer.member(name))
    }

    /// Returns the place of an item of this array.
    pub(crate) fn item(&self, index: usize) -> Self {
        Self::value(self.file, self.pointer.item(index))
    }
}

/// A value, and its place in the document.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Placed<T> {
    pub value: T,
    pub place: Place,
}

impl<T> Placed<T> {
    /// Converts the value and keeps the place.
    pub(crate) fn map<U>(self, make: impl FnOnce(T) -> U) -> Placed<U> {
        Placed { value: make(self.value), place: self.place }
    }
}

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Severity {
    /// Information.
    Note,
    /// A probable mistake. Code is generated nevertheless.
    Warning,
    /// A mistake. No code is generated.
    Error,
}

impl Severity {
    /// Returns the default severity of the diagnostics of a code.
    pub(crate) fn of(code: &Code) -> Self {
        match code.level {
            Level::Error | Level::Mistake => Self::Error,
            Level::Warning => Self::Warning,
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// A problem in the spec.
#[derive(Clone, Debug)]
pub(crate) struct Diagnostic {
    pub code: &'static Code,
    pub severity: Severity,
    /// The part of the spec that is omitted because of this, such as an operation.
    pub omitted: Option<String>,
    pub message: String,
    /// The places involved. The first one is the place of the mistake.
    pub labels: Vec<(Place, String)>,
    /// The fix.
    pub help: Vec<String>,
    /// Other places with the same problem.
    pub elsewhere: Vec<Place>,
}

/// Lists names in a message: `` `a`, `b` and `c` ``.
pub(crate) fn in_words(names: impl IntoIterator<Item = impl AsRef<str>>, conjunction: &str) -> String {
    let mut names: Vec<String> = names.into_iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match names.pop() {
        Some(last) if !names.is_empty() => format!("{} {conjunction} {last}", names.join(", ")),
        last => last.unwrap_or_default(),
    }
}

impl Diagnostic {
    /// Creates a diagnostic with the default severity of its code.
    pub(crate) fn new(code: &'static Code, place: Place, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::of(code),
            omitted: None,
            message: message.into(),
            labels: vec![(place, String::new())],
            help: Vec::new(),
            elsewhere: Vec::new(),
        }
    }

    /// Creates a warning about a mistake that is harmless where it occurs.
    pub(crate) fn warning(code: &'static Code, place: Place, message: impl Into<String>) -> Self {
        Self::new(code, place, message).into_warning()
    }

    /// Creates a note.
    pub(crate) fn note(code: &'static Code, place: Place, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::new(code, place, message) }
    }

    /// Lowers an error to a warning, unless the code is always an error.
    #[must_use]
    pub(crate) fn into_warning(mut self) -> Self {
        if self.code.level != Level::Error {
            self.severity = self.severity.min(Severity::Warning);
        }
        self
    }

    /// Converts the diagnostic to a warning that names the omitted part of the spec.
    #[must_use]
    pub(crate) fn leaving_out(self, part: &str) -> Self {
        Self { omitted: Some(part.to_owned()), ..self.into_warning() }
    }

    /// Returns the message, prefixed with the omitted part.
    pub(crate) fn text(&self) -> String {
        match &self.omitted {
            Some(part) => format!("`{part}` is omitted: {}", self.message),
            None => self.message.clone(),
        }
    }

    /// Sets the label of the place of the mistake.
    #[must_use]
    pub(crate) fn label(mut self, text: impl Into<String>) -> Self {
        if let Some((_, label)) = self.labels.first_mut() {
            *label = text.into();
        }
        self
    }

    /// Adds a related place.
    #[must_use]
    pub(crate) fn and(mut self, place: Place, text: impl Into<String>) -> Self {
        self.labels.push((place, text.into()));
        self
    }

    /// Adds a fix.
    #[must_use]
    pub(crate) fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }
}

/// The help for a name that is declared twice.
pub(crate) const KEEP_ONE: &str = "remove or rename one of them";

/// Returns whether places with the same message share one diagnostic. Errors do not, because each must be fixed.
/// Neither do omitted parts, because the author must know each one.
fn is_reported_together(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity < Severity::Error
        && diagnostic.omitted.is_none()
        && diagnostic.code.repeats == Repeats::Together
}

/// The sink that every stage writes to.
#[derive(Debug, Default)]
pub(crate) struct Diagnostics {
    all: Vec<Diagnostic>,
    /// The code, the place and the text of each diagnostic.
    said: HashSet<(&'static str, Option<Place>, String)>,
    errors: usize,
    /// The number of diagnostics that were not kept, and their highest severity.
    more: Option<(usize, Severity)>,
}

impl Diagnostics {
    /// Adds a diagnostic, unless the same place has it already, because shared parts are read more than once. If the
    /// diagnostics of a code are reported together, a warning is added to an earlier one with the same message.
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        if self.is_full(diagnostic.severity) {
            let (count, worst) = self.more.unwrap_or((0, Severity::Note));
            self.more = Some((count + 1, worst.max(diagnostic.severity)));
            return;
        }
        let place = diagnostic.labels.first().map(|(place, _)| place.clone());
        let mut is_new = |place: &Option<Place>| {
            self.said.insert((diagnostic.code.name, place.clone(), diagnostic.text()))
        };
        let first = is_new(&place);
        let elsewhere = diagnostic.elsewhere.iter().cloned().map(Some).filter(is_new).flatten().collect();
        let mut diagnostic = Diagnostic { elsewhere, ..diagnostic };
        let known = self.all.iter_mut().find(|other| {
            is_reported_together(&diagnostic)
                && is_reported_together(other)
                && diagnostic.code == other.code
                && diagnostic.severity == other.severity
                && diagnostic.message == other.message
        });
        match known {
            Some(known) => {
                known.elsewhere.extend(place.filter(|_| first));
                known.elsewhere.append(&mut diagnostic.elsewhere);
            }
            None if first => {
                self.errors += usize::from(diagnostic.severity == Severity::Error);
                self.all.push(diagnostic);
            }
            None => {}
        }
    }

    /// Adds all diagnostics of a part.
    pub(crate) fn append(&mut self, other: Self) {
        self.take(other, Severity::Error, |diagnostic| diagnostic);
    }

    /// Adds the diagnostics of a part, with at most this severity.
    fn take(&mut self, other: Self, worst: Severity, say: impl Fn(Diagnostic) -> Diagnostic) {
        if let Some((count, severity)) = other.more {
            let (known, so_far) = self.more.unwrap_or((0, Severity::Note));
            self.more = Some((known + count, so_far.max(severity.min(worst))));
        }
        other.all.into_iter().for_each(|diagnostic| self.push(say(diagnostic)));
    }

    /// Returns whether the limit of diagnostics is reached. Warnings do not displace errors.
    pub(crate) fn is_full(&self, severity: Severity) -> bool {
        let kept = if severity == Severity::Error { self.errors } else { self.all.len() - self.errors };
        kept >= bounds::DIAGNOSTICS
    }

    /// Adds several diagnostics.
    pub(crate) fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        diagnostics.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    /// Adds the diagnostics of a part that has no effect, as warnings.
    pub(crate) fn push_as_warnings(&mut self, other: Self) {
        self.take(other, Severity::Warning, Diagnostic::into_warning);
    }

    /// Adds the diagnostics of a part whose mistakes are ignored.
    pub(crate) fn push_skipped(&mut self, other: Self) {
        self.take(other, Severity::Warning, |diagnostic| match diagnostic.severity {
            Severity::Error => {
                diagnostic.into_warning().help("`--skip-unsupported` turns this error into a warning")
            }
            _ => diagnostic,
        });
    }

    /// Adds the diagnostics of a part that is omitted because of its errors. Each error names the part.
    pub(crate) fn push_omitted(&mut self, part: &str, other: Self) {
        self.take(other, Severity::Warning, |diagnostic| match diagnostic.severity {
            Severity::Error => diagnostic.leaving_out(part),
            _ => diagnostic,
        });
    }

    /// Returns all diagnostics so far.
    pub(crate) fn all(&self) -> &[Diagnostic] {
        &self.all
    }

    /// Returns whether there is an error.
    pub(crate) fn has_errors(&self) -> bool {
        let unkept = self.more.is_some_and(|(_, worst)| worst == Severity::Error);
        unkept || self.all.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Returns `None` if there is an error, to end the run.
    pub(crate) fn gate(&self) -> Option<()> {
        (!self.has_errors()).then_some(())
    }

    /// Returns all diagnostics, in the order in which they were found.
    pub(crate) fn into_vec(self) -> Vec<Diagnostic> {
        let mut all = self.all;
        let place =
            all.first().and_then(|first| first.labels.first()).map(|(place, _)| Place::file(place.file));
        if let Some(((count, severity), place)) = self.more.zip(place) {
            let message =
                format!("{count} more diagnostics are not shown; the limit is {}", bounds::DIAGNOSTICS);
            all.push(Diagnostic { severity, ..Diagnostic::new(codes::LIMIT, place, message) });
        }
        all
    }
}
