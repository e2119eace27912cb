//! Converts OpenAPI 3.0 and 3.1 to [`Api`], with one function for each object of their specifications.

use super::content::{read_content, read_media_type};
use super::document::{Parts, Scope, read_about, read_contents, read_operation, read_responses};
use super::header::read_headers;
use super::other_version::{check_meta_schema, report_newer};
use super::outgoing::{read_callbacks, read_webhooks, report_only_sent};
use super::parameter::Parameters;
use super::parameter3::{read_header, read_parameter, read_parameters};
use super::path_item::{PathItem, take_nothing};
use super::reading::check_map;
use super::required_keywords::check_response;
use super::schema::Schemas;
use super::security::{read_schemes, read_shared_requirements};
use super::servers::read_servers;
use super::status::read_status;
use super::{Reader, read_docs, report_nothing, skim};
use crate::api::{Api, Body, Docs, MediaType, Method, Response, Role, SchemaId, Scheme, Status, StreamItems};
use crate::choices::OnMistake;
use crate::codes;
use crate::cursor::{Cursor, Object};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::dialect::{FixedFields, Version, is_minor, openapi3, swagger2};
use serde_json::Value;

/// The values of a document for its path items.
struct Defaults {
    base_path: Option<String>,
}

/// The keywords of `info`.
const INFO: (&FixedFields, &FixedFields) = (&openapi3::INFO, &openapi3::LICENSE);

/// Reads an "OpenAPI Object".
pub(super) fn read_document<'s>(root: &Cursor<'s>, object: Object<'s>, reader: &mut Reader<'_, 's>) {
    let mut object = object.of(&openapi3::DOCUMENT);
    let on_mistake = reader.schemas.on_mistake;
    check_version(&mut object, reader.diagnostics);
    read_self(&mut object, reader.diagnostics);
    report_newer(&object, &openapi3::DOCUMENT, reader.diagnostics);
    check_meta_schema("jsonSchemaDialect", object.take("jsonSchemaDialect").as_ref(), reader.diagnostics);
    let mut mistakes = Diagnostics::default();
    read_about(root, &mut object, INFO, &mut reader.with(&mut mistakes));
    check_contents(root, &object, &mut mistakes);
    let base_path = read_servers(object.take("servers").as_ref(), on_mistake, &mut mistakes);
    let components = object.take("components");
    let components =
        components.and_then(|components| components.object_of(&openapi3::COMPONENTS, &mut mistakes));
    let (schemes, named) = components
        .map(|components| read_components(components, on_mistake, &mut mistakes))
        .unwrap_or_default();
    reader.api.schemes.extend(schemes.iter().cloned());
    let security = object.take("security");
    let security =
        security.map(|list| read_shared_requirements(&list, &schemes, on_mistake, reader.diagnostics));
    let scope = Scope { document: root.place.file, schemes, security: security.unwrap_or_default() };
    let paths = object.take("paths").map(|paths| paths.entries(&mut mistakes)).unwrap_or_default();
    on_mistake.settle(mistakes, reader.diagnostics);
    let webhooks = object.take("webhooks");
    if let Some(webhooks) =
        webhooks.as_ref().filter(|_| paths.is_empty() && reader.schemas.receive_webhooks.is_none())
    {
        report_only_sent(webhooks, reader.diagnostics);
    }
    skim(&mut object, "externalDocs", &swagger2::EXTERNAL_DOCS, reader.diagnostics);
    object.finish(&openapi3::DOCUMENT, on_mistake.severity(), reader.diagnostics);
    let defaults = Defaults { base_path };
    let read_item = |item: PathItem<'_, 's>, reader: &mut Reader<'_, 's>| {
        read_path_item(item, &scope, &defaults, reader);
    };
    let read_path = |path: &str, item: &Cursor<'s>, reader: &mut Reader<'_, 's>| {
        if let Some(item) = PathItem::open(path, Role::Served, item, reader) {
            read_item(item, reader);
        }
    };
    read_contents(named.into_iter(), paths, read_path, reader);
    let receive = reader.schemas.receive_webhooks.clone();
    read_webhooks(webhooks.as_ref(), receive.as_deref(), &read_item, reader);
}

/// Reports a document without contents. "At least one of the components, paths, or webhooks fields" is required by
/// OpenAPI 3.1. OpenAPI 3.0 requires `paths`, but documents with shared components often have none.
fn check_contents(root: &Cursor<'_>, object: &Object<'_>, mistakes: &mut Diagnostics) {
    if !["paths", "components", "webhooks"].into_iter().any(|keyword| object.peek(keyword).is_some()) {
        let message = "the document has no `paths`, no `components` and no `webhooks`";
        mistakes.push(Diagnostic::new(codes::MISSING_KEYWORD, root.place.clone(), message));
    }
}

fn check_version(object: &mut Object<'_>, diagnostics: &mut Diagnostics) {
    let Some(version) = object.take("openapi") else { return };
    let text = version.text(diagnostics).unwrap_or_default();
    if ["3.0", "3.1", "3.2"].iter().any(|minor| is_minor(&text, minor)) {
        return;
    }
    let message =
        format!("version `{text}` of OpenAPI is not supported; Stubsmith reads `3.0`, `3.1` and `3.2`");
    diagnostics.push(Diagnostic::new(codes::UNSUPPORTED_VERSION, version.place, message));
}

/// Checks `$self`. "This string MUST be in the form of a URI reference", and "MUST NOT contain a fragment". References
/// are resolved when files are loaded.
fn read_self(object: &mut Object<'_>, diagnostics: &mut Diagnostics) {
    let Some(own) = object.take("$self") else { return };
    let Some(uri) = own.string(diagnostics).filter(|uri| uri.contains('#')) else { return };
    let message = format!("`$self` has a fragment: `{uri}`; the fragment is ignored");
    let help = "write the URI of the document, without `#`";
    diagnostics.push(Diagnostic::warning(codes::BAD_REFERENCE, own.place, message).help(help));
}

/// Reads a "Components Object": the security schemes, and the schemas.
fn read_components<'s>(
    mut object: Object<'s>,
    on_mistake: OnMistake,
    diagnostics: &mut Diagnostics,
) -> (Vec<Scheme>, Vec<Cursor<'s>>) {
    report_newer(&object, &openapi3::COMPONENTS, diagnostics);
    check_names(&object, diagnostics);
    // If a scheme cannot be read, an operation that requires it is closed, not open.
    let schemes = read_schemes(object.take("securitySchemes").as_ref(), on_mistake, diagnostics);
    let schemas = object.take("schemas").map(|schemas| schemas.entries(diagnostics)).unwrap_or_default();
    object.finish(&openapi3::COMPONENTS, on_mistake.severity(), diagnostics);
    (schemes, schemas.into_iter().map(|(_, schema)| schema).collect())
}

/// "All the fixed fields declared above are objects that MUST use keys that match the regular expression:
/// `^[a-zA-Z0-9\.\-_]+$`."
fn check_names(components: &Object<'_>, diagnostics: &mut Diagnostics) {
    let is_valid = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte))
    };
    for map in openapi3::COMPONENTS.rows().filter_map(|row| components.peek(row.name)) {
        for (name, entry) in map.entries(&mut Diagnostics::default()) {
            if !is_valid(name) {
                let message = format!("`{name}` is not a valid name of a component");
                let diagnostic = Diagnostic::warning(codes::COMPONENT_NAME, entry.place.key(), message);
                let help = "use letters, digits, `.`, `-` and `_`: other tools reject this name";
                diagnostics.push(diagnostic.help(help));
            }
        }
    }
}

/// Reads `components` that nothing refers to. The others are read at their references. A typo in an unused one is only
/// a warning.
pub(super) fn read_unused(root: &Cursor<'_>, diagnostics: &mut Diagnostics) {
    let mut api = Api::default();
    let mut mistakes = Diagnostics::default();
    let mut schemas = Schemas::new(OnMistake::Reject);
    let components = root.object(&mut mistakes).and_then(|mut root| root.take("components"));
    let components =
        components.and_then(|components| components.object_of(&openapi3::COMPONENTS, &mut mistakes));
    let Some(mut components) = components else { return };
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
    for (keyword, fields) in [("examples", &openapi3::EXAMPLE), ("links", &openapi3::LINK)] {
        if let Some(map) = components.take(keyword) {
            check_map(&map, fields, reader.diagnostics);
        }
    }
    let media_types = components.take("mediaTypes").map(|map| map.entries(reader.diagnostics));
    for (_, entry) in media_types.unwrap_or_default() {
        read_media_type(None, &entry, &mut Vec::new(), reader);
    }
    schemas.finish(&mut mistakes);
    diagnostics.push_as_warnings(mistakes);
}

/// Reads a "Path Item Object".
fn read_path_item<'s>(
    mut item: PathItem<'_, 's>,
    scope: &Scope,
    defaults: &Defaults,
    reader: &mut Reader<'_, 's>,
) {
    let on_mistake = reader.schemas.on_mistake;
    let role = item.role.clone();
    let shared = item.take_all("parameters");
    let summary = item.text("summary", reader.diagnostics);
    let description = item.text("description", reader.diagnostics);
    let servers = item.take("servers");
    let of_path = read_servers(servers.as_ref(), on_mistake, reader.diagnostics);
    let base_path = |operation: &Cursor<'s>, mistakes: &mut Diagnostics| {
        // A webhook or a callback has no base path: the receiver chooses the URL.
        if role != Role::Served {
            return String::new();
        }
        let own = operation.object(&mut Diagnostics::default()).and_then(|mut object| object.take("servers"));
        let own = read_servers(own.as_ref(), on_mistake, mistakes);
        own.or_else(|| of_path.clone()).or_else(|| defaults.base_path.clone()).unwrap_or_default()
    };
    let found = item.operations(reader);
    if found.is_empty() {
        read_unused_parameters(&shared, reader.diagnostics);
    }
    for found in found {
        let read = |operation: &Cursor<'s>, at: (Method, String, Place), part: &mut Reader<'_, 's>| {
            let read_parts = |object: &mut Object<'s>, reader: &mut Reader<'_, 's>| {
                read_parts(object, &shared, (&role, scope, defaults), reader)
            };
            let mut read = read_operation(operation, at, (&openapi3::OPERATION, scope), read_parts, part)?;
            if read.summary.is_none() && read.docs.description.is_none() {
                read.summary.clone_from(&summary);
                read.docs.description.clone_from(&description);
            }
            Some(read)
        };
        if !item.read_operation(found, base_path, read, reader) {
            return;
        }
    }
    item.finish(&openapi3::PATH_ITEM, reader);
}

/// Reads the parameters of a path item without operations. Their mistakes are only warnings.
fn read_unused_parameters(shared: &[Cursor<'_>], diagnostics: &mut Diagnostics) {
    let mut api = Api::default();
    let mut mistakes = Diagnostics::default();
    let mut schemas = Schemas::new(OnMistake::Reject);
    let reader = &mut Reader { api: &mut api, schemas: &mut schemas, diagnostics: &mut mistakes };
    read_parameters(shared, None, reader);
    schemas.finish(&mut mistakes);
    diagnostics.push_as_warnings(mistakes);
}

/// Reads the parameters, the body and the responses of an operation.
fn read_parts<'s>(
    object: &mut Object<'s>,
    shared: &[Cursor<'s>],
    (role, scope, defaults): (&Role, &Scope, &Defaults),
    reader: &mut Reader<'_, 's>,
) -> Parts {
    let read_item = |item: PathItem<'_, 's>, reader: &mut Reader<'_, 's>| {
        read_path_item(item, scope, defaults, reader);
    };
    read_callbacks(object, role, &read_item, reader);
    let own = object.take("parameters");
    object.take("servers");
    let list = read_parameters(shared, own.as_ref(), reader);
    let body = object
        .take("requestBody")
        .and_then(|body| body.follow_to(&openapi3::REQUEST_BODY, reader.diagnostics));
    let body = body.and_then(|body| read_request_body(&body, reader));
    let mut mistakes = Diagnostics::default();
    let responses = match object.dialect().version {
        Version::OpenApi31 | Version::OpenApi32 => object.take("responses"),
        Version::Swagger2 | Version::OpenApi30 => object.require("responses", "the operation", &mut mistakes),
    };
    reader.schemas.on_mistake.settle(mistakes, reader.diagnostics);
    let mut known = Vec::new();
    let read_status = |key: &str, place: &Place, diagnostics: &mut Diagnostics| {
        read_status(key, place, &mut known, diagnostics)
    };
    let responses =
        responses.map(|map| read_responses(&map, &openapi3::RESPONSE, (read_status, read_response), reader));
    Parts {
        parameters: Parameters { list, body },
        form_types: Vec::new(),
        responses: responses.unwrap_or_default(),
    }
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

/// Reads a "Response Object".
fn read_response<'s>(cursor: &Cursor<'s>, status: Status, reader: &mut Reader<'_, 's>) -> Option<Response> {
    let mut object = cursor.object_of(&openapi3::RESPONSE, reader.diagnostics)?;
    let docs = read_response_docs(&mut object, reader.diagnostics);
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
    if let Some(links) = object.peek("links") {
        check_map(&links, &openapi3::LINK, reader.diagnostics);
    }
    // "A short summary of the meaning of the response." Since OpenAPI 3.2, a `description` is not required.
    if object.dialect().version < Version::OpenApi32 {
        check_response(&object, reader.diagnostics);
    }
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

/// The `summary` and the `description` of a response become its documentation.
fn read_response_docs(object: &mut Object<'_>, diagnostics: &mut Diagnostics) -> Docs {
    let summary = object.text("summary", diagnostics);
    let mut docs = read_docs(object, &openapi3::RESPONSE, diagnostics);
    let parts = summary.into_iter().chain(docs.description.take());
    docs.description =
        parts.reduce(|summary, description| format!("{}. {description}", summary.trim_end_matches('.')));
    docs
}

/// Gives media types with equal schemas the same schema, that of the first one. Authors often repeat a schema for each
/// media type.
fn share_equal_schemas(content: &Cursor<'_>, media_types: &mut [MediaType]) {
    let schema_in = |name: Option<&str>, keyword: &str| {
        let mut entries = content.value.as_object()?.iter();
        entries.find(|(key, _)| name == Some(key.trim())).and_then(|(_, entry)| entry.get(keyword))
    };
    let mut known: Vec<(&Value, Option<SchemaId>)> = Vec::new();
    let mut known_items: Vec<(&Value, Option<StreamItems>)> = Vec::new();
    for media_type in media_types {
        if let Some(item) = schema_in(media_type.name.as_deref(), "itemSchema") {
            let same = |items: Option<StreamItems>| items.map(|items| std::mem::discriminant(&items));
            let mut alike = known_items.iter().filter(|(_, items)| same(*items) == same(media_type.items));
            match alike.find(|(other, _)| *other == item) {
                Some((_, shared)) => media_type.items = *shared,
                None => known_items.push((item, media_type.items)),
            }
        }
        let Some(schema) = schema_in(media_type.name.as_deref(), "schema") else { continue };
        match known.iter().find(|(other, _)| *other == schema) {
            Some((_, shared)) => {
                media_type.items = media_type.items.map(|items| items.with(media_type.schema, *shared));
                media_type.schema = *shared;
            }
            None => known.push((schema, media_type.schema)),
        }
    }
}
