//! OpenAPI 3's "Parameter Object" and "Header Object".

use super::header_content::read_header_content;
use super::header_name::{check_cookie_name, check_header_name, check_query_name};
use super::parameter::{Parameters, add_parameter, read_allow_empty};
use super::querystring::{check_query, read_querystring};
use super::reading::check_examples;
use super::required_keywords::check_path_parameter;
use super::style3::{NEW, read_style};
use super::value::{Value, read_schema};
use super::{Reader, read_docs};
use crate::api::{Header, Location, Parameter, Style};
use crate::bounds;
use crate::codes;
use crate::cursor::Cursor;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::dialect::{Version, openapi3};
use crate::suggest::did_you_mean;

/// Returns the parameters of a path item, replaced by those of the operation with the same name and location.
pub(super) fn read_parameters<'s>(
    shared: &[Cursor<'s>],
    own: Option<&Cursor<'s>>,
    reader: &mut Reader<'_, 's>,
) -> Vec<Parameter> {
    let mut parameters = Parameters::default();
    for list in shared.iter().chain(own) {
        let inherited = parameters.list.len();
        let items = list.items(reader.diagnostics);
        if items.len() > bounds::PARAMETERS {
            let message = format!("this list has more than {} parameters", bounds::PARAMETERS);
            reader.diagnostics.push(Diagnostic::new(codes::LIMIT, list.place.clone(), message));
        }
        for item in items.iter().take(bounds::PARAMETERS) {
            let item = item.follow_to(&openapi3::PARAMETER, reader.diagnostics);
            if let Some(read) = item.and_then(|item| read_parameter(&item, reader)) {
                add_parameter(read, inherited, &mut parameters.list, reader.diagnostics);
            }
        }
    }
    check_query(&parameters.list, reader.diagnostics);
    parameters.list
}

/// Reads a "Parameter Object". Returns `None` for a header that is not a parameter.
pub(super) fn read_parameter<'s>(cursor: &Cursor<'s>, reader: &mut Reader<'_, 's>) -> Option<Parameter> {
    let mut object = cursor.object_of(&openapi3::PARAMETER, reader.diagnostics)?;
    let name = object.require("name", "the parameter", reader.diagnostics)?;
    let location = object.require("in", "the parameter", reader.diagnostics)?;
    let name = name.text(reader.diagnostics)?.into_owned();
    let place = cursor.place.clone();
    let location = read_location(&location, reader.diagnostics)?;
    if location == Location::Header {
        check_header_name(&name, &place, reader.diagnostics);
        if is_not_a_parameter(&name) {
            report_ignored(&name, &place, reader.diagnostics);
            return None;
        }
    }
    match location {
        Location::Cookie => check_cookie_name(&name, &place, reader.diagnostics),
        Location::Query => check_query_name(&name, &place, reader.diagnostics),
        _ => {}
    }
    let allow_empty = read_allow_empty(&mut object, location, reader.diagnostics);
    let docs = read_docs(&mut object, &openapi3::PARAMETER, reader.diagnostics);
    let required = object.flag("required", reader.diagnostics);
    let style = match location {
        Location::Querystring => Style::FORM,
        _ => read_style(&mut object, location, reader.diagnostics),
    };
    let Value { schema, syntax, encoding } = match location {
        Location::Querystring => read_querystring(&mut object, &name, reader)?,
        _ => read_schema(&mut object, &name, reader),
    };
    check_examples(&object, "a parameter", reader.diagnostics);
    if location == Location::Path {
        check_path_parameter(&object, required, reader.diagnostics);
    }
    object.finish(&openapi3::PARAMETER, reader.schemas.on_mistake.severity(), reader.diagnostics);
    Some(Parameter { place, name, location, docs, required, schema, style, syntax, encoding, allow_empty })
}

/// Reads a "Header Object": "follows the structure of the Parameter Object".
pub(super) fn read_header<'s>(name: &str, entry: &Cursor<'s>, reader: &mut Reader<'_, 's>) -> Option<Header> {
    let mut object = entry
        .follow_to(&openapi3::HEADER, reader.diagnostics)?
        .object_of(&openapi3::HEADER, reader.diagnostics)?;
    let place = object.place.clone();
    check_examples(&object, "a header", reader.diagnostics);
    if let Some(header) = read_header_content(name, &mut object, reader) {
        object.finish(&openapi3::HEADER, reader.schemas.on_mistake.severity(), reader.diagnostics);
        return Some(header);
    }
    let docs = read_docs(&mut object, &openapi3::HEADER, reader.diagnostics);
    let required = object.flag("required", reader.diagnostics);
    let style = read_style(&mut object, Location::Header, reader.diagnostics);
    let schema = reader.schemas.require(("schema", "the header"), &mut object, reader.diagnostics);
    object.finish(&openapi3::HEADER, reader.schemas.on_mistake.severity(), reader.diagnostics);
    Some(Header { place, name: name.to_owned(), docs, required, schema, style, media_type: None })
}

fn read_location(location: &Cursor<'_>, diagnostics: &mut Diagnostics) -> Option<Location> {
    let has_querystring = location.dialect().version >= Version::OpenApi32;
    match location.string(diagnostics)? {
        "path" => Some(Location::Path),
        "query" => Some(Location::Query),
        "header" => Some(Location::Header),
        "cookie" => Some(Location::Cookie),
        "querystring" if has_querystring => Some(Location::Querystring),
        "querystring" => {
            let message = format!(
                "{} does not have parameters with `in: querystring`",
                location.dialect().version.name()
            );
            let diagnostic = Diagnostic::new(codes::BAD_PARAMETER, location.place.clone(), message);
            diagnostics.push(diagnostic.help(NEW));
            None
        }
        other => {
            let message = format!("`{other}` is not a parameter location");
            let diagnostic = Diagnostic::new(codes::BAD_PARAMETER, location.place.clone(), message);
            let known = ["path", "query", "header", "cookie"].into_iter();
            let known = known.chain(has_querystring.then_some("querystring"));
            let help = match (other, did_you_mean(other, known)) {
                ("body" | "formData", _) => "in OpenAPI 3, use `requestBody`".to_owned(),
                (_, Some(meant)) => format!("did you mean `{meant}`?"),
                (_, None) if has_querystring => {
                    "write `path`, `query`, `querystring`, `header` or `cookie`".to_owned()
                }
                (_, None) => "write `path`, `query`, `header` or `cookie`".to_owned(),
            };
            diagnostics.push(diagnostic.help(help));
            None
        }
    }
}

/// "If in is "header" and the name field is "Accept", "Content-Type" or "Authorization", the parameter definition SHALL be
/// ignored."
fn is_not_a_parameter(name: &str) -> bool {
    ["accept", "content-type", "authorization"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

fn report_ignored(name: &str, place: &Place, diagnostics: &mut Diagnostics) {
    let message = format!("the parameter `{name}` is ignored: OpenAPI 3 declares this header in another way");
    let help = match name.to_ascii_lowercase().as_str() {
        "authorization" => "use `security`",
        _ => "use `content`",
    };
    diagnostics.push(Diagnostic::note(codes::IGNORED_HEADER, place.clone(), message).help(help));
}
