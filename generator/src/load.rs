//! LOAD: takes the input paths, and gives [`Sources`]: every file that they reach by `$ref`, each read and parsed once.
//! This is the only stage that reads the disk. It follows references to find files, and does not know what a file
//! means.

mod copies;
mod folder;
mod paths;
mod refs;

use crate::bounds;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place};
use crate::dialect::{Dialect, Version};
use crate::find_references::find_references;
use crate::parse;
use crate::places::Setting;
use crate::pointer::Pointer;
use crate::reference::{split, unescape};
use crate::resources::find_resources;
use crate::sources::{File, Sources};
use crate::suggest::did_you_mean;
pub(crate) use copies::paths_below_root;
use folder::files_below;
use paths::{absolute, common, normalise, parent, relative_path};
use refs::Refs;
use serde_json::Value;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Reads the settings file next to an input, or in an input folder, if there is one. It is the first of all files.
pub(crate) fn load_settings(input: &Path, name: &str, diagnostics: &mut Diagnostics) -> Sources {
    let path = if input.is_dir() { input.join(name) } else { parent(input).join(name) };
    let mut loader = Loader::new(Sources::default(), PathBuf::new(), &[]);
    loader.sources.name_options();
    loader.sources.looked_for.insert(path.clone());
    if path.exists() {
        loader.load_input(&path, diagnostics);
        loader.sources.inputs.clear();
    }
    loader.sources
}

/// Reports a ref root that is not a folder: no reference to another file could be followed.
pub(crate) fn check_root(root: &Path, origin: Place, diagnostics: &mut Diagnostics) {
    if !root.is_dir() {
        let message = format!("`ref-root: {}` is not a folder", root.display());
        let help = "write the folder that contains all files of the spec, relative to `stubsmith.yaml`, or to the working directory if it is an option";
        diagnostics.push(Diagnostic::new(codes::NO_SUCH_PLACE, origin, message).help(help));
    }
}

/// Reads the inputs and all files that they reach. The caller can amend each file before its references are followed.
pub(crate) fn load(
    sources: Sources,
    inputs: &[PathBuf],
    ref_root: Option<&Path>,
    refs: &[(Setting, PathBuf)],
    mut amend: impl FnMut(&mut Sources, FileId, &mut Diagnostics),
    diagnostics: &mut Diagnostics,
) -> Sources {
    let folders = inputs.iter().map(|input| if input.is_dir() { input.clone() } else { parent(input) });
    let root =
        ref_root.map(Path::to_owned).or_else(|| folders.reduce(|a, b| common(&a, &b))).unwrap_or_default();
    let root_shown = if root.as_os_str().is_empty() { Path::new(".") } else { &root };
    let root = fs::canonicalize(root_shown).unwrap_or_else(|_| root_shown.to_owned());
    let mut loader = Loader::new(sources, root, refs);
    root_shown.clone_into(&mut loader.sources.ref_root);
    for input in inputs {
        if input.is_dir() {
            loader.load_folder(input, diagnostics);
        } else {
            loader.load_input(input, diagnostics);
        }
    }
    // One input after the other: a file that does not declare its version has that of the first input that reaches it.
    // A schema that none of them reaches has that of the first one.
    let [documents, declared, others] = loader.inputs_by_kind();
    let document = documents.first().copied();
    let first = document.or(declared.first().copied());
    let declared = documents.into_iter().chain(declared).map(|input| (input, document));
    for (input, around) in declared.chain(others.into_iter().map(|input| (input, first))) {
        if let Some(around) = around {
            loader.sources.inherit_dialect(input, around);
        }
        loader.queue.push(input);
        while let Some(file) = loader.queue.pop() {
            amend(&mut loader.sources, file, diagnostics);
            loader.sources.find_dialect(file);
            loader.add_resources(file, diagnostics);
            loader.follow_references(file, diagnostics);
        }
    }
    loader.report_unresolved(diagnostics);
    loader.refs.finish(&loader.sources, diagnostics);
    loader.sources
}

struct Loader<'c> {
    sources: Sources,
    root: PathBuf,
    refs: Refs<'c>,
    queue: Vec<FileId>,
    values: usize,
    /// The references that lead to no file. A file that is read later can have a schema with this `$id`.
    unresolved: Vec<(Place, String, Diagnostic)>,
}

impl<'c> Loader<'c> {
    fn new(sources: Sources, root: PathBuf, refs: &'c [(Setting, PathBuf)]) -> Self {
        let refs = Refs::new(refs);
        Self { sources, root, refs, queue: Vec::new(), values: 0, unresolved: Vec::new() }
    }

    fn load_input(&mut self, path: &Path, diagnostics: &mut Diagnostics) {
        self.sources.looked_for.insert(path.to_owned());
        let shown = path.display();
        let outcome = fs::canonicalize(path).and_then(|canonical| Ok((read_text(&canonical)?, canonical)));
        match outcome {
            Ok((text, canonical)) => {
                let id = self.add(path.to_owned(), canonical, text, None, diagnostics);
                if !self.sources.inputs.contains(&id) {
                    self.sources.inputs.push(id);
                }
            }
            Err(error) => {
                let id = self.add_unread(path);
                let place = Place::value(id, Pointer::default());
                diagnostics.push(unreadable(&error, place, &shown.to_string(), "the spec"));
            }
        }
    }

    /// Every spec and schema file below a folder is an input.
    fn load_folder(&mut self, folder: &Path, diagnostics: &mut Diagnostics) {
        self.sources.looked_for.insert(folder.to_owned());
        let files = files_below(folder, "stubsmith.yaml");
        let before = self.sources.inputs.len();
        for file in files.iter().take(bounds::FILES) {
            self.load_input(file, diagnostics);
        }
        let found = self.sources.inputs.get(before..).unwrap_or_default().to_vec();
        self.sources.found.extend(found);
        let (code, message) = match files.len() {
            0 => (codes::MISSING_FILE, "this folder has no spec and no schema".to_owned()),
            count if count > bounds::FILES => {
                (codes::LIMIT, format!("this folder has {count} files; the limit is {}", bounds::FILES))
            }
            _ => return,
        };
        let place = Place::file(self.add_unread(folder));
        diagnostics.push(Diagnostic::new(code, place, message));
    }

    /// Finds the schemas of a file with an `$id`, and its own `$self`.
    fn add_resources(&mut self, file: FileId, diagnostics: &mut Diagnostics) {
        let dialect = self.sources.dialect(file);
        let value = self.sources.file(file).and_then(|file| file.value.as_ref());
        let Some(value) = value.filter(|_| dialect.version >= Version::OpenApi31) else { return };
        for resource in find_resources(file, value, dialect) {
            diagnostics.extend(self.sources.resources.add(resource));
        }
    }

    /// Returns the inputs that are documents, the schemas that declare their version, and the others.
    fn inputs_by_kind(&mut self) -> [Vec<FileId>; 3] {
        let is = |file: &FileId, is: fn(&Value) -> bool| {
            self.sources.file(*file).and_then(|file| file.value.as_ref()).is_some_and(is)
        };
        let is_document = |root: &Value| root.get("swagger").or(root.get("openapi")).is_some();
        let inputs = self.queue.iter().copied();
        let (documents, schemas) = inputs.partition(|file| is(file, is_document));
        let schemas: Vec<FileId> = schemas;
        let (declared, others) =
            schemas.into_iter().partition(|file| is(file, |root| Dialect::declared_by(root).is_some()));
        self.queue.clear();
        [documents, declared, others]
    }

    /// A file that could not be read still has a name to show.
    fn add_unread(&mut self, path: &Path) -> FileId {
        let id = FileId(u32::try_from(self.sources.files.len()).unwrap_or(u32::MAX));
        self.sources.files.push(File {
            path: path.to_owned(),
            text: String::new(),
            value: None,
            spans: None,
            referrer: None,
            dialect: None,
        });
        id
    }

    fn add(
        &mut self,
        path: PathBuf,
        canonical: PathBuf,
        text: String,
        referrer: Option<Place>,
        diagnostics: &mut Diagnostics,
    ) -> FileId {
        if let Some(known) = self.sources.by_path.get(&canonical) {
            return *known;
        }
        let id = FileId(u32::try_from(self.sources.files.len()).unwrap_or(u32::MAX));
        let parsed = parse::parse(id, &path, &text, diagnostics);
        self.values += parsed.values;
        self.sources.by_path.insert(canonical, id);
        self.sources.files.push(File {
            path,
            text,
            value: parsed.value,
            spans: parsed.spans,
            referrer,
            dialect: None,
        });
        self.queue.push(id);
        id
    }

    fn follow_references(&mut self, file: FileId, diagnostics: &mut Diagnostics) {
        let Some(source) = self.sources.file(file) else { return };
        let mut references = Vec::new();
        let Some(value) = &source.value else { return };
        let dialect = self.sources.dialect(file);
        find_references(value, dialect, &mut references);
        for (pointer, reference) in references {
            let place = Place::value(file, pointer);
            let is_found = self.sources.find_by_id(&place, &reference).is_some();
            if is_found || self.sources.find_resource(&place, &reference).is_some() {
                continue;
            }
            let path = self.file_part(file, &reference);
            if let Some((uri, mapped)) = self.map(file, path, &place) {
                self.follow_mapped(file, (path, uri), mapped, &place, &reference, diagnostics);
            } else if !path.is_empty() && !self.sources.resolved.contains_key(&(file, path.to_owned())) {
                match self.load_reference(file, path, &place, diagnostics) {
                    Ok(target) => drop(self.sources.resolved.insert((file, path.to_owned()), target)),
                    Err(diagnostic) => self.unresolved.push((place, reference, *diagnostic)),
                }
            }
        }
    }

    /// Returns the URI of a reference, and the path that settings map it to. A relative reference has a URI if an `$id`
    /// around it is its base. If it is also the path of a file, and the settings lead to none, it means that file.
    fn map(&mut self, file: FileId, path: &str, place: &Place) -> Option<(String, PathBuf)> {
        let uri = self.sources.resources.absolute_uri(place, path);
        let mapped = self.refs.find(&uri).filter(|_| !path.is_empty())?;
        let is_path = |own: PathBuf| own.is_file() && !mapped.is_file();
        let is_file = uri != path && self.path_of(file, path, place).is_ok_and(is_path);
        (!is_file).then_some((uri, mapped))
    }

    /// Loads a file that settings map a reference to.
    fn follow_mapped(
        &mut self,
        file: FileId,
        (path, uri): (&str, String),
        mapped: PathBuf,
        place: &Place,
        reference: &str,
        diagnostics: &mut Diagnostics,
    ) {
        let key = (file, path.to_owned());
        let is_known = match uri == path {
            true => self.sources.resolved.contains_key(&key),
            false => self.sources.by_uri.contains_key(&uri),
        };
        if is_known {
            return;
        }
        match self.load_path(file, mapped, path, place, diagnostics) {
            Ok(target) => {
                self.sources.mapped.insert(target);
                if uri != path {
                    self.sources.by_uri.insert(uri, target);
                }
                self.sources.resolved.entry(key).or_insert(target);
            }
            Err(diagnostic) => self.unresolved.push((place.clone(), reference.to_owned(), *diagnostic)),
        }
    }

    /// Reports the references that lead neither to a file nor, now that all files are read, to an `$id`.
    fn report_unresolved(&mut self, diagnostics: &mut Diagnostics) {
        for (place, reference, diagnostic) in std::mem::take(&mut self.unresolved) {
            let path = self.file_part(place.file, &reference).to_owned();
            if self.sources.find_resource(&place, &reference).is_some() {
                // Cargo runs a build script each time if a file that it looked for does not exist.
                let missing = self.path_of(place.file, &path, &place).unwrap_or_default();
                self.sources.looked_for.remove(&missing);
                continue;
            }
            let version = self.sources.dialect(place.file).version;
            let has_ids = version >= Version::OpenApi31;
            diagnostics.push(match self.sources.resources.uri_of(&place, &reference).filter(|_| has_ids) {
                Some(uri) if version >= Version::OpenApi32 => {
                    let diagnostic =
                        diagnostic.label(format!("no loaded file has the `$id` or `$self` `{uri}`"));
                    diagnostic.help("if another document has this `$self`, add the document as an input")
                }
                Some(uri) => diagnostic.label(format!("no schema has the `$id` `{uri}`")),
                None => diagnostic,
            });
            self.sources.reported.insert((place.file, path));
        }
    }

    /// The file part of a reference. A `#` without a pointer after it is part of the name, if there is such a file.
    fn file_part<'r>(&self, from: FileId, reference: &'r str) -> &'r str {
        let (path, fragment) = split(reference);
        if fragment.is_empty() || fragment.starts_with('/') {
            return path;
        }
        let folder = self.sources.file(from).map(|file| parent(&file.path)).unwrap_or_default();
        let there = unescape(reference).is_some_and(|name| folder.join(name).is_file());
        if there { reference } else { path }
    }

    fn load_reference(
        &mut self,
        from: FileId,
        reference: &str,
        place: &Place,
        diagnostics: &mut Diagnostics,
    ) -> Result<FileId, Box<Diagnostic>> {
        let path = self.path_of(from, reference, place)?;
        self.load_path(from, path, reference, place, diagnostics)
    }

    /// Loads the file that a reference means.
    fn load_path(
        &mut self,
        from: FileId,
        path: PathBuf,
        reference: &str,
        place: &Place,
        diagnostics: &mut Diagnostics,
    ) -> Result<FileId, Box<Diagnostic>> {
        if self.sources.looked_for.len() >= bounds::FILES {
            let message = format!(
                "there are more than {} references to other files; this one is not followed",
                bounds::FILES
            );
            return Err(Diagnostic::new(codes::LIMIT, place.clone(), message).into());
        }
        self.sources.looked_for.insert(path.clone());
        self.jail(&path, reference, place)?;
        let fail =
            |error: &io::Error| unreadable(error, place.clone(), &path.display().to_string(), "the file");
        let canonical =
            fs::canonicalize(&path).map_err(|error| self.suggest(fail(&error), from, reference, &path))?;
        if let Some(known) = self.sources.by_path.get(&canonical).copied() {
            self.sources.inherit_dialect(known, from);
            self.report_other_version(known, place, diagnostics);
            return Ok(known);
        }
        let text = read_text(&canonical).map_err(|error| fail(&error))?;
        Ok(self.add(path, canonical, text, Some(place.clone()), diagnostics))
    }

    fn path_of(&self, from: FileId, reference: &str, place: &Place) -> Result<PathBuf, Box<Diagnostic>> {
        let folder = self.sources.file(from).map(|file| parent(&file.path)).unwrap_or_default();
        Ok(normalise(&folder.join(relative_path(reference, place)?)))
    }

    /// Reports a reference from a file of one version to a file that follows another one, without saying so.
    fn report_other_version(&self, target: FileId, at: &Place, diagnostics: &mut Diagnostics) {
        let (from, to) = (self.sources.dialect(at.file), self.sources.dialect(target));
        let file = self.sources.file(target);
        let value = file.and_then(|file| file.value.as_ref());
        let expected = value.and_then(|root| Dialect::of_file(root, Some(from)));
        if expected.is_none_or(|expected| expected.version == to.version) {
            return;
        }
        let (from, to) = (from.version.name(), to.version.name());
        let message = format!("this file follows {from}, but the file that it refers to is read as {to}");
        let first = file.and_then(|file| file.referrer.clone());
        let diagnostic = Diagnostic::new(codes::MIXED_VERSIONS, at.clone(), message);
        diagnostics.push(
            first
                .into_iter()
                .fold(diagnostic, |diagnostic, first| diagnostic.and(first, "first referenced here")),
        );
    }

    /// Returns the probable meaning: a file next to it, or a definition of the same file.
    fn suggest(&self, diagnostic: Diagnostic, from: FileId, reference: &str, path: &Path) -> Diagnostic {
        let value = self.sources.file(from).and_then(|file| file.value.as_ref());
        let named = ["/definitions", "/components/schemas"].into_iter().find(|container| {
            let all = value.and_then(|value| value.pointer(container));
            all.is_some_and(|all| all.get(reference).is_some())
        });
        if let Some(container) = named {
            return diagnostic.help(format!("did you mean `#{container}/{reference}`?"));
        }
        let entries = fs::read_dir(parent(path)).into_iter().flatten().filter_map(Result::ok);
        let names: Vec<String> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match did_you_mean(&name, names.iter().map(String::as_str)) {
            Some(meant) => {
                let meant = reference.replace(&name, meant);
                diagnostic.help(format!("did you mean `{meant}`?"))
            }
            None => diagnostic,
        }
    }

    /// Rejects a reference that leaves the ref root, as written or, if the file exists, after resolving symlinks.
    fn jail(&self, path: &Path, reference: &str, place: &Place) -> Result<(), Box<Diagnostic>> {
        let folder = parent(path);
        let real =
            fs::canonicalize(path).or_else(|_| fs::canonicalize(&folder)).unwrap_or_else(|_| absolute(path));
        if real.starts_with(&self.root) {
            return Ok(());
        }
        let climbs = !absolute(path).starts_with(&self.root);
        let reached =
            if climbs { path.display().to_string() } else { format!("{} (a symlink)", path.display()) };
        let message = format!("the reference `{reference}` leaves the ref root");
        let help =
            "to allow it, set `--ref-root DIR` or `Config::ref_root` to a folder that contains both files";
        let diagnostic = Diagnostic::new(codes::OUTSIDE_ROOT, place.clone(), message);
        Err(diagnostic.label(format!("this is {reached}")).help(help).into())
    }
}

/// The text of a regular file, without a byte order mark.
pub(crate) fn read_text(path: &Path) -> io::Result<String> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    if metadata.len() > bounds::FILE_BYTES {
        let limit = bounds::FILE_BYTES / 1024 / 1024;
        return Err(io::Error::other(format!("it has {} bytes; the limit is {limit} MiB", metadata.len())));
    }
    let bytes = read_bounded(fs::File::open(path)?)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        io::Error::other(format!("it is not valid UTF-8 at byte {offset}"))
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The whole content. A file that grows during the read, or that does not report its size, is rejected.
fn read_bounded(source: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(bounds::FILE_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > bounds::FILE_BYTES {
        return Err(io::Error::other("it has more bytes than its reported size"));
    }
    Ok(bytes)
}

fn unreadable(error: &io::Error, place: Place, path: &str, what: &str) -> Diagnostic {
    match error.kind() {
        io::ErrorKind::NotFound => {
            Diagnostic::new(codes::MISSING_FILE, place, format!("{what} `{path}` does not exist"))
        }
        _ => {
            Diagnostic::new(codes::UNREADABLE_FILE, place, format!("{what} `{path}` cannot be read: {error}"))
        }
    }
}

#[cfg(test)]
#[path = "tests/load.rs"]
mod tests;
