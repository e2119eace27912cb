//! Response headers ("Header Object").

use super::header_name::report_header_name;
use super::parameter3;
use super::required_keywords::check_types;
use super::style::read_style;
use super::{Reader, read_docs};
use crate::api::{Header, Location, Style, is_header_name};
use crate::codes;
use crate::cursor::Cursor;
use crate::diagnostic::{Diagnostic, Diagnostics, KEEP_ONE, Place};
use crate::dialect::swagger2;

/// Reads a "Headers Object". Every key is the name of a header, even with the prefix `x-`.
pub(super) fn read_headers<'s>(map: &Cursor<'s>, reader: &mut Reader<'_, 's>) -> Vec<Header> {
    let mut headers: Vec<Header> = Vec::new();
    let map = map.follow(reader.diagnostics);
    for (name, entry) in map.map(|map| map.entries(reader.diagnostics)).unwrap_or_default() {
        let key = entry.place.key();
        if !is_header_name(name) {
            report_header_name(name, key, reader.diagnostics);
        } else if let Some(header) = match entry.dialect().is_openapi3() {
            true => parameter3::read_header(name, &entry, reader),
            false => read_header(name, &entry, reader),
        } {
            report_repeated(&header.name, key, &headers, reader.diagnostics);
            headers.push(header);
        }
    }
    headers
}

/// Reads a "Header Object" of Swagger 2.0.
fn read_header<'s>(name: &str, entry: &Cursor<'s>, reader: &mut Reader<'_, 's>) -> Option<Header> {
    let mut object = entry
        .follow_to(&swagger2::HEADER, reader.diagnostics)?
        .object_of(&swagger2::HEADER, reader.diagnostics)?;
    let docs = read_docs(&mut object, &swagger2::HEADER, reader.diagnostics);
    let style = read_style(&mut object, Some(Location::Header), reader.diagnostics);
    let style = style.map_or(Style::SIMPLE, |style| style.value);
    let place = object.place.clone();
    let schema = reader.schemas.of_parameter(&mut object, reader.diagnostics);
    check_types(&object, "header", reader.diagnostics);
    object.finish(&swagger2::HEADER, reader.schemas.on_mistake.severity(), reader.diagnostics);
    Some(Header { place, name: name.to_owned(), docs, required: false, schema, style, media_type: None })
}

/// Reports a header that is declared twice. RFC 9110, section 5.1: header names are case-insensitive.
fn report_repeated(name: &str, place: Place, known: &[Header], diagnostics: &mut Diagnostics) {
    if let Some(first) = known.iter().find(|header| header.name.eq_ignore_ascii_case(name)) {
        let message = format!("the header `{name}` is declared twice (header names are case-insensitive)");
        let diagnostic =
            Diagnostic::new(codes::DUPLICATE_PARAMETER, place, message).label("declared again here");
        diagnostics.push(diagnostic.and(first.place.key(), "first declared here").help(KEEP_ONE));
    }
}
