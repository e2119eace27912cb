//! A spec in a revision of git. All of its files are copied to a temporary folder, so that the working
//! tree has no effect.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::process::Command;
use stubsmith::{Change, Config};
use tempfile::TempDir;

/// The files of a spec in a revision.
#[derive(Debug)]
pub(crate) struct Revision {
    folder: TempDir,
    name: String,
    /// The spec, in the folder.
    pub spec: PathBuf,
    /// The ref root, in the folder.
    pub ref_root: Option<PathBuf>,
}

impl Revision {
    /// Copies the spec `REV:PATH`, and each file that it refers to. A path that starts with `./` is relative to the
    /// working directory, as in git; others are relative to the root of the repository.
    ///
    /// # Errors
    /// Git cannot be run, or has no such file.
    pub(crate) fn read(from: &str, ref_root: Option<&Path>) -> io::Result<Self> {
        let Some((name, path)) =
            from.split_once(':').filter(|(name, _)| !name.is_empty() && !name.starts_with('-'))
        else {
            return Err(io::Error::other(format!("`{from}` is not a spec in a revision: write `REV:PATH`")));
        };
        let prefix = git(&["rev-parse", "--show-prefix"])?;
        let prefix = PathBuf::from(String::from_utf8_lossy(&prefix).trim());
        let is_relative = path.starts_with("./") || path.starts_with("../");
        let path = if is_relative { normal(&prefix.join(path)) } else { normal(Path::new(path)) };
        let folder = TempDir::new()?;
        let root = fs::canonicalize(folder.path())?;
        let ref_root = ref_root.map(|own| root.join(normal(&prefix.join(own))));
        let revision = Self { name: name.to_owned(), spec: root.join(&path), ref_root, folder };
        revision.copy(&root, &path)?;
        revision.copy_references(&root)?;
        Ok(revision)
    }

    /// Copies a file.
    fn copy(&self, root: &Path, path: &Path) -> io::Result<()> {
        let object =
            path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        let content = git(&["cat-file", "blob", &format!("{}:{object}", self.name)])?;
        let target = root.join(path);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(target, content)
    }

    /// Copies the files that the generator looks for, until it looks for no other one. The generator reports those that the
    /// revision does not have.
    fn copy_references(&self, root: &Path) -> io::Result<()> {
        let mut tried = HashSet::new();
        loop {
            let config = self.ref_root.iter().fold(Config::new(&self.spec), Config::ref_root);
            let mut copied = 0;
            for path in config.bundle(None, false).paths {
                let Ok(inside) = path.strip_prefix(root).map(normal) else { continue };
                if !path.exists() && tried.insert(inside.clone()) && self.copy(root, &inside).is_ok() {
                    copied += 1;
                }
            }
            if copied == 0 {
                return Ok(());
            }
        }
    }

    /// Names the files of the revision as git does, in place of the temporary ones.
    pub(crate) fn rename(&self, text: &str) -> String {
        let folder = fs::canonicalize(self.folder.path()).unwrap_or_else(|_| self.folder.path().to_owned());
        text.replace(
            &format!("{}{}", folder.display(), std::path::MAIN_SEPARATOR),
            &format!("{}:", self.name),
        )
    }

    /// Names the files in the old places of changes.
    pub(crate) fn rename_places(&self, changes: &mut [Change]) {
        for spot in changes.iter_mut().filter_map(|change| change.old.as_mut()) {
            spot.position.path = self.rename(&spot.position.path);
        }
    }
}

/// Runs git and returns its output.
fn git(arguments: &[&str]) -> io::Result<Vec<u8>> {
    let output = Command::new("git")
        .args(arguments)
        .output()
        .map_err(|error| io::Error::other(format!("git cannot be run: {error}")))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let message = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(io::Error::other(format!("`git {}` failed: {message}", arguments.join(" "))))
}

/// Returns the path without `.` and `..`.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(normal.pop()),
            Component::Normal(name) => normal.push(name),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    normal
}
