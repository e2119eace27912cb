//! The headers of responses.

use super::check::{checks_in_text, checks_of};
use super::facts::{Facts, Json};
use super::media_type::{is_json, is_text};
use super::parameter::text_type;
use super::schema::Types;
use crate::api::{self, Method, Status};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Header, HeaderForm};

/// Lowers a header that a handler sets. Returns `None` if a handler cannot set it.
pub(super) fn lower_header(
    header: &api::Header,
    of: (&Method, Status),
    types: &mut Types<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Header> {
    if let Some(reason) = reason_to_ignore(header, of, types.facts) {
        let message = format!("the header `{}` is ignored: {reason}", header.name);
        diagnostics.push(Diagnostic::new(codes::IGNORED_HEADER, header.place.key(), message));
        return None;
    }
    let json = header.media_type.as_deref().is_some_and(is_json);
    let (expr, checks) = match json {
        true => (types.expr(header.schema, diagnostics), checks_of(types.facts, header.schema)),
        false => {
            let expr = text_type(types.header_expr(header.schema, diagnostics));
            (expr, checks_in_text(types.facts, header.schema))
        }
    };
    Some(Header {
        name: header.name.clone(),
        place: header.place.clone(),
        docs: header.docs.clone(),
        example: types.facts.schema(header.schema).examples.first().map(|example| example.value.clone()),
        expr,
        checks,
        required: header.required,
        form: if json { HeaderForm::Json } else { HeaderForm::Text(header.style) },
    })
}

/// Returns why a header is ignored. Headers that describe the body are set from the body, unless the response has no
/// body.
fn reason_to_ignore(
    header: &api::Header,
    (method, status): (&Method, Status),
    facts: &Facts<'_>,
) -> Option<&'static str> {
    let known = ["content-type", "content-length"];
    let connection = ["connection", "keep-alive", "transfer-encoding"];
    let name = header.name.to_ascii_lowercase();
    match name.as_str() {
        "connection" | "upgrade" if status == Status::Code(101) => {
            return Some("the `Upgrade` of the response sets it");
        }
        "content-length" if status == Status::Code(101) => return Some("the response has no content"),
        _ => {}
    }
    if connection.contains(&name.as_str()) {
        return Some("the HTTP server sets it");
    }
    if known.contains(&name.as_str()) && *method != Method::Head && status != Status::Code(101) {
        return Some("the server sets it from the body");
    }
    match header.media_type.as_deref() {
        Some(name) if is_json(name) => return None,
        Some(name) if !is_text(name) => return Some("its media type is neither JSON nor text"),
        _ => {}
    }
    let fits = match facts.json(header.schema) {
        Json::Array if facts.is_tuple(header.schema) => false,
        Json::Array => facts.array_item(header.schema).is_none_or(|item| facts.is_text(item)),
        Json::Any | Json::Boolean | Json::Integer | Json::Number | Json::String => true,
        Json::Null | Json::Object | Json::File | Json::Several => false,
    };
    (!fits).then_some("it is neither a scalar nor an array of scalars")
}
