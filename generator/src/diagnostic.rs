//! What is wrong with a description, and where. Stages add to a [`Diagnostics`] and go on; only the
//! driver looks whether an error is among them. Nothing here prints, and a place becomes a line and
//! a column only when a report is rendered.

use crate::bounds;
use crate::pointer::Pointer;
use std::collections::HashSet;
use std::fmt;
use std::ops::Range;

/// A file of one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    pub file: FileId,
    pub pointer: Pointer,
    pub part: Part,
}

/// What of the value at a pointer is meant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The value.
    Value,
    /// The key in front of it: with keys that repeat, the one with this index.
    Key(usize),
    /// A value inside the text of the value, which holds JSON.
    Inside(Pointer),
    /// These bytes of the file, whatever they are.
    Text(Range<usize>),
}

impl Place {
    /// The value at a pointer.
    pub fn value(file: FileId, pointer: Pointer) -> Self {
        Self { file, pointer, part: Part::Value }
    }

    /// The start of a file.
    pub fn file(file: FileId) -> Self {
        Self::value(file, Pointer::default())
    }

    /// These bytes of a file.
    pub fn text(file: FileId, bytes: Range<usize>) -> Self {
        Self { part: Part::Text(bytes), ..Self::file(file) }
    }

    /// The key in front of this value.
    pub fn key(&self) -> Self {
        Self { part: Part::Key(0), ..self.clone() }
    }

    /// The value of a member of this value.
    pub fn member(&self, name: &str) -> Self {
        Self::value(self.file, self.pointer.member(name))
    }

    /// An item of this array.
    pub fn item(&self, index: usize) -> Self {
        Self::value(self.file, self.pointer.item(index))
    }
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// The output is written, and is perhaps not what was meant.
    Warning,
    /// Nothing is written.
    Error,
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

/// One thing to say about the description.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    pub code: &'static str,
    pub severity: Severity,
    pub message: String,
    /// The places involved, the one at fault first.
    pub labels: Vec<(Place, String)>,
    /// What to do about it.
    pub help: Vec<String>,
    /// Other places that the same is to be said of.
    pub elsewhere: Vec<Place>,
}

impl Diagnostic {
    /// An error: nothing will be written.
    pub fn error(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        let labels = vec![(place, String::new())];
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            labels,
            help: Vec::new(),
            elsewhere: Vec::new(),
        }
    }

    /// A warning: the output is written.
    pub fn warning(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, place, message) }
    }

    /// A note.
    pub fn note(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::error(code, place, message) }
    }

    /// Says something at the place at fault.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        if let Some((_, label)) = self.labels.first_mut() {
            *label = text.into();
        }
        self
    }

    /// Adds another place that is involved.
    #[must_use]
    pub fn and(mut self, place: Place, text: impl Into<String>) -> Self {
        self.labels.push((place, text.into()));
        self
    }

    /// Adds a way out.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }
}

/// The way out where something stands twice.
pub const KEEP_ONE: &str = "remove or rename one of them";

/// Between what an error leaves out and what is wrong with it: each has to be known.
const LEFT_OUT: &str = "` is left out: ";

/// Whether several places share it. An error each has to be mended; of what is not enforced, passed over or
/// missing without harm there may be many.
fn is_said_once(diagnostic: &Diagnostic) -> bool {
    let many = [
        "alike-credentials",
        "bad-media-type",
        "bad-parameter",
        "beside-reference",
        "media-type-left-out",
        "missing-keyword",
        "not-enforced",
        "path-parameter",
    ];
    let is_left_out = diagnostic.message.contains(LEFT_OUT);
    diagnostic.severity < Severity::Error && !is_left_out && many.contains(&diagnostic.code)
}

/// The sink that every stage writes to.
#[derive(Debug, Default)]
pub struct Diagnostics {
    all: Vec<Diagnostic>,
    said: HashSet<(&'static str, Option<Place>, String)>,
    errors: usize,
    /// How many were not kept, and the worst of them.
    more: Option<(usize, Severity)>,
}

impl Diagnostics {
    /// Adds one, unless the same was said of the same place: what is shared is read more than once.
    /// What is not enforced or left out is said once for each keyword, and how often.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.is_full(diagnostic.severity) {
            let (count, worst) = self.more.unwrap_or((0, Severity::Note));
            self.more = Some((count + 1, worst.max(diagnostic.severity)));
            return;
        }
        let place = diagnostic.labels.first().map(|(place, _)| place.clone());
        let mut is_new = |place: &Option<Place>| {
            self.said.insert((diagnostic.code, place.clone(), diagnostic.message.clone()))
        };
        let first = is_new(&place);
        let elsewhere = diagnostic.elsewhere.iter().cloned().map(Some).filter(is_new).flatten().collect();
        let mut diagnostic = Diagnostic { elsewhere, ..diagnostic };
        let same = |other: &&mut Diagnostic| {
            is_said_once(&diagnostic)
                && diagnostic.code == other.code
                && diagnostic.severity == other.severity
                && diagnostic.message == other.message
        };
        match self.all.iter_mut().find(same) {
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

    /// Adds all that was found in a part.
    pub fn append(&mut self, other: Self) {
        self.take(other, Severity::Error, |diagnostic| diagnostic);
    }

    /// Adds what was found in a part, as it is to be said here: no worse than this.
    fn take(&mut self, other: Self, worst: Severity, say: impl Fn(Diagnostic) -> Diagnostic) {
        if let Some((count, severity)) = other.more {
            let (known, so_far) = self.more.unwrap_or((0, Severity::Note));
            self.more = Some((known + count, so_far.max(severity.min(worst))));
        }
        other.all.into_iter().for_each(|diagnostic| self.push(say(diagnostic)));
    }

    /// Whether as many are kept as are ever shown. Warnings take no error's place.
    pub fn is_full(&self, severity: Severity) -> bool {
        let kept = if severity == Severity::Error { self.errors } else { self.all.len() - self.errors };
        kept >= bounds::DIAGNOSTICS
    }

    /// Adds some.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        diagnostics.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    /// Adds what was found in a part that has no effect: nothing in there is an error.
    pub fn push_as_warnings(&mut self, other: Self) {
        self.take(other, Severity::Warning, |diagnostic| Diagnostic {
            severity: diagnostic.severity.min(Severity::Warning),
            ..diagnostic
        });
    }

    /// Adds what was found in a part that is read as if what is wrong in it were not there.
    pub fn push_passed_over(&mut self, other: Self) {
        self.take(other, Severity::Warning, |diagnostic| match diagnostic.severity {
            Severity::Error => Diagnostic { severity: Severity::Warning, ..diagnostic }
                .help("`--skip-unsupported` passes it over"),
            _ => diagnostic,
        });
    }

    /// Adds what was found in a part that its errors leave out: each of them says so.
    pub fn push_left_out(&mut self, what: &str, other: Self) {
        self.take(other, Severity::Warning, |diagnostic| match diagnostic.severity {
            Severity::Error => Diagnostic {
                severity: Severity::Warning,
                message: format!("`{what}{LEFT_OUT}{}", diagnostic.message),
                ..diagnostic
            },
            _ => diagnostic,
        });
    }

    /// All of them so far.
    pub fn all(&self) -> &[Diagnostic] {
        &self.all
    }

    /// Whether an error is among them.
    pub fn has_errors(&self) -> bool {
        let unkept = self.more.is_some_and(|(_, worst)| worst == Severity::Error);
        unkept || self.all.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// All of them, in the order in which they were found.
    pub fn into_vec(self) -> Vec<Diagnostic> {
        let mut all = self.all;
        let place =
            all.first().and_then(|first| first.labels.first()).map(|(place, _)| Place::file(place.file));
        if let Some(((count, severity), place)) = self.more.zip(place) {
            let message = format!(
                "there is more to say, {count} times; no more than {} are shown",
                bounds::DIAGNOSTICS
            );
            all.push(Diagnostic { severity, ..Diagnostic::error("limit", place, message) });
        }
        all
    }
}
