//! The operations that settings select: `--only`. The others are not read, so their mistakes do not matter, and neither
//! do schemas that only they use.

use super::methods::operations_in;
use crate::api::Method;
use crate::codes;
use crate::cursor::Cursor;
use crate::diagnostic::{Diagnostic, Diagnostics, Placed};
use crate::suggest::did_you_mean;
use serde_json::Value;

/// The names that settings select, and the names that the documents have.
#[derive(Default)]
pub(super) struct Only {
    selected: Vec<Selected>,
    /// The tags, the `operationId`s and the routes of all operations.
    known: Vec<String>,
}

struct Selected {
    name: Placed<String>,
    is_found: bool,
}

impl Only {
    pub(super) fn new(names: &[Placed<String>]) -> Self {
        let selected = names.iter().map(|name| Selected { name: name.clone(), is_found: false });
        Self { selected: selected.collect(), known: Vec::new() }
    }

    /// Returns whether settings select a part of the API.
    pub(super) fn is_part(&self) -> bool {
        !self.selected.is_empty()
    }

    /// Returns whether a name selects nothing, which is reported.
    pub(super) fn selects_nothing(&self) -> bool {
        self.selected.iter().any(|selected| !selected.is_found)
    }

    /// Returns whether an operation of a path item can be selected. The base path is not known yet, so a name may
    /// have any base path.
    pub(super) fn may_take(&mut self, path: &str, item: &Cursor<'_>) -> bool {
        if !self.is_part() {
            return true;
        }
        let target = item.follow(&mut Diagnostics::default());
        let mut may_take = false;
        for object in std::iter::once(item).chain(&target) {
            for (method, operation) in operations_in(object) {
                let names = names(&method, path, operation);
                let has = |name: &str| names.iter().any(|known| is_same(name, known));
                for Selected { name, is_found } in &mut self.selected {
                    // If the path item cannot be read, its mistake is reported, and the name is not one.
                    let is_own = has(&name.value);
                    *is_found |= is_own;
                    may_take |= is_own || without_base(&name.value, path).is_some_and(|name| has(&name));
                }
                self.known.extend(names);
            }
        }
        may_take
    }

    /// Returns whether an operation is selected: by one of its tags, by its `operationId`, or by its method and path,
    /// with or without the base path.
    pub(super) fn takes(
        &mut self,
        method: &Method,
        paths: [&str; 2],
        operation: Option<&Cursor<'_>>,
    ) -> bool {
        if !self.is_part() {
            return true;
        }
        let operation = operation.map_or(&Value::Null, |operation| operation.value);
        let names = paths.map(|path| names(method, path, operation)).concat();
        let mut is_taken = false;
        for Selected { name, is_found } in &mut self.selected {
            if names.iter().any(|known| is_same(&name.value, known)) {
                (*is_found, is_taken) = (true, true);
            }
        }
        is_taken
    }

    /// Reports the names that no operation has.
    pub(super) fn finish(&self, diagnostics: &mut Diagnostics) {
        for Selected { name, .. } in self.selected.iter().filter(|selected| !selected.is_found) {
            let Placed { value: name, place } = name;
            let message = format!("`only: {name}` selects nothing: no operation has this name");
            let help = match self.meant(name) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => {
                    "write a tag, an `operationId`, or a method and a path, such as `GET /rooms`".to_owned()
                }
            };
            diagnostics.push(Diagnostic::new(codes::NO_SUCH_PLACE, place.clone(), message).help(help));
        }
    }

    /// Returns the name that was probably meant. A path without a method is that of its first operation.
    fn meant(&self, name: &str) -> Option<&str> {
        let names = self.known.iter().map(String::as_str);
        let has_path = |known: &&str| known.split_once(' ').is_some_and(|(_, path)| path == name);
        names.clone().find(has_path).or_else(|| did_you_mean(name, names))
    }
}

/// Returns the names that select an operation. A webhook has a name in place of a path.
fn names(method: &Method, path: &str, operation: &Value) -> Vec<String> {
    let tags = operation.get("tags").and_then(Value::as_array).into_iter().flatten();
    let id = operation.get("operationId");
    let route = format!("{} {path}", method.name());
    let webhook = (!path.starts_with('/')).then(|| path.to_owned());
    tags.chain(id).filter_map(text).chain([route]).chain(webhook).collect()
}

/// Returns the method and the path of a name that may have a base path as well.
fn without_base(name: &str, path: &str) -> Option<String> {
    let (method, whole) = name.split_once(' ')?;
    whole.ends_with(path).then(|| format!("{method} {path}"))
}

/// Methods are case-insensitive here, as in `get /rooms`. Tags, ids and paths are case-sensitive.
fn is_same(name: &str, known: &str) -> bool {
    match (name.split_once(' '), known.split_once(' ')) {
        (Some((one, path)), Some((other, known))) if known.starts_with('/') => {
            one.eq_ignore_ascii_case(other) && path.trim_start() == known
        }
        _ => name == known,
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
