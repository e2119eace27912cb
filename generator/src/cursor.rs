//! A value of a description together with its place. Navigating is how a place is made; the typed
//! getters report what is not as it should be, and go on. Null counts as absence: in YAML it is what
//! a key without a value has.

mod meant;
mod object;

use crate::bounds;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use crate::dialect::FixedFields;
use crate::named;
use crate::sources::{Sources, lookup};
use crate::suggest::did_you_mean;
use serde_json::{Map, Number, Value};
use std::borrow::Cow;

pub use object::Object;

/// A value and its place.
#[derive(Clone)]
pub struct Cursor<'s> {
    pub value: &'s Value,
    pub place: Place,
    sources: &'s Sources,
    /// The `$ref` that led here, where one did.
    via: Option<Place>,
}

impl<'s> Cursor<'s> {
    /// The root of a file.
    pub fn root(sources: &'s Sources, place: Place) -> Option<Self> {
        let value = sources.file(place.file)?.value.as_ref()?;
        Some(Self { value, place, sources, via: None })
    }

    /// The root of the file that this stands in.
    pub fn document(&self) -> Option<Self> {
        Self::root(self.sources, Place::file(self.place.file))
    }

    /// The value as an object.
    pub fn object(&self, diagnostics: &mut Diagnostics) -> Option<Object<'s>> {
        match self.value {
            Value::Object(members) => {
                Some(Object { members, place: self.place.clone(), sources: self.sources, asked: Vec::new() })
            }
            _ => self.wrong("an object", diagnostics),
        }
    }

    /// The members of an object whose keys are names, with their values.
    pub fn entries(&self, diagnostics: &mut Diagnostics) -> Vec<(&'s str, Self)> {
        match self.value {
            Value::Object(members) => {
                members.iter().map(|(key, value)| (key.as_str(), self.at(key, value))).collect()
            }
            _ => self.wrong("an object", diagnostics).unwrap_or_default(),
        }
    }

    /// The items of an array.
    pub fn items(&self, diagnostics: &mut Diagnostics) -> Vec<Self> {
        let Value::Array(items) = self.value else {
            return self.wrong("an array", diagnostics).unwrap_or_default();
        };
        let items = items.iter().enumerate().map(|(index, value)| Self {
            value,
            place: self.place.item(index),
            sources: self.sources,
            via: None,
        });
        items.collect()
    }

    /// The value as text. YAML may have read a number or a boolean where text is meant.
    pub fn text(&self, diagnostics: &mut Diagnostics) -> Option<Cow<'s, str>> {
        match self.value {
            Value::Object(members) if members.get("$ref").is_some_and(Value::is_string) => {
                let message = "text is written here: a `$ref` in its place is not followed";
                diagnostics.push(Diagnostic::warning(codes::BAD_REFERENCE, self.place.clone(), message));
                None
            }
            Value::String(text) => Some(Cow::Borrowed(text)),
            Value::Number(number) => Some(Cow::Owned(number.to_string())),
            Value::Bool(boolean) => Some(Cow::Owned(boolean.to_string())),
            _ => self.wrong("a string", diagnostics),
        }
    }

    /// The value as a string, where another scalar would be a mistake.
    pub fn string(&self, diagnostics: &mut Diagnostics) -> Option<&'s str> {
        self.value.as_str().or_else(|| self.wrong("a string", diagnostics))
    }

    /// The value as a boolean.
    pub fn boolean(&self, diagnostics: &mut Diagnostics) -> Option<bool> {
        self.value.as_bool().or_else(|| self.wrong("`true` or `false`", diagnostics))
    }

    /// The value as a number.
    pub fn number(&self, diagnostics: &mut Diagnostics) -> Option<&'s Number> {
        self.value.as_number().or_else(|| self.wrong("a number", diagnostics))
    }

    /// The value as a count.
    pub fn count(&self, diagnostics: &mut Diagnostics) -> Option<u64> {
        let number = self.value.as_u64().or_else(|| self.value.as_f64().and_then(whole));
        number.or_else(|| self.wrong("a whole number, zero or more", diagnostics))
    }

    /// The value behind a `$ref`, and behind the `$ref`s that it finds there; itself, where it is none.
    pub fn follow(&self, diagnostics: &mut Diagnostics) -> Option<Self> {
        if self.is_reference() {
            self.report_siblings(diagnostics);
        }
        self.follow_with_siblings(diagnostics)
    }

    /// The same, where what stands beside the `$ref` counts as well.
    pub fn follow_with_siblings(&self, diagnostics: &mut Diagnostics) -> Option<Self> {
        self.follow_until(|_| false, diagnostics)
    }

    /// Whether this is a `$ref`.
    pub fn is_reference(&self) -> bool {
        self.value.get("$ref").is_some_and(Value::is_string)
    }

    /// The same, up to the first `$ref` on the way that is the one.
    pub fn follow_until(
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
                let message =
                    format!("more than {} `$ref`s lead from here to the next", bounds::REFERENCE_CHAIN);
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
            let Some((file, pointer)) = self.sources.resolve(at.file, reference) else {
                report_unresolved(reference, at, diagnostics);
                return None;
            };
            let root = Self::root(self.sources, Place::file(file))?;
            let Some(value) = lookup(root.value, &pointer) else {
                report_dangling(&root, reference, at, diagnostics);
                return None;
            };
            here = Self { value, place: Place::value(file, pointer), sources: self.sources, via: Some(at) };
        }
        Some(here)
    }

    /// A `$ref` is a string. An object is none: it may be a property that is called so.
    fn check_reference(&self, diagnostics: &mut Diagnostics) -> Option<()> {
        let Some(value) = self.value.get("$ref").filter(|value| !value.is_string() && !value.is_object())
        else {
            return Some(());
        };
        let message = format!("`$ref` must be a string, and is {}", kind(value));
        let diagnostic = Diagnostic::new(codes::WRONG_TYPE, self.place.member("$ref").key(), message);
        let help = "put the reference into quotes: without them, `#` starts a comment in YAML";
        diagnostics.push(if value.is_null() { diagnostic.help(help) } else { diagnostic });
        None
    }

    /// Enters the keywords of an object that is read without [`Object::finish`].
    pub fn log(&self, fields: &'static FixedFields, keywords: &[&'static str]) {
        if let Some(log) = &self.sources.log {
            log.enter(&self.place, fields, keywords);
        }
    }

    /// "This object cannot be extended with additional properties and any properties added SHALL be
    /// ignored." (Swagger 2.0, "Reference Object") What describes the value is taken all the same.
    fn report_siblings(&self, diagnostics: &mut Diagnostics) {
        self.report_siblings_but(&[], diagnostics);
    }

    /// The same, but for these keywords, which are read here.
    pub fn report_siblings_but(&self, read: &[&str], diagnostics: &mut Diagnostics) {
        for key in self.value.as_object().into_iter().flat_map(Map::keys) {
            let extension = key.starts_with("x-") && key != "x-nullable";
            let known = ["$ref", "title", "description", "summary"].contains(&key.as_str());
            if extension || known || read.contains(&key.as_str()) {
                continue;
            }
            let message = format!("`{key}` stands beside a `$ref`, and is passed over");
            let help = "put the `$ref` into an `allOf` of one, and this beside that";
            let place = self.place.member(key).key();
            diagnostics.push(Diagnostic::new(codes::BESIDE_REFERENCE, place, message).help(help));
        }
    }

    fn wrong<T>(&self, expected: &str, diagnostics: &mut Diagnostics) -> Option<T> {
        let is = match self.value {
            Value::Number(number) => number.to_string(),
            other => kind(other).to_owned(),
        };
        let name = self.place.pointer.tokens().next_back();
        let message = match name {
            Some(name) => format!("`{name}` must be {expected}, and is {is}"),
            None if self.value.is_null() => format!("the file is empty, and must hold {expected}"),
            None => format!("the file must hold {expected}, and holds {is}"),
        };
        let mut diagnostic = Diagnostic::new(codes::WRONG_TYPE, self.place.clone(), message);
        if !diagnostics.is_full(Severity::Error) {
            diagnostic.help.extend(self.way_out(expected));
        }
        diagnostics.push(match &self.via {
            Some(via) => diagnostic.and(via.clone(), "referred to from here"),
            None => diagnostic,
        });
        None
    }

    fn at(&self, key: &str, value: &'s Value) -> Self {
        Self { value, place: self.place.member(key), sources: self.sources, via: None }
    }
}

/// The references that lead to each other, the first of them in its file at the front, so that each
/// cycle is one diagnostic however it is entered.
fn report_cycle(entry: &Place, passed: Vec<Place>, diagnostics: &mut Diagnostics) {
    let mut cycle: Vec<Place> = passed.into_iter().skip_while(|place| place != entry).collect();
    cycle.sort_by(|a, b| (a.file, a.pointer.as_str()).cmp(&(b.file, b.pointer.as_str())));
    let mut places = cycle.iter().map(|place| place.member("$ref"));
    let Some(first) = places.next() else { return };
    let message = "this `$ref` leads to itself, and never to a value";
    let help = "put what they are to stand for in the place of one of them";
    let diagnostic = Diagnostic::new(codes::REFERENCE_CYCLE, first, message).help(help);
    diagnostics
        .push(places.fold(diagnostic, |diagnostic, place| diagnostic.and(place, "by way of this one")));
}

/// Loading has reported what it could not find; what is left is a fragment that is no pointer.
fn report_unresolved(reference: &str, at: Place, diagnostics: &mut Diagnostics) {
    let fragment = reference.split_once('#').map_or("", |(_, fragment)| fragment);
    if !fragment.is_empty() && !fragment.starts_with('/') {
        let message = format!("the reference `{reference}` has a fragment that is no JSON pointer");
        let help = format!("write `{}`, if that is where it stands", named::reference_to(fragment));
        diagnostics.push(Diagnostic::new(codes::BAD_REFERENCE, at, message).help(help));
    }
}

fn report_dangling(root: &Cursor<'_>, reference: &str, at: Place, diagnostics: &mut Diagnostics) {
    let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let pointer = crate::pointer::Pointer::parse(fragment).unwrap_or_default();
    let known =
        pointer.split_last().filter(|_| !diagnostics.is_full(Severity::Error)).and_then(|(parent, name)| {
            let siblings = lookup(root.value, &parent)?.as_object()?;
            did_you_mean(&name, siblings.keys().map(String::as_str)).map(|name| parent.member(name))
        });
    let diagnostic = Diagnostic::new(
        codes::DANGLING_REFERENCE,
        at,
        format!("the reference `{reference}` points to nothing"),
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
        reason = "checked to be whole and small"
    )]
    (number.fract() == 0.0 && (0.0..9e15).contains(&number)).then_some(number as u64)
}

/// What a value is, in words.
pub fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
