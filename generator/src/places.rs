//! The places that the caller names: `#/definitions/Event` in an input, or `event.json#/properties/id` in
//! any file by the end of its path.

use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place};
use crate::pointer::Pointer;
use crate::sources::{Sources, lookup};
use crate::suggest::did_you_mean;
use serde_json::Value;
use std::path::Path;

/// Where `stubsmith.yaml` names a place, by the text that names it.
#[derive(Clone, Debug, Default)]
pub struct Origins(pub Vec<(String, Place)>);

impl Origins {
    /// Where `stubsmith.yaml` says something.
    pub fn find(&self, text: &str) -> Option<&Place> {
        self.0.iter().find(|(other, _)| other == text).map(|(_, place)| place)
    }

    /// Where something is said: in `stubsmith.yaml`, or by the caller, who has no place of its own.
    pub fn of(&self, text: &str, sources: &Sources) -> Place {
        self.find(text)
            .cloned()
            .unwrap_or_else(|| Place::file(sources.inputs.first().copied().unwrap_or(FileId(0))))
    }
}

/// The file and the pointer of a text. A file's own name may have a `#` in it, which makes more than one.
pub fn readings(text: &str) -> impl Iterator<Item = (&str, Pointer)> {
    let split = text.match_indices('#').filter_map(|(index, _)| {
        let (path, fragment) = text.split_at(index);
        Some((path, Pointer::parse(fragment.get(1..)?)?))
    });
    let whole = (!text.contains('#')).then(|| (text, Pointer::default()));
    split.chain(whole)
}

/// The files that the part in front of `#` can mean.
pub fn files_of(path: &str, sources: &Sources) -> Vec<FileId> {
    if path.is_empty() {
        return sources.inputs.clone();
    }
    let ids = (0..).map(FileId).zip(&sources.files);
    ids.filter(|(_, file)| file.path.ends_with(Path::new(path))).map(|(id, _)| id).collect()
}

/// The place that was probably meant: another key beside it.
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

/// Whether a place is a property that `allOf` may bring into a schema. Of one that several schemas declare, the type is
/// the schema's own, and so is its place.
fn is_brought_in(document: &Value, pointer: &Pointer) -> bool {
    let schema = pointer.split_last().and_then(|(properties, _)| {
        let (schema, keyword) = properties.split_last()?;
        (keyword == "properties").then_some(schema)
    });
    schema.and_then(|schema| lookup(document, &schema)).is_some_and(|schema| schema.get("allOf").is_some())
}

/// The place that the caller means.
pub fn find_place(
    text: &str,
    sources: &Sources,
    origins: &Origins,
    diagnostics: &mut Diagnostics,
) -> Option<Place> {
    let there = |place: &Place| {
        let value = sources.file(place.file).and_then(|file| file.value.as_ref());
        value.is_some_and(|value| {
            lookup(value, &place.pointer).is_some() || is_brought_in(value, &place.pointer)
        })
    };
    let mut found = Vec::new();
    for (path, pointer) in readings(text) {
        let places = files_of(path, sources).into_iter().map(|file| Place::value(file, pointer.clone()));
        found.extend(places.filter(there));
    }
    // The first input is what a place without a file means.
    let first = sources.inputs.first().copied().filter(|_| text.starts_with('#'));
    if let [_, _, ..] = found.as_slice()
        && !found.iter().any(|place| Some(place.file) == first)
    {
        let message = format!("`{text}` is a place in {} files", found.len());
        let diagnostic = Diagnostic::new(codes::NO_SUCH_PLACE, origins.of(text, sources), message);
        let help = "write more of the path of the file that is meant";
        diagnostics.push(found.into_iter().fold(diagnostic, |d, place| d.and(place, "here")).help(help));
        return None;
    }
    if found.is_empty() {
        let message = format!("the configuration names `{text}`, and there is nothing at that place");
        let diagnostic = Diagnostic::new(codes::NO_SUCH_PLACE, origins.of(text, sources), message);
        diagnostics.push(match meant(text, sources) {
            Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
            None => diagnostic,
        });
    }
    let index = found.iter().position(|place| Some(place.file) == first).unwrap_or(0);
    found.into_iter().nth(index)
}
