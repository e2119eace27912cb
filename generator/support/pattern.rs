//! `pattern`: a regular expression that must match somewhere in a string.

use super::{Trail, check::Verdict};
use regex::Regex;
use std::sync::OnceLock;

/// A pattern of the spec, compiled on first use.
pub struct Pattern {
    written: &'static str,
    regex: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// Creates a pattern that has the same meaning in the `regex` crate.
    pub(crate) const fn new(written: &'static str) -> Self {
        Self::rewritten(written, written)
    }

    /// Creates a pattern that the `regex` crate needs in another form.
    pub(crate) const fn rewritten(written: &'static str, regex: &'static str) -> Self {
        Self { written, regex, compiled: OnceLock::new() }
    }

    /// Returns whether a string matches. Every pattern compiles, since the generator has checked it.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        let compiled = self.compiled.get_or_init(|| Regex::new(self.regex).ok());
        compiled.as_ref().is_some_and(|regex| regex.is_match(text))
    }

    /// Returns the rule that a string must match.
    pub(crate) fn rule(&'static self) -> impl Fn(&String, &mut Trail) -> Verdict {
        |text, _| if self.is_match(text) { Ok(()) } else { Err(format!("must match `{}`", self.written)) }
    }
}
