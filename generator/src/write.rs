//! WRITE: takes files, and makes a folder hold them, or says how it differs. Writes only what changed,
//! each file at once; touches nothing that does not carry the header of what is generated.

use crate::output::{File, HEADER};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// How a folder differs from what would be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Files that are not there.
    pub missing: Vec<PathBuf>,
    /// Files that hold something else.
    pub stale: Vec<PathBuf>,
    /// Files that were generated once, and would not be now.
    pub left_over: Vec<PathBuf>,
}

impl Difference {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.missing.is_empty() && self.stale.is_empty() && self.left_over.is_empty()
    }
}

/// Compares a folder with what would be written into it.
///
/// # Errors
/// What the file system says, and files in the way that are not generated ones.
pub fn compare(folder: &Path, files: &[File]) -> io::Result<Difference> {
    let mut difference = Difference::default();
    for file in files {
        let path = folder.join(&file.path);
        check_inside(folder, &path)?;
        match fs::read_to_string(&path) {
            Ok(text) if text == file.text => {}
            Ok(text) if text.starts_with(HEADER) => difference.stale.push(path),
            Ok(_) => return Err(not_ours(&path)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => difference.missing.push(path),
            Err(error) => return Err(named(&path, &error)),
        }
    }
    let wanted: BTreeSet<PathBuf> = files.iter().map(|file| folder.join(&file.path)).collect();
    let folders: BTreeSet<PathBuf> = wanted
        .iter()
        .filter_map(|path| path.parent().map(Path::to_owned))
        .chain([folder.to_owned()])
        .collect();
    for inside in folders {
        difference.left_over.extend(generated_in(&inside)?.into_iter().filter(|path| !wanted.contains(path)));
    }
    Ok(difference)
}

/// Writes what differs, and removes what is left over.
///
/// # Errors
/// What the file system says, and files in the way that are not generated ones: nothing is written then.
pub fn write(folder: &Path, files: &[File]) -> io::Result<Difference> {
    let difference = compare(folder, files)?;
    for file in files {
        let path = folder.join(&file.path);
        if difference.missing.contains(&path) || difference.stale.contains(&path) {
            write_file(&path, &file.text)?;
        }
    }
    for path in &difference.left_over {
        fs::remove_file(path).map_err(|error| named(path, &error))?;
    }
    Ok(difference)
}

/// Writes one file of a folder, if it is another than it was.
///
/// # Errors
/// As [`write`].
pub fn write_one(folder: &Path, file: &File) -> io::Result<()> {
    let path = folder.join(&file.path);
    match fs::read_to_string(&path) {
        Ok(text) if text == file.text => Ok(()),
        Ok(text) if !text.starts_with(HEADER) => Err(not_ours(&path)),
        _ => write_file(&path, &file.text),
    }
}

/// Writes a file beside its place, and moves it there: a reader sees the old text or the new.
///
/// # Errors
/// What the file system says.
pub fn write_file(path: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|error| named(parent, &error))?;
    }
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(format!(".{}.tmp", std::process::id()));
    let temporary = PathBuf::from(temporary);
    let written = fs::write(&temporary, text).and_then(|()| fs::rename(&temporary, path));
    written.map_err(|error| {
        drop(fs::remove_file(&temporary));
        named(path, &error)
    })
}

/// A symlink must not lead out of the folder.
fn check_inside(folder: &Path, path: &Path) -> io::Result<()> {
    let Ok(root) = fs::canonicalize(folder) else { return Ok(()) };
    let mut inside = path;
    while let Some(parent) = inside.parent().filter(|_| inside != folder) {
        if let Ok(real) = fs::canonicalize(inside)
            && !real.starts_with(&root)
        {
            let message = format!("`{}` is a symlink that leaves the output folder", inside.display());
            return Err(io::Error::other(message));
        }
        inside = parent;
    }
    Ok(())
}

fn generated_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other.map_err(|error| named(folder, &error))?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let rust = path.extension().is_some_and(|extension| extension == "rs");
        let regular = fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_file());
        if rust && regular && fs::read_to_string(&path).is_ok_and(|text| text.starts_with(HEADER)) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn not_ours(path: &Path) -> io::Error {
    let message = format!("`{}` is in the way: it was not generated, and is not touched", path.display());
    io::Error::new(io::ErrorKind::AlreadyExists, message)
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("`{}`: {error}", path.display()))
}
