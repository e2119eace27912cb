//! Bodies and forms: how each is read, by what the operation consumes.

use super::kinds::{is_scalar, kinds};
use super::media_type::{essence, is_json, is_range, is_text};
use crate::api::{self, Api, JsonType, Location, Operation, SchemaId, media_types, schema_of};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::{File, FormData, Payload};

const JSON: &str = "application/json";
const URLENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// How a body is read, and the media types that it is not read from. Where they say no way, the handler reads
/// it.
pub fn payload_of(body: &api::Body, api: &Api) -> (Payload, Vec<String>) {
    let declared: Vec<String> = media_types(&body.content).map(essence).collect();
    let Some(schema) = schema_of(&body.content) else {
        let all = if declared.is_empty() { vec!["*/*".to_owned()] } else { declared };
        return (Payload::Stream(all), Vec::new());
    };
    let schema = api.schemas.get(schema);
    let kinds = kinds(schema);
    let binary = schema.types.contains(&JsonType::File)
        || (kinds == [JsonType::String] && schema.format.as_deref() == Some("binary"));
    let scalar = is_scalar(schema);
    let untyped = kinds.is_empty() && schema.unions.is_empty() && schema.enumeration.is_none();
    // Where anything is consumed, a string is what was sent; what has a structure is written in JSON.
    let bytes = binary || untyped || kinds == [JsonType::String];
    let as_json = |name: &String| is_json(name) && !(bytes && is_range(name));
    let (json, others): (Vec<String>, Vec<String>) = declared.iter().cloned().partition(as_json);
    let (texts, rest): (Vec<String>, Vec<String>) = others.iter().cloned().partition(|name| is_text(name));
    let all = || declared.clone();
    match (json.is_empty(), texts.is_empty(), rest.is_empty()) {
        (true, true, true) if binary => (Payload::Stream(vec!["*/*".to_owned()]), Vec::new()),
        (true, true, true) => (Payload::Json(vec![JSON.to_owned()]), Vec::new()),
        _ if binary && !others.is_empty() => (Payload::Stream(all()), Vec::new()),
        _ if schema.types.contains(&JsonType::File) => (Payload::Stream(all()), Vec::new()),
        (false, false, _) if scalar => (Payload::TextOrJson(texts, without_ranges(&json)), rest),
        (false, _, _) => (Payload::Json(without_ranges(&json)), others),
        (true, false, true) if scalar => (Payload::Text(texts), rest),
        _ => (Payload::Stream(all()), Vec::new()),
    }
}

/// The media types of JSON, each once; a range is what it covers of them. RFC 6839, section 3.1: the suffix `+json`
/// says JSON.
fn without_ranges(json: &[String]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for name in json {
        let covered: &[&str] = match name.as_str() {
            "*/*" => &[JSON, "text/json", "*/*+json"],
            "application/*" => &[JSON, "application/*+json"],
            other => &[other],
        };
        for name in covered {
            if !all.iter().any(|other| other == name) {
                all.push((*name).to_owned());
            }
        }
    }
    all
}

/// Whether a parameter is a file.
pub fn is_file(schema: SchemaId, api: &Api) -> bool {
    api.schemas.get(schema).types.contains(&JsonType::File)
}

/// The form of an operation. One with files is sent in `multipart/form-data`; if the operation does not say, any other is
/// urlencoded.
pub fn lower_form(operation: &Operation, api: &Api, diagnostics: &mut Diagnostics) -> Option<FormData> {
    let fields = || operation.parameters.iter().filter(|parameter| parameter.location == Location::Form);
    let first = fields().next()?;
    let files: Vec<File> = fields().filter(|field| is_file(field.schema, api)).map(lower_file).collect();
    let consumes: Vec<String> = operation.form_types.iter().map(|name| essence(name)).collect();
    let says = |name: &str| consumes.iter().any(|other| other == name);
    let multipart = !files.is_empty() || says(MULTIPART);
    // "If type is "file", the consumes MUST be either "multipart/form-data", "application/x-www-form-urlencoded" or both":
    // without its files, a form that need not have them can be urlencoded.
    let urlencoded = match files.as_slice() {
        [] => says(URLENCODED) || !multipart,
        files => says(URLENCODED) && !files.iter().any(|file| file.required),
    };
    let read = [(multipart, MULTIPART), (urlencoded, URLENCODED)];
    let is_read = |name: &str| read.contains(&(true, name));
    let others: Vec<&str> = consumes.iter().map(String::as_str).filter(|name| !is_read(name)).collect();
    let beside = if multipart { "it is sent in `multipart/form-data`" } else { "it is urlencoded" };
    report_left_out(("the form", beside), &others, &first.place, diagnostics);
    Some(FormData { urlencoded, multipart, files })
}

fn lower_file(parameter: &api::Parameter) -> File {
    File { name: parameter.name.clone(), docs: parameter.docs.clone(), required: parameter.required }
}

/// Says which media types are not read, or not written.
pub fn report_left_out(
    (what, beside): (&str, &str),
    media_types: &[&str],
    place: &Place,
    diagnostics: &mut Diagnostics,
) {
    if !media_types.is_empty() {
        let message = format!("{what} in `{}` is left out; {beside}", media_types.join("`, `"));
        diagnostics.push(Diagnostic::new(codes::MEDIA_TYPE_LEFT_OUT, place.clone(), message));
    }
}
