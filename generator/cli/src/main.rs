//! The program `stubsmith`: flags to a [`stubsmith::Config`], files to disk, diagnostics to standard
//! error. Exit status 0: done. 1: refused, or stale. 2: wrong usage.

mod arguments;
mod output;

use arguments::{Arguments, Command, Format, Target};
use clap::Parser as _;
use std::io::{self, Write as _};
use std::process::ExitCode;
use stubsmith::{Generated, Severity, Style};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match &arguments.command {
        Command::Generate(target) => generate(target),
        Command::Check(target) => check(target),
    };
    outcome.unwrap_or_else(|error| {
        say(&format!("error: {error}\n"));
        ExitCode::FAILURE
    })
}

fn generate(target: &Target) -> io::Result<ExitCode> {
    let Some(generated) = run(target) else { return Ok(ExitCode::FAILURE) };
    let (folder, files) = output::place(target, generated);
    output::check_manifest(target)?;
    let difference = stubsmith::write(&folder, &files)?;
    let manifest = output::write_manifest(target)?;
    let written = difference.missing.len() + difference.stale.len() + usize::from(manifest);
    let removed = match difference.left_over.len() {
        0 => String::new(),
        count => format!(", {count} removed"),
    };
    say(&format!("{}: {} files, {written} written{removed}\n", target.out.display(), files.len()));
    for lack in output::lacks(target)? {
        say(&format!("warning: {lack}\n"));
    }
    Ok(ExitCode::SUCCESS)
}

fn check(target: &Target) -> io::Result<ExitCode> {
    let Some(generated) = run(target) else { return Ok(ExitCode::FAILURE) };
    let (folder, files) = output::place(target, generated);
    let difference = stubsmith::compare(&folder, &files)?;
    let kinds = [
        ("stale", &difference.stale),
        ("missing", &difference.missing),
        ("left over", &difference.left_over),
    ];
    for (kind, paths) in kinds {
        for path in paths {
            say(&format!("{kind}: {}\n", path.display()));
        }
    }
    let lacks = output::lacks(target)?;
    for lack in &lacks {
        say(&format!("error: {lack}\n"));
    }
    if difference.is_empty() && lacks.is_empty() {
        say(&format!("{}: {} files are as they would be generated\n", target.out.display(), files.len()));
        return Ok(ExitCode::SUCCESS);
    }
    say(&format!("run: {}\n", arguments::command_line()));
    Ok(ExitCode::FAILURE)
}

/// Generates and prints what there is to say. None where the description is refused.
fn run(target: &Target) -> Option<Generated> {
    let generated = target.config().generate();
    say(&generated.report.render(match target.format {
        Format::Full => Style::Coloured,
        Format::Short => Style::Short,
    }));
    let (errors, warnings) =
        (generated.report.count(Severity::Error), generated.report.count(Severity::Warning));
    let denied = target.deny_warnings && warnings > 0;
    if errors > 0 || denied {
        say(&format!("error: nothing is written: {}\n", count(errors, warnings)));
        return None;
    }
    Some(generated)
}

fn count(errors: usize, warnings: usize) -> String {
    let plural = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    match (errors, warnings) {
        (errors, 0) => plural(errors, "error"),
        (0, warnings) => plural(warnings, "warning"),
        (errors, warnings) => format!("{} and {}", plural(errors, "error"), plural(warnings, "warning")),
    }
}

/// Prints to standard error, in colours where that is a terminal that wants them.
fn say(text: &str) {
    // A closed standard error is no reason to stop.
    drop(anstream::stderr().write_all(text.as_bytes()));
}
