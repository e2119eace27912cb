//! Swagger 2.0's "Parameter Object": the parameters of an operation and its path, including the body.

use super::header_name::{check_header_name, check_query_name};
use super::required_keywords::{check_path_parameter, check_types};
use super::style::{default_style, read_style};
use super::{Reader, read_docs};
use crate::api::{Body, Location, MediaType, Method, Parameter, SchemaId, Syntax};
use crate::bounds;
use crate::codes;
use crate::cursor::{Cursor, Object};
use crate::diagnostic::{Diagnostic, Diagnostics, KEEP_ONE, Place};
use crate::dialect::swagger2;
use crate::pointer::Pointer;
use crate::suggest::did_you_mean;

pub(super) enum Read {
    Parameter(Parameter),
    Body(Body),
}

/// The parameters of an operation.
#[derive(Default)]
pub(super) struct Parameters {
    pub list: Vec<Parameter>,
    pub body: Option<Body>,
}

/// Reads the parameters of an operation and of its path item. Those of the operation replace those of the path item
/// with the same name and location.
pub(super) fn read_parameters<'s>(
    shared: &[Cursor<'s>],
    own: Option<&Cursor<'s>>,
    consumes: Option<&[String]>,
    reader: &mut Reader<'_, 's>,
) -> Parameters {
    let mut parameters = Parameters::default();
    for list in
        shared.iter().chain(own).filter_map(|list| list.follow(reader.diagnostics)).collect::<Vec<_>>()
    {
        let inherited = parameters.list.len();
        let items = list.items(reader.diagnostics);
        if items.len() > bounds::PARAMETERS {
            let message = format!("this list has more than {} parameters", bounds::PARAMETERS);
            reader.diagnostics.push(Diagnostic::new(codes::LIMIT, list.place.clone(), message));
        }
        for item in items.iter().take(bounds::PARAMETERS) {
            match item
                .follow_to(&swagger2::PARAMETER, reader.diagnostics)
                .and_then(|item| read_parameter(&item, consumes, reader))
            {
                None => {}
                Some(Read::Body(read)) => set_body(read, &mut parameters.body, reader.diagnostics),
                Some(Read::Parameter(read)) => {
                    add_parameter(read, inherited, &mut parameters.list, reader.diagnostics);
                }
            }
        }
    }
    refuse_both(&parameters, reader.diagnostics);
    parameters
}

/// "Since there can only be one payload [...] and since form parameters are sent in the payload, body and
/// form parameters cannot exist together for the same operation."
fn refuse_both(parameters: &Parameters, diagnostics: &mut Diagnostics) {
    let field = parameters.list.iter().find(|parameter| parameter.location == Location::Form);
    if let (Some(body), Some(field)) = (&parameters.body, field) {
        let message = "an operation cannot have both a body and a form";
        let diagnostic = Diagnostic::new(codes::DUPLICATE_PARAMETER, field.place.clone(), message);
        diagnostics.push(
            diagnostic
                .label("a form field")
                .and(body.place.clone(), "the body")
                .help("remove either the body or the `formData` parameters"),
        );
    }
}

/// Sets the body. "there can only be one body parameter" in an operation. It replaces the one of the path item.
fn set_body(read: Body, body: &mut Option<Body>, diagnostics: &mut Diagnostics) {
    if let Some(other) = body.as_ref().filter(|other| same_list(&other.place, &read.place)) {
        let diagnostic = Diagnostic::new(
            codes::DUPLICATE_PARAMETER,
            read.place.clone(),
            "an operation can have only one body",
        );
        let help = "merge them into one body with the properties of both schemas";
        diagnostics.push(
            diagnostic
                .label("declared again here")
                .and(other.place.clone(), "first declared here")
                .help(help),
        );
    }
    *body = Some(read);
}

/// Returns whether two parameters are in the same list.
fn same_list(a: &Place, b: &Place) -> bool {
    a.file == b.file && list_around(a) == list_around(b)
}

fn list_around(place: &Place) -> Option<Pointer> {
    place.pointer.split_last().map(|(list, _)| list)
}

pub(super) fn add_parameter(
    read: Parameter,
    inherited: usize,
    all: &mut Vec<Parameter>,
    diagnostics: &mut Diagnostics,
) {
    let mut known = all.iter();
    let same = known.position(|other| other.name == read.name && other.location == read.location);
    let Some(index) = same else { return all.push(read) };
    let Some(other) = all.get_mut(index) else { return };
    if index >= inherited {
        let message = format!("the parameter `{}` is declared twice", read.name);
        let diagnostic = Diagnostic::new(codes::DUPLICATE_PARAMETER, read.place.clone(), message)
            .label("declared again here");
        diagnostics.push(diagnostic.and(other.place.clone(), "first declared here").help(KEEP_ONE));
    }
    *other = read;
}

/// Reads a "Parameter Object".
pub(super) fn read_parameter<'s>(
    cursor: &Cursor<'s>,
    consumes: Option<&[String]>,
    reader: &mut Reader<'_, 's>,
) -> Option<Read> {
    let mut object = cursor.object_of(&swagger2::PARAMETER, reader.diagnostics)?;
    let name = object.require("name", "the parameter", reader.diagnostics)?;
    let location = object.require("in", "the parameter", reader.diagnostics)?;
    let name = name.text(reader.diagnostics)?.into_owned();
    let docs = read_docs(&mut object, &swagger2::PARAMETER, reader.diagnostics);
    let required = object.flag("required", reader.diagnostics);
    let place = cursor.place.clone();
    let location = match location.string(reader.diagnostics)? {
        "body" => {
            let schema =
                reader.schemas.require(("schema", "the body parameter"), &mut object, reader.diagnostics);
            object.finish(
                &swagger2::BODY_PARAMETER,
                reader.schemas.on_mistake.severity(),
                reader.diagnostics,
            );
            let content = content_of(consumes, schema);
            return Some(Read::Body(Body { place, docs, required, content }));
        }
        "path" => Location::Path,
        "query" => {
            check_query_name(&name, &place, reader.diagnostics);
            Location::Query
        }
        "header" => {
            check_header_name(&name, &place, reader.diagnostics);
            Location::Header
        }
        "formData" => {
            check_query_name(&name, &place, reader.diagnostics);
            Location::Form
        }
        other => {
            unknown_location(other, location.place, reader.diagnostics);
            return None;
        }
    };
    let allow_empty = read_allow_empty(&mut object, location, reader.diagnostics);
    let style = read_style(&mut object, Some(location), reader.diagnostics);
    let style = style.map_or_else(|| default_style(Some(location)), |style| style.value);
    let schema = reader.schemas.of_parameter(&mut object, reader.diagnostics);
    check_types(&object, "parameter", reader.diagnostics);
    if location == Location::Path {
        check_path_parameter(&object, required, reader.diagnostics);
    }
    object.finish(&swagger2::PARAMETER, reader.schemas.on_mistake.severity(), reader.diagnostics);
    let syntax = Syntax::CollectionFormat;
    Some(Read::Parameter(Parameter {
        place,
        name,
        location,
        docs,
        required,
        schema,
        style,
        syntax,
        encoding: Vec::new(),
        allow_empty,
    }))
}

/// Creates a body with this schema in each media type of `consumes` or `produces`. An empty list counts as absent.
pub(super) fn content_of(media_types: Option<&[String]>, schema: SchemaId) -> Vec<MediaType> {
    let schema = Some(schema);
    match media_types {
        None | Some([]) => vec![MediaType::new(None, None, schema)],
        Some(names) => names.iter().map(|name| MediaType::new(Some(name.clone()), None, schema)).collect(),
    }
}

/// "This is valid only for either query or formData parameters".
pub(super) fn read_allow_empty(
    object: &mut Object<'_>,
    location: Location,
    diagnostics: &mut Diagnostics,
) -> bool {
    let allowed = object.flag("allowEmptyValue", diagnostics);
    let valid = [Location::Query, Location::Form].contains(&location);
    if allowed && !valid {
        let place = object.place.member("allowEmptyValue").key();
        let message = "`allowEmptyValue` applies only to query and form parameters; it is ignored";
        diagnostics.push(Diagnostic::warning(codes::UNKNOWN_KEYWORD, place, message));
    }
    allowed && valid
}

fn unknown_location(text: &str, place: Place, diagnostics: &mut Diagnostics) {
    let known = ["path", "query", "header", "body", "formData"];
    let diagnostic =
        Diagnostic::new(codes::BAD_PARAMETER, place, format!("`{text}` is not a parameter location"));
    diagnostics.push(match did_you_mean(text, known) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None => diagnostic.help("write `path`, `query`, `header`, `body` or `formData`"),
    });
}

/// "content received in a GET request has no generally defined semantics, cannot alter the meaning or target of the request,
/// and might lead some implementations to reject the request" (RFC 9110, section 9.3.1; of HEAD section 9.3.2).
pub(super) fn check_content(method: &Method, parameters: &Parameters, diagnostics: &mut Diagnostics) {
    if !matches!(method, Method::Get | Method::Head) {
        return;
    }
    let field = parameters.list.iter().find(|parameter| parameter.location == Location::Form);
    let (place, what) = match (&parameters.body, field) {
        (Some(body), _) => (&body.place, "has a body"),
        (None, Some(field)) => (&field.place, "with a form has a body"),
        (None, None) => return,
    };
    let message = format!(
        "a {} request {what}: HTTP defines no semantics for it, and clients and proxies may drop it",
        method.name()
    );
    let help = "declare parameters with `in: query`, or use `post`";
    diagnostics.push(Diagnostic::warning(codes::BAD_PARAMETER, place.clone(), message).help(help));
}
