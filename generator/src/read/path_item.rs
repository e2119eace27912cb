//! "Path Item Object": the operations of a path, their common keywords, and the checks that all versions share.

use super::Reader;
use crate::api::{Method, Operation};
use crate::codes;
use crate::cursor::{Cursor, Object};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::dialect::FixedFields;

/// A path item. Its keywords are its own, or those of the path item that it refers to.
pub(super) struct PathItem<'p, 's> {
    pub path: &'p str,
    /// The place of the path's key.
    pub place: Place,
    objects: Vec<Object<'s>>,
}

impl<'p, 's> PathItem<'p, 's> {
    /// Reads the path. None if the path item cannot be read.
    pub(super) fn open(path: &'p str, item: &Cursor<'s>, reader: &mut Reader<'_, 's>) -> Option<Self> {
        if !reader.schemas.only.may_take(path, item) {
            return None;
        }
        let place = item.place.key();
        if item.value.is_null() {
            report_nothing(path, place, reader.diagnostics);
            return None;
        }
        let path = without_empty_query(path, &place, reader.diagnostics);
        let mut mistakes = Diagnostics::default();
        check_path(path, &place, &mut mistakes);
        let target = item.follow_with_siblings(&mut mistakes).and_then(|target| target.object(&mut mistakes));
        // "If there are conflicts between the referenced definition and this Path Item's definition, the behavior is
        // undefined": here the path item's own definition takes precedence.
        let own = item.value.get("$ref").and_then(|_| item.object(&mut mistakes));
        let whole = reader.schemas.on_mistake.settle_part(path, mistakes, reader.diagnostics);
        let target = target.filter(|_| whole)?;
        let mut item = Self { path, place, objects: own.into_iter().chain([target]).collect() };
        item.take("$ref");
        Some(item)
    }

    /// Returns the value of a keyword, from the first object that has it.
    pub(super) fn take(&mut self, keyword: &'static str) -> Option<Cursor<'s>> {
        let values: Vec<Cursor<'s>> =
            self.objects.iter_mut().filter_map(|object| object.take(keyword)).collect();
        values.into_iter().next()
    }

    /// Returns the text of a keyword.
    pub(super) fn text(&mut self, keyword: &'static str, diagnostics: &mut Diagnostics) -> Option<String> {
        self.take(keyword)?.text(diagnostics).map(std::borrow::Cow::into_owned)
    }

    /// Reads the operation of a method with `read`. `base_path` returns the base path of an operation. Returns false
    /// if there are too many operations.
    pub(super) fn read_operation(
        &mut self,
        (keyword, method): (&'static str, Method),
        base_path: impl Fn(&Cursor<'s>, &mut Diagnostics) -> String,
        read: impl FnOnce(&Cursor<'s>, (Method, String, Place), &mut Reader<'_, 's>) -> Option<Operation>,
        reader: &mut Reader<'_, 's>,
    ) -> bool {
        if let Some(nothing) = take_nothing(&self.objects, keyword) {
            report_nothing(keyword, nothing, reader.diagnostics);
        }
        let Some(operation) = self.take(keyword) else { return true };
        let mut mistakes = Diagnostics::default();
        let operation = operation.follow(&mut mistakes);
        let base_path = operation.as_ref().map(|operation| base_path(operation, &mut mistakes));
        let path = format!("{}{}", base_path.unwrap_or_default().trim_end_matches('/'), self.path);
        if !reader.schemas.only.takes(method, [self.path, &path], operation.as_ref()) {
            return true;
        }
        if !reader.schemas.takes_operation(&self.place, reader.diagnostics) {
            return false;
        }
        let route = format!("{} {path}", method.name());
        let part = &mut Reader { api: reader.api, schemas: reader.schemas, diagnostics: &mut mistakes };
        let operation =
            operation.and_then(|operation| read(&operation, (method, path, self.place.clone()), part));
        let whole = reader.schemas.on_mistake.settle_part(&route, mistakes, reader.diagnostics);
        reader.schemas.parts += operation.as_ref().map_or(0, parts);
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

/// YAML's `/rooms:` or `get:` without a value is ignored.
pub(super) fn report_nothing(what: &str, place: Place, diagnostics: &mut Diagnostics) {
    let message = format!("`{what}` has no value; it is ignored");
    diagnostics.push(Diagnostic::warning(codes::WRONG_TYPE, place, message));
}

/// Returns the place of a keyword without a value.
pub(super) fn take_nothing(objects: &[Object<'_>], keyword: &str) -> Option<Place> {
    let mut without = objects.iter().filter(|object| object.has(keyword) && object.peek(keyword).is_none());
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
