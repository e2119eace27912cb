//! Response bodies: decides how each is serialized, and in which media types.

use super::check::checks_of;
use super::facts::{Facts, Json};
use super::items::event_checks;
use super::media_type::{holds_objects, is_json, is_text};
use super::schema::Types;
use crate::api::{self, SchemaId, media_types, schema_of};
use crate::diagnostic::{Diagnostics, Place};
use crate::model::{Content, Expr, Form, ItemFormat, Response};

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

pub(super) fn sort_of(facts: &Facts<'_>, id: SchemaId) -> Sort {
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
    Items(ItemFormat),
    Bytes,
}

/// A body before its type is lowered.
pub(super) struct Planned {
    pub plan: Plan,
    /// `None` if any value is valid.
    pub schema: Option<SchemaId>,
    /// The schema of each event as an object, and whether its data is a string that contains JSON.
    pub event: Option<(SchemaId, bool)>,
    pub media_types: Vec<String>,
    /// The place that determines the name of its variant.
    pub named: Place,
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

pub(super) fn declared(response: &api::Response) -> Vec<String> {
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
pub(super) fn plan_otherwise(
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

/// Lowers a body of a response.
pub(super) fn lower_content(
    planned: Planned,
    types: &mut Types<'_>,
    diagnostics: &mut Diagnostics,
) -> Content {
    let Planned { plan, schema, event, media_types, named } = planned;
    let mut sent: Vec<String> = Vec::new();
    for media_type in &media_types {
        let name = content_type(media_type, plan);
        if !sent.contains(&name) {
            sent.push(name);
        }
    }
    let mut expr = || schema.map_or(Expr::Any, |schema| types.expr(schema, diagnostics));
    let form = match plan {
        Plan::Json => Form::Json(expr()),
        Plan::Text => Form::Text(expr()),
        Plan::JsonOrText => Form::JsonOrText(expr()),
        Plan::Items(ItemFormat::TextEvents) if schema.is_none() => {
            Form::Items(Expr::String, ItemFormat::TextEvents)
        }
        Plan::Items(format) => Form::Items(expr(), format),
        Plan::Bytes => Form::Bytes,
    };
    let checks = schema.filter(|_| form != Form::Bytes).map(|schema| checks_of(types.facts, schema));
    Content {
        place: schema.and_then(|schema| types.facts.schema(schema).place.clone()),
        form,
        checks: checks.unwrap_or_default(),
        event: event_checks(event, types.facts),
        media_types: sent,
        named,
        examples: Vec::new(),
        texts: Vec::new(),
    }
}

/// Returns a media type as it is sent in `Content-Type`: no range, and with a charset for text.
fn content_type(media_type: &str, plan: Plan) -> String {
    let media_type = media_type.trim();
    match plan {
        Plan::Bytes | Plan::Items(_) => media_type.to_owned(),
        _ if media_type.contains('*') && is_json(media_type) => "application/json".to_owned(),
        _ if media_type.contains('*') => "text/plain; charset=utf-8".to_owned(),
        _ if is_text(media_type) && !media_type.to_ascii_lowercase().contains("charset=") => {
            format!("{media_type}; charset=utf-8")
        }
        _ => media_type.to_owned(),
    }
}

/// Returns the media types of success responses that a client can choose from, if the spec declares several.
pub(super) fn negotiated(operation: &api::Operation, responses: &[Response]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut several = false;
    for response in responses {
        if response.bodies.is_empty() || !response.status.is_success() {
            continue;
        }
        let mut same = operation.responses.iter().filter(|declared| declared.status == response.status);
        several |= same.any(|response| declared(response).len() > 1);
        for media_type in response.bodies.iter().flat_map(|body| &body.media_types) {
            if !all.contains(media_type) {
                all.push(media_type.clone());
            }
        }
    }
    if several { all } else { Vec::new() }
}

/// Returns whether a response depends on the media types that the client accepts. In Swagger 2.0, that is decided by the
/// success responses: `produces` is for all responses.
pub(super) fn negotiates(operation: &api::Operation, responses: &[Response]) -> bool {
    let own = operation.responses.iter().any(|response| !response.produces);
    let mut bodies = responses.iter().flat_map(|response| &response.bodies);
    !negotiated(operation, responses).is_empty() || (own && bodies.any(|body| body.media_types.len() > 1))
}
