//! `pattern`: a regular expression that a string matches somewhere.

use super::{Trail, check::Verdict};
use regex::Regex;
use std::sync::OnceLock;

/// A pattern of the description, compiled when it is first needed.
pub struct Pattern {
    written: &'static str,
    regex: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// One that the `regex` crate reads as the description means it.
    pub(crate) const fn new(written: &'static str) -> Self {
        Self::rewritten(written, written)
    }

    /// One that has to be written differently for the `regex` crate.
    pub(crate) const fn rewritten(written: &'static str, regex: &'static str) -> Self {
        Self { written, regex, compiled: OnceLock::new() }
    }

    /// Whether a text matches. One that did not compile, which the generator looks after, matches nothing.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        let compiled = self.compiled.get_or_init(|| Regex::new(self.regex).ok());
        compiled.as_ref().is_some_and(|regex| regex.is_match(text))
    }

    /// The rule for a string.
    pub(crate) fn rule(&'static self) -> impl Fn(&String, &mut Trail) -> Verdict {
        |text, _| if self.is_match(text) { Ok(()) } else { Err(format!("must match `{}`", self.written)) }
    }
}
