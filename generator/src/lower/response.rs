//! Responses: their bodies and headers.

use super::check::checks_in_text;
use super::facts::{Facts, Json};
use super::media_type::is_json;
use super::response_body::lower_content;
use super::schema::{Types, text_type};
use crate::api::{self, Method, SchemaId, Status, schema_of};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Header, Response};

/// Lowers the responses that a handler can return. If there are none, adds `default` without a body.
pub(super) fn lower_responses(
    operation: &api::Operation,
    types: &mut Types<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Response> {
    let mut responses = Vec::new();
    for response in &operation.responses {
        // RFC 9110, section 15.2: "an interim response for communicating connection status or request progress prior to
        // completing the requested action and sending a final response". 101 is the last one in HTTP.
        let interim = match response.status {
            Status::Code(code) => code != 101 && (100..200).contains(&code),
            Status::Range(digit) => digit == 1,
            Status::Default => false,
        };
        if interim {
            let message = format!(
                "the {} response is ignored: a handler returns only the final response, not an interim one",
                response.status
            );
            diagnostics.push(Diagnostic::new(codes::IGNORED_RESPONSE, response.place.key(), message));
        } else {
            responses.push(lower_response(response, operation, types, diagnostics));
        }
    }
    if responses.is_empty() {
        let bare = api::Response::bare(operation.place.clone(), Status::Default);
        responses.push(lower_response(&bare, operation, types, diagnostics));
    }
    responses
}

fn lower_response(
    response: &api::Response,
    operation: &api::Operation,
    types: &mut Types<'_>,
    diagnostics: &mut Diagnostics,
) -> Response {
    let body = body_schema(response, diagnostics).map(|schema| {
        let facts = types.facts;
        let expr = |diagnostics: &mut Diagnostics| types.expr(schema, diagnostics);
        lower_content(response, operation, schema, facts, expr, diagnostics)
    });
    let (examples, others): (Vec<_>, Vec<_>) =
        response.examples.iter().cloned().partition(|example| is_json(&example.media_type));
    let lowered = Response {
        place: response.place.clone(),
        status: response.status,
        docs: response.docs.clone(),
        headers: Vec::new(),
        body,
        examples,
        texts: others.iter().filter_map(|example| example.value.as_str().map(str::to_owned)).collect(),
    };
    if let Some(body) = lowered.expr() {
        let status = match response.status {
            Status::Code(_) | Status::Range(_) => format!("with status {}", response.status),
            Status::Default => "with any other status".to_owned(),
        };
        types.describe(
            body,
            &format!("The response body of `{} {}` {status}.", operation.method.name(), operation.path),
        );
    }
    let headers = response.headers.iter();
    let of = (operation.method, response.status);
    let headers = headers.filter_map(|header| lower_header(header, of, types, diagnostics));
    Response { headers: headers.collect(), ..lowered }
}

/// Returns the schema of the body, if the response can have one. RFC 9110, sections 15.2, 15.3.5, 15.3.6 and 15.4.5:
/// these responses have no content, even if the spec declares a schema.
fn body_schema(response: &api::Response, diagnostics: &mut Diagnostics) -> Option<SchemaId> {
    let schema = schema_of(&response.content)?;
    let Status::Code(code @ (100..200 | 204 | 205 | 304)) = response.status else { return Some(schema) };
    let message = format!("a response with status {code} has no body; the schema is ignored");
    let place = response.place.member("schema").key();
    diagnostics.push(Diagnostic::new(codes::IGNORED_BODY, place, message));
    None
}

/// Lowers a header that a handler sets. Returns `None` if a handler cannot set it.
fn lower_header(
    header: &api::Header,
    of: (Method, Status),
    types: &mut Types<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Header> {
    if let Some(reason) = reason_to_ignore(header, of, types.facts) {
        let message = format!("the header `{}` is ignored: {reason}", header.name);
        diagnostics.push(Diagnostic::new(codes::IGNORED_HEADER, header.place.key(), message));
        return None;
    }
    Some(Header {
        name: header.name.clone(),
        place: header.place.clone(),
        docs: header.docs.clone(),
        expr: text_type(types.header_expr(header.schema, diagnostics)),
        checks: checks_in_text(types.facts, header.schema),
        style: header.style,
    })
}

/// Returns why a header is ignored. Headers that describe the body are set from the body, unless the response has no
/// body.
fn reason_to_ignore(
    header: &api::Header,
    (method, status): (Method, Status),
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
    if known.contains(&name.as_str()) && method != Method::Head && status != Status::Code(101) {
        return Some("the server sets it from the body");
    }
    let fits = match facts.json(header.schema) {
        Json::Array if facts.is_tuple(header.schema) => false,
        Json::Array => facts.array_item(header.schema).is_none_or(|item| facts.is_text(item)),
        Json::Any | Json::Boolean | Json::Integer | Json::Number | Json::String => true,
        Json::Null | Json::Object | Json::File | Json::Several => false,
    };
    (!fits).then_some("it is neither a scalar nor an array of scalars")
}
