//! Compares the code generated from a bundle with that of its spec: shared by the tests of bundles.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use stubsmith::{Config, Generated, Style};
use tempfile::TempDir;

/// The result for a spec.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The spec gives no code.
    Rejected,
    /// The bundle gives the same code, except for the places in its documentation.
    Same,
    /// The bundle gives the same code, and types for schemas that the code of the spec has no types for.
    More,
    /// There is no bundle, for this reason.
    None(String),
    /// The first difference.
    Different(String),
}

/// Compares the code generated with these options, and returns the number of files of the spec.
pub fn compare(spec: &Path, ref_root: &Path, options: fn(Config) -> Config) -> (Outcome, usize) {
    let config = options(Config::new(spec)).ref_root(ref_root);
    let generated = config.generate();
    let count = generated.paths.iter().filter(|path| path.is_file()).count();
    if generated.files.is_empty() {
        return (Outcome::Rejected, count);
    }
    let bundle = config.bundle(None, false);
    let Some(file) = bundle.files.first() else { return (Outcome::None(first_error(&bundle)), count) };
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(spec.file_name().unwrap());
    fs::write(&path, &file.text).unwrap();
    let config = options(Config::new(&path));
    let again = config.generate();
    if again.files.is_empty() {
        return (Outcome::Different(first_error(&again)), count);
    }
    let twice = config.bundle(None, false);
    if twice.files.first().is_none_or(|twice| twice.text != file.text) {
        return (Outcome::Different("the bundle of the bundle differs".to_owned()), count);
    }
    (difference(&generated, &again), count)
}

/// The code and the message of the first error.
fn first_error(generated: &Generated) -> String {
    let report = generated.report.render(Style::Short);
    let line = report.lines().find_map(|line| line.split_once(" error[")).map_or("", |(_, rest)| rest);
    line.replacen(']', "", 1)
}

/// The generated files without their first line, which names the input.
fn files(generated: &Generated) -> BTreeMap<&str, Vec<String>> {
    let text = |text: &str| text.lines().skip(1).map(without_places).collect();
    generated.files.iter().map(|file| (file.path.as_str(), text(&file.text))).collect()
}

/// A line of documentation without its places.
fn without_places(line: &str) -> String {
    if !line.trim_start().starts_with("//") {
        return line.to_owned();
    }
    if line.trim_start().starts_with("/// Schema `") {
        return "/// Schema".to_owned();
    }
    let ends = |text: &str| [".json", ".yaml", ".yml"].iter().any(|ending| text.ends_with(ending));
    let parts = line.split('`').map(|part| if part.contains('#') || ends(part) { "PLACE" } else { part });
    parts.collect::<Vec<_>>().join("`")
}

fn difference(spec: &Generated, bundle: &Generated) -> Outcome {
    let (spec, bundle) = (files(spec), files(bundle));
    let mut outcome = Outcome::Same;
    for (path, lines) in &spec {
        let others = bundle.get(path).map_or(&[][..], Vec::as_slice);
        if others == lines.as_slice() {
            continue;
        }
        outcome = Outcome::More;
        let mut rest = others.iter();
        // Imports and lists of modules have the names of the other types, too.
        let is_list =
            |line: &str| ["use ", "pub use ", "mod ", "pub mod "].iter().any(|word| line.starts_with(word));
        let lost = lines.iter().find(|line| !is_list(line) && !rest.any(|other| other == *line));
        if let Some(lost) = lost {
            return Outcome::Different(format!("{path}: `{}`", lost.trim()));
        }
    }
    if bundle.len() > spec.len() { Outcome::More } else { outcome }
}
