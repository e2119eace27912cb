//! The declared media types that the generated code does not use, for the report.

use super::body::plan_body;
use super::facts::Facts;
use super::media_type::{essence, is_json, is_range};
use crate::api::{self, media_types};
use crate::model::{FormData, Payload, Response, UnusedMediaType};

/// Returns the unused media types of `consumes` and `produces`, or of `content`, each with the reason.
pub(super) fn unused_media_types(
    operation: &api::Operation,
    form: Option<&FormData>,
    responses: &[Response],
    facts: &Facts<'_>,
) -> Vec<UnusedMediaType> {
    let mut all = of_consumes(operation, form, facts);
    all.extend(of_produces(operation, responses));
    if facts.api.is_openapi3(&operation.place) {
        for unused in &mut all {
            unused.keyword = "content";
        }
    }
    all
}

fn of_consumes(
    operation: &api::Operation,
    form: Option<&FormData>,
    facts: &Facts<'_>,
) -> Vec<UnusedMediaType> {
    if let Some(body) = &operation.body {
        let (plans, others) = plan_body(body, facts);
        let has = |is: fn(&Payload) -> bool| plans.iter().any(|plan| is(&plan.payload));
        let reason = match () {
            () if has(|payload| matches!(payload, Payload::TextOrJson(..))) => {
                "the body is read as text or JSON"
            }
            () if plans.len() == 1 && has(|payload| matches!(payload, Payload::Text(_))) => {
                "the body is read as text"
            }
            () => "the body is read as JSON",
        };
        return distinct(others, "consumes", reason);
    }
    let Some(form) = form else { return Vec::new() };
    let (read, reason) = match (form.urlencoded, form.multipart) {
        (true, true) => (
            vec!["application/x-www-form-urlencoded", "multipart/form-data"],
            "it is not a media type of forms",
        ),
        (_, true) => (vec!["multipart/form-data"], "the form is sent as `multipart/form-data`"),
        _ => (
            vec!["application/x-www-form-urlencoded"],
            "the form is sent as `application/x-www-form-urlencoded`",
        ),
    };
    let consumes = operation.form_types.iter().map(|name| essence(name));
    distinct(consumes.filter(|name| !read.contains(&name.as_str())).collect(), "consumes", reason)
}

fn of_produces(operation: &api::Operation, responses: &[Response]) -> Vec<UnusedMediaType> {
    let bodies = responses.iter().flat_map(|response| &response.bodies);
    let written: Vec<String> =
        bodies.flat_map(|content| &content.media_types).map(|name| essence(name)).collect();
    let json = written.iter().any(|name| is_json(name));
    let declared = operation.responses.iter().flat_map(|response| media_types(&response.content));
    let others = declared.map(essence).filter(|name| {
        let as_json = json && is_json(name) && (is_range(name) || name.contains('*'));
        !written.contains(name) && !as_json
    });
    let reason = if json { "the responses are written as JSON" } else { "the responses are written as text" };
    if written.is_empty() { Vec::new() } else { distinct(others.collect(), "produces", reason) }
}

fn distinct(media_types: Vec<String>, keyword: &'static str, reason: &'static str) -> Vec<UnusedMediaType> {
    let mut all: Vec<UnusedMediaType> = Vec::new();
    for media_type in media_types {
        if all.iter().all(|other| other.media_type != media_type) {
            all.push(UnusedMediaType { keyword, media_type, reason });
        }
    }
    all
}
