//! Converts Swagger 2.0 to [`Api`], with one function for each object of the specification.

use super::header::read_headers;
use super::media_type::check_media_types;
use super::parameter::{check_content, content_of, read_parameter, read_parameters};
use super::required_keywords::check_response;
use super::schema::Schemas;
use super::security::{read_requirements, read_schemes, read_shared_requirements};
use super::{Reader, read_docs, skim};
use crate::api::{Api, Document, Example, Method, Operation, Requirement, Response, Scheme, Status, Tag};
use crate::choices::OnMistake;
use crate::codes;
use crate::cursor::{Cursor, Object};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place, Placed};
use crate::dialect::swagger2;
use crate::suggest::did_you_mean;

/// The values of a document that apply to all of its operations.
struct Scope {
    document: FileId,
    base_path: String,
    consumes: Option<Vec<String>>,
    produces: Option<Vec<String>>,
    schemes: Vec<Scheme>,
    security: Vec<Requirement>,
}

/// Reads the "Swagger Object".
pub(super) fn read_document<'s>(root: &Cursor<'s>, mut object: Object<'s>, reader: &mut Reader<'_, 's>) {
    let Reader { api, schemas, diagnostics } = reader;
    let on_mistake = schemas.on_mistake;
    check_version(&mut object, diagnostics);
    let mut mistakes = Diagnostics::default();
    let info = object.require("info", "the document", &mut mistakes);
    let (title, version, description) =
        info.and_then(|info| read_info(&info, on_mistake, &mut mistakes)).unwrap_or_default();
    api.documents.push(Document { file: root.place.file, title, version, description });
    // If a scheme cannot be read, an operation that requires it rejects all requests.
    let schemes = read_schemes(&mut object, on_mistake, &mut mistakes);
    api.schemes.extend(schemes.iter().cloned());
    read_tags(&mut object, api, on_mistake, &mut mistakes);
    let paths = object.require("paths", "the document", &mut mistakes);
    let security = object.take("security");
    check_media_types(&object, diagnostics);
    let scope = Scope {
        document: root.place.file,
        base_path: read_base_path(&mut object, on_mistake, diagnostics),
        consumes: object.strings("consumes", &mut mistakes),
        produces: object.strings("produces", &mut mistakes),
        security: security
            .map(|list| read_shared_requirements(&list, &schemes, on_mistake, diagnostics))
            .unwrap_or_default(),
        schemes,
    };
    let paths = paths.and_then(|paths| paths.follow(&mut mistakes));
    let paths = paths.map(|paths| paths.entries(&mut mistakes)).unwrap_or_default();
    let definitions = object.take("definitions").and_then(|definitions| definitions.follow(&mut mistakes));
    let definitions = definitions.map(|map| map.entries(&mut mistakes)).unwrap_or_default();
    on_mistake.settle(mistakes, diagnostics);
    skim(&mut object, "externalDocs", &swagger2::EXTERNAL_DOCS, diagnostics);
    object.finish(&swagger2::DOCUMENT, on_mistake.severity(), diagnostics);
    for (_, definition) in definitions {
        let id = schemas.at(&definition, diagnostics);
        api.definitions.push(id);
    }
    for (path, item) in paths {
        if !path.starts_with("x-") {
            read_path_item(path, &item, &scope, reader);
        }
    }
}

/// Reads `parameters` and `responses` that are not referenced. The others are read at their references. A typo in an
/// unused one is only a warning.
pub(super) fn read_unused(root: &Cursor<'_>, diagnostics: &mut Diagnostics) {
    let mut api = Api::default();
    let mut mistakes = Diagnostics::default();
    let mut schemas = Schemas::new(OnMistake::Reject);
    let mut reader = Reader { api: &mut api, schemas: &mut schemas, diagnostics: &mut mistakes };
    let mut entries = |keyword: &'static str| {
        let map = root.object(reader.diagnostics)?.take(keyword)?.follow(reader.diagnostics)?;
        Some(map.entries(reader.diagnostics))
    };
    let parameters = entries("parameters");
    let responses = entries("responses");
    for (_, parameter) in parameters.into_iter().flatten() {
        parameter
            .follow(reader.diagnostics)
            .and_then(|parameter| read_parameter(&parameter, None, &mut reader));
    }
    for (_, response) in responses.into_iter().flatten() {
        let response = response.follow(reader.diagnostics);
        response.and_then(|response| read_response(&response, Status::Default, None, &mut reader));
    }
    schemas.finish(&mut mistakes);
    diagnostics.push_as_warnings(mistakes);
}

/// "The base path on which the API is served, which is relative to the host." If mistakes are skipped, an invalid one
/// is replaced by the path that was probably meant, or ignored.
fn read_base_path(object: &mut Object<'_>, on_mistake: OnMistake, diagnostics: &mut Diagnostics) -> String {
    let Some(base) = object.take("basePath") else { return String::new() };
    let mut mistakes = Diagnostics::default();
    let text = base.text(&mut mistakes).unwrap_or_default().into_owned();
    on_mistake.settle(mistakes, diagnostics);
    if text.is_empty() || (text.starts_with('/') && !text.contains(NOT_IN_PATH)) {
        return text;
    }
    let message = format!(
        "`{text}` is not a valid `basePath`: it must start with `/`, and cannot contain a host, a variable or a query"
    );
    let diagnostic = Diagnostic::new(codes::BAD_PATH, base.place, message);
    let (meant, help) = match text.split_once("://") {
        Some((scheme, rest)) => {
            let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
            let help = format!("write `schemes: [{scheme}]`, `host: '{host}'` and `basePath: /{path}`");
            (format!("/{path}"), Some(help))
        }
        None => (format!("/{text}"), Some(format!("write `/{text}`"))),
    };
    let usable = !text.starts_with('/') && !meant.contains(NOT_IN_PATH) && !meant.contains(':');
    let diagnostic = help.into_iter().filter(|_| usable).fold(diagnostic, Diagnostic::help);
    match on_mistake {
        OnMistake::Reject => diagnostics.push(diagnostic),
        OnMistake::Skip => {
            let taken = if usable { format!("it is read as `{meant}`") } else { "it is ignored".to_owned() };
            diagnostics.push(diagnostic.into_warning().label(taken));
        }
    }
    if usable { meant } else { String::new() }
}

/// Characters that end a path or start a variable.
const NOT_IN_PATH: [char; 4] = ['{', '}', '?', '#'];

fn check_version(object: &mut Object<'_>, diagnostics: &mut Diagnostics) {
    let Some(version) = object.take("swagger") else { return };
    let text = version.text(diagnostics).unwrap_or_default();
    if text != "2.0" && text != "2" {
        let message = format!("Swagger `{text}` is not supported; Stubsmith reads Swagger 2.0");
        diagnostics.push(Diagnostic::new(codes::UNSUPPORTED_VERSION, version.place, message));
    }
}

/// Reads the "Info Object".
fn read_info(
    cursor: &Cursor<'_>,
    on_mistake: OnMistake,
    diagnostics: &mut Diagnostics,
) -> Option<(String, String, Option<String>)> {
    let mut object = cursor.follow(diagnostics)?.object_of(&swagger2::INFO, diagnostics)?;
    let title = object.text("title", diagnostics).unwrap_or_default();
    let version = object.text("version", diagnostics).unwrap_or_default();
    let description = object.text("description", diagnostics);
    skim(&mut object, "contact", &swagger2::CONTACT, diagnostics);
    skim(&mut object, "license", &swagger2::LICENSE, diagnostics);
    object.finish(&swagger2::INFO, on_mistake.severity(), diagnostics);
    Some((title, version, description))
}

/// Reads the list of "Tag Object"s.
fn read_tags(object: &mut Object<'_>, api: &mut Api, on_mistake: OnMistake, diagnostics: &mut Diagnostics) {
    for item in object.take("tags").map(|tags| tags.items(diagnostics)).unwrap_or_default() {
        let tag = item.follow(diagnostics).and_then(|tag| tag.object_of(&swagger2::TAG, diagnostics));
        let Some(mut tag) = tag else { continue };
        let name = tag.require("name", "the tag", diagnostics).and_then(|name| name.text(diagnostics));
        let description = tag.text("description", diagnostics);
        skim(&mut tag, "externalDocs", &swagger2::EXTERNAL_DOCS, diagnostics);
        tag.finish(&swagger2::TAG, on_mistake.severity(), diagnostics);
        api.tags.extend(name.map(|name| Tag { name: name.into_owned(), description, place: item.place }));
    }
}

/// Reports a YAML key without a value, such as `/rooms:` or `get:`, which is ignored.
fn report_nothing(what: &str, place: Place, diagnostics: &mut Diagnostics) {
    let message = format!("`{what}` has no value; it is ignored");
    diagnostics.push(Diagnostic::warning(codes::WRONG_TYPE, place, message));
}

/// Reads a "Path Item Object".
fn read_path_item<'s>(path: &str, item: &Cursor<'s>, scope: &Scope, reader: &mut Reader<'_, 's>) {
    let path_place = item.place.key();
    if item.value.is_null() {
        return report_nothing(path, path_place, reader.diagnostics);
    }
    let path = without_empty_query(path, &path_place, reader.diagnostics);
    let mut mistakes = Diagnostics::default();
    check_path(path, &path_place, &mut mistakes);
    let target = item
        .follow_with_siblings(&mut mistakes)
        .and_then(|target| target.object_of(&swagger2::PATH_ITEM, &mut mistakes));
    // "If there are conflicts between the referenced definition and this Path Item's definition, the behavior is
    // undefined": here the path item's own definition takes precedence.
    let own = item.value.get("$ref").and_then(|_| item.object_of(&swagger2::PATH_ITEM, &mut mistakes));
    let whole = reader.schemas.on_mistake.settle_part(path, mistakes, reader.diagnostics);
    let Some(target) = target.filter(|_| whole) else { return };
    let mut objects: Vec<Object<'s>> = own.into_iter().chain([target]).collect();
    take(&mut objects, "$ref");
    let shared = take(&mut objects, "parameters");
    for (keyword, method) in Method::ALL {
        if let Some(nothing) = take_nothing(&objects, keyword) {
            report_nothing(keyword, nothing, reader.diagnostics);
        }
        let Some(operation) = take(&mut objects, keyword) else { continue };
        if !reader.schemas.takes_operation(&path_place, reader.diagnostics) {
            return;
        }
        let path = format!("{}{path}", scope.base_path.trim_end_matches('/'));
        let route = format!("{} {path}", method.name());
        let at = (method, path, path_place.clone());
        let mut mistakes = Diagnostics::default();
        let part = &mut Reader { api: reader.api, schemas: reader.schemas, diagnostics: &mut mistakes };
        let operation = operation
            .follow(part.diagnostics)
            .and_then(|operation| read_operation(&operation, at, shared.as_ref(), scope, part));
        let whole = reader.schemas.on_mistake.settle_part(&route, mistakes, reader.diagnostics);
        reader.schemas.parts += operation.as_ref().map_or(0, parts);
        reader.api.operations.extend(operation.filter(|_| whole));
    }
    for object in objects {
        object.finish(&swagger2::PATH_ITEM, reader.schemas.on_mistake.severity(), reader.diagnostics);
    }
}

/// Returns the value of a keyword, from the first object that has it.
fn take<'s>(objects: &mut [Object<'s>], keyword: &'static str) -> Option<Cursor<'s>> {
    let values: Vec<Cursor<'s>> = objects.iter_mut().filter_map(|object| object.take(keyword)).collect();
    values.into_iter().next()
}

/// Returns the place of a keyword without a value.
fn take_nothing(objects: &[Object<'_>], keyword: &str) -> Option<Place> {
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

/// Removes an empty query from a path, and reports it. The path ends before the question mark.
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

/// Reads an "Operation Object".
fn read_operation<'s>(
    cursor: &Cursor<'s>,
    (method, path, path_place): (Method, String, Place),
    shared: Option<&Cursor<'s>>,
    scope: &Scope,
    reader: &mut Reader<'_, 's>,
) -> Option<Operation> {
    let mut object = cursor.object_of(&swagger2::OPERATION, reader.diagnostics)?;
    check_media_types(&object, reader.diagnostics);
    let consumes = object.strings("consumes", reader.diagnostics).or_else(|| scope.consumes.clone());
    let produces = object.strings("produces", reader.diagnostics).or_else(|| scope.produces.clone());
    let security =
        object.take("security").map(|list| read_requirements(&list, &scope.schemes, reader.diagnostics));
    let operation_id = object.take("operationId");
    let own = object.take("parameters");
    let parameters = read_parameters(shared, own.as_ref(), consumes.as_deref(), reader);
    check_content(method, &parameters, reader.diagnostics);
    let mut mistakes = Diagnostics::default();
    let responses = object.require("responses", "the operation", &mut mistakes);
    reader.schemas.on_mistake.settle(mistakes, reader.diagnostics);
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
        docs: read_docs(&mut object, &swagger2::OPERATION, reader.diagnostics),
        tags: object.strings("tags", reader.diagnostics).unwrap_or_default(),
        form_types: consumes.unwrap_or_default(),
        parameters: parameters.list,
        body: parameters.body,
        responses: responses.map(|map| read_responses(&map, produces.as_deref(), reader)).unwrap_or_default(),
        security: security.unwrap_or_else(|| scope.security.clone()),
    };
    if operation.responses.is_empty() {
        // No response is declared, so the handler's response has no body.
        operation.responses.push(Response::bare(cursor.place.clone(), Status::Default));
    }
    skim(&mut object, "externalDocs", &swagger2::EXTERNAL_DOCS, reader.diagnostics);
    object.finish(&swagger2::OPERATION, reader.schemas.on_mistake.severity(), reader.diagnostics);
    Some(operation)
}

/// Reads a "Responses Object".
fn read_responses<'s>(
    map: &Cursor<'s>,
    produces: Option<&[String]>,
    reader: &mut Reader<'_, 's>,
) -> Vec<Response> {
    let Some(map) = map.follow(reader.diagnostics) else { return Vec::new() };
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
        let status = match key.parse::<u16>() {
            _ if key.starts_with("x-") => continue,
            _ if key == "default" => Status::Default,
            Ok(code) if (100..600).contains(&code) => Status::Code(code),
            _ => {
                let message = format!("`{key}` is not a status code: expected 100-599 or `default`");
                let diagnostic = Diagnostic::new(codes::BAD_STATUS, entry.place.key(), message);
                let range = key.len() == 3 && key.to_ascii_uppercase().ends_with("XX");
                let help =
                    "Swagger 2.0 has no ranges of status codes: declare each status code, or `default`";
                reader.diagnostics.push(match did_you_mean(key, ["default"]) {
                    Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
                    None if range => diagnostic.help(help),
                    None => diagnostic,
                });
                continue;
            }
        };
        let response = entry.follow(reader.diagnostics);
        responses.extend(response.and_then(|response| read_response(&response, status, produces, reader)));
    }
    responses
}

/// Reads a "Response Object".
fn read_response<'s>(
    cursor: &Cursor<'s>,
    status: Status,
    produces: Option<&[String]>,
    reader: &mut Reader<'_, 's>,
) -> Option<Response> {
    let place = cursor.place.clone();
    if cursor.value.is_null() {
        // In YAML, `200:` without a value declares only the status code.
        let message = "the response has no value: expected an object with a `description`; it is treated as a response without a body";
        reader.diagnostics.push(Diagnostic::warning(codes::WRONG_TYPE, place.key(), message));
        return Some(Response::bare(place, status));
    }
    let mut object = cursor.object_of(&swagger2::RESPONSE, reader.diagnostics)?;
    let docs = read_docs(&mut object, &swagger2::RESPONSE, reader.diagnostics);
    if let Some(nothing) = take_nothing(std::slice::from_ref(&object), "schema") {
        report_nothing("schema", nothing, reader.diagnostics);
    }
    let schema = object.take("schema").map(|schema| reader.schemas.at(&schema, reader.diagnostics));
    if let (Some(_), Some([])) = (schema, produces) {
        let message = "the response has a schema, but `produces` is empty; `produces` is ignored";
        reader.diagnostics.push(Diagnostic::new(codes::IGNORED_MEDIA_TYPE, place.clone(), message));
    }
    let examples = object.take("examples").map(|map| map.entries(reader.diagnostics)).unwrap_or_default();
    let examples = examples.into_iter().map(|(media_type, example)| Example {
        place: example.place,
        media_type: media_type.to_owned(),
        value: example.value.clone(),
    });
    let examples = examples.collect();
    let headers = object.take("headers").map(|headers| read_headers(&headers, reader)).unwrap_or_default();
    check_response(&object, reader.diagnostics);
    object.finish(&swagger2::RESPONSE, reader.schemas.on_mistake.severity(), reader.diagnostics);
    let content = schema.map(|schema| content_of(produces, schema)).unwrap_or_default();
    Some(Response { place, status, docs, content, headers, examples })
}
