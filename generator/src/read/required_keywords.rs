//! Keywords that the specification requires but the generator does not need. A missing keyword is a warning, and all
//! places that lack the same keyword share one warning.

use crate::codes;
use crate::cursor::Object;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::dialect::FixedFields;
use crate::suggest::did_you_mean;

/// Checks an object that only readers of the spec use for the keywords that its table requires: the `title` and the
/// `version` of `info`, the `name` of a `license`, and the `url` of `externalDocs`.
pub(super) fn check_documentation(
    object: &Object<'_>,
    fields: &'static FixedFields,
    diagnostics: &mut Diagnostics,
) {
    for row in fields.rows().filter(|row| row.is_required && !is_there(object, row.name)) {
        let message = format!("{} has no `{}`", fields.of, row.name);
        let diagnostic = Diagnostic::warning(codes::MISSING_KEYWORD, object.place.key(), message);
        diagnostics.push(diagnostic.help(format!("the specification requires it: add a `{}`", row.name)));
    }
}

/// "description [...] Required." (Swagger 2.0, "Response Object")
pub(super) fn check_response(object: &Object<'_>, diagnostics: &mut Diagnostics) {
    if !is_there(object, "description") {
        report(
            "response",
            "description",
            object.place.key(),
            "add a `description` that says when the response is sent",
            diagnostics,
        );
    }
}

/// "If the parameter is in "path", this property is required and its value MUST be true."
pub(super) fn check_path_parameter(object: &Object<'_>, required: bool, diagnostics: &mut Diagnostics) {
    if !required && (object.has("required") || !is_there(object, "required")) {
        let message = "a path parameter needs `required: true`";
        let place =
            if object.has("required") { object.place.member("required") } else { object.place.clone() };
        let diagnostic = Diagnostic::warning(codes::PATH_PARAMETER, place, message);
        diagnostics.push(diagnostic.help("add `required: true`"));
    }
}

/// "type [...] Required", and `items` for an array. This applies to parameters, headers, and their items.
pub(super) fn check_types(object: &Object<'_>, of: &'static str, diagnostics: &mut Diagnostics) {
    let said = ["allOf", "enum", "schema", "content"].iter().any(|keyword| object.has(keyword));
    if !said && !is_there(object, "type") {
        report(
            of,
            "type",
            object.place.key(),
            "add a `type`; without it, `type: string` is assumed",
            diagnostics,
        );
    }
    let Some(items) = object.peek("items") else {
        if object.peek("type").is_some_and(|kind| kind.value == "array") {
            report(
                of,
                "items",
                object.place.key(),
                "add `items`; without it, `items: {type: string}` is assumed",
                diagnostics,
            );
        }
        return;
    };
    // The reader of `items` reports other mistakes.
    if items.value.get("$ref").is_none()
        && let Some(inner) = items.as_object()
    {
        check_types(&inner, "items of an array", diagnostics);
    }
}

/// Returns whether a keyword, or a likely misspelling of it, is present. A misspelling is reported as unknown.
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
