//! WRITE: takes files, and updates a folder or reports how it differs. It writes only files that differ. It writes each
//! one to a temporary file first, and then renames that. It never changes files without the header of generated code.
//!
//! Guarantee for symlinks: the output folder, and each folder and file inside it that is written, read or removed, must
//! not be a symlink. This is checked before anything is written. If one of them is a symlink, the run fails. Folders
//! above the output folder may be symlinks. A file is created with a new, unpredictable name and then renamed, so that
//! a symlink that appears at its path in the meantime is replaced, not followed.
//!
//! Not guaranteed: if another process replaces a *folder* of the output with a symlink after the check, files are
//! written to the target of the symlink. Only folder handles that are opened without following symlinks would prevent
//! this, but the standard library does not have them. If other users can write to a folder, generate into a new one.

use crate::output::{File, HEADER};
use std::collections::BTreeSet;
use std::fs;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The differences between a folder and the generated files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// Files that do not exist in the folder.
    pub missing: Vec<PathBuf>,
    /// Files whose content differs.
    pub stale: Vec<PathBuf>,
    /// Generated files in the folder that are no longer part of the output.
    pub left_over: Vec<PathBuf>,
}

impl Difference {
    /// Returns `true` if there is no difference.
    pub fn is_empty(&self) -> bool {
        self.missing.is_empty() && self.stale.is_empty() && self.left_over.is_empty()
    }
}

/// Compares a folder with the files that would be written to it.
///
/// # Errors
/// Returns an error if reading fails, if a file to be written would replace one that is not generated code, or if the
/// folder or a path inside it is a symlink.
pub fn compare(folder: &Path, files: &[File]) -> io::Result<Difference> {
    check_symlink(folder)?;
    let mut difference = Difference::default();
    for file in files {
        let path = folder.join(&file.path);
        match state(folder, &path, &file.text)? {
            State::Same => {}
            State::Stale => difference.stale.push(path),
            State::Missing => difference.missing.push(path),
        }
    }
    let wanted: BTreeSet<PathBuf> = files.iter().map(|file| folder.join(&file.path)).collect();
    let folders: BTreeSet<PathBuf> = wanted
        .iter()
        .filter_map(|path| path.parent().map(Path::to_owned))
        .chain([folder.to_owned()])
        .collect();
    for inside in &folders {
        difference.left_over.extend(generated_in(inside)?.into_iter().filter(|path| !wanted.contains(path)));
        for module in modules_in(inside)?.into_iter().filter(|module| !folders.contains(module)) {
            add_left_over(&module, &mut difference.left_over)?;
        }
    }
    Ok(difference)
}

/// Adds the generated files of a module that is no longer part of the output, such as an API that no longer shares the
/// support code with others.
fn add_left_over(module: &Path, left_over: &mut Vec<PathBuf>) -> io::Result<()> {
    check_symlink(module)?;
    left_over.extend(generated_in(module)?);
    folders_in(module)?.iter().try_for_each(|inside| add_left_over(inside, left_over))
}

/// Writes files to a folder if they differ from those in it, and removes generated files that are no longer part of the
/// output. Returns the differences before the call.
///
/// # Errors
/// Returns an error if [`compare`] does, or if writing fails. If a check fails or the disk is full, no file is changed.
///
/// Symlinks are checked before anything is written. If another process replaces a folder of the output with a symlink
/// after the check, files are written to the target of the symlink.
pub fn write(folder: &Path, files: &[File]) -> io::Result<Difference> {
    let difference = compare(folder, files)?;
    let paths = files.iter().map(|file| (folder.join(&file.path), file));
    let differing = paths
        .filter(|(path, _)| difference.missing.contains(path) || difference.stale.contains(path))
        .map(|(path, file)| Written::next_to(path, &file.text));
    let written: Vec<Written> = differing.collect::<io::Result<_>>()?;
    written.iter().try_for_each(Written::take_place)?;
    for path in &difference.left_over {
        fs::remove_file(path).map_err(|error| named(path, &error))?;
    }
    Ok(difference)
}

/// Writes one file of a folder if it differs.
///
/// # Errors
/// Returns the same errors as [`write()`].
pub(crate) fn write_one(folder: &Path, file: &File) -> io::Result<()> {
    let path = folder.join(&file.path);
    match state(folder, &path, &file.text)? {
        State::Same => Ok(()),
        State::Stale | State::Missing => write_file(&path, &file.text),
    }
}

/// Writes a file atomically: it writes a temporary file in the same folder, and then renames it, so other processes see
/// either the old text or the new one. A symlink at the path is replaced, not followed.
///
/// # Errors
/// Returns an error if the file cannot be written.
pub fn write_file(path: &Path, text: &str) -> io::Result<()> {
    Written::next_to(path.to_owned(), text)?.take_place()
}

/// A file that is written but not renamed yet.
struct Written {
    temporary: PathBuf,
    path: PathBuf,
}

impl Written {
    fn next_to(path: PathBuf, text: &str) -> io::Result<Self> {
        let parent = path.parent().unwrap_or(Path::new(""));
        fs::create_dir_all(parent).map_err(|error| named(parent, &error))?;
        let (temporary, mut file) = create_in(parent).map_err(|error| named(&path, &error))?;
        let written = Self { temporary, path };
        file.write_all(text.as_bytes()).map_err(|error| named(&written.path, &error))?;
        Ok(written)
    }

    fn take_place(&self) -> io::Result<()> {
        fs::rename(&self.temporary, &self.path).map_err(|error| named(&self.path, &error))
    }
}

impl Drop for Written {
    /// After the rename, there is nothing to remove.
    fn drop(&mut self) {
        drop(fs::remove_file(&self.temporary));
    }
}

/// Creates a file with an unpredictable name. An existing file is not opened.
fn create_in(folder: &Path) -> io::Result<(PathBuf, fs::File)> {
    loop {
        let random = RandomState::new().build_hasher().finish();
        let path = folder.join(format!(".{random:016x}.tmp"));
        match fs::File::create_new(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            created => return created.map(|file| (path, file)),
        }
    }
}

enum State {
    Same,
    Stale,
    Missing,
}

/// Returns the state of the file at a path. Only regular files are opened, because others could block.
fn state(folder: &Path, path: &Path, text: &str) -> io::Result<State> {
    check_symlinks(folder, path)?;
    match fs::symlink_metadata(path) {
        Ok(metadata) if !metadata.is_file() => return Err(not_ours(path)),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::Missing),
        Err(error) => return Err(named(path, &error)),
    }
    let there = fs::read(path).map_err(|error| named(path, &error))?;
    match there {
        _ if there == text.as_bytes() => Ok(State::Same),
        _ if there.starts_with(HEADER.as_bytes()) => Ok(State::Stale),
        _ => Err(not_ours(path)),
    }
}

/// Rejects a folder that is a symlink, and symlinks between the folder and the path.
fn check_symlinks(folder: &Path, path: &Path) -> io::Result<()> {
    let inside = path.ancestors().take_while(|inside| *inside != folder);
    inside.chain([folder]).try_for_each(check_symlink)
}

/// Checks that a path is not a symlink.
///
/// # Errors
/// Returns an error if the path is a symlink.
pub fn check_symlink(path: &Path) -> io::Result<()> {
    // A path that ends in a separator would refer to the target of the symlink.
    let path: PathBuf = path.components().collect();
    if fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_symlink()) {
        let message = format!(
            "`{}` is a symlink, which is not followed; remove it, or choose another folder",
            path.display()
        );
        return Err(io::Error::other(message));
    }
    Ok(())
}

fn generated_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = entries(folder)?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "rs") && is_generated(path));
    Ok(paths)
}

/// Returns the folders of the modules that the generated root of a folder declares. Other folders may belong to other
/// outputs.
fn modules_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let roots = ["mod.rs", "lib.rs"].map(|root| folder.join(root));
    let roots = roots.iter().filter(|root| is_generated(root)).map(fs::read_to_string);
    let roots: String = roots.collect::<io::Result<_>>()?;
    let is_declared = |path: &Path| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        roots.lines().any(|line| line.trim_start_matches("pub ") == format!("mod {name};"))
    };
    let mut paths = folders_in(folder)?;
    paths.retain(|path| is_declared(path));
    Ok(paths)
}

fn folders_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = entries(folder)?;
    paths.retain(|path| fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir()));
    Ok(paths)
}

fn is_generated(path: &Path) -> bool {
    let is_regular = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file());
    is_regular && fs::read_to_string(path).is_ok_and(|text| text.starts_with(HEADER))
}

/// Returns the paths in a folder, sorted.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other.map_err(|error| named(folder, &error))?,
    };
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn not_ours(path: &Path) -> io::Error {
    let message = format!(
        "`{}` is in the way and is not generated code; move it, or choose another folder",
        path.display()
    );
    io::Error::new(io::ErrorKind::AlreadyExists, message)
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("`{}`: {error}", path.display()))
}
