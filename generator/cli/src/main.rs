//! The program `stubsmith`: converts flags to a [`stubsmith::Config`] or to [`stubsmith::Apis`], writes files to disk,
//! and prints diagnostics to standard error. Exit status 0: success. 1: rejected, or stale. 2: invalid usage.

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
mod attribute;
mod check;
mod compile;
mod diff;
mod explain;
mod finding;
mod github;
mod new;
mod output;
mod relative;
mod reporting;
mod revision;
mod sarif;
mod task;

use arguments::{
    Arguments, BundleArguments, Command, FakeArguments, Format, NewArguments, Reporting, StubArguments,
    Target,
};
use clap::Parser as _;
use mimalloc::MiMalloc;
use reporting::{note, report, say};
use std::io::{self, Write as _};
use std::process::ExitCode;
use stubsmith::Generated;
use task::Task;

/// The parser and the printer of Rust allocate each token. With this allocator, a run takes five sixths of the time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match &arguments.command {
        Command::New(arguments) => create(arguments),
        Command::Generate(target) => generate(target, &Task::new(target), false),
        Command::Fake(arguments) => fake(arguments),
        Command::Check(arguments) => check::check(arguments),
        Command::Stub(target) => stub(target),
        Command::Bundle(arguments) => bundle(arguments),
        Command::Diff(arguments) => diff::run(arguments),
        Command::Explain { code } => explain(code.as_deref()),
        Command::SettingsSchema => {
            io::stdout().write_all(stubsmith::settings_schema().as_bytes()).map(|()| ExitCode::SUCCESS)
        }
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

/// Writes the package of a new server.
fn create(arguments: &NewArguments) -> io::Result<ExitCode> {
    let NewArguments { dir, reporting, .. } = arguments;
    let package = new::package(arguments)?;
    let Some(mut generated) = report(reporting, arguments.config().package(&package)) else {
        return Ok(ExitCode::FAILURE);
    };
    new::format(&mut generated.files, dir);
    new::write(dir, &generated.files)?;
    let shown = dir.display();
    note(reporting, &format!("{shown}: {} files written\n", generated.files.len()));
    for name in generated.named_crates.iter().filter(|name| stubsmith::known_crate(name).is_none()) {
        note(
            reporting,
            &format!(
                "warning: {shown}/Cargo.toml: add a version of the crate `{name}`, which a setting uses\n"
            ),
        );
    }
    let folder = arguments::quote(&shown.to_string());
    note(reporting, &format!("next: cd {folder}; cargo test; cargo run\n"));
    Ok(ExitCode::SUCCESS)
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
    output::warn_of(target, output::lacks(target, &generated)?);
    output::warn_of(target, output::lacks_around(target, &generated));
    Ok(ExitCode::SUCCESS)
}

fn stub(arguments: &StubArguments) -> io::Result<ExitCode> {
    let config = arguments.source.config();
    let generated = match &arguments.operation {
        Some(operation) => config.stub_operation(Some(&arguments.module), operation),
        None => config.stub(Some(&arguments.module)),
    };
    print(&arguments.source.reporting, generated)
}

fn bundle(arguments: &BundleArguments) -> io::Result<ExitCode> {
    let generated = arguments.config().bundle(arguments.to, arguments.apply_overrides);
    print(&arguments.reporting, generated)
}

/// Prints the only file to standard output.
fn print(reporting: &Reporting, generated: Generated) -> io::Result<ExitCode> {
    if reporting.format == Format::Sarif {
        say(
            "error: the log of `--format sarif` and the output would both go to standard output; use `stubsmith check SPEC --format sarif`\n",
        );
        return Ok(ExitCode::from(2));
    }
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
