//! Warnings that the caller allows: they are neither reported nor counted. Errors stay errors.

use crate::codes::{self, CODES, Level};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::places::Setting;
use crate::sources::Sources;
use crate::suggest::did_you_mean;

/// Reports settings that are not the code of a warning.
pub(crate) fn check_allowed(allowed: &[Setting], sources: &Sources, diagnostics: &mut Diagnostics) {
    for setting in allowed {
        let name = setting.text.as_str();
        let (message, help) = match codes::find(name) {
            Some(code) if code.level != Level::Error => continue,
            Some(_) => {
                let message = format!("`{name}` is an error: only warnings can be allowed");
                (message, "fix the errors instead".to_owned())
            }
            None => {
                let known = CODES.iter().map(|code| code.name);
                let meant = did_you_mean(name, known).map(|meant| format!("did you mean `{meant}`?"));
                let message = format!("`{name}` is not a warning code");
                (message, meant.unwrap_or_else(|| "`stubsmith explain` lists the codes".to_owned()))
            }
        };
        let diagnostic = Diagnostic::new(codes::WRONG_TYPE, setting.place(sources), message);
        diagnostics.push(diagnostic.help(help));
    }
}

/// The diagnostics that are reported.
pub(crate) fn without_allowed(allowed: &[Setting], diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let reported = diagnostics.into_iter().filter(|diagnostic| {
        diagnostic.severity == Severity::Error
            || allowed.iter().all(|setting| setting.text != diagnostic.code.name)
    });
    reported.collect()
}
