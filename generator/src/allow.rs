//! The warnings that the caller accepts: they are neither reported nor counted. Errors stay what they are.

use crate::codes::{ALWAYS_ERRORS, CODES};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::sources::Sources;
use crate::suggest::did_you_mean;

impl Config {
    /// Accepts the warnings of a code, such as `not-enforced`: they are not reported. What is an error stays
    /// one.
    #[must_use]
    pub fn allow(mut self, code: impl Into<String>) -> Self {
        self.allowed.push(code.into());
        self
    }

    /// Reports what is no code of a warning.
    pub(crate) fn check_allowed(&self, sources: &Sources, diagnostics: &mut Diagnostics) {
        for code in &self.allowed {
            let known = CODES.iter().map(|(known, _)| *known);
            let (message, help) = if ALWAYS_ERRORS.contains(&code.as_str()) {
                let message = format!("`{code}` is an error, and cannot be allowed: warnings alone can");
                (message, "mend what it is said of".to_owned())
            } else if known.clone().all(|known| known != code) {
                let meant = did_you_mean(code, known).map(|meant| format!("did you mean `{meant}`?"));
                let message = format!("`{code}` is no code of a warning");
                (message, meant.unwrap_or_else(|| "`stubsmith explain` lists the codes".to_owned()))
            } else {
                continue;
            };
            let place = self.origins.of(code, sources);
            diagnostics.push(Diagnostic::error("wrong-type", place, message).help(help));
        }
    }

    /// What is left to report.
    pub(crate) fn without_allowed(&self, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let is_allowed = |found: &Diagnostic| {
            found.severity < Severity::Error && self.allowed.iter().any(|code| code == found.code)
        };
        found.retain(|found| !is_allowed(found));
        found
    }
}
