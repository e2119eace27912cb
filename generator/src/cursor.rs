//! A value of the spec together with its place. Navigation makes places; the typed getters report a value of the wrong
//! type and go on. Null counts as absent: in YAML it is the value of a key without one.

mod meant;
mod object;
mod target;

use crate::bounds;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use crate::dialect::{Dialect, FixedFields, Version};
use crate::named;
use crate::reference::unescape;
use crate::sources::{Sources, lookup};
use crate::suggest::did_you_mean;
use serde_json::{Map, Number, Value};
use std::borrow::Cow;

pub(crate) use meant::boolean_of_yaml_1_1;
pub(crate) use object::Object;

/// A value and its place.
#[derive(Clone)]
pub(crate) struct Cursor<'s> {
    pub value: &'s Value,
    pub place: Place,
    sources: &'s Sources,
    /// The `$ref` that led here, if any.
    via: Option<Place>,
    /// The description next to that `$ref`, or next to an earlier one on the way.
    described: Option<&'s str>,
}

impl<'s> Cursor<'s> {
    /// Returns the root of a file.
    pub(crate) fn root(sources: &'s Sources, place: Place) -> Option<Self> {
        let value = sources.file(place.file)?.value.as_ref()?;
        Some(Self::new(value, place, sources))
    }

    /// Returns the value at a place.
    pub(crate) fn at_place(sources: &'s Sources, place: Place) -> Option<Self> {
        let value = lookup(sources.file(place.file)?.value.as_ref()?, &place.pointer)?;
        Some(Self::new(value, place, sources))
    }

    fn new(value: &'s Value, place: Place, sources: &'s Sources) -> Self {
        Self { value, place, sources, via: None, described: None }
    }

    /// Returns the root of the file that this value is in.
    pub(crate) fn document(&self) -> Option<Self> {
        Self::root(self.sources, Place::file(self.place.file))
    }

    /// Returns the version of the specification that the file of this value follows.
    pub(crate) fn dialect(&self) -> &'static Dialect {
        self.sources.dialect(self.place.file)
    }

    /// Returns the value that a reference in this file points to, if it exists.
    pub(crate) fn find(&self, reference: &str) -> Option<Self> {
        let (file, pointer) = self.sources.resolve(&self.place, reference)?;
        let root = Self::root(self.sources, Place::file(file))?;
        let value = lookup(root.value, &pointer)?;
        Some(Self::new(value, Place::value(file, pointer), self.sources))
    }

    /// Returns whether a `$dynamicRef` to this value depends on the schemas that refer to it.
    pub(crate) fn is_dynamic(&self, reference: &str) -> bool {
        self.sources.is_dynamic(reference, self.value)
    }

    /// Returns whether the file is an input only because it is in an input folder, and another file refers to it.
    pub(crate) fn is_part(&self) -> bool {
        let file = self.place.file;
        let mut references = self.sources.resolved.iter();
        self.sources.found.contains(&file)
            && references.any(|((from, _), target)| *target == file && *from != file)
    }

    /// Returns the name of a schema of this file that a name probably means.
    pub(crate) fn meant_schema(&self, name: &str) -> Option<String> {
        let schemas =
            Self::root(self.sources, Place::file(self.place.file))?.value.pointer("/components/schemas")?;
        did_you_mean(name, schemas.as_object()?.keys().map(String::as_str)).map(str::to_owned)
    }

    /// Returns the value as the root object of a file.
    pub(crate) fn object(&self, diagnostics: &mut Diagnostics) -> Option<Object<'s>> {
        self.as_object().or_else(|| self.wrong("an object", diagnostics))
    }

    /// Returns the value as an object with these keywords. A mistake names the kind of object: the key of the value may
    /// be a name that the spec author chose, an index, or the key of another object that a `$ref` names by mistake.
    pub(crate) fn object_of(
        &self,
        fields: &'static FixedFields,
        diagnostics: &mut Diagnostics,
    ) -> Option<Object<'s>> {
        let object = self.as_object().map(|object| object.of(fields));
        object.or_else(|| self.wrong_in(Some(fields.of), "an object", diagnostics))
    }

    /// Returns the value as an object, if it is one.
    pub(crate) fn as_object(&self) -> Option<Object<'s>> {
        let members = self.value.as_object()?;
        let (sources, described) = (self.sources, self.described);
        Some(Object { members, place: self.place.clone(), sources, described, asked: Vec::new(), of: "" })
    }

    /// Returns the entries of an object whose keys are names.
    pub(crate) fn entries(&self, diagnostics: &mut Diagnostics) -> Vec<(&'s str, Self)> {
        match self.value {
            Value::Object(members) => {
                members.iter().map(|(key, value)| (key.as_str(), self.at(key, value))).collect()
            }
            _ => self.wrong("an object", diagnostics).unwrap_or_default(),
        }
    }

    /// Returns the items of an array.
    pub(crate) fn items(&self, diagnostics: &mut Diagnostics) -> Vec<Self> {
        let Value::Array(items) = self.value else {
            return self.wrong("an array", diagnostics).unwrap_or_default();
        };
        let items = items.iter().enumerate();
        let items = items.map(|(index, value)| Self::new(value, self.place.item(index), self.sources));
        items.collect()
    }

    /// Returns the value as text. YAML may have read a number or a boolean in its place.
    pub(crate) fn text(&self, diagnostics: &mut Diagnostics) -> Option<Cow<'s, str>> {
        match self.value {
            Value::Object(members) if members.get("$ref").is_some_and(Value::is_string) => {
                let message = "a `$ref` cannot replace text; it is ignored";
                diagnostics.push(Diagnostic::warning(codes::BAD_REFERENCE, self.place.clone(), message));
                None
            }
            Value::String(text) => Some(Cow::Borrowed(text)),
            Value::Number(number) => Some(Cow::Owned(number.to_string())),
            Value::Bool(boolean) => Some(Cow::Owned(boolean.to_string())),
            _ => self.wrong("a string", diagnostics),
        }
    }

    /// Returns the value as a string, if another scalar would be a mistake.
    pub(crate) fn string(&self, diagnostics: &mut Diagnostics) -> Option<&'s str> {
        self.value.as_str().or_else(|| self.wrong("a string", diagnostics))
    }

    /// Returns the value as a boolean.
    pub(crate) fn boolean(&self, diagnostics: &mut Diagnostics) -> Option<bool> {
        self.value.as_bool().or_else(|| self.wrong("`true` or `false`", diagnostics))
    }

    /// Returns the value as a number.
    pub(crate) fn number(&self, diagnostics: &mut Diagnostics) -> Option<&'s Number> {
        self.value.as_number().or_else(|| self.wrong("a number", diagnostics))
    }

    /// Returns the value as a count.
    pub(crate) fn count(&self, diagnostics: &mut Diagnostics) -> Option<u64> {
        let number = self.value.as_u64().or_else(|| self.value.as_f64().and_then(whole));
        number.or_else(|| self.wrong("a non-negative integer", diagnostics))
    }

    /// Returns the value after following a `$ref`, and any `$ref` that it leads to. Returns the value itself if it is
    /// not a `$ref`.
    pub(crate) fn follow(&self, diagnostics: &mut Diagnostics) -> Option<Self> {
        if self.is_reference() {
            self.report_siblings(diagnostics);
        }
        self.follow_with_siblings(diagnostics)
    }

    /// Like [`Cursor::follow`], for a `$ref` whose siblings count.
    pub(crate) fn follow_with_siblings(&self, diagnostics: &mut Diagnostics) -> Option<Self> {
        self.follow_until(|_| false, diagnostics)
    }

    /// Returns whether this is a `$ref`.
    pub(crate) fn is_reference(&self) -> bool {
        self.value.get("$ref").is_some_and(Value::is_string)
    }

    /// Like [`Cursor::follow_with_siblings`], but stops at the first `$ref` on the way for which `is_end` is true.
    pub(crate) fn follow_until(
        &self,
        is_end: impl Fn(&Self) -> bool,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        self.check_reference(diagnostics)?;
        let mut here = self.clone();
        let mut passed: Vec<Place> = Vec::new();
        while let Some(reference) = here.value.get("$ref").and_then(Value::as_str) {
            if passed.contains(&here.place) {
                report_cycle(&here.place, passed, diagnostics);
                return None;
            }
            if passed.len() >= bounds::REFERENCE_CHAIN {
                let message = format!("this starts a chain of more than {} `$ref`s", bounds::REFERENCE_CHAIN);
                diagnostics.push(Diagnostic::new(codes::LIMIT, self.place.member("$ref"), message));
                return None;
            }
            if !passed.is_empty() {
                if is_end(&here) {
                    break;
                }
                here.report_siblings(diagnostics);
            }
            passed.push(here.place.clone());
            let at = here.place.member("$ref");
            let Some((file, pointer)) = self.sources.resolve(&at, reference) else {
                report_unresolved(reference, at, self.sources, diagnostics);
                return None;
            };
            let root = Self::root(self.sources, Place::file(file))?;
            let Some(value) = lookup(root.value, &pointer) else {
                report_dangling(&root, reference, at, diagnostics);
                return None;
            };
            report_outside_of_id(reference, &at, self.sources, diagnostics);
            let described = here.described.or_else(|| here.value.get("description")?.as_str());
            let place = Place::value(file, pointer);
            here = Self { value, place, sources: self.sources, via: Some(at), described };
        }
        Some(here)
    }

    /// Reports a `$ref` that is not a string. An object may be a property with that name.
    fn check_reference(&self, diagnostics: &mut Diagnostics) -> Option<()> {
        let Some(value) = self.value.get("$ref").filter(|value| !value.is_string() && !value.is_object())
        else {
            return Some(());
        };
        let message = format!("`$ref` must be a string, not {}", kind(value));
        let diagnostic = Diagnostic::new(codes::WRONG_TYPE, self.place.member("$ref").key(), message);
        let help = "put the reference in quotes; otherwise, `#` starts a comment in YAML";
        diagnostics.push(if value.is_null() { diagnostic.help(help) } else { diagnostic });
        None
    }

    /// Logs the keywords of an object that is read without [`Object::finish`].
    pub(crate) fn log(&self, fields: &'static FixedFields, keywords: &[&'static str]) {
        if let Some(log) = &self.sources.log {
            log.enter(&self.place, (fields, self.dialect()), keywords);
        }
    }

    /// "This object cannot be extended with additional properties and any properties added SHALL be ignored." (Swagger
    /// 2.0 and OpenAPI 3, "Reference Object") A title or a description is used all the same. In OpenAPI 3.1, a schema
    /// is not such an object: its keywords next to a `$ref` count.
    fn report_siblings(&self, diagnostics: &mut Diagnostics) {
        self.report_siblings_but(&[], diagnostics);
    }

    /// Like `report_siblings`, except for these keywords, which the caller reads.
    pub(crate) fn report_siblings_but(&self, read: &[&str], diagnostics: &mut Diagnostics) {
        for key in self.value.as_object().into_iter().flat_map(Map::keys) {
            let extension = key.starts_with("x-") && key != "x-nullable";
            let known = ["$ref", "title", "description", "summary"].contains(&key.as_str());
            let annotates =
                self.dialect().version >= Version::OpenApi31 && ANNOTATIONS.contains(&key.as_str());
            if extension || known || annotates || read.contains(&key.as_str()) {
                continue;
            }
            let message = format!("`{key}` next to a `$ref` is ignored");
            let help = format!("write `allOf: [{{$ref: ...}}]`, and put `{key}` next to the `allOf`");
            let place = self.place.member(key).key();
            diagnostics.push(Diagnostic::new(codes::REFERENCE_SIBLING, place, message).help(help));
        }
    }

    fn wrong<T>(&self, expected: &str, diagnostics: &mut Diagnostics) -> Option<T> {
        self.wrong_in(None, expected, diagnostics)
    }

    /// Reports a value of the wrong type. The message names the value by `subject`, or by its key or its list.
    fn wrong_in<T>(&self, subject: Option<&str>, expected: &str, diagnostics: &mut Diagnostics) -> Option<T> {
        let is = match self.value {
            Value::Number(number) => number.to_string(),
            other => kind(other).to_owned(),
        };
        let is_file = self.place.pointer.as_str().is_empty();
        let subject = subject.map(str::to_owned).or_else(|| self.name());
        let message = match subject {
            _ if is_file && self.value.is_null() => {
                format!("the file is empty, but must contain {expected}")
            }
            Some(subject) => format!("{subject} must be {expected}, not {is}"),
            None => format!("the file must contain {expected}, not {is}"),
        };
        let mut diagnostic = Diagnostic::new(codes::WRONG_TYPE, self.place.clone(), message);
        if !diagnostics.is_full(Severity::Error) {
            diagnostic.help.extend(self.fix(expected));
        }
        diagnostics.push(match &self.via {
            Some(via) => diagnostic.and(via.clone(), "referenced here"),
            None => diagnostic,
        });
        None
    }

    /// Returns the key of the value, or the key of the list that contains it. Returns `None` for the root of a file.
    fn name(&self) -> Option<String> {
        let (parent, key) = self.place.pointer.split_last()?;
        let root = self.sources.file(self.place.file)?.value.as_ref()?;
        let is_item = lookup(root, &parent).is_some_and(Value::is_array);
        Some(match parent.split_last() {
            Some((_, list)) if is_item => format!("an item of `{list}`"),
            _ => format!("`{key}`"),
        })
    }

    fn at(&self, key: &str, value: &'s Value) -> Self {
        Self::new(value, self.place.member(key), self.sources)
    }
}

/// The keywords of JSON Schema 2020-12 that reject no value, and that no type depends on.
pub(crate) const ANNOTATIONS: [&str; 9] = [
    "$comment",
    "deprecated",
    "description",
    "example",
    "examples",
    "externalDocs",
    "summary",
    "title",
    "xml",
];

/// Reports references that lead to each other. The first in its file comes first, so that each cycle is one diagnostic
/// from every entry.
fn report_cycle(entry: &Place, passed: Vec<Place>, diagnostics: &mut Diagnostics) {
    let mut cycle: Vec<Place> = passed.into_iter().skip_while(|place| place != entry).collect();
    cycle.sort_by(|a, b| (a.file, a.pointer.as_str()).cmp(&(b.file, b.pointer.as_str())));
    let mut places = cycle.iter().map(|place| place.member("$ref"));
    let Some(first) = places.next() else { return };
    let message = "this `$ref` is part of a cycle and never reaches a value";
    let help = "replace one of the references with a value";
    let diagnostic = Diagnostic::new(codes::REFERENCE_CYCLE, first, message).help(help);
    diagnostics.push(places.fold(diagnostic, |diagnostic, place| diagnostic.and(place, "through this one")));
}

/// Reports a reference without a target. Loading has reported files that it did not find.
fn report_unresolved(reference: &str, at: Place, sources: &Sources, diagnostics: &mut Diagnostics) {
    let dialect = sources.dialect(at.file);
    let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let key = (at.file, path.to_owned());
    if sources.reported.contains(&key) {
        return;
    }
    let resource = sources.find_resource(&at, reference).map(|(resource, _)| resource);
    if let Some(resource) = resource.or_else(|| sources.find_without_target(&at, reference)) {
        let kind = if fragment.starts_with('/') { "value" } else { "`$anchor`" };
        let message = format!("{} has no {kind} `{fragment}`", resource.describe());
        diagnostics.push(Diagnostic::new(codes::DANGLING_REFERENCE, at, message));
        return;
    }
    if !path.is_empty() && !sources.resolved.contains_key(&key) {
        let message = format!("the file of the reference `{reference}` is not loaded");
        let help = "move the value out of the extension or the example that it is in";
        diagnostics.push(Diagnostic::new(codes::DANGLING_REFERENCE, at, message).help(help));
        return;
    }
    if unescape(fragment).is_none() {
        let message = format!("the reference `{reference}` is not percent-encoded UTF-8");
        let help = "write `%25` for a percent sign";
        diagnostics.push(Diagnostic::new(codes::BAD_REFERENCE, at, message).help(help));
        return;
    }
    if !fragment.is_empty() && !fragment.starts_with('/') {
        let message = match dialect.version {
            Version::Swagger2 | Version::OpenApi30 => {
                format!("the reference `{reference}` has a fragment that is not a JSON pointer")
            }
            Version::OpenApi31 | Version::OpenApi32 => {
                format!("the reference `{reference}` is neither a JSON pointer nor an `$anchor` of the file")
            }
        };
        let help = match fragment.contains('/') {
            true => format!("write `{path}#/{fragment}`"),
            false => format!("write `{}` if you mean this schema", named::reference_to(fragment, dialect)),
        };
        diagnostics.push(Diagnostic::new(codes::BAD_REFERENCE, at, message).help(help));
    }
}

/// "The current base URI" of a reference is the `$id` around it (JSON Schema 2020-12, section 8.2.1). Authors who add an
/// `$id` to a schema often mean the document all the same.
fn report_outside_of_id(reference: &str, at: &Place, sources: &Sources, diagnostics: &mut Diagnostics) {
    let Some(resource) = sources.find_without_target(at, reference) else { return };
    let message = format!(
        "the reference `{reference}` is relative to the schema with the `$id` `{}`, which has no such value; it is read as relative to the file",
        resource.uri
    );
    let help = "remove the `$id`, or give the target an `$id` and refer to that";
    diagnostics.push(Diagnostic::warning(codes::BAD_REFERENCE, at.clone(), message).help(help));
}

fn report_dangling(root: &Cursor<'_>, reference: &str, at: Place, diagnostics: &mut Diagnostics) {
    let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let pointer = crate::pointer::Pointer::parse(fragment).unwrap_or_default();
    let known =
        pointer.split_last().filter(|_| !diagnostics.is_full(Severity::Error)).and_then(|(parent, name)| {
            let siblings = lookup(root.value, &parent)?.as_object()?;
            did_you_mean(&name, siblings.keys().map(String::as_str)).map(|name| parent.member(name))
        });
    // A named schema of another version, or of a misspelled container.
    let named = pointer.split_last().and_then(|(_, name)| {
        let meant = named::reference_to(&name, root.dialect());
        let meant = crate::pointer::Pointer::parse(meant.strip_prefix('#')?)?;
        lookup(root.value, &meant).map(|_| meant)
    });
    let known = known.or(named);
    let diagnostic = Diagnostic::new(
        codes::DANGLING_REFERENCE,
        at,
        format!("the reference `{reference}` points to a value that does not exist"),
    );
    diagnostics.push(match known {
        Some(known) => diagnostic.help(format!("did you mean `{path}#{known}`?")),
        None => diagnostic,
    });
}

fn whole(number: f64) -> Option<u64> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is checked to be an integer in range"
    )]
    (number.fract() == 0.0 && (0.0..9e15).contains(&number)).then_some(number as u64)
}

/// Returns the kind of a value, for messages.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
