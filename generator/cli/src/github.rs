//! Diagnostics as commands for GitHub Actions, which shows them as annotations of the changed lines.

use crate::relative::uri_path;
use stubsmith::{Finding, Severity};

/// Returns the command for a finding, on one line.
pub(crate) fn command(finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        _ => "notice",
    };
    let (start, end) = (&finding.position, &finding.end);
    // Columns of several lines have no meaning for an annotation.
    let columns = match start.line == end.line && end.column > start.column {
        true => format!(",col={},endColumn={}", start.column, end.column),
        false => String::new(),
    };
    let related = finding.related.iter().map(|(position, text)| format!("\n{position}: {text}"));
    let help = finding.help.iter().map(|help| format!("\nhelp: {help}"));
    let message = finding.message.clone() + &related.chain(help).collect::<Vec<_>>().concat();
    let (file, code) = (property(&uri_path(&start.path)), property(finding.code));
    format!("::{level} file={file},line={}{columns},title={code}::{}\n", start.line, data(&message))
}

/// Escapes the message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
