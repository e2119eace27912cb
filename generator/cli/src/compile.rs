//! Compiles the author's package with the new generated code: in a copy of its workspace, so that no file of the author
//! changes.

use crate::attribute::attribute;
use crate::finding::{Finding, finding};
use serde_json::Value;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use stubsmith::{Change, CompileError, Config, Manifest, Verdict};
use tempfile::TempDir;

/// Compiles the package in a folder, and sets the verdicts for builds: a change with errors breaks the build. The compiler
/// stops after a phase with errors, so the other changes are safe only if there are no errors. Returns the errors that
/// belong to no change.
///
/// # Errors
/// I/O errors, and failures of cargo other than errors in code.
pub(crate) fn prove(
    package: &Path,
    (old, new): (&Config, &Config),
    changes: &mut [Change],
) -> io::Result<Vec<CompileError>> {
    let workspace = Workspace::copy(package)?;
    let known = workspace.check()?;
    workspace.replace(old, new, changes)?;
    let mut findings = workspace.check()?;
    let is_known = |finding: &Finding| {
        known.iter().any(|known| {
            (&known.error.code, &known.error.message) == (&finding.error.code, &finding.error.message)
                && known.error.position.path == finding.error.position.path
        })
    };
    findings.retain(|finding| !is_known(finding));
    let compiles = findings.is_empty() && known.is_empty();
    let rest = attribute(findings, changes);
    for change in changes {
        if !change.rustc.is_empty() {
            change.build = Verdict::Breaks;
        // The crate is missing in the author's manifest, but not in the copy.
        } else if compiles && change.rule.id != "dependency-needed" {
            change.build = Verdict::Safe;
        }
    }
    Ok(rest)
}

/// A copy of a workspace.
struct Workspace {
    folder: TempDir,
    /// The package, relative to the root.
    package: PathBuf,
    /// The folder of build output, which is kept for the next run.
    target: PathBuf,
}

/// The code of a generated module or crate.
struct Module {
    folder: PathBuf,
    is_crate: bool,
}

impl Workspace {
    fn copy(package: &Path) -> io::Result<Self> {
        let manifest = package.join("Cargo.toml");
        let output = Command::new("cargo")
            .args(["metadata", "--no-deps", "--format-version", "1", "--manifest-path"])
            .arg(&manifest)
            .output()?;
        let metadata: Value = serde_json::from_slice(&output.stdout).map_err(|_| {
            let message = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            io::Error::other(format!("cargo does not read `{}`: {message}", manifest.display()))
        })?;
        let path =
            |key: &str| fs::canonicalize(metadata.get(key).and_then(Value::as_str).unwrap_or_default());
        let root = path("workspace_root")?;
        let target =
            PathBuf::from(metadata.get("target_directory").and_then(Value::as_str).unwrap_or_default());
        let inside = fs::canonicalize(package)?.strip_prefix(&root).map(Path::to_owned).unwrap_or_default();
        let folder = TempDir::new()?;
        copy_folder(&root, folder.path(), &[&target, &root.join(".git")])?;
        Ok(Self { folder, package: inside, target: target.join("stubsmith-diff") })
    }

    /// Returns the errors of the package.
    fn check(&self) -> io::Result<Vec<Finding>> {
        let output = Command::new("cargo")
            .args(["check", "--message-format=json"])
            .current_dir(self.folder.path().join(&self.package))
            .env("CARGO_TARGET_DIR", &self.target)
            .output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        let messages: Vec<Value> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        let finished = messages.iter().find(|message| reason(message) == "build-finished");
        let compiled = messages.iter().filter(|message| reason(message) == "compiler-message");
        let findings: Vec<Finding> =
            compiled.filter_map(|message| finding(message.get("message")?, self.folder.path())).collect();
        // Cargo has failed before it compiled the package, or something else than code has, such as a build script.
        let is_proved = finished.is_some_and(|message| {
            let success = message.get("success").and_then(Value::as_bool);
            success == Some(findings.is_empty())
        });
        if !is_proved {
            let message = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            return Err(io::Error::other(format!("cargo cannot compile the package: {message}")));
        }
        Ok(findings)
    }

    /// Replaces the generated code in the copy, and adds the crates that it needs.
    fn replace(&self, old: &Config, new: &Config, changes: &[Change]) -> io::Result<()> {
        let mut modules = Vec::new();
        find_modules(self.folder.path(), &mut modules)?;
        let (before, after) = (old.generate().files, new.generate());
        let has_modules = !modules.is_empty();
        // Code of other specs stays.
        modules.retain(|module| module.has(&before) || module.has(&after.files));
        if has_modules && modules.is_empty() {
            let message = "the package has generated code, but not that of the old spec: generate it again, with the \
                           settings in `stubsmith.yaml`";
            return Err(io::Error::other(message));
        }
        // Without such code, a build script generates it.
        for module in &modules {
            stubsmith::write(&module.folder, &module.files(after.files.clone()))?;
        }
        let needed = changes.iter().filter(|change| change.rule.id == "dependency-needed");
        let needed: Vec<&str> = needed.flat_map(|change| &change.names).map(String::as_str).collect();
        let lines: Vec<String> = after
            .dependencies
            .iter()
            .filter(|one| needed.contains(&one.name))
            .map(|one| one.line() + "\n")
            .collect();
        let packages = modules.iter().map(|module| module.folder.clone());
        for folder in packages.chain([self.folder.path().join(&self.package)]) {
            add_crates(&folder, &lines)?;
        }
        Ok(())
    }
}

impl Module {
    /// Returns whether the folder has exactly these files.
    fn has(&self, files: &[stubsmith::File]) -> bool {
        let difference = stubsmith::compare(&self.folder, &self.files(files.to_vec()));
        difference.is_ok_and(|difference| {
            difference.stale.is_empty() && difference.missing.is_empty() && difference.left_over.is_empty()
        })
    }

    fn files(&self, mut files: Vec<stubsmith::File>) -> Vec<stubsmith::File> {
        for file in files.iter_mut().filter(|file| self.is_crate && file.path == "mod.rs") {
            "lib.rs".clone_into(&mut file.path);
        }
        files
    }
}

/// Adds crates to the manifest of the package that contains a folder.
fn add_crates(folder: &Path, lines: &[String]) -> io::Result<()> {
    let Some(path) = folder.ancestors().map(|folder| folder.join("Cargo.toml")).find(|path| path.exists())
    else {
        return Ok(());
    };
    let Some(manifest) = Manifest::read(&path)? else { return Ok(()) };
    let mut text = fs::read_to_string(&path)?;
    if manifest.package_name().is_none() || !text.contains("[dependencies]\n") {
        return Ok(());
    }
    for line in lines {
        let name = line.split([' ', '=']).next().unwrap_or_default();
        if !text.lines().any(|known| known.split([' ', '=', '.']).next() == Some(name)) {
            text = text.replacen("[dependencies]\n", &format!("[dependencies]\n{line}"), 1);
        }
    }
    fs::write(&path, text)
}

/// Copies the files of a folder, except those of some folders.
fn copy_folder(from: &Path, to: &Path, except: &[&Path]) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let Some(name) = path.file_name() else { continue };
        if except.contains(&path.as_path()) {
            continue;
        }
        if path.is_dir() {
            copy_folder(&path, &to.join(name), except)?;
        } else if path.is_file() {
            fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}

/// Finds the folders whose root file is generated.
fn find_modules(folder: &Path, found: &mut Vec<Module>) -> io::Result<()> {
    for (name, is_crate) in [("mod.rs", false), ("lib.rs", true)] {
        let text = fs::read(folder.join(name)).unwrap_or_default();
        // The modules inside a generated one have the same header.
        if text.starts_with(stubsmith::HEADER.as_bytes()) {
            found.push(Module { folder: folder.to_owned(), is_crate });
            return Ok(());
        }
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            find_modules(&path, found)?;
        }
    }
    Ok(())
}

fn reason(message: &Value) -> &str {
    message.get("reason").and_then(Value::as_str).unwrap_or_default()
}
