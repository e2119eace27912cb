//! Keywords that belong to another version of OpenAPI or of JSON Schema. They are read as their authors mean
//! them, with a warning.

use crate::codes;
use crate::cursor::{Cursor, Object};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::dialect::{FixedFields, Version, is_draft, openapi31};
use serde_json::Value;

/// Reports keywords of an object in a document of OpenAPI 3.0 that are new in 3.1. They are read as in OpenAPI 3.1.
pub(super) fn report_newer(object: &Object<'_>, fields: &FixedFields, diagnostics: &mut Diagnostics) {
    if object.dialect().version != Version::OpenApi30 {
        return;
    }
    for keyword in openapi31::new_in(fields.of).filter(|keyword| object.has(keyword)) {
        let message = format!("OpenAPI 3.0 does not have `{keyword}`; it is read as in OpenAPI 3.1");
        let place = object.place.member(keyword).key();
        let help = "write `openapi: 3.1.0` if you use its keywords";
        diagnostics.push(Diagnostic::warning(codes::UNKNOWN_KEYWORD, place, message).help(help));
    }
}

/// Reports keywords that OpenAPI 3.1 does not have, or that mean something else there.
///
/// | keyword in OpenAPI 3.1 | is read as in | effect |
/// |---|---|---|
/// | `nullable: true` | OpenAPI 3.0 | null is accepted |
/// | `nullable: false` | OpenAPI 3.0 | none |
/// | `exclusiveMinimum: true` | OpenAPI 3.0 | excludes `minimum`, if there is one |
/// | `items` with a list | drafts 4 to 7 | a schema for each of the first items |
///
/// A file that declares one of these drafts may have its keywords.
pub(super) fn report_older(object: &Object<'_>, diagnostics: &mut Diagnostics) {
    let of_draft = object.dialect().is_draft;
    let version = object.dialect().version.name();
    let mut report = |keyword: &str, message: &str, help: String| {
        let place = object.place.member(keyword).key();
        diagnostics.push(Diagnostic::warning(codes::UNKNOWN_KEYWORD, place, message).help(help));
    };
    match object.peek("nullable").map(|value| value.value == &Value::Bool(true)) {
        Some(true) => report(
            "nullable",
            &format!("{version} does not have `nullable`; null is accepted, as in OpenAPI 3.0"),
            "write `type: [..., 'null']`, or add `{type: 'null'}` to an `anyOf`".to_owned(),
        ),
        Some(false) => report(
            "nullable",
            &format!("{version} does not have `nullable`; it is ignored"),
            "remove it: a schema accepts null only if its `type` lists it".to_owned(),
        ),
        None => {}
    }
    for (keyword, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        let is_boolean = object.peek(keyword).is_some_and(|value| value.value.is_boolean());
        let number = object.peek(bound).and_then(|bound| bound.value.as_number());
        if let (true, false, Some(number)) = (is_boolean, of_draft, number) {
            let message = format!(
                "in {version}, `{keyword}` is a number; the boolean is read as in OpenAPI 3.0, where it belongs to `{bound}`"
            );
            let is_true = object.peek(keyword).is_some_and(|value| value.value == &Value::Bool(true));
            let help = match is_true {
                true => format!("write `{keyword}: {number}`, and remove `{bound}`"),
                false => format!("remove `{keyword}`"),
            };
            report(keyword, &message, help);
        }
    }
    if !of_draft && object.peek("items").is_some_and(|items| items.value.is_array()) {
        let message = format!(
            "in {version}, `items` is one schema; the list is read as in older drafts of JSON Schema: a schema for each item"
        );
        report("items", &message, "write `prefixItems` instead, and `items` for the other items".to_owned());
    }
}

/// Reports a `$schema` or a `jsonSchemaDialect` of another version of JSON Schema.
///
/// | meta-schema | |
/// |---|---|
/// | 2020-12, or one of OpenAPI 3.1 | |
/// | an older version of JSON Schema | a note: its own keywords keep their meaning |
/// | others | an error in a schema, a warning in a document |
pub(super) fn check_meta_schema(
    keyword: &'static str,
    uri: Option<&Cursor<'_>>,
    diagnostics: &mut Diagnostics,
) {
    let Some(uri) = uri else { return };
    let Some(text) = uri.string(diagnostics) else { return };
    let has = |part: &str| text.contains(part);
    if has("json-schema.org/draft/2020-12/") || has("spec.openapis.org/oas/3.") {
        return;
    }
    let place = uri.place.clone();
    diagnostics.push(if is_draft(text) || has("draft/2019-09/") {
        let message = format!(
            "`{keyword}` is an older version of JSON Schema: schemas are read as JSON Schema 2020-12, but its own keywords keep their meaning"
        );
        Diagnostic::note(codes::UNSUPPORTED_VERSION, place, message)
    } else if keyword == "$schema" {
        // The meta-schema of a schema decides what its keywords mean. (JSON Schema 2020-12, section 8.1.1)
        let message = format!("the meta-schema `{text}` of `$schema` is not known");
        let help = "if the schema follows JSON Schema 2020-12, write \
                    `$schema: https://json-schema.org/draft/2020-12/schema`, or remove `$schema`";
        Diagnostic::new(codes::UNSUPPORTED, place, message).help(help)
    } else {
        let message = format!("`{text}` is not a version of JSON Schema; schemas are read as JSON Schema 2020-12");
        let help = "keywords that only this dialect has are ignored with a warning; write them in JSON Schema 2020-12";
        Diagnostic::warning(codes::UNSUPPORTED_VERSION, place, message).help(help)
    });
}
