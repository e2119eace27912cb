//! Response bodies: decides how each is serialized, and in which media types.

use super::check::checks_of;
use super::facts::{Facts, Json};
use super::media_type::{holds_objects, is_json, is_text};
use super::request_body::is_any_text;
use crate::api::{self, SchemaId, media_types, schema_of};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, in_words};
use crate::model::{Content, Expr, Form, Response};

/// The kinds of schemas whose responses are serialized in different ways. Null can only be serialized as JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// Swagger 2.0's `file`.
    File,
    /// A string with `format: binary`.
    Binary,
    String,
    /// A number, an integer or a boolean.
    Scalar,
    Structured,
}

fn sort_of(facts: &Facts<'_>, id: SchemaId) -> Sort {
    match facts.json(id) {
        Json::File => Sort::File,
        Json::String | Json::Integer | Json::Number | Json::Boolean if facts.is_nullable(id) => {
            Sort::Structured
        }
        Json::String if facts.schema(id).format.as_deref() == Some("binary") => Sort::Binary,
        Json::String => Sort::String,
        Json::Integer | Json::Number | Json::Boolean => Sort::Scalar,
        Json::Any | Json::Null | Json::Array | Json::Object | Json::Several => Sort::Structured,
    }
}

/// How a body is serialized, apart from its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plan {
    Json,
    Text,
    JsonOrText,
    Bytes,
}

/// Returns how the body of a response is written, and in which of the declared media types. Returns `None` if it can be
/// written in none of them.
pub(super) fn plan(
    facts: &Facts<'_>,
    response: &api::Response,
    schema: SchemaId,
) -> Option<(Plan, Vec<String>)> {
    let declared: Vec<String> = media_types(&response.content).map(str::to_owned).collect();
    choose_plan(&declared, sort_of(facts, schema))
}

/// Returns how a body is written in the declared media types.
///
/// | declared | file | binary | string | number, boolean | any other |
/// |---|---|---|---|---|---|
/// | nothing | bytes | JSON | JSON | JSON | JSON |
/// | JSON | bytes | JSON | JSON | JSON | JSON |
/// | JSON and text | bytes | bytes | by `Accept` | by `Accept` | JSON |
/// | text | bytes | bytes | text | text | none |
/// | JSON and others | bytes | bytes | JSON | JSON | JSON |
/// | others | bytes | bytes | bytes | none | none |
pub(super) fn choose_plan(declared: &[String], sort: Sort) -> Option<(Plan, Vec<String>)> {
    let has_json = declared.iter().any(|name| is_json(name));
    let has_text = declared.iter().any(|name| is_text(name));
    match sort {
        Sort::File if declared.is_empty() => Some((Plan::Bytes, vec!["application/octet-stream".to_owned()])),
        _ if declared.is_empty() => Some((Plan::Json, vec!["application/json".to_owned()])),
        Sort::File => Some((Plan::Bytes, declared.to_vec())),
        Sort::Binary if !declared.iter().all(|name| is_json(name)) => Some((Plan::Bytes, declared.to_vec())),
        Sort::String | Sort::Scalar if has_json && has_text => {
            Some((Plan::JsonOrText, only(declared, |name| is_json(name) || is_text(name))))
        }
        Sort::String | Sort::Scalar if has_text => Some((Plan::Text, only(declared, is_text))),
        Sort::String if !has_json => Some((Plan::Bytes, declared.to_vec())),
        _ => has_json.then(|| (Plan::Json, only(declared, is_json))),
    }
}

/// Returns the media types that satisfy a predicate.
fn only(declared: &[String], holds: fn(&str) -> bool) -> Vec<String> {
    declared.iter().filter(|name| holds(name)).cloned().collect()
}

fn declared(response: &api::Response) -> Vec<String> {
    let declared: Vec<String> = media_types(&response.content).map(str::to_owned).collect();
    if declared.is_empty() { vec!["application/json".to_owned()] } else { declared }
}

/// Returns whether this is an error response of an operation whose `produces` is meant for files or streams. Such media
/// types cannot contain an object, so only JSON is possible.
fn is_error_next_to_files(response: &api::Response, operation: &api::Operation, facts: &Facts<'_>) -> bool {
    let error = !response.status.is_success();
    let mut others =
        operation.responses.iter().filter_map(|other| plan(facts, other, schema_of(&other.content)?));
    let declared = declared(response);
    let no_object = !declared.iter().any(|media_type| holds_objects(media_type));
    error && (no_object || others.any(|(plan, _)| matches!(plan, Plan::Bytes | Plan::Text)))
}

/// Returns how a body is written if no declared media type decides it: the handler returns the bytes.
fn plan_otherwise(
    response: &api::Response,
    operation: &api::Operation,
    facts: &Facts<'_>,
) -> (Plan, Vec<String>) {
    let declared = declared(response);
    if is_error_next_to_files(response, operation, facts) {
        return (Plan::Json, vec!["application/json".to_owned()]);
    }
    (Plan::Bytes, declared)
}

/// Lowers the body of a response. `expr` returns its type, and is only called if the body has one.
pub(super) fn lower_content(
    response: &api::Response,
    operation: &api::Operation,
    schema: SchemaId,
    facts: &Facts<'_>,
    expr: impl FnOnce(&mut Diagnostics) -> Expr,
    diagnostics: &mut Diagnostics,
) -> Content {
    let (plan, media_types) =
        plan(facts, response, schema).unwrap_or_else(|| plan_otherwise(response, operation, facts));
    if plan == Plan::Bytes && !is_any_text(facts, schema) {
        let types = in_words(&media_types, "and");
        let message =
            format!("the schema is not enforced for {types}: the handler writes the response itself");
        diagnostics.push(Diagnostic::new(codes::NOT_ENFORCED, response.place.clone(), message));
    }
    let unused = find_unused(response, plan, &media_types);
    let is_declared = media_types.iter().any(|name| declared(response).contains(name));
    let meant = is_declared && unused.iter().all(|name| is_for_success(name, response, operation, facts));
    if !unused.is_empty() && !meant {
        report_unused(response, plan, is_declared, &unused, diagnostics);
    }
    let mut named: Vec<String> = Vec::new();
    for media_type in &media_types {
        let name = content_type(media_type, plan);
        if !named.contains(&name) {
            named.push(name);
        }
    }
    let form = match plan {
        Plan::Json => Form::Json(expr(diagnostics)),
        Plan::Text => Form::Text(expr(diagnostics)),
        Plan::JsonOrText => Form::JsonOrText(expr(diagnostics)),
        Plan::Bytes => Form::Bytes,
    };
    let checks = if form == Form::Bytes { Vec::new() } else { checks_of(facts, schema) };
    Content { place: facts.schema(schema).place.clone(), form, checks, media_types: named }
}

/// Returns a media type as it is sent in `Content-Type`: no range, and with a charset for text.
fn content_type(media_type: &str, plan: Plan) -> String {
    let media_type = media_type.trim();
    match plan {
        Plan::Bytes => media_type.to_owned(),
        _ if media_type.contains('*') && is_json(media_type) => "application/json".to_owned(),
        _ if media_type.contains('*') => "text/plain; charset=utf-8".to_owned(),
        _ if is_text(media_type) && !media_type.to_ascii_lowercase().contains("charset=") => {
            format!("{media_type}; charset=utf-8")
        }
        _ => media_type.to_owned(),
    }
}

fn find_unused(response: &api::Response, plan: Plan, written: &[String]) -> Vec<String> {
    let all = if plan == Plan::Bytes { Vec::new() } else { declared(response) };
    all.into_iter().filter(|name| !written.contains(name)).collect()
}

/// Returns whether this is an error response, and `produces` lists the media type for a success response. `produces`
/// applies to all responses, so it probably does not mean the error.
fn is_for_success(
    media_type: &str,
    response: &api::Response,
    operation: &api::Operation,
    facts: &Facts<'_>,
) -> bool {
    let successes = operation.responses.iter().filter(|other| other.status.is_success());
    let mut plans = successes.filter_map(|other| plan(facts, other, schema_of(&other.content)?));
    !response.status.is_success()
        && plans.any(|(_, media_types)| media_types.iter().any(|written| written == media_type))
}

fn report_unused(
    response: &api::Response,
    plan: Plan,
    is_declared: bool,
    unused: &[String],
    diagnostics: &mut Diagnostics,
) {
    let others = in_words(unused, "or");
    let message = match (is_declared, plan) {
        (true, Plan::Json) => {
            format!("the response is never sent as {others}: JSON is declared as well, and is always used")
        }
        (true, _) => {
            format!("the response is never sent as {others}: text is declared as well, and is always used")
        }
        (false, _) => {
            format!("the response cannot be sent as {others}; it is sent as `application/json`")
        }
    };
    diagnostics.push(Diagnostic::new(codes::IGNORED_MEDIA_TYPE, response.place.clone(), message));
}

/// Returns the media types of success responses that a client can choose from, if the spec declares several.
pub(super) fn negotiated(operation: &api::Operation, responses: &[Response]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut several = false;
    for response in responses {
        let Some(content) = response.body.as_ref().filter(|_| response.status.is_success()) else { continue };
        let mut same = operation.responses.iter().filter(|declared| declared.status == response.status);
        several |= same.any(|response| declared(response).len() > 1);
        for media_type in &content.media_types {
            if !all.contains(media_type) {
                all.push(media_type.clone());
            }
        }
    }
    if several { all } else { Vec::new() }
}
