//! Values that replace wrong values in the spec. Each has an expected value, so that you notice when the spec has been
//! fixed.

use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place};
use crate::places::{Setting, files_of, readings};
use crate::pointer::Pointer;
use crate::sources::{Sources, lookup};
use serde_json::Value;

/// The absence of a value, for [`Config::override_value`](crate::Config::override_value). As the expected value, it
/// means that the spec has no value at the place; as the new value, that the value is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Absent;

/// A JSON value, or [`Absent`], for [`Config::override_value`](crate::Config::override_value).
#[derive(Clone, Debug, PartialEq)]
pub struct Given(pub(crate) Option<Value>);

impl From<Absent> for Given {
    fn from(_: Absent) -> Self {
        Self(None)
    }
}

impl<V: Into<Value>> From<V> for Given {
    fn from(value: V) -> Self {
        Self(Some(value.into()))
    }
}

/// An override, from a setting.
#[derive(Clone, Debug)]
pub(crate) struct Override {
    pub place: Setting,
    pub expected: Given,
    pub value: Given,
}

/// The overrides of a run, each with whether its file was found.
pub(crate) struct Overrides<'c> {
    list: Vec<(&'c Override, bool)>,
}

impl<'c> Overrides<'c> {
    pub(crate) fn new(list: &'c [Override]) -> Self {
        Self { list: list.iter().map(|wanted| (wanted, false)).collect() }
    }

    /// Applies the overrides of a file, after it is parsed and before its references are followed.
    pub(crate) fn apply(&mut self, sources: &mut Sources, file: FileId, diagnostics: &mut Diagnostics) {
        for (wanted, done) in &mut self.list {
            if let Some(pointer) = pointer_in(file, &wanted.place.text, sources) {
                *done = true;
                let at = Place::value(file, pointer);
                if let Err(diagnostic) = replace(sources, &at, wanted) {
                    diagnostics.push(*diagnostic);
                }
            }
        }
    }

    /// Reports the overrides whose file was not read.
    pub(crate) fn finish(self, sources: &Sources, diagnostics: &mut Diagnostics) {
        for (wanted, _) in self.list.iter().filter(|(_, done)| !done) {
            let message = format!("an override names `{}`, but no such file was read", wanted.place.text);
            diagnostics.push(Diagnostic::new(codes::NO_SUCH_PLACE, wanted.place.place(sources), message));
        }
    }
}

/// Returns the pointer, if the text names this file. Without a file name, the pointer refers to the first input.
fn pointer_in(file: FileId, text: &str, sources: &Sources) -> Option<Pointer> {
    let reading = readings(text).find(|(path, _)| match path.is_empty() {
        true => sources.inputs.first() == Some(&file),
        false => files_of(path, sources).contains(&file),
    });
    reading.map(|(_, pointer)| pointer)
}

fn replace(sources: &mut Sources, at: &Place, wanted: &Override) -> Result<(), Box<Diagnostic>> {
    let place = &wanted.place.text;
    let Some(root) = sources.file(at.file).and_then(|file| file.value.as_ref()) else { return Ok(()) };
    let current = lookup(root, &at.pointer);
    if current != wanted.expected.0.as_ref() {
        let found =
            current.map_or("there is none".to_owned(), |value| format!("the value is {}", show(value)));
        let expected = wanted.expected.0.as_ref().map_or("no value".to_owned(), show);
        let message = format!("an override expects {expected} at `{place}`, but {found}");
        let diagnostic = Diagnostic::new(codes::STALE_OVERRIDE, at.clone(), message);
        let origin = wanted.place.origin.clone();
        let diagnostic = origin.into_iter().fold(diagnostic, |d, origin| d.and(origin, "the override"));
        return Err(Box::new(diagnostic.help("remove the override, or change its expected value")));
    }
    if wanted.value == wanted.expected {
        let message = format!("the override changes nothing: `{place}` already has this value");
        let diagnostic = Diagnostic::new(codes::STALE_OVERRIDE, at.clone(), message);
        return Err(Box::new(diagnostic.help("remove the override")));
    }
    let root = sources.value_mut(at.file);
    let put = root.is_some_and(|root| put(root, &at.pointer, wanted.value.0.clone()).is_some());
    if put {
        return Ok(());
    }
    let message = format!("an override cannot change `{place}`: its parent does not exist");
    Err(Box::new(Diagnostic::new(codes::NO_SUCH_PLACE, wanted.place.place(sources), message)))
}

/// Sets or removes the value at a pointer. Returns `None` if the parent of the place does not exist.
fn put(root: &mut Value, pointer: &Pointer, value: Option<Value>) -> Option<()> {
    let Some((parent, name)) = pointer.split_last() else {
        *root = value?;
        return Some(());
    };
    let around = root.pointer_mut(parent.as_str())?;
    match (around, value) {
        (Value::Object(members), Some(value)) => drop(members.insert(name.into_owned(), value)),
        (Value::Object(members), None) => drop(members.shift_remove(name.as_ref())),
        (Value::Array(items), Some(value)) if name == "-" || name.parse() == Ok(items.len()) => {
            items.push(value);
        }
        (Value::Array(items), Some(value)) => *items.get_mut(name.parse::<usize>().ok()?)? = value,
        (Value::Array(items), None) => {
            let index = name.parse::<usize>().ok().filter(|index| *index < items.len())?;
            items.remove(index);
        }
        _ => return None,
    }
    Some(())
}

fn show(value: &Value) -> String {
    let text = value.to_string();
    match text.chars().count() {
        0..=60 => format!("`{text}`"),
        _ => format!("`{}...`", text.chars().take(57).collect::<String>()),
    }
}
