//! Converts Swagger 2.0 to [`Api`], with one function for each object of the specification.

use super::document::{Parts, Scope, read_about, read_contents, read_operation, read_responses};
use super::header::read_headers;
use super::items::read_items;
use super::media_type::check_media_types;
use super::parameter::{content_of, read_parameter, read_parameters};
use super::path_item::{PathItem, take_nothing};
use super::required_keywords::check_response;
use super::schema::Schemas;
use super::security::{read_schemes, read_shared_requirements};
use super::{Reader, read_docs, report_nothing, skim};
use crate::api::{Api, Example, Method, Response, Role, Status};
use crate::choices::OnMistake;
use crate::codes;
use crate::cursor::{Cursor, Object};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::dialect::{FixedFields, swagger2};
use crate::server_url::{dot_segment, resolve_dots};
use crate::suggest::did_you_mean;
use std::rc::Rc;

/// The media types of a document for all of its operations.
struct Defaults {
    base_path: String,
    consumes: Option<Vec<String>>,
    produces: Option<Vec<String>>,
}

/// The keywords of `info`.
const INFO: (&FixedFields, &FixedFields) = (&swagger2::INFO, &swagger2::LICENSE);

/// Reads a "Swagger Object".
pub(super) fn read_document<'s>(root: &Cursor<'s>, mut object: Object<'s>, reader: &mut Reader<'_, 's>) {
    let on_mistake = reader.schemas.on_mistake;
    check_version(&mut object, reader.diagnostics);
    let mut mistakes = Diagnostics::default();
    read_about(root, &mut object, INFO, &mut reader.with(&mut mistakes));
    // If a scheme cannot be read, an operation that requires it is closed, not open.
    let schemes = read_schemes(object.take("securityDefinitions").as_ref(), on_mistake, &mut mistakes);
    reader.api.schemes.extend(schemes.iter().cloned());
    let paths = object.require("paths", "the document", &mut mistakes);
    let security = object.take("security");
    check_media_types(&object, reader.diagnostics);
    let defaults = Defaults {
        base_path: read_base_path(&mut object, on_mistake, reader.diagnostics),
        consumes: object.strings("consumes", &mut mistakes),
        produces: object.strings("produces", &mut mistakes),
    };
    let security =
        security.map(|list| read_shared_requirements(&list, &schemes, on_mistake, reader.diagnostics));
    let scope = Scope { document: root.place.file, schemes, security: security.unwrap_or_default() };
    let paths = paths.and_then(|paths| paths.follow(&mut mistakes));
    let paths = paths.map(|paths| paths.entries(&mut mistakes)).unwrap_or_default();
    let definitions = object.take("definitions").and_then(|definitions| definitions.follow(&mut mistakes));
    let definitions = definitions.map(|map| map.entries(&mut mistakes)).unwrap_or_default();
    on_mistake.settle(mistakes, reader.diagnostics);
    skim(&mut object, "externalDocs", &swagger2::EXTERNAL_DOCS, reader.diagnostics);
    object.finish(&swagger2::DOCUMENT, on_mistake.severity(), reader.diagnostics);
    let definitions = definitions.into_iter().map(|(_, definition)| definition);
    let read_path_item = |path: &str, item: &Cursor<'s>, reader: &mut Reader<'_, 's>| {
        read_path_item(path, item, &scope, &defaults, reader);
    };
    read_contents(definitions, paths, read_path_item, reader);
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
            .follow_to(&swagger2::PARAMETER, reader.diagnostics)
            .and_then(|parameter| read_parameter(&parameter, None, &mut reader));
    }
    for (_, response) in responses.into_iter().flatten() {
        let response = response.follow_to(&swagger2::RESPONSE, reader.diagnostics);
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
        let Some(segment) = dot_segment(&text) else { return text };
        let resolved = resolve_dots(&text);
        let message = format!(
            "the `basePath` has the segment `{segment}`, which clients resolve before they send a request"
        );
        let diagnostic = Diagnostic::new(codes::BAD_PATH, base.place, message);
        diagnostics.push(match on_mistake {
            OnMistake::Reject => diagnostic.help(format!("write `{resolved}`")),
            OnMistake::Skip => diagnostic.into_warning().label(format!("it is read as `{resolved}`")),
        });
        return resolved;
    }
    let message = format!(
        "`{text}` is not a valid `basePath`: it must start with `/`, and cannot contain a host, a variable or a query"
    );
    let diagnostic = Diagnostic::new(codes::BAD_PATH, base.place, message);
    let (meant, help) = match text.split_once("://") {
        Some((scheme, rest)) => {
            let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
            let meant = resolve_dots(&format!("/{path}"));
            let help = format!("write `schemes: [{scheme}]`, `host: '{host}'` and `basePath: {meant}`");
            (meant, help)
        }
        None => {
            let meant = resolve_dots(&format!("/{text}"));
            let help = format!("write `{meant}`");
            (meant, help)
        }
    };
    let usable = !text.starts_with('/') && !meant.contains(NOT_IN_PATH) && !meant.contains(':');
    let diagnostic = if usable { diagnostic.help(help) } else { diagnostic };
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

/// Reads a "Path Item Object".
fn read_path_item<'s>(
    path: &str,
    item: &Cursor<'s>,
    scope: &Scope,
    defaults: &Defaults,
    reader: &mut Reader<'_, 's>,
) {
    let Some(mut item) = PathItem::open(path, Role::Served, item, reader) else { return };
    let shared = item.take_all("parameters");
    let base_path = |_: &Cursor<'s>, _: &mut Diagnostics| defaults.base_path.clone();
    for found in item.operations(reader) {
        let read = |operation: &Cursor<'s>, at: (Method, String, Place), part: &mut Reader<'_, 's>| {
            let read_parts = |object: &mut Object<'s>, reader: &mut Reader<'_, 's>| {
                read_parts(object, &shared, defaults, reader)
            };
            read_operation(operation, at, (&swagger2::OPERATION, scope), read_parts, part)
        };
        if !item.read_operation(found, base_path, read, reader) {
            return;
        }
    }
    item.finish(&swagger2::PATH_ITEM, reader);
}

/// Reads the media types, the parameters and the responses of an operation.
fn read_parts<'s>(
    object: &mut Object<'s>,
    shared: &[Cursor<'s>],
    defaults: &Defaults,
    reader: &mut Reader<'_, 's>,
) -> Parts {
    check_media_types(object, reader.diagnostics);
    let consumes = object.strings("consumes", reader.diagnostics).or_else(|| defaults.consumes.clone());
    let produces = object.strings("produces", reader.diagnostics).or_else(|| defaults.produces.clone());
    let own = object.take("parameters");
    let parameters = read_parameters(shared, own.as_ref(), consumes.as_deref(), reader);
    let mut mistakes = Diagnostics::default();
    let responses = object.require("responses", "the operation", &mut mistakes);
    reader.schemas.on_mistake.settle(mistakes, reader.diagnostics);
    let read = |response: &Cursor<'s>, status, reader: &mut Reader<'_, 's>| {
        read_response(response, status, produces.as_deref(), reader)
    };
    let responses = responses
        .and_then(|map| map.follow(reader.diagnostics))
        .map(|map| read_responses(&map, &swagger2::RESPONSE, (read_status, read), reader));
    Parts { parameters, form_types: consumes.unwrap_or_default(), responses: responses.unwrap_or_default() }
}

/// Reads a key of `responses`.
fn read_status(key: &str, place: &Place, diagnostics: &mut Diagnostics) -> Option<Status> {
    match key.parse::<u16>() {
        _ if key == "default" => return Some(Status::Default),
        Ok(code) if (100..600).contains(&code) => return Some(Status::Code(code)),
        _ => {}
    }
    let message = format!("`{key}` is not a status code: expected 100-599 or `default`");
    let diagnostic = Diagnostic::new(codes::BAD_STATUS, place.key(), message);
    let is_range = key.len() == 3 && key.to_ascii_uppercase().ends_with("XX");
    let help = "Swagger 2.0 has no ranges of status codes: declare each status code, or `default`";
    diagnostics.push(match did_you_mean(key, ["default"]) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None if is_range => diagnostic.help(help),
        None => diagnostic,
    });
    None
}

/// Reads a "Response Object".
fn read_response<'s>(
    cursor: &Cursor<'s>,
    status: Status,
    produces: Option<&[String]>,
    reader: &mut Reader<'_, 's>,
) -> Option<Response> {
    let place = cursor.place.clone();
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
        value: Rc::new(example.value.clone()),
    });
    let examples = examples.collect();
    let headers = object.take("headers").map(|headers| read_headers(&headers, reader)).unwrap_or_default();
    check_response(&object, reader.diagnostics);
    object.finish(&swagger2::RESPONSE, reader.schemas.on_mistake.severity(), reader.diagnostics);
    let mut content = schema.map(|schema| content_of(produces, schema)).unwrap_or_default();
    // `produces` is that of all responses, but an error is not a stream.
    for media_type in content.iter_mut().filter(|_| status.is_success()) {
        media_type.items =
            read_items(media_type.name.as_deref(), None, &place, (media_type.schema, false), reader);
    }
    Some(Response { place, status, docs, content, produces: true, headers, examples })
}
