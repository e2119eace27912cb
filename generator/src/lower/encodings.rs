//! The encodings of forms: reports the keywords that have no effect or are not enforced.

use super::facts::{Facts, Json};
use super::form_fields::{is_complex, properties_of};
use super::form_files::is_file_property;
use super::media_type::{essence, is_json, is_text};
use super::querystring;
use crate::api::{Encoding, EncodingStyle, MediaType, Operation, SchemaId};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{MULTIPART, URLENCODED};

/// Reports the encodings of an operation that have no effect, or whose keywords are not enforced.
///
/// | keyword | |
/// |---|---|
/// | any, outside of a form | no effect |
/// | any, in a parameter or a response | no effect; in a parameter that is the whole query, as in a urlencoded form |
/// | any, for a name that is not a property | no effect |
/// | `contentType` next to `style`, `explode` or `allowReserved` | no effect |
/// | `contentType` in a urlencoded form, other than text and JSON | not enforced |
/// | `headers` | not enforced; in a urlencoded form, no effect |
/// | `style` and `explode` that the specification does not define for the type | read as clients send them |
pub(super) fn report_encodings(operation: &Operation, facts: &Facts<'_>, diagnostics: &mut Diagnostics) {
    let content = operation.body.iter().flat_map(|body| &body.content);
    for media_type in content.filter(|media_type| !media_type.encoding.is_empty()) {
        let name = media_type.name.as_deref().map(essence).unwrap_or_default();
        let schema = media_type.schema.filter(|_| [MULTIPART, URLENCODED].contains(&name.as_str()));
        match schema {
            Some(schema) => report_in_form(&name, media_type, schema, facts, diagnostics),
            None => report_outside(&name, media_type, diagnostics),
        }
    }
    for parameter in operation.parameters.iter().filter(|parameter| !parameter.encoding.is_empty()) {
        match querystring::form(parameter, facts).and_then(|form| Some((form.schema?, form))) {
            Some((schema, form)) => report_in_form(URLENCODED, &form, schema, facts, diagnostics),
            None => {
                let first = parameter.encoding.first();
                diagnostics.extend(first.map(|first| first.without_effect("a parameter")));
            }
        }
    }
    let of_responses = operation.responses.iter().flat_map(|response| &response.content);
    let of_responses = of_responses.filter_map(|media_type| media_type.encoding.first());
    diagnostics.extend(of_responses.map(|first| first.without_effect("a response")));
}

/// "Media Type Object": "The encoding object SHALL only apply to requestBody objects when the media type is multipart or
/// application/x-www-form-urlencoded."
fn report_outside(name: &str, media_type: &MediaType, diagnostics: &mut Diagnostics) {
    let message = match name.starts_with("multipart/") || name == URLENCODED {
        true => format!("the encodings are not enforced for `{name}`: the handler reads the body itself"),
        false => format!("`encoding` has no effect on `{name}`: it applies only to forms"),
    };
    if let Some(first) = media_type.encoding.first() {
        diagnostics.push(Diagnostic::new(codes::NOT_ENFORCED, first.keyword(), message));
    }
}

fn report_in_form(
    media_type: &str,
    form: &MediaType,
    schema: SchemaId,
    facts: &Facts<'_>,
    diagnostics: &mut Diagnostics,
) {
    let properties = properties_of(facts, schema);
    for encoding in &form.encoding {
        let name = &encoding.name;
        let Some(property) = properties.iter().find(|property| property.name == *name) else {
            if facts.json(schema) == Json::Object || !properties.is_empty() {
                let message = format!("`{name}` is not a property of the form; its encoding is ignored");
                diagnostics.push(Diagnostic::warning(codes::UNKNOWN_KEYWORD, encoding.place.key(), message));
            }
            continue;
        };
        let schema = property.schema;
        let is_file = media_type == MULTIPART && is_file_property(facts, schema);
        let unenforced = [
            content_type(media_type, encoding).map(|message| ("contentType", message)),
            headers(media_type, encoding).map(|message| ("headers", message)),
        ];
        for (keyword, message) in unenforced.into_iter().flatten() {
            let place = encoding.place.member(keyword).key();
            diagnostics.push(Diagnostic::new(codes::NOT_ENFORCED, place, message));
        }
        if let Some((style, read)) = undefined_style(encoding, schema, is_file, facts) {
            let message =
                format!("OpenAPI does not define the style {style}; the property `{name}` is read {read}");
            let place = encoding.place.clone();
            diagnostics.push(Diagnostic::warning(codes::BAD_PARAMETER, place, message));
        }
    }
}

fn content_type(media_type: &str, encoding: &Encoding) -> Option<String> {
    let name = &encoding.name;
    let is_known = |name: &String| is_json(name) || is_text(name);
    match encoding.content_types.as_slice() {
        [] => None,
        _ if encoding.is_styled => Some(format!(
            "`contentType` of `{name}` has no effect next to `style`, `explode` or `allowReserved`"
        )),
        types if media_type == URLENCODED && !types.iter().all(is_known) => Some(format!(
            "the media type of `{name}` is not enforced: the fields of a urlencoded form have none"
        )),
        _ => None,
    }
}

/// "Encoding Object": "This field SHALL be ignored if the request body media type is not a multipart."
fn headers(media_type: &str, encoding: &Encoding) -> Option<String> {
    let name = &encoding.name;
    encoding.has_headers.then(|| match media_type {
        MULTIPART => format!("the values of the headers of the part `{name}` are not enforced, only the presence of required ones"),
        _ => format!("`headers` of `{name}` has no effect: the fields of a urlencoded form have none"),
    })
}

/// Returns a style that the specification does not define for the type of a property, and how the property is read.
///
/// | style | explode | scalar | array of scalars | array of objects |
/// |---|---|---|---|---|
/// | `form` | true | defined | defined | as JSON |
/// | `spaceDelimited`, `pipeDelimited` | false | as text | defined | rejected |
/// | `spaceDelimited`, `pipeDelimited` | true | as text | as `form` | as JSON |
/// | `deepObject` | | as text | with and without brackets | with brackets |
///
/// Clients that write arrays with `deepObject` agree about their names, so this is not reported.
fn undefined_style(
    encoding: &Encoding,
    schema: SchemaId,
    is_file: bool,
    facts: &Facts<'_>,
) -> Option<(String, &'static str)> {
    let style = encoding.style.unwrap_or(EncodingStyle::Form);
    let name = match style {
        EncodingStyle::Form => "`form`",
        EncodingStyle::SpaceDelimited => "`spaceDelimited`",
        EncodingStyle::PipeDelimited => "`pipeDelimited`",
        EncodingStyle::DeepObject => "`deepObject`",
    };
    let is_exploded = encoding.explode.unwrap_or(style == EncodingStyle::Form);
    let of_objects = facts.array_item(schema).is_some_and(|item| is_complex(facts, item));
    match (facts.json(schema), style) {
        _ if !encoding.is_styled => None,
        _ if is_file => Some((format!("{name} for a file"), "as a file")),
        (Json::Boolean | Json::Integer | Json::Number | Json::String, _) if style != EncodingStyle::Form => {
            Some((format!("{name} for a scalar"), "as text"))
        }
        (Json::Array, EncodingStyle::Form) if is_exploded && of_objects => {
            Some((format!("{name} for an array of objects or arrays"), "as JSON, with a field for each item"))
        }
        (Json::Array, EncodingStyle::SpaceDelimited | EncodingStyle::PipeDelimited) if is_exploded => {
            Some((format!("{name} with `explode`"), "as with `form`"))
        }
        _ => None,
    }
}
