//! Request bodies and forms: decides how each is read, by the media types that the operation consumes.

use super::facts::{Facts, Json};
use super::media_type::{essence, is_json, is_range, is_text};
use crate::api::{self, JsonType, Location, Operation, SchemaId, media_types, schema_of};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, in_words};
use crate::model::{File, FormData, MULTIPART, Payload, URLENCODED};

const JSON: &str = "application/json";

/// Returns whether a schema allows any text or file, so that any bytes from a handler are valid.
///
/// | schema | |
/// |---|---|
/// | no `type`, null, a string or a file, and no keyword that rejects any of them | yes |
/// | the same, with a constraint, an `enum`, an `allOf`, `anyOf`, `oneOf` or `not` | no |
/// | others | no |
pub(super) fn is_any_text(facts: &Facts<'_>, id: SchemaId) -> bool {
    let schema = facts.schema(id);
    let narrows = schema.has_choices()
        || schema.constraints.iter().any(|constraint| !constraint.value.is_vacuous())
        || schema.enumeration.is_some()
        || !schema.all_of.is_empty();
    !narrows && matches!(facts.json(id), Json::Any | Json::Null | Json::String | Json::File)
}

/// Returns how a body is read, and the declared media types that are ignored.
pub(super) fn payload_of(body: &api::Body, facts: &Facts<'_>) -> (Payload, Vec<String>) {
    let declared: Vec<String> = media_types(&body.content).map(essence).collect();
    choose_payload(&declared, sort_of_body(facts, schema_of(&body.content)))
}

/// Returns the kind of a body with this schema, or without one.
pub(super) fn sort_of_body(facts: &Facts<'_>, schema: Option<SchemaId>) -> BodySort {
    schema.map_or(BodySort::File, |id| sort_of(facts, id))
}

/// The kinds of schemas whose bodies are read in different ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BodySort {
    /// Bytes: Swagger 2.0's `file`, or no schema.
    File,
    /// A string with `format: binary`.
    Binary,
    String,
    /// A string, or null.
    NullableString,
    /// A number, an integer or a boolean.
    Scalar,
    Untyped,
    Structured,
}

fn sort_of(facts: &Facts<'_>, id: SchemaId) -> BodySort {
    let schema = facts.schema(id);
    match facts.json(id) {
        _ if is_file(id, facts) => BodySort::File,
        Json::File => BodySort::File,
        Json::String if schema.format.as_deref() == Some("binary") => BodySort::Binary,
        Json::String if facts.is_scalar(id) => BodySort::String,
        Json::String => BodySort::NullableString,
        Json::Any | Json::Null if !schema.has_choices() && schema.enumeration.is_none() => BodySort::Untyped,
        Json::Boolean | Json::Integer | Json::Number if facts.is_scalar(id) => BodySort::Scalar,
        Json::Boolean
        | Json::Integer
        | Json::Number
        | Json::Any
        | Json::Null
        | Json::Array
        | Json::Object
        | Json::Several => BodySort::Structured,
    }
}

/// Returns how a body is read. A range (`*/*`, `application/*`) means JSON for a number, a boolean, an object or an
/// array. For a string, it means the bytes that are sent.
///
/// | declared | file | binary | string, number, boolean | string or null | any other |
/// |---|---|---|---|---|---|
/// | nothing | stream | stream | JSON | JSON | JSON |
/// | JSON | stream | JSON | JSON | JSON | JSON |
/// | JSON and text | stream | stream | by `Content-Type` | JSON | JSON |
/// | JSON and others | stream | stream | JSON, or by `Content-Type` | JSON | JSON |
/// | text | stream | stream | text | stream | stream |
/// | others | stream | stream | stream | stream | stream |
///
/// Media types that are declared next to JSON but are not read are ignored.
pub(super) fn choose_payload(declared: &[String], sort: BodySort) -> (Payload, Vec<String>) {
    let is_bytes = !matches!(sort, BodySort::Scalar | BodySort::Structured);
    let is_text_too = matches!(sort, BodySort::String | BodySort::Scalar);
    let json: Vec<String> =
        declared.iter().filter(|name| is_json(name) && !(is_bytes && is_range(name))).cloned().collect();
    let others: Vec<String> = declared.iter().filter(|name| !json.contains(name)).cloned().collect();
    let texts: Vec<String> = others.iter().filter(|name| is_text(name)).cloned().collect();
    let rest: Vec<String> = others.iter().filter(|name| !is_text(name)).cloned().collect();
    let stream = (Payload::Stream(declared.to_vec()), Vec::new());
    match sort {
        BodySort::File | BodySort::Binary if declared.is_empty() => {
            (Payload::Stream(vec!["*/*".to_owned()]), Vec::new())
        }
        BodySort::File => stream,
        BodySort::Binary if !others.is_empty() => stream,
        _ if declared.is_empty() => (Payload::Json(vec![JSON.to_owned()]), Vec::new()),
        _ if !json.is_empty() && !texts.is_empty() && is_text_too => {
            (Payload::TextOrJson(texts, without_ranges(&json)), rest)
        }
        _ if !json.is_empty() => (Payload::Json(without_ranges(&json)), others),
        _ if !texts.is_empty() && rest.is_empty() && is_text_too => (Payload::Text(texts), rest),
        _ => stream,
    }
}

/// Returns the distinct JSON media types. A range is replaced with the JSON media types that it includes. RFC 6839,
/// section 3.1: the suffix `+json` means JSON.
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

/// Returns whether a parameter is a file.
pub(super) fn is_file(schema: SchemaId, facts: &Facts<'_>) -> bool {
    facts.of(schema).types.contains(&JsonType::File)
}

/// Lowers the form of an operation. A form with files is sent as `multipart/form-data`. Any other form is urlencoded,
/// unless the operation declares another media type.
pub(super) fn lower_form(
    operation: &Operation,
    facts: &Facts<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<FormData> {
    let fields = operation.parameters.iter().filter(|parameter| parameter.location == Location::Form);
    let first = fields.clone().next()?;
    let files: Vec<File> = fields.filter(|field| is_file(field.schema, facts)).map(lower_file).collect();
    let consumes: Vec<String> = operation.form_types.iter().map(|name| essence(name)).collect();
    let says = |name: &str| consumes.iter().any(|other| other == name);
    let multipart = !files.is_empty() || says(MULTIPART);
    // "If type is "file", the consumes MUST be either "multipart/form-data", "application/x-www-form-urlencoded" or
    // both": a form whose files are all optional can be urlencoded without them.
    let urlencoded = match files.as_slice() {
        [] => says(URLENCODED) || !multipart,
        files => says(URLENCODED) && !files.iter().any(|file| file.required),
    };
    let read = [(multipart, MULTIPART), (urlencoded, URLENCODED)];
    let others = consumes.iter().map(String::as_str).filter(|name| !read.contains(&(true, *name)));
    let others: Vec<&str> = others.collect();
    let instead = if multipart {
        "it is sent as `multipart/form-data`"
    } else {
        "it is sent as `application/x-www-form-urlencoded`"
    };
    report_unused_media_types(("form", instead), &others, &first.place, diagnostics);
    Some(FormData { urlencoded, multipart, files, ..FormData::default() })
}

fn lower_file(parameter: &api::Parameter) -> File {
    let (name, docs) = (parameter.name.clone(), parameter.docs.clone());
    File { name, docs, required: parameter.required, repeated: false, count: (None, None) }
}

/// Reports media types that are not read.
pub(super) fn report_unused_media_types(
    (what, instead): (&str, &str),
    media_types: &[&str],
    place: &Place,
    diagnostics: &mut Diagnostics,
) {
    if !media_types.is_empty() {
        let message = format!("the {what} is not accepted as {}: {instead}", in_words(media_types, "or"));
        diagnostics.push(Diagnostic::new(codes::IGNORED_MEDIA_TYPE, place.clone(), message));
    }
}
