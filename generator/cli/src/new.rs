//! The command `new`: writes the package of a new server into an empty folder.

use crate::arguments::NewArguments;
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};
use std::{fs, io};
use stubsmith::{File, Manifest, Package};

/// Whether cargo finds this version of Stubsmith in a registry.
const IS_PUBLISHED: bool = false;

/// The files of a folder that counts as empty. `git init` and `cargo` create them.
const ALLOWED: [&str; 2] = [".git", ".gitignore"];

/// Returns the settings of the package.
///
/// # Errors
/// The folder is not empty, or an argument is wrong.
pub(crate) fn package(arguments: &NewArguments) -> io::Result<Package> {
    check_empty(&arguments.dir)?;
    if arguments.spec.is_dir() {
        let spec = arguments.spec.display();
        return Err(io::Error::other(format!("the spec `{spec}` is a folder: name its document")));
    }
    let name = match &arguments.crate_name {
        Some(name) => name.clone(),
        None => std::path::absolute(&arguments.dir)?
            .components()
            .next_back()
            .map(|last| last.as_os_str().to_string_lossy().into_owned())
            .unwrap_or_default(),
    };
    let package = Package::new(name.as_str())
        .map_err(|error| io::Error::other(format!("`{name}` cannot be the name of the package, because {error}; choose another one with `--crate NAME`")))?;
    let package = package.docs_page(arguments.docs_page);
    match &arguments.stubsmith_path {
        Some(folder) => Ok(package.generator_path(&generator(folder, &arguments.dir)?)),
        None if IS_PUBLISHED => Ok(package),
        None => Err(io::Error::other(
            "this version of Stubsmith is not published yet, so cargo would not find it: add `--stubsmith-path DIR` with the folder of its repository",
        )),
    }
}

/// Rejects a folder that has files.
fn check_empty(folder: &Path) -> io::Result<()> {
    let shown = folder.display();
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(_) if folder.is_file() => {
            return Err(io::Error::other(format!(
                "`{shown}` is a file: name the folder of the new package first, and then the spec"
            )));
        }
        Err(error) => return Err(io::Error::new(error.kind(), format!("`{shown}`: {error}"))),
        Ok(entries) => entries,
    };
    for entry in entries {
        let name = entry?.file_name();
        if !ALLOWED.iter().any(|allowed| name == *allowed) {
            let name = name.display();
            return Err(io::Error::other(format!(
                "the folder `{shown}` is not empty: it has `{name}`; `new` needs an empty folder, and copies the spec there"
            )));
        }
    }
    Ok(())
}

/// Returns the folder of the crate `stubsmith`, as a package in `from` names it: a relative path if the author writes
/// one.
fn generator(folder: &Path, from: &Path) -> io::Result<String> {
    let folders = [folder.to_owned(), folder.join("generator")];
    let is_crate = |folder: &&PathBuf| {
        let manifest = Manifest::read(&folder.join("Cargo.toml")).ok().flatten();
        manifest.is_some_and(|manifest| manifest.package_name() == Some("stubsmith"))
    };
    let Some(found) = folders.iter().find(is_crate) else {
        let shown = folder.display();
        return Err(io::Error::other(format!(
            "`{shown}` has no crate `stubsmith`: name the folder of the repository"
        )));
    };
    let path = if found.is_absolute() { found.clone() } else { relative(found, from)? };
    path.to_str().map(str::to_owned).ok_or_else(|| io::Error::other("`--stubsmith-path` is not UTF-8"))
}

/// Returns the path from one folder to another one.
fn relative(to: &Path, from: &Path) -> io::Result<PathBuf> {
    let (to, from) = (resolved(to)?, resolved(from)?);
    let shared = to.components().zip(from.components()).take_while(|(one, other)| one == other).count();
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    Ok(up.chain(to.components().skip(shared)).collect())
}

/// Returns the path without symlinks. The end of the path does not have to exist.
fn resolved(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    let mut existing = path.as_path();
    loop {
        if let Ok(found) = existing.canonicalize() {
            let rest = path.strip_prefix(existing).unwrap_or(Path::new(""));
            return Ok(found.join(rest));
        }
        existing = existing.parent().ok_or_else(|| io::Error::other("the path has no folder that exists"))?;
    }
}

/// Formats the Rust files with rustfmt, as `cargo new` does. Without rustfmt, they stay as they are.
pub(crate) fn format(files: &mut [File], folder: &Path) {
    let folders = std::path::absolute(folder);
    let existing = folders.iter().flat_map(|folder| folder.ancestors()).find(|folder| folder.is_dir());
    let is_rust =
        |file: &&mut File| Path::new(&file.path).extension().is_some_and(|extension| extension == "rs");
    for file in files.iter_mut().filter(is_rust) {
        if let Ok(text) = rustfmt(&file.text, existing.unwrap_or(Path::new("."))) {
            file.text = text;
        }
    }
}

fn rustfmt(text: &str, folder: &Path) -> io::Result<String> {
    let mut command = Command::new("rustfmt");
    let command = command.args(["--edition", "2024"]).current_dir(folder);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    // rustfmt reads everything before it writes, so the pipes cannot block each other.
    child.stdin.take().map(|mut input| input.write_all(text.as_bytes())).transpose()?;
    let output = child.wait_with_output()?;
    let formatted = String::from_utf8(output.stdout).map_err(io::Error::other)?;
    if output.status.success() && !formatted.is_empty() {
        return Ok(formatted);
    }
    Err(io::Error::other("rustfmt has failed"))
}

/// Writes the files of the package. If one of them cannot be written, those before it are removed again.
///
/// # Errors
/// I/O errors, and a file that exists.
pub(crate) fn write(folder: &Path, files: &[File]) -> io::Result<()> {
    let mut written = Written::default();
    let outcome = files.iter().try_for_each(|file| {
        let path = folder.join(&file.path);
        // `git init` may have created one.
        if ALLOWED.contains(&file.path.as_str()) && path.exists() {
            return Ok(());
        }
        let named = |error: io::Error| io::Error::new(error.kind(), format!("`{}`: {error}", path.display()));
        written.create_folder(path.parent().unwrap_or(folder)).map_err(named)?;
        written.create(&path, &file.text).map_err(named)
    });
    if outcome.is_err() {
        written.remove();
    }
    outcome
}

/// The files and folders that this run has created.
#[derive(Default)]
struct Written {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Written {
    fn create_folder(&mut self, folder: &Path) -> io::Result<()> {
        if folder.as_os_str().is_empty() || folder.is_dir() {
            return Ok(());
        }
        self.create_folder(folder.parent().unwrap_or(Path::new("")))?;
        fs::create_dir(folder)?;
        self.folders.push(folder.to_owned());
        Ok(())
    }

    fn create(&mut self, path: &Path, text: &str) -> io::Result<()> {
        let mut file = fs::File::create_new(path)?;
        self.files.push(path.to_owned());
        file.write_all(text.as_bytes())
    }

    /// Removes everything again. A file that cannot be removed stays.
    fn remove(&self) {
        self.files.iter().for_each(|file| drop(fs::remove_file(file)));
        self.folders.iter().rev().for_each(|folder| drop(fs::remove_dir(folder)));
    }
}
