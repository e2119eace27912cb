//! The files of a run. LOAD creates them, and every later stage looks things up in them.

use crate::diagnostic::{FileId, Place};
use crate::dialect::swagger2::SWAGGER_2;
use crate::dialect::{Dialect, Log};
use crate::pointer::Pointer;
use crate::reference::{split, unescape};
use crate::resources::{Anchors, Resource, Resources};
use crate::spans::Spans;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

/// A file that was read.
#[derive(Debug)]
pub(crate) struct File {
    /// The path to show: relative to the working directory, like the inputs.
    pub path: PathBuf,
    pub text: String,
    /// None if the text could not be read or parsed, which is reported already.
    pub value: Option<Value>,
    /// The places of all values, for YAML. For JSON, the first report computes them.
    pub spans: Option<Spans>,
    /// The `$ref` that led here first. None for an input.
    pub referrer: Option<Place>,
    /// The version of the specification that its schemas follow. Known once its references are followed.
    pub dialect: Option<&'static Dialect>,
}

/// The id of the options of the caller.
const OPTIONS: FileId = FileId(u32::MAX);

/// Every file of a run, and the target of each reference in them.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    pub files: Vec<File>,
    /// The options of the caller, as a file without text.
    pub options: Option<File>,
    pub inputs: Vec<FileId>,
    /// The folder that contains all referenced files, as the caller writes it.
    pub ref_root: PathBuf,
    /// The inputs that are in a folder which is an input.
    pub found: HashSet<FileId>,
    /// The files by their canonical path.
    pub by_path: HashMap<PathBuf, FileId>,
    /// The file of each reference, by the file that contains it and its text before `#`.
    pub resolved: HashMap<(FileId, String), FileId>,
    /// The files of relative references whose base is an `$id`, and that settings map, by their URI.
    pub by_uri: HashMap<String, FileId>,
    /// The files that settings map URLs to.
    pub mapped: HashSet<FileId>,
    /// The references to files that could not be loaded, which are reported, in the same form.
    pub reported: HashSet<(FileId, String)>,
    pub looked_for: BTreeSet<PathBuf>,
    /// The schemas with an `$id` and the documents with a `$self`.
    pub resources: Resources,
    /// The anchors of each file that a reference by an anchor was looked up in.
    pub anchors: RefCell<HashMap<FileId, Anchors>>,
    /// The keywords that are read, if a report is requested.
    pub log: Option<Log>,
}

impl Sources {
    /// Returns the file.
    pub(crate) fn file(&self, id: FileId) -> Option<&File> {
        if id == OPTIONS { self.options.as_ref() } else { self.files.get(id.0 as usize) }
    }

    /// Returns the place of a diagnostic about an option of the program, or of `Config`.
    pub(crate) fn options_place(&self) -> Place {
        if self.options.is_some() { Place::file(OPTIONS) } else { self.first_place() }
    }

    /// Sets the name of the options in diagnostics.
    pub(crate) fn name_options(&mut self) {
        self.options = Some(File {
            path: PathBuf::from("options"),
            text: String::new(),
            value: None,
            spans: None,
            referrer: None,
            dialect: None,
        });
    }

    /// Returns the version of the specification that a file follows.
    pub(crate) fn dialect(&self, id: FileId) -> &'static Dialect {
        self.file(id).and_then(|file| file.dialect).unwrap_or(&SWAGGER_2)
    }

    /// Sets the version that a file declares, or else that of the file that refers to it.
    pub(crate) fn find_dialect(&mut self, id: FileId) {
        let Some(file) = self.file(id) else { return };
        let inherited = || file.referrer.as_ref().map(|referrer| self.dialect(referrer.file));
        let around = file.dialect.or_else(inherited);
        let dialect = file.value.as_ref().and_then(|root| Dialect::of_file(root, around)).or(around);
        if let Some(file) = self.files.get_mut(id.0 as usize) {
            file.dialect = dialect;
        }
    }

    /// Sets the version of an input that another file refers to, and that is not read yet.
    pub(crate) fn inherit_dialect(&mut self, id: FileId, from: FileId) {
        let dialect = self.dialect(from);
        if let Some(file) = self.files.get_mut(id.0 as usize) {
            file.dialect.get_or_insert(dialect);
        }
    }

    /// Returns the names of all files, by their ids.
    pub(crate) fn file_names(&self) -> Vec<String> {
        let names = self.files.iter().map(|file| file.path.file_name().unwrap_or_default());
        names.map(|name| name.to_string_lossy().into_owned()).collect()
    }

    /// Returns the value of a file, mutable, before any stage reads it.
    pub(crate) fn value_mut(&mut self, id: FileId) -> Option<&mut Value> {
        self.files.get_mut(id.0 as usize)?.value.as_mut()
    }

    /// Returns the start of the first input: the place of a diagnostic about all of them.
    pub(crate) fn first_place(&self) -> Place {
        Place::file(self.inputs.first().copied().unwrap_or(FileId(0)))
    }

    /// Returns a place as settings name it.
    pub(crate) fn setting_place(&self, place: &Place) -> String {
        let is_first = self.inputs.first() == Some(&place.file);
        let path = self.file(place.file).filter(|_| !is_first).map(|file| file.path.display().to_string());
        format!("{}#{}", path.unwrap_or_default(), place.pointer)
    }

    /// Returns every path that was read or looked for.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.looked_for.iter().map(PathBuf::as_path)
    }

    /// Returns the target of a reference at a place. `None` if loading has reported an error.
    pub(crate) fn resolve(&self, at: &Place, reference: &str) -> Option<(FileId, Pointer)> {
        if let Some(target) = self.find_by_id(at, reference) {
            return Some(target);
        }
        if self.find_resource(at, reference).is_some() {
            return None;
        }
        let (path, fragment) = split(reference);
        if let Some(file) = self.find_mapped(at, path) {
            return self.find_fragment(file, &Pointer::default(), &unescape(fragment)?);
        }
        if let Some(file) = self.resolved.get(&(at.file, reference.to_owned())) {
            return Some((*file, Pointer::default()));
        }
        let file = if path.is_empty() { at.file } else { *self.resolved.get(&(at.file, path.to_owned()))? };
        self.find_fragment(file, &Pointer::default(), &unescape(fragment)?)
    }

    /// Returns the file that settings map a relative reference to.
    fn find_mapped(&self, at: &Place, path: &str) -> Option<FileId> {
        let uri = (!self.by_uri.is_empty()).then(|| self.resources.absolute_uri(at, path))?;
        self.by_uri.get(&uri).copied()
    }

    /// Returns the target of a reference by the `$id` of a schema, if there is such a value.
    pub(crate) fn find_by_id(&self, at: &Place, reference: &str) -> Option<(FileId, Pointer)> {
        let (resource, fragment) = self.resources.find_target(at, reference)?;
        let (file, pointer) = self.find_fragment(resource.file, &resource.pointer, &fragment)?;
        lookup(self.file(file)?.value.as_ref()?, &pointer)?;
        Some((file, pointer))
    }

    /// Returns the schema whose `$id` a reference names, and the fragment in it.
    pub(crate) fn find_resource(&self, at: &Place, reference: &str) -> Option<(&Resource, String)> {
        self.resources.find_target(at, reference).filter(|_| !split(reference).0.is_empty())
    }

    /// Returns the schema with an `$id` around a reference that has no URI, if it has no such value.
    pub(crate) fn find_without_target(&self, at: &Place, reference: &str) -> Option<&Resource> {
        let (resource, _) = self.resources.find_target(at, reference)?;
        let is_schema = resource.keyword != "$self";
        Some(resource).filter(|_| {
            is_schema && split(reference).0.is_empty() && self.find_by_id(at, reference).is_none()
        })
    }

    /// Returns whether the target of a `$dynamicRef` depends on the schemas that refer to it. "If the initially resolved
    /// starting point URI includes a fragment that was created by the "$dynamicAnchor" keyword", the outermost schema in
    /// use with the same anchor replaces it. Otherwise, the target is that of a `$ref`. (JSON Schema 2020-12, section
    /// 8.2.3.2)
    pub(crate) fn is_dynamic(&self, reference: &str, target: &Value) -> bool {
        let Some(anchor) = unescape(split(reference).1) else { return false };
        let files = (0..).map(FileId).take(self.files.len());
        target.get("$dynamicAnchor").is_some_and(|own| *own == anchor)
            && files
                .map(|file| self.with_anchors(file, |anchors| anchors.count_dynamic(&anchor)))
                .sum::<usize>()
                > 1
    }

    /// Returns the place that a fragment means: a JSON pointer, or an `$anchor`.
    fn find_fragment(&self, file: FileId, root: &Pointer, fragment: &str) -> Option<(FileId, Pointer)> {
        if fragment.is_empty() || fragment.starts_with('/') {
            return Some((file, Pointer::parse(&format!("{}{fragment}", root.as_str()))?));
        }
        let found = self.with_anchors(file, |anchors| anchors.find(fragment, root).cloned())?;
        Some((file, found))
    }

    /// Reads the anchors of a file, which are found on first use.
    fn with_anchors<T>(&self, file: FileId, read: impl FnOnce(&Anchors) -> T) -> T {
        let mut all = self.anchors.borrow_mut();
        read(all.entry(file).or_insert_with(|| {
            let value = self.file(file).and_then(|file| file.value.as_ref());
            Anchors::of(value.unwrap_or(&Value::Null), self.dialect(file))
        }))
    }
}

/// Returns the value at a pointer.
pub(crate) fn lookup<'v>(value: &'v Value, pointer: &Pointer) -> Option<&'v Value> {
    pointer.tokens().try_fold(value, |value, token| match value {
        Value::Object(map) => map.get(token.as_ref()),
        Value::Array(items) => items.get(token.parse::<usize>().ok()?),
        _ => None,
    })
}
