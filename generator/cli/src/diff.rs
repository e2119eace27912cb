//! The command `diff`. Exit status 0: nothing is denied. 1: a change is denied. 2: invalid usage. 3: a spec is rejected.

use crate::arguments::{Deny, DiffArguments, DiffFormat};
use crate::compile;
use crate::revision::Revision;
use crate::say;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use stubsmith::{Annotation, Change, CompileError, Config, Report, Severity, Style, Verdict};

/// The exit status if a spec is rejected, so that CI can distinguish it from a change that breaks something.
const REJECTED: u8 = 3;

/// Reports the changes.
///
/// # Errors
/// I/O errors.
pub(crate) fn run(arguments: &DiffArguments) -> io::Result<ExitCode> {
    let (old, new) = match (&arguments.from, arguments.specs.as_slice()) {
        (None, [old, new]) => (Old::File(old), new),
        (Some(from), [new]) => match Revision::read(from, arguments.ref_root.as_deref()) {
            Ok(revision) => (Old::Revision(revision), new),
            Err(error) => {
                say(&format!("error: {error}\n"));
                return Ok(ExitCode::from(REJECTED));
            }
        },
        _ => {
            say("error: name two specs: `stubsmith diff OLD NEW`, or `stubsmith diff --from REV:PATH NEW`\n");
            return Ok(ExitCode::from(2));
        }
    };
    let config = |path: &Path, ref_root: Option<&PathBuf>| {
        let config = ref_root.into_iter().fold(Config::new(path), Config::ref_root);
        if arguments.skip_unsupported { config.skip_unsupported(true) } else { config }
    };
    let old_config = match &old {
        Old::File(path) => config(path, arguments.ref_root.as_ref()),
        Old::Revision(revision) => config(&revision.spec, revision.ref_root.as_ref()),
    };
    let compared = config(new, arguments.ref_root.as_ref()).diff(&old_config, arguments.all);
    print_errors(&compared.old, &old);
    print_errors(&compared.new, &old);
    let Some(mut changes) = compared.changes else {
        say("error: a spec is rejected, so the specs are not compared\n");
        return Ok(ExitCode::from(REJECTED));
    };
    if let Old::Revision(revision) = &old {
        revision.rename_places(&mut changes);
    }
    if let Some(package) = &arguments.build {
        let new_config = config(new, arguments.ref_root.as_ref());
        match compile::prove(package, (&old_config, &new_config), &mut changes) {
            Ok(rest) => {
                print_rest(&rest);
                if !rest.is_empty() || changes.iter().any(|change| !change.rustc.is_empty()) {
                    say(
                        "note: the compiler stops after a phase with errors, so fix these, and run the command again\n",
                    );
                }
            }
            Err(error) => {
                say(&format!("error: {error}\n"));
                return Ok(ExitCode::from(2));
            }
        }
    }
    print(arguments, &changes, arguments.build.is_some())?;
    let is_stale = compared.new.count(Severity::Error) > 0;
    let is_denied = is_stale || changes.iter().any(|change| is_denied(change, &arguments.deny));
    Ok(if is_denied { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Prints the errors of the compiler that belong to no change.
fn print_rest(rest: &[CompileError]) {
    if !rest.is_empty() {
        say("these errors of the compiler belong to no change:\n");
    }
    for error in rest {
        say(&format!("  {error}\n"));
    }
}

/// The old spec.
enum Old<'a> {
    File(&'a Path),
    Revision(Revision),
}

/// Prints the errors of a spec. Its warnings are those of `generate`.
fn print_errors(report: &Report, old: &Old<'_>) {
    if report.count(Severity::Error) > 0 {
        let text = report.render(Style::Colored);
        say(&match old {
            Old::Revision(revision) => revision.rename(&text),
            Old::File(_) => text,
        });
    }
}

/// Returns whether an option denies a change.
fn is_denied(change: &Change, deny: &[Deny]) -> bool {
    if change.accepted.is_some() {
        return false;
    }
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
            DiffFormat::Text => {
                let place = is_denied(change, &arguments.deny).then(|| change.setting_place());
                change.to_text() + &place.map(|place| format!("  at: {place}\n")).unwrap_or_default() + "\n"
            }
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
        _ if change.accepted.is_some() => Annotation::Notice,
        Verdict::Breaks | Verdict::Maybe => Annotation::Warning,
        Verdict::Safe => Annotation::Notice,
    }
}
