//! The bodies of a response: the media types that a handler can choose from, and those that share a body.
//!
//! Several bodies are the variants of an enum. `Accept` chooses only among the media types of one body.
//!
//! | media types | bodies |
//! |---|---|
//! | JSON with the same schema | one |
//! | text with the same schema, if it is a string, a number or a boolean | one, which is also that of JSON |
//! | `application/problem+json` next to other JSON | its own: only the handler knows if the response is a problem |
//! | XML, YAML, protobuf or MessagePack next to JSON with the same schema | none, with a warning |
//! | others, without JSON and text, with the same schema | one |
//! | others | one for each, which the handler writes |
//!
//! Swagger 2.0 has one schema for all media types of `produces`, which are also those of all responses. So, next to
//! JSON or text, only documents, such as images, have a body, and only in success responses. Problems are only for the
//! others.

use super::facts::{Facts, Json};
use super::items::{ItemPlan, help_for_items, is_list, plan_items, report_items};
use super::media_type::{essence, holds_objects, is_document, is_json, is_range, subtype};
use super::request_body::is_any_text;
use super::response_body::{Plan, Planned, Sort, choose_plan, declared, plan, plan_otherwise, sort_of};
use crate::api::{self, SchemaId, Status, schema_of};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};

/// Plans the bodies of a response, and reports the media types that are never sent.
pub(super) fn plan_bodies(
    response: &api::Response,
    operation: &api::Operation,
    facts: &Facts<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Planned> {
    let bodies = if response.produces {
        let bodies = plan_produced(response, operation, facts);
        report_unused(response, operation, &bodies, facts, diagnostics);
        bodies
    } else {
        plan_content(response, facts, diagnostics)
    };
    let unchecked = bodies.iter().filter(|body| {
        body.plan == Plan::Bytes && body.schema.is_some_and(|schema| !is_any_text(facts, schema))
    });
    let unchecked: Vec<&Planned> = unchecked.collect();
    // In Swagger 2.0, all bodies have the place of the response.
    for (index, body) in unchecked.iter().enumerate() {
        let same = |other: &&&Planned| other.named == body.named;
        if unchecked.iter().take(index).any(|other| same(&other)) {
            continue;
        }
        let types = unchecked.iter().filter(same).flat_map(|body| body.media_types.clone());
        let types = types.collect::<Vec<_>>().join("`, `");
        let message =
            format!("the schema is not enforced for `{types}`: the handler writes the response itself");
        let diagnostic = Diagnostic::new(codes::NOT_ENFORCED, body.named.clone(), message);
        let help = body.media_types.iter().find_map(|name| help_for_items(name));
        diagnostics.push(help.into_iter().fold(diagnostic, Diagnostic::help));
    }
    bodies
}

/// Plans the bodies of a Swagger 2.0 response.
fn plan_produced(response: &api::Response, operation: &api::Operation, facts: &Facts<'_>) -> Vec<Planned> {
    let Some(schema) = schema_of(&response.content) else { return Vec::new() };
    let (streams, others): (Vec<_>, Vec<_>) =
        response.content.iter().cloned().partition(|media_type| media_type.items.is_some());
    if !streams.is_empty() {
        let rest = api::Response { content: others, ..response.clone() };
        let mut bodies = plan_produced(&rest, operation, facts);
        for media_type in &streams {
            let Some(ItemPlan { format, schema, event }) = plan_items(media_type, facts) else { continue };
            let (plan, media_types) = (Plan::Items(format), media_type.name.iter().cloned().collect());
            add(Planned { plan, schema, event, media_types, named: response.place.clone() }, &mut bodies);
        }
        return bodies;
    }
    let (plan, media_types) =
        plan(facts, response, schema).unwrap_or_else(|| plan_otherwise(response, operation, facts));
    let body = |plan, media_types| Planned {
        plan,
        schema: Some(schema),
        event: None,
        media_types,
        named: response.place.clone(),
    };
    let (problems, others): (Vec<String>, Vec<String>) =
        media_types.iter().cloned().partition(|name| plan == Plan::Json && is_problem(name));
    let mut bodies = match (problems.is_empty(), others.is_empty()) {
        (false, false) if response.status.is_success() => vec![body(plan, others)],
        (false, false) => vec![body(plan, others), body(plan, problems)],
        _ => vec![body(plan, media_types)],
    };
    if plan == Plan::Bytes || !is_success_of(response, operation) {
        return bodies;
    }
    for name in declared(response) {
        let is_planned = bodies.iter().any(|body| body.media_types.contains(&name));
        if !is_planned && !is_json(&name) && is_document(&name) {
            add(body(Plan::Bytes, vec![name]), &mut bodies);
        }
    }
    bodies
}

/// Returns whether this is a success response, or the only response that can be one.
fn is_success_of(response: &api::Response, operation: &api::Operation) -> bool {
    let mut others = operation.responses.iter();
    response.status.is_success()
        || (response.status == Status::Default && !others.any(|other| other.status.is_success()))
}

/// Plans the bodies of an OpenAPI 3 response.
fn plan_content(response: &api::Response, facts: &Facts<'_>, diagnostics: &mut Diagnostics) -> Vec<Planned> {
    let mut bodies = Vec::new();
    for media_type in &response.content {
        let name = media_type.name.clone().unwrap_or_else(|| "application/json".to_owned());
        let named = response.place.member("content").member(&name);
        report_items(media_type, facts, diagnostics);
        let (plan, schema, event) = match plan_items(media_type, facts) {
            Some(ItemPlan { format, schema, event }) => (Plan::Items(format), schema, event),
            None if is_list(media_type, facts) => (Plan::Json, media_type.schema, None),
            None => (plan_of(&name, media_type.schema, facts), media_type.schema, None),
        };
        add(Planned { plan, schema, event, media_types: vec![name], named }, &mut bodies);
    }
    let is_file = |body: &Planned| body.schema.is_none_or(|schema| is_any_text(facts, schema));
    let (first, others) = bodies.split_first().map_or((None, [].as_slice()), |(one, all)| (Some(one), all));
    let alike = first.is_some_and(|first| {
        let same = |other: &Planned| first.schema == other.schema || (is_file(first) && is_file(other));
        bodies.iter().all(|body| body.plan == Plan::Bytes) && others.iter().all(same)
    });
    if alike {
        return merge(bodies);
    }
    let json = bodies.iter().filter(|body| matches!(body.plan, Plan::Json | Plan::JsonOrText));
    let json: Vec<SchemaId> = json.filter_map(|body| body.schema).collect();
    bodies.retain(|body| {
        let is_notation = |name: &String| holds_objects(name) && !is_document(name);
        let unused = body.plan == Plan::Bytes
            && body.media_types.iter().all(is_notation)
            && body.schema.is_some_and(|schema| json.contains(&schema));
        if unused {
            let names = body.media_types.join("`, `");
            let message = format!(
                "the response is never sent as `{names}`: JSON is declared as well, and is always used"
            );
            diagnostics.push(Diagnostic::new(codes::IGNORED_MEDIA_TYPE, body.named.clone(), message));
        }
        !unused
    });
    bodies
}

/// Returns how a body in one media type of OpenAPI 3 is written.
fn plan_of(name: &str, schema: Option<SchemaId>, facts: &Facts<'_>) -> Plan {
    let essence = essence(name);
    let Some(schema) = schema else {
        return if is_json(name) && !is_range(&essence) { Plan::Json } else { Plan::Bytes };
    };
    let sort = sort_of(facts, schema);
    let is_any = matches!(facts.json(schema), Json::Any | Json::Null) && is_any_text(facts, schema);
    // A range does not say that the response is JSON if its schema does not. The schema of a stream is that of its
    // events, and the stream has a format of its own.
    let is_file = is_range(&essence) && (is_any || matches!(sort, Sort::Binary | Sort::File));
    if is_file || essence == "text/event-stream" {
        return Plan::Bytes;
    }
    choose_plan(&[name.to_owned()], sort).map_or(Plan::Bytes, |(plan, _)| plan)
}

/// Adds a body, or its media types to a body that they share.
fn add(body: Planned, bodies: &mut Vec<Planned>) {
    let Some(shared) = bodies.iter_mut().find(|other| do_share(other, &body)) else {
        bodies.push(body);
        return;
    };
    if shared.plan != body.plan {
        shared.plan = Plan::JsonOrText;
    }
    shared.media_types.extend(body.media_types);
}

fn do_share(one: &Planned, other: &Planned) -> bool {
    let has_problem = |body: &Planned| body.media_types.iter().any(|name| is_problem(name));
    let subtypes = |body: &Planned| body.media_types.first().map(|name| subtype(name));
    one.schema == other.schema
        && match (one.plan, other.plan) {
            (Plan::Bytes, Plan::Bytes) => subtypes(one) == subtypes(other),
            (Plan::Bytes, _) | (_, Plan::Bytes) => false,
            (Plan::Items(_), _) | (_, Plan::Items(_)) => one.plan == other.plan && one.event == other.event,
            _ => has_problem(one) == has_problem(other),
        }
}

/// Merges bodies that the handler writes.
fn merge(bodies: Vec<Planned>) -> Vec<Planned> {
    let mut bodies = bodies.into_iter();
    let first = bodies.next().map(|mut first| {
        first.media_types.extend(bodies.flat_map(|body| body.media_types));
        first
    });
    first.into_iter().collect()
}

/// RFC 9457.
fn is_problem(media_type: &str) -> bool {
    essence(media_type) == "application/problem+json"
}

/// Reports the media types of `produces` that a response is never sent in.
fn report_unused(
    response: &api::Response,
    operation: &api::Operation,
    bodies: &[Planned],
    facts: &Facts<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(first) = bodies.first().filter(|body| body.plan != Plan::Bytes) else { return };
    let sent = |name: &String| bodies.iter().any(|body| body.media_types.contains(name));
    let is_declared = first.media_types.iter().any(|name| declared(response).contains(name));
    let is_meant = |name: &String| is_declared && is_for_success(name, response, operation, facts);
    let unused = declared(response).into_iter();
    let unused: Vec<String> =
        unused.filter(|name| !sent(name) && !is_problem(name) && !is_meant(name)).collect();
    if unused.is_empty() {
        return;
    }
    let others = unused.join("`, `");
    let message = match (is_declared, first.plan) {
        (true, Plan::Json) => {
            format!("the response is never sent as `{others}`: JSON is declared as well, and is always used")
        }
        (true, _) => {
            format!("the response is never sent as `{others}`: text is declared as well, and is always used")
        }
        (false, _) => {
            format!("the response cannot be sent as `{others}`; it is sent as `application/json`")
        }
    };
    diagnostics.push(Diagnostic::new(codes::IGNORED_MEDIA_TYPE, response.place.clone(), message));
}

/// Returns whether this is an error response, and `produces` lists the media type for a success response. `produces`
/// applies to all responses, so it probably does not mean the error.
fn is_for_success(
    media_type: &String,
    response: &api::Response,
    operation: &api::Operation,
    facts: &Facts<'_>,
) -> bool {
    let mut successes = operation.responses.iter().filter(|other| other.status.is_success());
    let sent = |other: &api::Response| {
        let mut bodies = plan_produced(other, operation, facts).into_iter();
        bodies.any(|body| body.media_types.contains(media_type))
    };
    !response.status.is_success() && successes.any(sent)
}
