//! Where the files go: a module folder, or a crate that owns its `src/`.

use crate::arguments::Target;
use std::path::{Path, PathBuf};
use std::{fs, io};
use stubsmith::{Dependency, Difference, File, Finding, Position, Severity};

/// The folder that the files belong to, and the files as they are called there.
pub fn place(target: &Target, mut files: Vec<File>) -> (PathBuf, Vec<File>) {
    if target.crate_name.is_none() {
        return (target.out.clone(), files);
    }
    for file in &mut files {
        if file.path == "mod.rs" {
            "lib.rs".clone_into(&mut file.path);
        }
    }
    (target.out.join("src"), files)
}

fn manifest(target: &Target) -> Option<(PathBuf, &str)> {
    target.crate_name.as_deref().map(|name| (target.out.join("Cargo.toml"), name))
}

/// Refuses a manifest that is there and is another crate's, before anything is written.
///
/// # Errors
/// That, and what the file system says.
pub fn check_manifest(target: &Target) -> io::Result<()> {
    let Some((path, name)) = manifest(target) else { return Ok(()) };
    let Some(table) = read_manifest(target)? else { return Ok(()) };
    let package = table.get("package").and_then(|package| package.get("name")).and_then(toml::Value::as_str);
    match package {
        Some(other) if other == name => Ok(()),
        other => {
            let is =
                other.map_or_else(|| "is no package".to_owned(), |other| format!("is the package `{other}`"));
            Err(io::Error::other(format!("`{}` {is}, not `{name}`", path.display())))
        }
    }
}

/// Writes the manifest of a new crate. Whether it did.
///
/// # Errors
/// What the file system says.
pub fn write_manifest(target: &Target, dependencies: &[Dependency]) -> io::Result<bool> {
    let Some((path, name)) = manifest(target).filter(|(path, _)| !path.exists()) else { return Ok(false) };
    let dependencies: String = dependencies.iter().map(|dependency| dependency.line() + "\n").collect();
    let text = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\nrust-version = \"1.85\"\npublish = false\n\n[dependencies]\n{dependencies}"
    );
    stubsmith::write_file(&path, &text)?;
    Ok(true)
}

/// What the crate's manifest lacks: its path, and what to say.
///
/// # Errors
/// What the file system says, and a manifest that is no TOML.
pub fn lacks(target: &Target, dependencies: &[Dependency]) -> io::Result<Vec<(PathBuf, String)>> {
    let (Some((path, _)), Some(table)) = (manifest(target), read_manifest(target)?) else {
        return Ok(Vec::new());
    };
    let there = table.get("dependencies");
    let lack = |dependency: &Dependency| {
        let found = there.and_then(|there| there.get(dependency.name));
        let has = found.is_some_and(|found| has_features(found, &dependency.features));
        (!has).then(|| (path.clone(), format!("lacks, under `[dependencies]`: {}", dependency.line())))
    };
    Ok(dependencies.iter().filter_map(lack).collect())
}

/// What differs from what would be generated, as findings.
pub fn differences(difference: &Difference) -> impl Iterator<Item = Finding> {
    let kinds = [
        (&difference.stale, "is not what would be generated"),
        (&difference.missing, "is missing"),
        (&difference.left_over, "is left over, and would not be generated"),
    ];
    kinds.into_iter().flat_map(|(paths, message)| paths.iter().map(move |path| stale(path, message)))
}

/// A file that is not as it would be generated.
pub fn stale(path: &Path, message: &str) -> Finding {
    Finding {
        code: "stale",
        severity: Severity::Error,
        message: message.to_owned(),
        position: Position { path: path.display().to_string(), line: 1, column: 1 },
        related: Vec::new(),
        chain: Vec::new(),
        help: Vec::new(),
    }
}

/// Features that a workspace gives are not seen here, and count as there.
fn has_features(dependency: &toml::Value, features: &[&str]) -> bool {
    let list = dependency.get("features").and_then(toml::Value::as_array);
    let named =
        |feature: &&str| list.is_some_and(|list| list.iter().any(|other| other.as_str() == Some(*feature)));
    let by_default =
        |feature: &&str| *feature == "matched-path" && dependency.get("default-features").is_none();
    let inherited = dependency.get("workspace").is_some();
    features.iter().all(|feature| inherited || named(feature) || by_default(feature))
}

fn read_manifest(target: &Target) -> io::Result<Option<toml::Table>> {
    let Some((path, _)) = manifest(target) else { return Ok(None) };
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(io::Error::new(error.kind(), format!("`{}`: {error}", path.display()))),
    };
    let wrong =
        |error: toml::de::Error| io::Error::other(format!("`{}`: {}", path.display(), error.message()));
    text.parse::<toml::Table>().map(Some).map_err(wrong)
}
