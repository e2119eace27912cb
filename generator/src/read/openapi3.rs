//! Converts OpenAPI 3.0 and 3.1 to [`Api`], with one function for each object of their specifications.

use super::content::read_content;
use super::header::read_headers;
use super::info::{read_info, read_tags};
use super::other_version::check_meta_schema;
use super::parameter::{Parameters, check_content};
use super::parameter3::{read_header, read_parameter, read_parameters};
use super::path_item::{PathItem, report_nothing, take_nothing};
use super::required_keywords::check_response;
use super::schema::Schemas;
use super::security::{read_requirements, read_schemes, read_shared_requirements};
use super::servers::read_servers;
use super::status::read_status;
use super::{Reader, read_docs, skim};
use crate::api::{
    Api, Body, Document, MediaType, Method, Operation, Requirement, Response, SchemaId, Scheme, Status,
};
use crate::choices::OnMistake;
use crate::codes;
use crate::cursor::{Cursor, Object};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place, Placed};
use crate::dialect::{FixedFields, openapi3, swagger2};
use serde_json::Value;
use std::cell::Cell;

/// The document's values for all of its operations.
struct Scope {
    document: FileId,
    base_path: Option<String>,
    schemes: Vec<Scheme>,
    security: Vec<Requirement>,
    /// Whether the note about callbacks is reported.
    has_callbacks: Cell<bool>,
}

/// The keywords of `info`.
const INFO: (&FixedFields, &FixedFields) = (&openapi3::INFO, &openapi3::LICENSE);

/// Reads an "OpenAPI Object".
pub(super) fn read_document<'s>(root: &Cursor<'s>, mut object: Object<'s>, reader: &mut Reader<'_, 's>) {
    let Reader { api, schemas, diagnostics } = reader;
    let on_mistake = schemas.on_mistake;
    check_version(&mut object, diagnostics);
    check_meta_schema("jsonSchemaDialect", object.take("jsonSchemaDialect").as_ref(), diagnostics);
    let mut mistakes = Diagnostics::default();
    let info = object.require("info", "the document", &mut mistakes);
    let (title, version, description) =
        info.and_then(|info| read_info(&info, INFO, on_mistake, &mut mistakes)).unwrap_or_default();
    api.documents.push(Document { file: root.place.file, title, version, description });
    let base_path = read_servers(object.take("servers").as_ref(), on_mistake, &mut mistakes);
    let components = object.take("components").and_then(|components| components.object(&mut mistakes));
    let (schemes, named) = components
        .map(|components| read_components(components, on_mistake, &mut mistakes))
        .unwrap_or_default();
    api.schemes.extend(schemes.iter().cloned());
    read_tags(&mut object, api, on_mistake, &mut mistakes);
    let security = object.take("security");
    let security = security.map(|list| read_shared_requirements(&list, &schemes, on_mistake, diagnostics));
    let security = security.unwrap_or_default();
    let has_callbacks = Cell::default();
    let scope = Scope { document: root.place.file, base_path, schemes, security, has_callbacks };
    // OpenAPI 3.1 requires one of `paths`, `components` and `webhooks`.
    let paths = object.take("paths").map(|paths| paths.entries(&mut mistakes)).unwrap_or_default();
    on_mistake.settle(mistakes, diagnostics);
    report_webhooks(&object, paths.is_empty(), diagnostics);
    skim(&mut object, "externalDocs", &swagger2::EXTERNAL_DOCS, diagnostics);
    object.finish(&openapi3::DOCUMENT, on_mistake.severity(), diagnostics);
    // Of a part of an API, only the schemas that it refers to are read.
    let is_part = schemas.only.is_part();
    for schema in named.into_iter().filter(|_| !is_part) {
        let id = schemas.at(&schema, diagnostics);
        api.definitions.push(id);
    }
    for (path, item) in paths {
        if !path.starts_with("x-") {
            read_path_item(path, &item, &scope, reader);
        }
    }
}

/// Reports webhooks. In a document without paths, the spec author may expect code for them.
fn report_webhooks(object: &Object<'_>, is_all: bool, diagnostics: &mut Diagnostics) {
    let webhooks = object
        .peek("webhooks")
        .filter(|webhooks| webhooks.value.as_object().is_some_and(|map| !map.is_empty()));
    let Some(webhooks) = webhooks else { return };
    let message = "webhooks are ignored: requests that the server sends are not generated";
    let place = webhooks.place.key();
    diagnostics.push(match is_all {
        true => {
            let help = "the document has no `paths`; to receive these requests, write them as `paths`";
            Diagnostic::warning(codes::IGNORED_REQUEST, place, message).help(help)
        }
        false => Diagnostic::note(codes::IGNORED_REQUEST, place, message),
    });
}

/// Reports the first callback of a document.
fn report_callbacks(object: &Object<'_>, scope: &Scope, diagnostics: &mut Diagnostics) {
    let Some(callbacks) = object.peek("callbacks").filter(|_| !scope.has_callbacks.replace(true)) else {
        return;
    };
    let message = "callbacks are ignored: requests that the server sends are not generated";
    diagnostics.push(Diagnostic::note(codes::IGNORED_REQUEST, callbacks.place.key(), message));
}

fn check_version(object: &mut Object<'_>, diagnostics: &mut Diagnostics) {
    let Some(version) = object.take("openapi") else { return };
    let text = version.text(diagnostics).unwrap_or_default();
    let is =
        |minor: &str| text == minor || text.strip_prefix(minor).is_some_and(|rest| rest.starts_with('.'));
    if is("3.0") || is("3.1") {
        return;
    }
    let place = version.place;
    diagnostics.push(if is("3.2") {
        let message = format!("`{text}` is read as OpenAPI 3.1; keywords that are new in 3.2 are ignored");
        Diagnostic::warning(codes::UNSUPPORTED_VERSION, place, message)
    } else {
        let message =
            format!("version `{text}` of OpenAPI is not supported; Stubsmith reads `3.0` and `3.1`");
        Diagnostic::new(codes::UNSUPPORTED_VERSION, place, message)
    });
}

/// Reads a "Components Object": the security schemes, and the schemas.
fn read_components<'s>(
    mut object: Object<'s>,
    on_mistake: OnMistake,
    diagnostics: &mut Diagnostics,
) -> (Vec<Scheme>, Vec<Cursor<'s>>) {
    // If a scheme cannot be read, an operation that requires it is closed, not open.
    let schemes = read_schemes(object.take("securitySchemes").as_ref(), on_mistake, diagnostics);
    let schemas = object.take("schemas").map(|schemas| schemas.entries(diagnostics)).unwrap_or_default();
    object.finish(&openapi3::COMPONENTS, on_mistake.severity(), diagnostics);
    (schemes, schemas.into_iter().map(|(_, schema)| schema).collect())
}

/// Reads `components` that nothing refers to. The others are read at their references. A typo in an unused one is only
/// a warning.
pub(super) fn read_unused(root: &Cursor<'_>, diagnostics: &mut Diagnostics) {
    let mut api = Api::default();
    let mut mistakes = Diagnostics::default();
    let mut schemas = Schemas::new(OnMistake::Reject);
    let components = root.object(&mut mistakes).and_then(|mut root| root.take("components"));
    let Some(mut components) = components.and_then(|components| components.object(&mut mistakes)) else {
        return;
    };
    let reader = &mut Reader { api: &mut api, schemas: &mut schemas, diagnostics: &mut mistakes };
    for keyword in ["parameters", "responses", "requestBodies", "headers"] {
        let map = components.take(keyword).map(|map| map.entries(reader.diagnostics));
        for (name, entry) in map.unwrap_or_default() {
            let fields = match keyword {
                "parameters" => &openapi3::PARAMETER,
                "responses" => &openapi3::RESPONSE,
                "requestBodies" => &openapi3::REQUEST_BODY,
                _ => &openapi3::HEADER,
            };
            let Some(entry) = entry.follow_to(fields, reader.diagnostics) else { continue };
            match keyword {
                "parameters" => drop(read_parameter(&entry, reader)),
                "responses" => drop(read_response(&entry, Status::Default, reader)),
                "requestBodies" => drop(read_request_body(&entry, reader)),
                _ => drop(read_header(name, &entry, reader)),
            }
        }
    }
    schemas.finish(&mut mistakes);
    diagnostics.push_as_warnings(mistakes);
}

/// Reads a "Path Item Object".
fn read_path_item<'s>(path: &str, item: &Cursor<'s>, scope: &Scope, reader: &mut Reader<'_, 's>) {
    let on_mistake = reader.schemas.on_mistake;
    let Some(mut item) = PathItem::open(path, item, reader) else { return };
    let shared = item.take_all("parameters");
    let summary = item.text("summary", reader.diagnostics);
    let description = item.text("description", reader.diagnostics);
    let servers = item.take("servers");
    let of_path = read_servers(servers.as_ref(), on_mistake, reader.diagnostics);
    let base_path = |operation: &Cursor<'s>, mistakes: &mut Diagnostics| {
        let own = operation.object(&mut Diagnostics::default()).and_then(|mut object| object.take("servers"));
        let own = read_servers(own.as_ref(), on_mistake, mistakes);
        own.or_else(|| of_path.clone()).or_else(|| scope.base_path.clone()).unwrap_or_default()
    };
    for at in Method::ALL {
        let read = |operation: &Cursor<'s>, at: (Method, String, Place), part: &mut Reader<'_, 's>| {
            let mut read = read_operation(operation, at, &shared, scope, part)?;
            if read.summary.is_none() && read.docs.description.is_none() {
                read.summary.clone_from(&summary);
                read.docs.description.clone_from(&description);
            }
            Some(read)
        };
        if !item.read_operation(at, base_path, read, reader) {
            return;
        }
    }
    item.finish(&openapi3::PATH_ITEM, reader);
}

/// Reads an "Operation Object".
fn read_operation<'s>(
    cursor: &Cursor<'s>,
    (method, path, path_place): (Method, String, Place),
    shared: &[Cursor<'s>],
    scope: &Scope,
    reader: &mut Reader<'_, 's>,
) -> Option<Operation> {
    let mut object = cursor.object_of(&openapi3::OPERATION, reader.diagnostics)?;
    let security =
        object.take("security").map(|list| read_requirements(&list, &scope.schemes, reader.diagnostics));
    report_callbacks(&object, scope, reader.diagnostics);
    let operation_id = object.take("operationId");
    let own = object.take("parameters");
    object.take("servers");
    let parameters = read_parameters(shared, own.as_ref(), reader);
    let body = object
        .take("requestBody")
        .and_then(|body| body.follow_to(&openapi3::REQUEST_BODY, reader.diagnostics));
    let body = body.and_then(|body| read_request_body(&body, reader));
    let sent = Parameters { list: Vec::new(), body };
    check_content(method, &sent, reader.diagnostics);
    let responses = object.take("responses");
    let mut operation = Operation {
        place: cursor.place.clone(),
        document: scope.document,
        operation_id: operation_id.and_then(|id| {
            Some(Placed { value: id.text(reader.diagnostics)?.into_owned(), place: id.place })
        }),
        method,
        path,
        path_place,
        summary: object.text("summary", reader.diagnostics),
        docs: read_docs(&mut object, &openapi3::OPERATION, reader.diagnostics),
        tags: object.strings("tags", reader.diagnostics).unwrap_or_default(),
        form_types: Vec::new(),
        parameters,
        body: sent.body,
        responses: responses.map(|map| read_responses(&map, reader)).unwrap_or_default(),
        security: security.unwrap_or_else(|| scope.security.clone()),
    };
    if operation.responses.is_empty() {
        // No response is declared, so the handler's response has no body.
        operation.responses.push(Response::bare(cursor.place.clone(), Status::Default));
    }
    skim(&mut object, "externalDocs", &swagger2::EXTERNAL_DOCS, reader.diagnostics);
    object.finish(&openapi3::OPERATION, reader.schemas.on_mistake.severity(), reader.diagnostics);
    Some(operation)
}

/// Reads a "Request Body Object". Returns `None` if its `content` is empty: it has no body.
fn read_request_body<'s>(cursor: &Cursor<'s>, reader: &mut Reader<'_, 's>) -> Option<Body> {
    let mut object = cursor.object_of(&openapi3::REQUEST_BODY, reader.diagnostics)?;
    let docs = read_docs(&mut object, &openapi3::REQUEST_BODY, reader.diagnostics);
    let required = object.flag("required", reader.diagnostics);
    let content = object.require("content", "the request body", reader.diagnostics);
    let content = content.map(|content| read_content(&content, reader).0).unwrap_or_default();
    object.finish(&openapi3::REQUEST_BODY, reader.schemas.on_mistake.severity(), reader.diagnostics);
    (!content.is_empty()).then(|| Body { place: cursor.place.clone(), docs, required, content })
}

/// Reads a "Responses Object".
fn read_responses<'s>(map: &Cursor<'s>, reader: &mut Reader<'_, 's>) -> Vec<Response> {
    let mut responses = Vec::new();
    let mut known = Vec::new();
    for (key, entry) in map.entries(reader.diagnostics) {
        if key.starts_with("x-") {
            continue;
        }
        let Some(status) = read_status(key, &entry.place, &mut known, reader.diagnostics) else { continue };
        let response = entry.follow_to(&openapi3::RESPONSE, reader.diagnostics);
        responses.extend(response.and_then(|response| read_response(&response, status, reader)));
    }
    responses
}

/// Reads a "Response Object".
fn read_response<'s>(cursor: &Cursor<'s>, status: Status, reader: &mut Reader<'_, 's>) -> Option<Response> {
    let mut object = cursor.object_of(&openapi3::RESPONSE, reader.diagnostics)?;
    let docs = read_docs(&mut object, &openapi3::RESPONSE, reader.diagnostics);
    if let Some(nothing) = take_nothing(std::slice::from_ref(&object), "content") {
        report_nothing("content", nothing, reader.diagnostics);
    }
    let content = object.take("content");
    let (mut media_types, examples) =
        content.as_ref().map(|content| read_content(content, reader)).unwrap_or_default();
    if let Some(content) = &content {
        share_equal_schemas(content, &mut media_types);
    }
    let headers = object.take("headers").map(|headers| read_headers(&headers, reader)).unwrap_or_default();
    check_response(&object, reader.diagnostics);
    object.finish(&openapi3::RESPONSE, reader.schemas.on_mistake.severity(), reader.diagnostics);
    Some(Response {
        place: cursor.place.clone(),
        status,
        docs,
        content: media_types,
        produces: false,
        headers,
        examples,
    })
}

/// Gives media types with equal schemas the same schema, that of the first one. Authors often repeat a schema for each
/// media type.
fn share_equal_schemas(content: &Cursor<'_>, media_types: &mut [MediaType]) {
    let schema_in = |name: Option<&str>| {
        let mut entries = content.value.as_object()?.iter();
        entries.find(|(key, _)| name == Some(key.trim())).and_then(|(_, entry)| entry.get("schema"))
    };
    let mut known: Vec<(&Value, Option<SchemaId>)> = Vec::new();
    for media_type in media_types {
        let Some(schema) = schema_in(media_type.name.as_deref()) else { continue };
        match known.iter().find(|(other, _)| *other == schema) {
            Some((_, shared)) => media_type.schema = *shared,
            None => known.push((schema, media_type.schema)),
        }
    }
}
