//! What the specification demands, and the generator can do without. Each is a warning, and several places that lack the
//! same share one. Reads nothing that another file of this stage reads.

use crate::codes;
use crate::cursor::Object;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::suggest::did_you_mean;

/// "description [...] Required." (Swagger 2.0, "Response Object")
pub fn check_response(object: &Object<'_>, diagnostics: &mut Diagnostics) {
    if !is_there(object, "description") {
        report("response", "description", object.place.key(), "say when it is sent", diagnostics);
    }
}

/// "If the parameter is in "path", this property is required and its value MUST be true."
pub fn check_path_parameter(object: &Object<'_>, required: bool, diagnostics: &mut Diagnostics) {
    if !required && (object.has("required") || !is_there(object, "required")) {
        let message = "a parameter in a path is always there, and this one has no `required: true`";
        let place =
            if object.has("required") { object.place.member("required") } else { object.place.clone() };
        let diagnostic = Diagnostic::warning(codes::PATH_PARAMETER, place, message);
        diagnostics.push(diagnostic.help("write `required: true`"));
    }
}

/// "type [...] Required", and for an array `items`: of a parameter or a header, and of what is in it.
pub fn check_types(object: &Object<'_>, of: &'static str, diagnostics: &mut Diagnostics) {
    let said = ["allOf", "enum", "schema", "content"].iter().any(|keyword| object.has(keyword));
    if !said && !is_there(object, "type") {
        report(of, "type", object.place.key(), "without one it is text: `type: string`", diagnostics);
    }
    let Some(items) = object.peek("items") else {
        if object.peek("type").is_some_and(|kind| kind.value == "array") {
            report(
                of,
                "items",
                object.place.key(),
                "without them each is text: `items: {type: string}`",
                diagnostics,
            );
        }
        return;
    };
    // Whatever is wrong with it is said where it is read.
    if items.value.get("$ref").is_none()
        && let Some(inner) = items.object(&mut Diagnostics::default())
    {
        check_types(&inner, "items of an array", diagnostics);
    }
}

/// Whether a keyword is there, or one that is probably meant to be it: that one is reported as unknown.
fn is_there(object: &Object<'_>, keyword: &'static str) -> bool {
    let mut keys = object.keys().filter(|key| *key != "in" && *key != "name");
    object.has(keyword) || keys.any(|key| did_you_mean(key, [keyword]).is_some())
}

fn report(of: &str, keyword: &str, place: Place, help: &str, diagnostics: &mut Diagnostics) {
    let message = match of.strip_prefix("items") {
        Some(_) => format!("the {of} have no `{keyword}`"),
        None => format!("the {of} has no `{keyword}`"),
    };
    diagnostics.push(Diagnostic::warning(codes::MISSING_KEYWORD, place, message).help(help));
}

/// What authors write for short, and what is near the names that they mean.
const MEDIA_TYPES: [&str; 8] = [
    "application/json",
    "application/octet-stream",
    "application/pdf",
    "application/x-www-form-urlencoded",
    "application/xml",
    "multipart/form-data",
    "text/html",
    "text/plain",
];

/// "A list of MIME types [...] Value MUST be as described under Mime Types", which are those of RFC 6838;
/// ranges (RFC 9110, section 12.5.1) are as common.
pub fn check_media_types(object: &Object<'_>, diagnostics: &mut Diagnostics) {
    for keyword in ["consumes", "produces"] {
        let list = object.peek(keyword).filter(|list| list.value.is_array());
        for item in list.map(|list| list.items(diagnostics)).unwrap_or_default() {
            let Some(text) = item.value.as_str().filter(|text| !is_media_type(text)) else { continue };
            let message =
                format!("`{text}` is no media type: that is a type and a subtype, or a range of them");
            let short = text.trim().to_ascii_lowercase();
            let json = short.ends_with("json").then_some("application/json");
            let mut known = MEDIA_TYPES.into_iter();
            let known = json.or_else(|| known.find(|name| name.rsplit('/').next() == Some(short.as_str())));
            let diagnostic = Diagnostic::new(codes::BAD_MEDIA_TYPE, item.place, message);
            diagnostics.push(match known.or_else(|| did_you_mean(text, MEDIA_TYPES)) {
                Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
                None => diagnostic.help("write it as `application/json` is written"),
            });
        }
    }
}

/// RFC 9110, sections 5.6.2, 8.3.1 and 12.5.1: tokens, or `*` in the place of the subtype or of both.
fn is_media_type(text: &str) -> bool {
    let essence = text.split(';').next().unwrap_or_default().trim();
    match essence.split_once('/') {
        Some(("*", "*")) => true,
        Some((first, second)) => is_token(first) && (second == "*" || is_token(second)),
        None => false,
    }
}

fn is_token(text: &str) -> bool {
    let is_in_token =
        |character: char| character.is_ascii_alphanumeric() || "!#$%&'+-.^_`|~".contains(character);
    !text.is_empty() && text.chars().all(is_in_token)
}
