//! The command `diff`. Exit status 0: nothing is denied. 1: a change is denied. 2: invalid usage. 3: a spec is rejected.

use crate::arguments::{Deny, DiffArguments, DiffFormat};
use crate::say;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;
use stubsmith::{Annotation, Change, Compared, Config, Report, Severity, Style, Verdict};

/// The exit status if a spec is rejected, so that CI can distinguish it from a change that breaks something.
const REJECTED: u8 = 3;

/// Reports the changes.
///
/// # Errors
/// I/O errors.
pub(crate) fn run(arguments: &DiffArguments) -> io::Result<ExitCode> {
    let (None, [old, new]) = (&arguments.from, arguments.specs.as_slice()) else {
        say("error: name the old spec and the new one: `stubsmith diff OLD NEW`\n");
        return Ok(ExitCode::from(2));
    };
    let config = |path: &Path| {
        let config = arguments.ref_root.iter().fold(Config::new(path), Config::ref_root);
        if arguments.skip_unsupported { config.skip_unsupported(true) } else { config }
    };
    let compared = config(new).diff(&config(old), arguments.all);
    let Some(changes) = accepted(&compared) else { return Ok(ExitCode::from(REJECTED)) };
    print(arguments, &changes, false)?;
    let is_denied = changes.iter().any(|change| is_denied(change, &arguments.deny));
    Ok(if is_denied { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Returns the changes. If a spec is rejected, prints its errors.
fn accepted(compared: &Compared) -> Option<Vec<Change>> {
    for report in [&compared.old, &compared.new] {
        print_errors(report);
    }
    compared.changes.clone()
}

/// Prints the errors of a spec. Its warnings are those of `generate`.
fn print_errors(report: &Report) {
    if report.count(Severity::Error) > 0 {
        say(&report.render(Style::Colored));
        say("error: the spec is rejected, so it is not compared\n");
    }
}

/// Returns whether an option denies a change.
fn is_denied(change: &Change, deny: &[Deny]) -> bool {
    let deny = if deny.is_empty() { &[Deny::Wire] } else { deny };
    deny.iter().any(|deny| match deny {
        Deny::Wire => change.wire == Verdict::Breaks,
        Deny::WireMaybe => change.wire >= Verdict::Maybe,
        Deny::Build => change.build == Verdict::Breaks,
    })
}

fn print(arguments: &DiffArguments, changes: &[Change], proved: bool) -> io::Result<()> {
    let mut text = String::new();
    for change in changes {
        text.push_str(&match arguments.format {
            DiffFormat::Text => change.to_text() + "\n",
            DiffFormat::Json => change.to_json() + "\n",
            DiffFormat::Github => change.to_github(annotation(change, &arguments.deny)) + "\n",
        });
    }
    match arguments.format {
        DiffFormat::Text | DiffFormat::Github => text.push_str(&stubsmith::summary_text(changes, proved)),
        DiffFormat::Json => text.push_str(&(stubsmith::summary_json(changes, proved) + "\n")),
    }
    io::stdout().write_all(text.as_bytes())
}

fn annotation(change: &Change, deny: &[Deny]) -> Annotation {
    match change.wire.max(change.build) {
        _ if is_denied(change, deny) => Annotation::Error,
        Verdict::Breaks | Verdict::Maybe => Annotation::Warning,
        Verdict::Safe => Annotation::Notice,
    }
}
