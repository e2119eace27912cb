//! The program `stubsmith`: converts flags to a [`stubsmith::Config`] or to [`stubsmith::Apis`], writes files to disk, and prints diagnostics to
//! standard error. Exit status 0: success. 1: rejected, or stale. 2: invalid usage.

#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::todo,
    clippy::unimplemented,
    clippy::unreachable,
    clippy::indexing_slicing
)]
#![warn(missing_debug_implementations, unreachable_pub)]

mod arguments;
mod explain;
mod output;
mod task;

use arguments::{
    Arguments, BundleArguments, Command, FakeArguments, Format, Reporting, StubArguments, Target,
};
use clap::Parser as _;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use stubsmith::{Finding, Generated, Severity, Style};
use task::Task;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match &arguments.command {
        Command::Generate(target) => generate(target, &Task::new(target), false),
        Command::Fake(arguments) => fake(arguments),
        Command::Check(target) => check(target),
        Command::Stub(target) => stub(target),
        Command::Bundle(arguments) => bundle(arguments),
        Command::Explain { code } => explain(code.as_deref()),
        Command::Completions { shell } => {
            arguments::print_completions(*shell);
            Ok(ExitCode::SUCCESS)
        }
    };
    outcome.unwrap_or_else(|error| {
        say(&format!("error: {error}\n"));
        ExitCode::FAILURE
    })
}

/// Writes a crate with an example server in its library, and a program that runs it.
fn fake(arguments: &FakeArguments) -> io::Result<ExitCode> {
    let FakeArguments { source, out, crate_name } = arguments;
    let target = Target {
        source: source.clone(),
        api: Vec::new(),
        out: out.clone(),
        crate_name: Some(crate_name.clone()),
        report: None,
        unimplemented: None,
    };
    generate(&target, &Task::One(Box::new(source.config().example_server(true))), true)
}

fn generate(target: &Target, task: &Task, fake: bool) -> io::Result<ExitCode> {
    let generated = task.generate();
    let Some(mut generated) = report(&target.source.reporting, generated) else {
        return Ok(ExitCode::FAILURE);
    };
    if fake {
        output::add_program(target, &mut generated)?;
    }
    let (folder, files) = output::place(target, std::mem::take(&mut generated.files));
    output::check_manifest(target)?;
    let difference = stubsmith::write(&folder, &files)?;
    if let Some(path) = &target.report {
        let text: String = task.inventory().files.into_iter().map(|file| file.text).collect();
        stubsmith::write_file(path, &text)?;
    }
    let manifest = output::write_manifest(target, &generated, fake)?;
    let written = difference.missing.len() + difference.stale.len() + usize::from(manifest);
    let removed = match difference.left_over.len() {
        0 => String::new(),
        count => format!(", {count} removed"),
    };
    note(
        &target.source.reporting,
        &format!(
            "{}: {} files, {written} written{removed}\n",
            target.out.display(),
            output::count(target, &files)
        ),
    );
    if !generated.unanswered.is_empty() {
        let routes = generated.unanswered.join("`, `");
        note(
            &target.source.reporting,
            &format!(
                "no valid response can be made for these operations, so they respond with 501: `{routes}`\n"
            ),
        );
    }
    warn_of(target, output::lacks(target, &generated)?);
    warn_of(target, output::lacks_around(target, &generated));
    Ok(ExitCode::SUCCESS)
}

/// Prints the dependencies that a manifest lacks.
fn warn_of(target: &Target, lacks: Vec<(PathBuf, String)>) {
    for (path, lack) in lacks {
        note(&target.source.reporting, &format!("warning: {}: {lack}\n", path.display()));
    }
}

fn check(target: &Target) -> io::Result<ExitCode> {
    output::check_kind(target)?;
    let generated = Task::new(target).generate();
    let Some(mut generated) = report(&target.source.reporting, generated) else {
        return Ok(ExitCode::FAILURE);
    };
    let (folder, files) = output::place(target, std::mem::take(&mut generated.files));
    let stale: Vec<Finding> = match folder.exists() {
        true => output::differences(&stubsmith::compare(&folder, &files)?).collect(),
        false => vec![output::stale(&folder, "is missing")],
    };
    warn_of(target, output::lacks_around(target, &generated));
    let lacks = output::lacks(target, &generated)?;
    let lacking: Vec<Finding> = lacks.iter().map(|(path, lack)| output::stale(path, lack)).collect();
    if stale.is_empty() && lacking.is_empty() {
        let (out, count) = (target.out.display(), output::count(target, &files));
        note(&target.source.reporting, &format!("{out}: {count} files are up to date\n"));
        return Ok(ExitCode::SUCCESS);
    }
    // A manifest is written once, and belongs to the author after that.
    let add = "add it to `Cargo.toml`: Stubsmith does not change an existing one".to_owned();
    for (findings, help) in [(stale, format!("run: {}", arguments::command_line())), (lacking, add)] {
        let is_reported = !findings.is_empty();
        for mut finding in findings {
            finding.help.push(help.clone());
            say(&match target.source.reporting.format {
                Format::Json => format!("{}\n", finding.to_json()),
                Format::Full | Format::Short => {
                    format!("{}: {}\n", finding.position.path, finding.message)
                }
            });
        }
        if is_reported {
            note(&target.source.reporting, &format!("{help}\n"));
        }
    }
    Ok(ExitCode::FAILURE)
}

fn stub(arguments: &StubArguments) -> io::Result<ExitCode> {
    let generated = arguments.source.config().stub(Some(&arguments.module));
    print(&arguments.source.reporting, generated)
}

fn bundle(arguments: &BundleArguments) -> io::Result<ExitCode> {
    let generated = arguments.config().bundle(arguments.to, arguments.apply_overrides);
    print(&arguments.reporting, generated)
}

/// Prints the only file to standard output.
fn print(reporting: &Reporting, generated: Generated) -> io::Result<ExitCode> {
    let Some(generated) = report(reporting, generated) else { return Ok(ExitCode::FAILURE) };
    let text: String = generated.files.into_iter().map(|file| file.text).collect();
    io::stdout().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn explain(code: Option<&str>) -> io::Result<ExitCode> {
    let text = code.map_or_else(|| Some(explain::list()), explain::explain);
    let Some(text) = text else {
        say(&format!(
            "error: `{}` is not a code; `stubsmith explain` lists all codes\n",
            code.unwrap_or_default()
        ));
        return Ok(ExitCode::from(2));
    };
    io::stdout().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the diagnostics. None if the spec is rejected.
fn report(reporting: &Reporting, generated: Generated) -> Option<Generated> {
    say(&generated.report.render(match reporting.format {
        Format::Full => Style::Colored,
        Format::Short => Style::Short,
        Format::Json => Style::Json,
    }));
    let (errors, warnings) =
        (generated.report.count(Severity::Error), generated.report.count(Severity::Warning));
    let denied = reporting.deny_warnings && warnings > 0;
    if errors > 0 || denied {
        note(reporting, &format!("error: nothing was written: {}\n", count(errors, warnings)));
        return None;
    }
    Some(generated)
}

/// Prints a line for people. With `--format json`, nothing.
fn note(reporting: &Reporting, text: &str) {
    if !matches!(reporting.format, Format::Json) {
        say(text);
    }
}

fn count(errors: usize, warnings: usize) -> String {
    let plural = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    match (errors, warnings) {
        (errors, 0) => plural(errors, "error"),
        (0, warnings) => plural(warnings, "warning"),
        (errors, warnings) => format!("{} and {}", plural(errors, "error"), plural(warnings, "warning")),
    }
}

/// Prints to standard error, in color if it is a terminal that supports it.
fn say(text: &str) {
    // A closed standard error is not a reason to stop.
    drop(anstream::stderr().write_all(text.as_bytes()));
}
