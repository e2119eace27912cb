//! The places in settings: `#/definitions/Event` in an input, or `event.json#/properties/id` in any file with a path
//! that ends like this.

use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place};
use crate::pointer::Pointer;
use crate::sources::{Sources, lookup};
use crate::suggest::did_you_mean;
use serde_json::Value;
use std::path::Path;

/// A string from a setting, such as a place. If it is in `stubsmith.yaml`, with its origin there.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    pub text: String,
    pub origin: Option<Place>,
}

impl Setting {
    /// A string from `stubsmith.yaml`.
    pub(crate) fn at(origin: Place, text: impl Into<String>) -> Self {
        Self { text: text.into(), origin: Some(origin) }
    }

    /// The place for diagnostics: the origin, or else the options of the caller.
    pub(crate) fn place(&self, sources: &Sources) -> Place {
        self.origin.clone().unwrap_or_else(|| sources.options_place())
    }
}

impl<T: Into<String>> From<T> for Setting {
    fn from(text: T) -> Self {
        Self { text: text.into(), origin: None }
    }
}

/// The file and the pointer in a string. A file name may contain a `#`, so there may be more than one reading.
pub(crate) fn readings(text: &str) -> impl Iterator<Item = (&str, Pointer)> {
    let split = text.match_indices('#').filter_map(|(index, _)| {
        let (path, fragment) = text.split_at(index);
        Some((path, Pointer::parse(fragment.get(1..)?)?))
    });
    let whole = (!text.contains('#')).then(|| (text, Pointer::default()));
    split.chain(whole)
}

/// The files that the part before `#` can mean.
pub(crate) fn files_of(path: &str, sources: &Sources) -> Vec<FileId> {
    if path.is_empty() {
        return sources.inputs.clone();
    }
    let ids = (0..).map(FileId).zip(&sources.files);
    ids.filter(|(_, file)| file.path.ends_with(Path::new(path))).map(|(id, _)| id).collect()
}

/// The probable meaning: another key of the same object.
fn meant(text: &str, sources: &Sources) -> Option<String> {
    readings(text).find_map(|(path, pointer)| {
        let (parent, name) = pointer.split_last()?;
        files_of(path, sources).into_iter().find_map(|file| {
            let around = lookup(sources.file(file)?.value.as_ref()?, &parent)?.as_object()?;
            let known = did_you_mean(&name, around.keys().map(String::as_str))?;
            Some(format!("{path}#{}", parent.member(known)))
        })
    })
}

/// The place of a schema with this name.
fn meant_schema(name: &str, sources: &Sources) -> Option<String> {
    let root = sources.file(*sources.inputs.first()?)?.value.as_ref()?;
    let mut containers = [["components", "schemas"].as_slice(), ["definitions"].as_slice()].into_iter();
    containers.find_map(|container| {
        let pointer = container.iter().fold(Pointer::default(), |pointer, key| pointer.member(key));
        let names = lookup(root, &pointer)?.as_object()?;
        names.contains_key(name).then(|| format!("#{}", pointer.member(name)))
    })
}

/// Whether a place is a property that `allOf` can bring into a schema. If several schemas declare it, its type belongs
/// to the including schema, and so does its place.
fn is_brought_in(document: &Value, pointer: &Pointer) -> bool {
    let schema = pointer.split_last().and_then(|(properties, _)| {
        let (schema, keyword) = properties.split_last()?;
        (keyword == "properties").then_some(schema)
    });
    schema.and_then(|schema| lookup(document, &schema)).is_some_and(|schema| schema.get("allOf").is_some())
}

/// The place that a setting means.
pub(crate) fn find_place(
    setting: &Setting,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Place> {
    let text = &setting.text;
    let mut places = Vec::new();
    for (path, pointer) in readings(text) {
        let meant = files_of(path, sources).into_iter().map(|file| Place::value(file, pointer.clone()));
        places.extend(meant.filter(|place| is_there(place, sources)));
    }
    // Without a file name, a place is in the first input.
    let first = sources.inputs.first().copied().filter(|_| text.starts_with('#'));
    let in_first = places.iter().position(|place| Some(place.file) == first);
    if places.len() > 1 && in_first.is_none() {
        let message = format!("`{text}` is ambiguous: this place exists in {} files", places.len());
        let diagnostic = Diagnostic::new(codes::NO_SUCH_PLACE, setting.place(sources), message);
        let help = "write a longer part of the path of the file";
        diagnostics.push(places.into_iter().fold(diagnostic, |d, place| d.and(place, "here")).help(help));
        return None;
    }
    if places.is_empty() {
        let message = format!("a setting names `{text}`, which does not exist in the spec");
        let diagnostic = Diagnostic::new(codes::NO_SUCH_PLACE, setting.place(sources), message);
        let is_name = !text.contains('#') && files_of(text, sources).is_empty();
        diagnostics.push(match meant(text, sources).or_else(|| meant_schema(text, sources)) {
            Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
            None if is_name => diagnostic.help("write a JSON pointer, such as `#/components/schemas/Room`"),
            None => diagnostic,
        });
    }
    places.into_iter().nth(in_first.unwrap_or(0))
}

fn is_there(place: &Place, sources: &Sources) -> bool {
    let value = sources.file(place.file).and_then(|file| file.value.as_ref());
    value.is_some_and(|value| lookup(value, &place.pointer).is_some() || is_brought_in(value, &place.pointer))
}
