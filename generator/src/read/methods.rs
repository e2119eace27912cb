//! The methods of a path item: its keywords, and the keys of `additionalOperations` (OpenAPI 3.2).

use super::report_nothing;
use crate::api::{Method, is_header_name};
use crate::bounds;
use crate::codes;
use crate::cursor::Cursor;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use serde_json::Value;

pub(super) const ADDITIONAL: &str = "additionalOperations";

/// An operation of a path item.
pub(super) struct Found<'s> {
    pub method: Method,
    pub operation: Cursor<'s>,
    /// The mistake in its key.
    pub mistake: Option<Diagnostic>,
}

/// Reads the keys of `additionalOperations`. "The map key is the HTTP method with the same capitalization that is to be
/// sent in the request."
pub(super) fn additional_operations<'s>(map: &Cursor<'s>, diagnostics: &mut Diagnostics) -> Vec<Found<'s>> {
    let mut found = Vec::new();
    for (key, operation) in map.entries(diagnostics) {
        let place = operation.place.key();
        if found.len() == bounds::METHODS {
            let message = format!("`additionalOperations` has more than {} methods", bounds::METHODS);
            diagnostics.push(Diagnostic::new(codes::LIMIT, place, message));
            break;
        }
        if operation.value.is_null() {
            report_nothing(key, place, diagnostics);
            continue;
        }
        found.push(Found { method: Method::Other(key.to_owned()), mistake: mistake(key, place), operation });
    }
    found
}

/// Returns the mistake in a key.
///
/// | key | |
/// |---|---|
/// | the method of a keyword, in any case | an error: "This map MUST NOT contain any entry for the methods that can be defined by other fixed fields" |
/// | not a token (RFC 9110, section 9.1) | an error |
/// | `CONNECT` | an error: such a request has no path (RFC 9110, section 9.3.6) |
/// | with lower-case letters | a warning: methods are case-sensitive |
fn mistake(key: &str, place: Place) -> Option<Diagnostic> {
    let upper = key.to_ascii_uppercase();
    let fixed = Method::ALL.iter().find(|(keyword, _)| keyword.eq_ignore_ascii_case(key));
    if let Some((keyword, _)) = fixed {
        let message = format!("`additionalOperations` cannot have the method `{key}`");
        let help = format!("write the operation as `{keyword}` of the path item");
        return Some(Diagnostic::new(codes::BAD_METHOD, place, message).help(help));
    }
    if !is_header_name(key) {
        let message = format!("`{key}` is not an HTTP method");
        let help = "use letters, digits and `-`, without spaces";
        return Some(Diagnostic::new(codes::BAD_METHOD, place, message).help(help));
    }
    if upper == "CONNECT" {
        let message = "a path cannot have the method `CONNECT`: its requests have a host instead of a path";
        let help = "remove it; a proxy handles CONNECT before the router";
        return Some(Diagnostic::new(codes::BAD_METHOD, place, message).help(help));
    }
    if upper != key {
        let message = format!("methods are case-sensitive, so requests with `{upper}` do not match `{key}`");
        let help = format!("write `{upper}`, unless clients really send `{key}`");
        return Some(Diagnostic::warning(codes::BAD_METHOD, place, message).help(help));
    }
    None
}

/// Returns the operations in an object, if it is a path item. Reports nothing.
pub(super) fn operations_in<'s>(item: &Cursor<'s>) -> Vec<(Method, &'s Value)> {
    let dialect = item.dialect();
    let fields = dialect.path_item();
    let has = |keyword: &str| fields.find(keyword).is_some() && !dialect.is_too_old_for(fields.of, keyword);
    let fixed = Method::ALL.into_iter().filter(|(keyword, _)| has(keyword));
    let fixed = fixed.filter_map(|(keyword, method)| Some((method, item.value.get(keyword)?)));
    let additional = item.value.get(ADDITIONAL).filter(|_| has(ADDITIONAL)).and_then(Value::as_object);
    let additional = additional.into_iter().flatten();
    fixed.chain(additional.map(|(key, operation)| (Method::Other(key.clone()), operation))).collect()
}
