//! MANIFEST: takes a `Cargo.toml`, and reports the dependencies of the generated code that are missing from it. It
//! parses TOML as cargo does, so comments do not count. It never writes.

use crate::diagnostic::in_words;
use crate::emit::crates::{DEFAULT, IMPLIED, known_crate};
use crate::load::read_text;
use crate::output::Dependency;
use serde_json::{Map, Value};
use std::io;
use std::path::{Path, PathBuf};

/// The feature that keeps the order of properties. It is the author's choice, so a missing feature is not worth a
/// warning on every run.
const CHOSEN: &str = "preserve_order";

/// The dependencies that a `Cargo.toml` declares.
#[derive(Clone, Debug)]
pub struct Manifest {
    table: Value,
    /// `[workspace.dependencies]` of the workspace root, if the root was found.
    workspace: Option<Value>,
    /// The files that were read.
    paths: Vec<PathBuf>,
}

/// A dependency on a crate.
struct Entry<'m> {
    own: &'m Value,
    /// The entry of the workspace that this one inherits.
    inherited: Option<&'m Value>,
}

impl Manifest {
    /// Reads a manifest and, if it inherits dependencies, the manifest of its workspace root. Returns `None` if the
    /// file does not exist.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read or is not valid TOML.
    pub fn read(path: &Path) -> io::Result<Option<Self>> {
        let text = match read_text(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(io::Error::new(error.kind(), format!("`{}`: {error}", path.display()))),
            Ok(text) => text,
        };
        let table = basic_toml::from_str(&text)
            .map_err(|error| io::Error::other(format!("`{}` cannot be read: {error}", path.display())))?;
        let mut manifest = Self { table, workspace: None, paths: vec![path.to_owned()] };
        if manifest.inherits() {
            manifest.read_workspace(path);
        }
        Ok(Some(manifest))
    }

    /// Returns the paths of the manifest and, if it was read, of the manifest of the workspace root.
    pub fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// Returns the name of the package, or `None` if the manifest has no package.
    pub fn package_name(&self) -> Option<&str> {
        self.table.get("package")?.get("name")?.as_str()
    }

    /// Returns a message for each missing crate, and for each crate with missing features.
    ///
    /// `named` lists the crates that are named only in settings, such as
    /// [`Generated::named_crates`](crate::Generated::named_crates). For these, any entry is enough, but a [well-known
    /// crate](crate::known_crate) also needs its feature for serde. Crates are identified by their names in code: `json
    /// = { package = "serde_json" }` counts only as `json`.
    pub fn lacks(&self, dependencies: &[Dependency], named: &[String]) -> Vec<String> {
        let named = named.iter().filter_map(|name| match known_crate(name) {
            Some(known) => self.lack(&known),
            None if self.entries(name).is_empty() => {
                Some(format!("lacks the crate `{name}`, which a setting uses"))
            }
            None => None,
        });
        dependencies.iter().filter_map(|dependency| self.lack(dependency)).chain(named).collect()
    }

    /// Returns the same messages as [`Manifest::lacks`], without those about features that are the author's choice: the
    /// order of properties, which `preserve_order` of `serde_json` keeps. For a manifest that the author writes.
    pub fn lacks_required(&self, dependencies: &[Dependency], named: &[String]) -> Vec<String> {
        let mut dependencies = dependencies.to_vec();
        for dependency in &mut dependencies {
            dependency.features.retain(|feature| *feature != CHOSEN);
        }
        self.lacks(&dependencies, named)
    }

    fn lack(&self, dependency: &Dependency) -> Option<String> {
        let line = dependency.line();
        let entries = self.entries(dependency.name);
        let lacking = entries.iter().map(|entry| entry.lacking(dependency));
        // There may be an entry for each target. The most complete one decides.
        match lacking.min_by_key(Vec::len).as_deref() {
            None => Some(format!("lacks this line under `[dependencies]`: {line}")),
            Some([]) => None,
            Some(features) => {
                let several = if features.len() == 1 { "feature" } else { "features" };
                let features = in_words(features, "and");
                Some(format!("lacks the {several} {features} of `{}`; write: {line}", dependency.name))
            }
        }
    }

    /// Returns the entries of `[dependencies]` and `[target.<target>.dependencies]`. Dependencies of tests and build
    /// scripts do not count.
    fn dependencies(&self) -> impl Iterator<Item = (&String, &Value)> {
        let targets = self.table.get("target").and_then(Value::as_object).into_iter().flat_map(Map::values);
        let tables = std::iter::once(&self.table).chain(targets);
        tables.filter_map(|table| table.get("dependencies")?.as_object()).flatten()
    }

    /// Returns the entries for a crate.
    fn entries(&self, name: &str) -> Vec<Entry<'_>> {
        let same = self.dependencies().filter(|(key, _)| in_code(key) == in_code(name));
        let entries = same.map(|(key, own)| {
            let inherited = self.workspace.as_ref().and_then(|workspace| workspace.get(key));
            Entry { own, inherited: inherited.filter(|_| is_inherited(own)) }
        });
        entries.collect()
    }

    fn inherits(&self) -> bool {
        self.dependencies().any(|(_, own)| is_inherited(own))
    }

    /// Looks for the workspace root as cargo does: at `package.workspace`, or in the enclosing folders. If it is not
    /// found, inherited entries count as complete.
    fn read_workspace(&mut self, path: &Path) {
        let Ok(path) = std::path::absolute(path) else { return };
        let Some(folder) = path.parent() else { return };
        let led = self.table.get("package").and_then(|package| package.get("workspace")?.as_str());
        let folders: Vec<PathBuf> = match led {
            Some(led) => vec![folder.join(led)],
            None => folder.ancestors().map(Path::to_owned).collect(),
        };
        for path in folders.iter().map(|folder| folder.join("Cargo.toml")) {
            let text = read_text(&path).unwrap_or_default();
            let table: Value = basic_toml::from_str(&text).unwrap_or_default();
            if let Some(workspace) = table.get("workspace") {
                self.workspace = workspace.get("dependencies").cloned();
                self.paths.push(path);
                return;
            }
        }
    }
}

impl Entry<'_> {
    /// Returns the features that the dependency needs but that nothing enables.
    fn lacking(&self, dependency: &Dependency) -> Vec<&'static str> {
        // If the workspace root was not found, the inherited entry may have any feature.
        if is_inherited(self.own) && self.inherited.is_none() {
            return Vec::new();
        }
        let by_default = self.has_default_features();
        let default_ones = DEFAULT.iter().filter(|(name, _)| *name == dependency.name);
        let default_ones: Vec<&str> =
            default_ones.flat_map(|(_, features)| features.iter().copied()).collect();
        let std = default_ones.contains(&"std").then_some("std").filter(|_| dependency.default_features);
        let lacking = dependency.features.iter().copied().chain(std).filter(|feature| {
            let implied = IMPLIED.iter().filter(|(name, ..)| *name == dependency.name);
            let mut ways = implied.filter(|(.., all)| all.contains(feature)).map(|(_, by, _)| *by);
            let has = self.lists(feature)
                || ways.any(|way| self.lists(way))
                || (by_default && default_ones.contains(feature));
            !has
        });
        lacking.collect()
    }

    fn lists(&self, feature: &str) -> bool {
        let lists = [Some(self.own), self.inherited].into_iter().flatten();
        let mut lists = lists.filter_map(|value| value.get("features")?.as_array()).flatten();
        lists.any(|other| other == feature)
    }

    /// For an inherited entry, the root decides, but a member can turn default features on.
    fn has_default_features(&self) -> bool {
        match self.inherited {
            Some(root) => default_features(self.own) == Some(true) || default_features(root) != Some(false),
            None => default_features(self.own) != Some(false),
        }
    }
}

fn default_features(value: &Value) -> Option<bool> {
    value.get("default-features").or_else(|| value.get("default_features"))?.as_bool()
}

/// `NAME.workspace = true`
fn is_inherited(own: &Value) -> bool {
    own.get("workspace") == Some(&Value::Bool(true))
}

/// Returns the name of a crate in code.
fn in_code(name: &str) -> String {
    name.replace('-', "_")
}
