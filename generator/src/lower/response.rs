//! Responses: their bodies and headers.

use super::media_type::is_json;
use super::response_body::lower_content;
use super::response_header::lower_header;
use super::schema::Types;
use crate::api::{self, SchemaId, Status, schema_of};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Response;

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
