//! Verdicts: the effect of a change on clients, and on the code of the server author.

use std::fmt;

/// The effect of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Nothing breaks.
    Safe,
    /// Some clients break, or some servers: it depends on how they are written.
    Maybe,
    /// Clients that use it break, or code that uses it does not compile.
    Breaks,
}

impl Verdict {
    /// All verdicts, the worst first.
    pub const ALL: [Self; 3] = [Self::Breaks, Self::Maybe, Self::Safe];

    /// Returns the word for it: `safe`, `maybe` or `breaks`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Maybe => "maybe",
            Self::Breaks => "breaks",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.word())
    }
}
