//! Responses: their bodies and headers.

use super::media_type::{essence, is_json};
use super::response_bodies::plan_bodies;
use super::response_body::lower_content;
use super::response_header::lower_header;
use super::schema::Types;
use crate::api::{self, Example, Status};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Content, Form, ItemFormat, Response};
use serde_json::Value;
use std::rc::Rc;

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
            Status::Code(101) => !operation.role.is_served(),
            Status::Code(code) => (100..200).contains(&code),
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
    let planned = match has_body(response, diagnostics) {
        true => plan_bodies(response, operation, types.facts, diagnostics),
        false => Vec::new(),
    };
    let mut bodies = Vec::new();
    for planned in planned {
        let body = lower_content(planned, types, diagnostics);
        if let Some(expr) = body.expr() {
            let status = match response.status {
                Status::Code(_) | Status::Range(_) => format!("with status {}", response.status),
                Status::Default => "with any other status".to_owned(),
            };
            types.describe(expr, &format!("The response body of {} {status}.", operation.in_docs()));
        }
        bodies.push(body);
    }
    distribute_examples(&response.examples, &mut bodies);
    let headers = response.headers.iter();
    let of = (&operation.method, response.status);
    let headers = headers.filter_map(|header| lower_header(header, of, types, diagnostics));
    Response {
        place: response.place.clone(),
        status: response.status,
        docs: response.docs.clone(),
        headers: headers.collect(),
        bodies,
    }
}

/// Returns whether the response has a body. RFC 9110, sections 15.2, 15.3.5, 15.3.6 and 15.4.5: these responses have no
/// content, even if the spec declares it.
fn has_body(response: &api::Response, diagnostics: &mut Diagnostics) -> bool {
    let Status::Code(code @ (100..200 | 204 | 205 | 304)) = response.status else { return true };
    if !response.content.is_empty() {
        let (keyword, what) =
            if response.produces { ("schema", "the schema") } else { ("content", "`content`") };
        let message = format!("a response with status {code} has no body; {what} is ignored");
        let place = response.place.member(keyword).key();
        diagnostics.push(Diagnostic::new(codes::IGNORED_BODY, place, message));
    }
    false
}

/// Returns the items in the example of a stream: those of an array, or the lines of a string.
fn split_example(example: &Example) -> Vec<Example> {
    let item =
        |value, place| Example { place, media_type: example.media_type.clone(), value: Rc::new(value) };
    match &*example.value {
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.map(|(index, value)| item(value.clone(), example.place.item(index))).collect()
        }
        Value::String(text) => {
            let lines = text.split(['\n', '\u{1E}']).map(str::trim).filter(|line| !line.is_empty());
            let values =
                lines.map(serde_json::from_str).collect::<Result<Vec<Value>, _>>().unwrap_or_default();
            values.into_iter().map(|value| item(value, example.place.clone())).collect()
        }
        _ => Vec::new(),
    }
}

/// Gives each example to the body with its media type, or else to the first body of its kind: JSON or not.
fn distribute_examples(examples: &[Example], bodies: &mut [Content]) {
    for example in examples {
        let json = is_json(&example.media_type);
        let has_type = |body: &Content| {
            body.media_types.iter().any(|name| essence(name) == essence(&example.media_type))
        };
        let index = bodies.iter().position(has_type);
        let index = index.or_else(|| bodies.iter().position(|body| body.form.is_json() == json));
        let Some(body) = bodies.get_mut(index.unwrap_or(0)) else { return };
        if let Form::Items(_, ItemFormat::Json) = body.form {
            body.examples.extend(split_example(example));
        } else if json {
            body.examples.push(example.clone());
        } else {
            body.texts.extend(example.value.as_str().map(str::to_owned));
        }
    }
}
