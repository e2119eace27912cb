//! The parts of a document and of its operations that Swagger 2.0 and OpenAPI 3 share.

use super::info::read_info;
use super::parameter::{Parameters, check_content};
use super::security::read_requirements;
use super::tags::read_tags;
use super::{Reader, read_docs, skim};
use crate::api::{Document, Method, Operation, Requirement, Response, Role, Scheme, Status};
use crate::codes;
use crate::cursor::{Cursor, Object};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place, Placed};
use crate::dialect::{FixedFields, swagger2};

/// The values of a document that apply to all of its operations.
pub(super) struct Scope {
    pub document: FileId,
    pub schemes: Vec<Scheme>,
    pub security: Vec<Requirement>,
}

/// The parts of an operation that depend on the version.
pub(super) struct Parts {
    pub parameters: Parameters,
    /// The media types of a form of Swagger 2.0.
    pub form_types: Vec<String>,
    pub responses: Vec<Response>,
}

/// Reads `info` and `tags`. `fields` are the keywords of `info`, and of its `license`.
pub(super) fn read_about(
    root: &Cursor<'_>,
    object: &mut Object<'_>,
    fields: (&'static FixedFields, &'static FixedFields),
    reader: &mut Reader<'_, '_>,
) {
    let on_mistake = reader.schemas.on_mistake;
    let info = object.require("info", "the document", reader.diagnostics);
    let info = info.and_then(|info| read_info(&info, fields, on_mistake, reader.diagnostics));
    let (title, version, description) = info.unwrap_or_default();
    reader.api.documents.push(Document { file: root.place.file, title, version, description });
    read_tags(object, reader.api, on_mistake, reader.diagnostics);
}

/// Reads the named schemas of a document, and its path items.
pub(super) fn read_contents<'s>(
    named: impl Iterator<Item = Cursor<'s>>,
    paths: Vec<(&'s str, Cursor<'s>)>,
    read_path_item: impl Fn(&str, &Cursor<'s>, &mut Reader<'_, 's>),
    reader: &mut Reader<'_, 's>,
) {
    // Of a part of an API, only the schemas that it refers to are read.
    let is_part = reader.schemas.only.is_part();
    for schema in named.filter(|_| !is_part) {
        let id = reader.schemas.at(&schema, reader.diagnostics);
        reader.api.definitions.push(id);
    }
    for (path, item) in paths {
        if !path.starts_with("x-") {
            read_path_item(path, &item, reader);
        }
    }
}

/// Reads an "Operation Object".
pub(super) fn read_operation<'s>(
    cursor: &Cursor<'s>,
    (method, path, path_place): (Method, String, Place),
    (fields, scope): (&'static FixedFields, &Scope),
    read_parts: impl FnOnce(&mut Object<'s>, &mut Reader<'_, 's>) -> Parts,
    reader: &mut Reader<'_, 's>,
) -> Option<Operation> {
    let mut object = cursor.object_of(fields, reader.diagnostics)?;
    let security =
        object.take("security").map(|list| read_requirements(&list, &scope.schemes, reader.diagnostics));
    let operation_id = object.take("operationId");
    let summary = object.text("summary", reader.diagnostics);
    let docs = read_docs(&mut object, fields, reader.diagnostics);
    let tags = object.strings("tags", reader.diagnostics).unwrap_or_default();
    let Parts { parameters, form_types, mut responses } = read_parts(&mut object, reader);
    check_content(&method, &parameters, reader.diagnostics);
    if responses.is_empty() {
        // No response is declared, so the handler's response has no body.
        responses.push(Response::bare(cursor.place.clone(), Status::Default));
    }
    let operation = Operation {
        place: cursor.place.clone(),
        role: Role::Served,
        document: scope.document,
        operation_id: operation_id.and_then(|id| {
            Some(Placed { value: id.text(reader.diagnostics)?.into_owned(), place: id.place })
        }),
        method,
        path,
        base_path: String::new(),
        path_place,
        summary,
        docs,
        tags,
        form_types,
        parameters: parameters.list,
        body: parameters.body,
        responses,
        security: security.unwrap_or_else(|| scope.security.clone()),
    };
    skim(&mut object, "externalDocs", &swagger2::EXTERNAL_DOCS, reader.diagnostics);
    object.finish(fields, reader.schemas.on_mistake.severity(), reader.diagnostics);
    Some(operation)
}

/// Reads a "Responses Object". `fields` are the keywords of a response.
pub(super) fn read_responses<'s>(
    map: &Cursor<'s>,
    fields: &'static FixedFields,
    (mut read_status, read_response): (
        impl FnMut(&str, &Place, &mut Diagnostics) -> Option<Status>,
        impl Fn(&Cursor<'s>, Status, &mut Reader<'_, 's>) -> Option<Response>,
    ),
    reader: &mut Reader<'_, 's>,
) -> Vec<Response> {
    let mut responses = Vec::new();
    let entries = map.entries(reader.diagnostics);
    if map.value.is_object() && entries.iter().all(|(key, _)| key.starts_with("x-")) {
        // "The Responses Object MUST contain at least one response code."
        let message = "`responses` declares no responses";
        let help =
            "declare one, such as `default`; otherwise, a handler can return any status code, without a body";
        let diagnostic = Diagnostic::warning(codes::MISSING_KEYWORD, map.place.key(), message);
        reader.diagnostics.push(diagnostic.help(help));
    }
    for (key, entry) in entries {
        if key.starts_with("x-") {
            continue;
        }
        let Some(status) = read_status(key, &entry.place, reader.diagnostics) else { continue };
        if entry.value.is_null() {
            // In YAML, `200:` without a value declares only the status code.
            let message = "the response has no value: expected an object with a `description`; it is treated as a response without a body";
            reader.diagnostics.push(Diagnostic::warning(codes::WRONG_TYPE, entry.place.key(), message));
            responses.push(Response::bare(entry.place, status));
            continue;
        }
        let response = entry.follow_to(fields, reader.diagnostics);
        responses.extend(response.and_then(|response| read_response(&response, status, reader)));
    }
    responses
}
