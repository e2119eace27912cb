//! For `build.rs`: the output into `OUT_DIR`, and what cargo has to know.

use crate::config::Config;
use crate::diagnostic::Severity;
use crate::manifest::Manifest;
use crate::pipeline::Generated;
use crate::report::Style;
use crate::{names, write};
use std::path::{Path, PathBuf};
use std::{env, io, process};

impl Config {
    /// Generates in a build script: a module folder in `OUT_DIR`, and beside it a file to include.
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
    /// The script runs again when any file changes that was read or looked for, or when `Cargo.toml` does. Warnings
    /// become cargo's, and so does what `Cargo.toml` lacks: a crate that generated code names, or a feature that it
    /// does not compile without.
    /// A description that is refused ends the process with status 1 and the whole report on standard
    /// error.
    #[expect(clippy::print_stdout, clippy::print_stderr, reason = "this is how a build script speaks")]
    pub fn build_script(&self) {
        let generated = self.generate();
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
        report_manifest(&generated);
        let written = out_dir().and_then(|out| write_module(&out, &module_name(self), &generated.files));
        if let Err(error) = written {
            eprintln!("stubsmith: {error}");
            process::exit(1);
        }
    }
}

/// The name of the module that is declared.
fn module_name(config: &Config) -> String {
    let stem = config.inputs.first().and_then(|input| input.file_stem());
    let name = config.name.clone().or_else(|| stem.map(|stem| stem.to_string_lossy().into_owned()));
    names::module_name(&name.unwrap_or_default())
}

/// What cargo is to watch for a path that was read or looked for. A file that is not there it would take
/// for changed each time: the folder that would hold it is watched, unless it holds what is built as well.
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

/// The order of properties is the author's choice: it needs no warning in each build.
const CHOSEN: &str = "preserve_order";

/// A manifest that changes may lack something, or nothing any more: it is always watched.
#[expect(clippy::print_stdout, reason = "this is how a build script speaks")]
fn report_manifest(generated: &Generated) {
    let path = Path::new("Cargo.toml");
    println!("cargo::rerun-if-changed={}", path.display());
    // Cargo has read the manifest before it runs this: what cannot be read here is not the author's mistake.
    let Ok(Some(manifest)) = Manifest::read(path) else { return };
    for path in manifest.paths().iter().skip(1) {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    let mut dependencies = generated.dependencies.clone();
    for dependency in &mut dependencies {
        dependency.features.retain(|feature| *feature != CHOSEN);
    }
    for lack in manifest.lacks(&dependencies, &generated.named_crates) {
        println!("cargo::warning=Cargo.toml {lack}");
    }
}

fn out_dir() -> io::Result<PathBuf> {
    let out = env::var_os("OUT_DIR").map(PathBuf::from);
    out.ok_or_else(|| io::Error::other("`OUT_DIR` is not set: this is for build scripts"))
}

/// The folder, and the file that declares it as a module. An included file may not have a module
/// beside it, which is why the path in there is absolute.
fn write_module(out: &Path, name: &str, files: &[crate::File]) -> io::Result<()> {
    let folder = out.join(name);
    write::write(&folder, files)?;
    let root = folder.join("mod.rs");
    let path = root.to_str().ok_or_else(|| io::Error::other("`OUT_DIR` is not UTF-8"))?;
    let entry = format!("{}.\n\n#[path = {path:?}]\npub mod {name};\n", crate::HEADER);
    let file = crate::File { path: format!("{name}.rs"), text: entry };
    write::write_one(out, &file)
}
