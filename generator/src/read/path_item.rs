//! "Path Item Object": the operations of a path, their common keywords, and the checks that all versions share.

use super::methods::{ADDITIONAL, Found, additional_operations};
use super::{Reader, report_nothing};
use crate::api::{Method, Operation, Role};
use crate::codes;
use crate::cursor::{Cursor, Object};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::dialect::FixedFields;

/// A path item. Its keywords are its own, or those of the path item that it refers to.
pub(super) struct PathItem<'p, 's> {
    pub path: &'p str,
    /// Who sends the requests of its operations.
    pub role: Role,
    /// The place of the path's key.
    pub place: Place,
    objects: Vec<Object<'s>>,
}

impl<'p, 's> PathItem<'p, 's> {
    /// Reads the path. None if the path item cannot be read.
    pub(super) fn open(
        path: &'p str,
        role: Role,
        item: &Cursor<'s>,
        reader: &mut Reader<'_, 's>,
    ) -> Option<Self> {
        // A callback belongs to its operation, which is selected.
        if !role.is_callback() && !reader.schemas.only.may_take(role.webhook().unwrap_or(path), item) {
            return None;
        }
        let place = item.place.key();
        if item.value.is_null() {
            report_nothing(path, place, reader.diagnostics);
            return None;
        }
        let mut mistakes = Diagnostics::default();
        let path = match role {
            Role::Served => without_empty_query(path, &place, reader.diagnostics),
            Role::Sent(_) | Role::Received(_) => path,
        };
        if role == Role::Served {
            check_path(path, &place, &mut mistakes);
        }
        let objects = open_all(item, &mut mistakes);
        let whole = reader.schemas.on_mistake.settle_part(path, mistakes, reader.diagnostics);
        let objects = objects.filter(|_| whole)?;
        report_conflicts(&objects, reader.diagnostics);
        let mut item = Self { path, role, place, objects };
        item.take("$ref");
        Some(item)
    }

    /// Returns the value of a keyword, from the first object that has it.
    pub(super) fn take(&mut self, keyword: &'static str) -> Option<Cursor<'s>> {
        self.take_all(keyword).pop()
    }

    /// Returns the values of a keyword: those of targets before the path item's own.
    pub(super) fn take_all(&mut self, keyword: &'static str) -> Vec<Cursor<'s>> {
        self.objects.iter_mut().rev().filter_map(|object| object.take(keyword)).collect()
    }

    /// Returns the text of a keyword.
    pub(super) fn text(&mut self, keyword: &'static str, diagnostics: &mut Diagnostics) -> Option<String> {
        self.take(keyword)?.text(diagnostics).map(std::borrow::Cow::into_owned)
    }

    /// Returns the operations, in the order of the specification.
    pub(super) fn operations(&mut self, reader: &mut Reader<'_, 's>) -> Vec<Found<'s>> {
        let fields: Vec<_> = self.objects.iter().map(|object| object.dialect().path_item()).collect();
        let mut found = Vec::new();
        for (keyword, method) in Method::ALL {
            if !fields.iter().any(|fields| fields.find(keyword).is_some()) {
                continue;
            }
            if let Some(nothing) = take_nothing(&self.objects, keyword) {
                report_nothing(keyword, nothing, reader.diagnostics);
            }
            let operation = self.take(keyword);
            found.extend(operation.map(|operation| Found { method, operation, mistake: None }));
        }
        if fields.iter().any(|fields| fields.find(ADDITIONAL).is_some())
            && let Some(map) = self.take(ADDITIONAL)
        {
            let mut mistakes = Diagnostics::default();
            found.extend(additional_operations(&map, &mut mistakes));
            reader.schemas.on_mistake.settle(mistakes, reader.diagnostics);
        }
        found
    }

    /// Reads an operation with `read`. `base_path` returns the base path of an operation. Returns false if there are too
    /// many operations.
    pub(super) fn read_operation(
        &self,
        Found { method, operation, mistake }: Found<'s>,
        base_path: impl Fn(&Cursor<'s>, &mut Diagnostics) -> String,
        read: impl FnOnce(&Cursor<'s>, (Method, String, Place), &mut Reader<'_, 's>) -> Option<Operation>,
        reader: &mut Reader<'_, 's>,
    ) -> bool {
        let mut mistakes = Diagnostics::default();
        mistakes.extend(mistake);
        let operation = operation.follow(&mut mistakes);
        let base_path = operation.as_ref().map(|operation| base_path(operation, &mut mistakes));
        let base_path = base_path.unwrap_or_default();
        let path = format!("{}{}", base_path.trim_end_matches('/'), self.path);
        let names = [self.role.webhook().unwrap_or(self.path), &path];
        if !self.role.is_callback() && !reader.schemas.only.takes(&method, names, operation.as_ref()) {
            return true;
        }
        // Operations can share a callback, which is then read once. The server may serve the same path item too.
        let is_here = |known: &Operation| {
            known.role.is_callback() && operation.as_ref().is_some_and(|here| here.place == known.place)
        };
        if self.role.is_callback() && reader.api.operations.iter().any(is_here) {
            return true;
        }
        if !reader.schemas.takes_operation(&self.place, reader.diagnostics) {
            return false;
        }
        let route = format!("{} {path}", method.name());
        let before = (reader.api.operations.len(), reader.api.callbacks.len());
        let part = &mut Reader { api: reader.api, schemas: reader.schemas, diagnostics: &mut mistakes };
        let operation =
            operation.and_then(|operation| read(&operation, (method, path, self.place.clone()), part));
        let operation = operation.map(|read| Operation { role: self.role.clone(), base_path, ..read });
        let whole = reader.schemas.on_mistake.settle_part(&route, mistakes, reader.diagnostics);
        reader.schemas.parts += operation.as_ref().map_or(0, parts);
        if !whole {
            // The callbacks of an omitted operation are never sent.
            reader.api.operations.truncate(before.0);
            reader.api.callbacks.truncate(before.1);
        }
        reader.api.operations.extend(operation.filter(|_| whole));
        true
    }

    /// Reports the keywords that were not taken.
    pub(super) fn finish(self, fields: &'static FixedFields, reader: &mut Reader<'_, 's>) {
        for object in self.objects {
            object.finish(fields, reader.schemas.on_mistake.severity(), reader.diagnostics);
        }
    }
}

/// Returns the object of a path item, and those that its `$ref` leads to. Returns `None` if one cannot be read.
fn open_all<'s>(item: &Cursor<'s>, mistakes: &mut Diagnostics) -> Option<Vec<Object<'s>>> {
    if item.follow_with_siblings(&mut Diagnostics::default()).is_none() {
        item.follow_with_siblings(mistakes);
        return None;
    }
    let mut objects = Vec::new();
    let mut here = item.clone();
    while here.is_reference() {
        objects.push(here.object(mistakes)?.of(here.dialect().path_item()));
        // One step. The keywords next to each `$ref` count.
        here = here.follow_until(|_| true, mistakes)?;
    }
    if !here.check_kind(here.dialect().path_item(), mistakes) {
        return None;
    }
    objects.push(here.object(mistakes)?.of(here.dialect().path_item()));
    Some(objects)
}

/// Reports a keyword of several of these objects. "In case a Path Item Object field appears both in the defined object
/// and the referenced object, the behavior is undefined." (OpenAPI 3, "Path Item Object")
///
/// | keyword | |
/// |---|---|
/// | `parameters` | both lists count: one next to the `$ref` replaces the one with its name and location |
/// | `summary`, `description` | the one next to the `$ref` counts, as in a Reference Object |
/// | others | the one next to the `$ref` counts |
fn report_conflicts(objects: &[Object<'_>], diagnostics: &mut Diagnostics) {
    for (index, object) in objects.iter().enumerate() {
        for keyword in object.keys() {
            let is_text = ["$ref", "summary", "description"].contains(&keyword) || keyword.starts_with("x-");
            let mut targets = objects.iter().skip(index + 1);
            let Some(target) = targets.find(|target| target.has(keyword)).filter(|_| !is_text) else {
                continue;
            };
            let place = |object: &Object<'_>| object.place.member(keyword).key();
            let message = match keyword {
                "parameters" => "the specification does not define `parameters` next to a `$ref` to a path item that also has them; both lists are used".to_owned(),
                _ => format!("the specification does not define `{keyword}` next to a `$ref` to a path item that also has it; the one next to the `$ref` is used"),
            };
            let diagnostic = Diagnostic::new(codes::REFERENCE_SIBLING, place(object), message);
            let help = format!("write `{keyword}` in one of the two path items");
            diagnostics.push(diagnostic.and(place(target), "and here").help(help));
        }
    }
}

/// Returns the place of a keyword without a value.
pub(super) fn take_nothing(objects: &[Object<'_>], keyword: &str) -> Option<Place> {
    let is_nothing = |object: &&Object<'_>| object.has(keyword) && object.peek(keyword).is_none();
    let mut without = objects.iter().filter(is_nothing).filter(|object| !object.is_too_new(keyword));
    without.next().map(|object| object.place.member(keyword).key())
}

/// Returns the number of parts of an operation.
fn parts(operation: &Operation) -> usize {
    let responses = operation
        .responses
        .iter()
        .map(|response| 1 + response.headers.len() + response.examples.len() + response.content.len());
    let schemes = operation.security.iter().map(|requirement| 1 + requirement.schemes.len());
    let lists = operation.parameters.len() + operation.form_types.len() + operation.tags.len();
    lists + responses.sum::<usize>() + schemes.sum::<usize>()
}

/// An empty query is ignored: the path ends before the question mark.
fn without_empty_query<'p>(path: &'p str, place: &Place, diagnostics: &mut Diagnostics) -> &'p str {
    let Some(bare) = path.strip_suffix('?') else { return path };
    let message = format!("the path `{path}` ends in an empty query; it is read as `{bare}`");
    diagnostics.push(Diagnostic::warning(codes::BAD_PATH, place.clone(), message));
    bare
}

fn check_path(path: &str, place: &Place, diagnostics: &mut Diagnostics) {
    if !path.starts_with('/') {
        let message = format!("the path `{path}` does not start with `/`");
        let help = format!("write `/{path}`");
        diagnostics.push(Diagnostic::new(codes::BAD_PATH, place.clone(), message).help(help));
    }
}
