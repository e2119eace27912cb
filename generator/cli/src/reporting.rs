//! Prints diagnostics.

use crate::arguments::{Format, Reporting};
use crate::{github, sarif};
use std::io::Write as _;
use stubsmith::{Finding, Generated, Report, Severity, Style};

/// Prints the diagnostics. None if the spec is rejected.
pub(crate) fn report(reporting: &Reporting, generated: Generated) -> Option<Generated> {
    print(reporting, &generated.report, &[]);
    if is_rejected(reporting, &generated.report) {
        note(reporting, &format!("error: nothing was written: {}\n", count(&generated.report)));
        return None;
    }
    Some(generated)
}

/// Returns whether the spec has errors, or warnings that count as such.
pub(crate) fn is_rejected(reporting: &Reporting, report: &Report) -> bool {
    report.has_errors() || (reporting.deny_warnings && report.count(Severity::Warning) > 0)
}

/// Prints the diagnostics of the spec, and others. A log in SARIF contains all of them, so a run prints only once.
pub(crate) fn print(reporting: &Reporting, report: &Report, others: &[Finding]) {
    let short = |finding: &Finding| format!("{}: {}\n", finding.position.path, finding.message);
    let (style, print_one): (Style, fn(&Finding) -> String) = match reporting.format {
        Format::Full => (Style::Colored, short),
        Format::Short => (Style::Short, short),
        Format::Json => (Style::Json, |finding| format!("{}\n", finding.to_json())),
        Format::Github => {
            report
                .findings()
                .chain(others.iter().cloned())
                .for_each(|finding| say(&github::command(&finding)));
            return;
        }
        Format::Sarif => {
            let findings: Vec<Finding> = report.findings().chain(others.iter().cloned()).collect();
            // A closed standard output is not a reason to stop.
            drop(std::io::stdout().write_all(sarif::log(&findings).as_bytes()));
            return;
        }
    };
    say(&report.render(style));
    for finding in others {
        say(&print_one(finding));
    }
}

/// Prints a line for people. In formats for programs, nothing.
pub(crate) fn note(reporting: &Reporting, text: &str) {
    if matches!(reporting.format, Format::Full | Format::Short) {
        say(text);
    }
}

/// Returns the numbers of errors and warnings in words.
pub(crate) fn count(report: &Report) -> String {
    let plural = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    match (report.count(Severity::Error), report.count(Severity::Warning)) {
        (errors, 0) => plural(errors, "error"),
        (0, warnings) => plural(warnings, "warning"),
        (errors, warnings) => format!("{} and {}", plural(errors, "error"), plural(warnings, "warning")),
    }
}

/// Prints to standard error, in color if it is a terminal that supports it.
pub(crate) fn say(text: &str) {
    // A closed standard error is not a reason to stop.
    drop(anstream::stderr().write_all(text.as_bytes()));
}
