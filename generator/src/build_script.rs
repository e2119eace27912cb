//! Runs the generator in a build script: writes the output to `OUT_DIR`, and prints instructions for cargo.

use crate::apis::Apis;
use crate::config::Config;
use crate::diagnostic::Severity;
use crate::manifest::Manifest;
use crate::pipeline::Generated;
use crate::report::Style;
use crate::write;
use std::path::{Path, PathBuf};
use std::{env, io, process};

impl Config {
    /// Generates code in a build script: writes a module folder to `OUT_DIR` and, next to it, a file to include.
    ///
    /// ```no_run
    /// // build.rs
    /// stubsmith::Config::new("spec/guest_events.yaml").ref_root("spec").build_script();
    /// ```
    ///
    /// ```text
    /// // src/main.rs: declares `pub mod guest_events`
    /// include!(concat!(env!("OUT_DIR"), "/guest_events.rs"));
    /// ```
    ///
    /// Cargo runs the script again if `build.rs`, `Cargo.toml`, or a file that the generator read or looked for
    /// changes. Warnings become cargo warnings, as do crates and features that the generated code needs but that
    /// `Cargo.toml` lacks.
    ///
    /// If the spec is rejected, the function prints the report to standard error and exits the process with status 1.
    /// If the output cannot be written, it prints the error and exits in the same way.
    pub fn build_script(&self) {
        write_for_cargo(&self.generate(), &self.module_name());
    }
}

impl Apis {
    /// Generates code in a build script, as [`Config::build_script`] does: writes a module folder to `OUT_DIR` and, next
    /// to it, a file to include, which declares `pub mod apis`. The module of each API is in this module.
    pub fn build_script(&self) {
        write_for_cargo(&self.generate(), &self.module_name());
    }
}

/// Writes the output to `OUT_DIR`, and prints the instructions for cargo.
#[expect(clippy::print_stdout, clippy::print_stderr, reason = "cargo reads the output of build scripts")]
fn write_for_cargo(generated: &Generated, module: &str) {
    println!("cargo::rerun-if-changed=build.rs");
    for path in generated.paths.iter().filter_map(|path| watched(path)) {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    if generated.report.has_errors() {
        eprint!("{}", generated.report.render(Style::Plain));
        process::exit(1);
    }
    for finding in generated.report.findings().filter(|finding| finding.severity == Severity::Warning) {
        let help = finding.help.iter().flat_map(|help| help.lines()).map(|line| format!("; {line}"));
        println!("cargo::warning={finding}{}", help.collect::<String>());
    }
    report_manifest(generated);
    let written = out_dir().and_then(|out| write_module(&out, module, &generated.files));
    if let Err(error) = written {
        eprintln!("stubsmith: {error}");
        process::exit(1);
    }
}

/// Returns the path that cargo watches for a path that the run read or tried to read. Cargo treats a missing file as
/// changed on every build, so its folder is watched instead, unless that folder also contains build output.
fn watched(path: &Path) -> Option<&Path> {
    if path.exists() {
        return Some(path);
    }
    let folder = path.parent()?;
    let real = folder.canonicalize().ok()?;
    let built = [env::current_dir().ok(), env::var_os("OUT_DIR").map(PathBuf::from)];
    let holds = built.iter().flatten().any(|inside| inside.starts_with(&real));
    (!holds).then_some(folder)
}

/// Reports missing dependencies. Tells cargo to watch `Cargo.toml` in every case, because a change may add or remove a
/// dependency.
#[expect(clippy::print_stdout, reason = "cargo reads the output of build scripts")]
fn report_manifest(generated: &Generated) {
    let path = Path::new("Cargo.toml");
    println!("cargo::rerun-if-changed={}", path.display());
    // Cargo has read the manifest before it runs the build script, so an error here is not the author's mistake.
    let Ok(Some(manifest)) = Manifest::read(path) else { return };
    for path in manifest.paths().iter().skip(1) {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    for lack in manifest.lacks_required(&generated.dependencies, &generated.named_crates) {
        println!("cargo::warning=Cargo.toml {lack}");
    }
}

fn out_dir() -> io::Result<PathBuf> {
    let out = env::var_os("OUT_DIR").map(PathBuf::from);
    out.ok_or_else(|| io::Error::other("`OUT_DIR` is not set: call this in a build script"))
}

/// Writes the folder, and the file that declares it as a module. An included file cannot refer to modules next to
/// itself, so the path in it is absolute.
fn write_module(out: &Path, name: &str, files: &[crate::File]) -> io::Result<()> {
    let folder = out.join(name);
    write::write(&folder, files)?;
    let root = folder.join("mod.rs");
    let path = root.to_str().ok_or_else(|| io::Error::other("`OUT_DIR` is not UTF-8"))?;
    let entry = format!("{}.\n\n#[path = {path:?}]\npub mod {name};\n", crate::HEADER);
    let file = crate::File { path: format!("{name}.rs"), text: entry };
    write::write_one(out, &file)
}
