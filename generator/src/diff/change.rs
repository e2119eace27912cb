//! Changes as data.

use super::rules::Rule;
use super::verdict::Verdict;
use crate::report::Position;
use std::fmt;

/// A place of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Spot {
    /// The file, the line and the column.
    pub position: Position,
    /// The JSON pointer, after a `#`.
    pub pointer: String,
}

/// A change of an API.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Change {
    /// The rule: the kind of change.
    pub rule: &'static Rule,
    /// The effect on clients.
    pub wire: Verdict,
    /// The effect on the code of the server author.
    pub build: Verdict,
    /// The place in the new document, unless it is gone.
    pub new: Option<Spot>,
    /// The place in the old document, unless it is new.
    pub old: Option<Spot>,
    /// The operations that it affects, such as `POST /rooms`.
    pub reach: Vec<String>,
    /// The message, which describes the change.
    pub message: String,
    /// The advice for the server author.
    pub help: Vec<String>,
    /// The names of the generated code that it affects.
    pub names: Vec<String>,
    /// The errors of the compiler because of it.
    pub rustc: Vec<CompileError>,
    /// The reason why it is accepted, if the settings accept it.
    pub accepted: Option<String>,
}

/// An error of the compiler.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CompileError {
    /// The code, such as `E0046`. Empty if the error has none.
    pub code: String,
    /// The place in the code.
    pub position: Position,
    /// The message.
    pub message: String,
}

impl CompileError {
    /// Creates an error.
    pub fn new(code: impl Into<String>, position: Position, message: impl Into<String>) -> Self {
        Self { code: code.into(), position, message: message.into() }
    }
}

impl fmt::Display for CompileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let space = if self.code.is_empty() { "" } else { " " };
        write!(formatter, "{}{space}{} {}", self.code, self.position, self.message)
    }
}

/// The number of changes with each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Those that break.
    pub breaks: usize,
    /// Those that may break.
    pub maybe: usize,
    /// Those that are safe.
    pub safe: usize,
}

impl Counts {
    /// Counts verdicts.
    pub fn new(verdicts: impl IntoIterator<Item = Verdict>) -> Self {
        let mut counts = Self::default();
        for verdict in verdicts {
            match verdict {
                Verdict::Breaks => counts.breaks += 1,
                Verdict::Maybe => counts.maybe += 1,
                Verdict::Safe => counts.safe += 1,
            }
        }
        counts
    }
}

impl Change {
    /// Returns the place in the new document, or in the old one if it is gone.
    pub fn place(&self) -> Spot {
        self.new.clone().or_else(|| self.old.clone()).unwrap_or_default()
    }
}
