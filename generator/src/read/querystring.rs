//! Parameters that are the whole query: `in: querystring` (OpenAPI 3.2).

use super::Reader;
use super::value::{Value, read_schema};
use crate::api::{Location, Parameter};
use crate::codes;
use crate::cursor::Object;
use crate::diagnostic::{Diagnostic, Diagnostics};

/// Reads the `content` of a parameter with `in: querystring`, "which MUST be specified using the `content` field". (OpenAPI
/// 3.2)
pub(super) fn read_querystring<'s>(
    object: &mut Object<'s>,
    name: &str,
    reader: &mut Reader<'_, 's>,
) -> Option<Value> {
    if object.peek("content").is_some() {
        let value = read_schema(object, name, reader);
        // They are reported as keywords without an effect.
        for keyword in ["style", "explode"] {
            object.take(keyword);
        }
        return Some(value);
    }
    let message = format!("the parameter `{name}` is the whole query, but it has no `content`");
    let help = "write `content` with one media type, such as `application/x-www-form-urlencoded`, and put the \
                `schema` in it; if it is only one parameter of the query, write `in: query`";
    reader.diagnostics.push(Diagnostic::new(codes::BAD_PARAMETER, object.place.clone(), message).help(help));
    None
}

/// Reports parameters that cannot be in one query: "MUST NOT appear more than once, and MUST NOT appear in the same
/// operation (or in the operation's path-item) with any `in: "query"` parameters". (OpenAPI 3.2, of `querystring`)
pub(super) fn check_query(parameters: &[Parameter], diagnostics: &mut Diagnostics) {
    let mut whole = parameters.iter().filter(|parameter| parameter.location == Location::Querystring);
    let Some(first) = whole.next() else { return };
    let mut report = |other: &Parameter, message: String, help: &str| {
        let diagnostic = Diagnostic::new(codes::BAD_PARAMETER, other.place.clone(), message);
        diagnostics.push(diagnostic.and(first.place.clone(), "the whole query").help(help));
    };
    for other in whole {
        let message = format!("both `{}` and `{}` are the whole query", first.name, other.name);
        report(other, message, "remove one of them");
    }
    for other in parameters.iter().filter(|parameter| parameter.location == Location::Query) {
        let message = format!("`{}` is in the query, but `{}` is the whole query", other.name, first.name);
        report(other, message, "make it a property of the schema of the whole query");
    }
}
