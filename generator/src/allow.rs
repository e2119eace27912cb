//! The warnings that the caller accepts: they are neither reported nor counted. Errors stay what they are.

use crate::codes::{self, CODES, Level};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::sources::Sources;
use crate::suggest::did_you_mean;

impl Config {
    /// Accepts the warnings of a code, such as `not-enforced`: they are not reported. What is an error stays
    /// one.
    #[must_use]
    pub fn allow(mut self, code: impl Into<String>) -> Self {
        self.allowed.push(code.into().into());
        self
    }

    /// Reports what is no code of a warning.
    pub(crate) fn check_allowed(&self, sources: &Sources, diagnostics: &mut Diagnostics) {
        for setting in &self.allowed {
            let name = setting.text.as_str();
            let (message, help) = match codes::find(name) {
                Some(code) if code.level != Level::Error => continue,
                Some(_) => {
                    let message = format!("`{name}` is an error, and cannot be allowed: warnings alone can");
                    (message, "mend what it is said of".to_owned())
                }
                None => {
                    let known = CODES.iter().map(|code| code.name);
                    let meant = did_you_mean(name, known).map(|meant| format!("did you mean `{meant}`?"));
                    let message = format!("`{name}` is no code of a warning");
                    (message, meant.unwrap_or_else(|| "`stubsmith explain` lists the codes".to_owned()))
                }
            };
            let diagnostic = Diagnostic::new(codes::WRONG_TYPE, setting.place(sources), message);
            diagnostics.push(diagnostic.help(help));
        }
    }

    /// What is left to report.
    pub(crate) fn without_allowed(&self, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let is_allowed = |found: &Diagnostic| {
            found.severity < Severity::Error && self.allowed.iter().any(|code| code.text == found.code.name)
        };
        found.retain(|found| !is_allowed(found));
        found
    }
}
