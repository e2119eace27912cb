//! The command `check`: reports the mistakes of a spec, and compares an output folder with the output.

use crate::arguments::{self, CheckArguments, Reporting, Target};
use crate::output;
use crate::reporting::{count, is_rejected, note, print};
use crate::task::Task;
use std::io;
use std::process::ExitCode;
use stubsmith::{Finding, Report};

/// Checks the spec and, with `--out`, the folder.
///
/// # Errors
/// I/O errors.
pub(crate) fn check(arguments: &CheckArguments) -> io::Result<ExitCode> {
    match arguments.target() {
        Some(target) => check_folder(&target),
        None => Ok(check_spec(arguments)),
    }
}

fn check_spec(arguments: &CheckArguments) -> ExitCode {
    let reporting = &arguments.source.reporting;
    let checked = arguments.config().check().report;
    if is_rejected(reporting, &checked) {
        return reject(reporting, &checked);
    }
    print(reporting, &checked, &[]);
    note(reporting, &format!("the spec is valid: {}\n", count(&checked)));
    ExitCode::SUCCESS
}

/// Prints the diagnostics of a rejected spec.
fn reject(reporting: &Reporting, checked: &Report) -> ExitCode {
    print(reporting, checked, &[]);
    note(reporting, &format!("error: the spec is rejected: {}\n", count(checked)));
    ExitCode::FAILURE
}

fn check_folder(target: &Target) -> io::Result<ExitCode> {
    output::check_kind(target)?;
    let reporting = &target.source.reporting;
    let mut generated = Task::new(target).generate();
    if is_rejected(reporting, &generated.report) {
        return Ok(reject(reporting, &generated.report));
    }
    let (folder, files) = output::place(target, std::mem::take(&mut generated.files));
    let stale: Vec<Finding> = match folder.exists() {
        true => output::differences(&stubsmith::compare(&folder, &files)?).collect(),
        false => vec![output::stale(&folder, "is missing")],
    };
    output::warn_of(target, output::lacks_around(target, &generated));
    let lacks = output::lacks(target, &generated)?;
    let lacking: Vec<Finding> = lacks.iter().map(|(path, lack)| output::stale(path, lack)).collect();
    // A manifest is written once, and belongs to the author after that.
    let add = "add it to `Cargo.toml`: Stubsmith does not change an existing one".to_owned();
    let mut others = Vec::new();
    let mut helps = Vec::new();
    for (findings, help) in [(stale, format!("run: {}", arguments::command_line())), (lacking, add)] {
        helps.extend((!findings.is_empty()).then(|| help.clone()));
        others.extend(findings.into_iter().map(|mut finding| {
            finding.help.push(help.clone());
            finding
        }));
    }
    print(reporting, &generated.report, &others);
    for help in &helps {
        note(reporting, &format!("{help}\n"));
    }
    if others.is_empty() {
        let (out, count) = (target.out.display(), output::count(target, &files));
        note(reporting, &format!("{out}: {count} files are up to date\n"));
        return Ok(ExitCode::SUCCESS);
    }
    Ok(ExitCode::FAILURE)
}
