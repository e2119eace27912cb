//! Request bodies: the alternatives that the `Content-Type` chooses from.

use super::all_of;
use super::check::checks_of;
use super::facts::{Facts, Json};
use super::form_fields::{Obstacles, form_fields, properties_of};
use super::form_files::{is_file_property, target};
use super::items::{ItemPlan, event_checks, is_list, plan_items, report_items};
use super::media_type::{essence, holds_objects, is_json, is_range};
use super::request_body::{choose_payload, payload_of, sort_of_body};
use super::schema::Types;
use crate::api::{self, Additional, MediaType, SchemaId, schema_of};
use crate::choices::OnMistake;
use crate::diagnostic::{Diagnostics, Place};
use crate::model::{Body, BodyContent, Expr, ItemFormat, MULTIPART, Payload, URLENCODED};

/// An alternative without its type.
pub(super) struct Plan {
    pub place: Place,
    /// The first declared media type.
    pub media_type: String,
    pub payload: Payload,
    pub schema: Option<SchemaId>,
    /// The schema of each event as an object, and whether its data is a string that contains JSON.
    pub event: Option<(SchemaId, bool)>,
}

/// Decides the alternatives of a body. Returns also the declared media types that are ignored.
///
/// | declared in OpenAPI 3 | is read |
/// |---|---|
/// | forms with the schema of an object | as that object |
/// | other media types with the same schema | together, as `choose_payload` decides |
/// | XML, YAML and other notations of objects, next to JSON with another schema | ignored |
/// | other `multipart` types with the same schema | together, by the handler |
///
/// In Swagger 2.0, all media types have the same schema, and no form has one.
pub(super) fn plan_body(body: &api::Body, facts: &Facts<'_>) -> (Vec<Plan>, Vec<String>) {
    if body.content.iter().any(|media_type| media_type.place.is_none()) {
        let (payload, ignored) = payload_of(body, facts);
        let (place, schema) = (body.place.clone(), schema_of(&body.content));
        return (vec![Plan { place, media_type: String::new(), payload, schema, event: None }], ignored);
    }
    let mut plans = Vec::new();
    let mut ignored = Vec::new();
    let mut groups: Vec<(usize, Vec<&MediaType>)> = Vec::new();
    for (index, media_type) in body.content.iter().enumerate() {
        if let Some(items) = plan_items(media_type, facts) {
            add_items(index, media_type, &body.place, items, &mut plans);
            continue;
        }
        if is_list(media_type, facts) {
            let payload = Payload::List(media_type.name.as_deref().map(essence).into_iter().collect());
            plans.push((index, plan(media_type, &body.place, payload)));
            continue;
        }
        if let Some(payload) = form_payload(media_type, facts) {
            plans.push((index, plan(media_type, &body.place, payload)));
            continue;
        }
        let same = |(_, group): &&mut (usize, Vec<&MediaType>)| {
            group.first().is_some_and(|first| {
                same_schema(facts, first.schema, media_type.schema)
                    && is_multipart(first) == is_multipart(media_type)
            })
        };
        match groups.iter_mut().find(same) {
            Some((_, group)) => group.push(media_type),
            None => groups.push((index, vec![media_type])),
        }
    }
    for (index, group) in groups {
        // A group with forms is named after them.
        let form = group
            .iter()
            .find(|media_type| media_type.name.as_deref().map(essence).as_deref() == Some(MULTIPART));
        let Some(first) = form.or(group.first()) else { continue };
        let declared: Vec<String> =
            group.iter().filter_map(|media_type| media_type.name.as_deref()).map(essence).collect();
        // JSON without a schema is any JSON, not any bytes.
        let is_any_json =
            first.schema.is_none() && declared.iter().all(|name| is_json(name) && !is_range(name));
        let (payload, others) = match is_any_json {
            true => (Payload::Json(declared), Vec::new()),
            false => choose_payload(&declared, sort_of_body(facts, first.schema)),
        };
        ignored.extend(others);
        plans.push((index, plan(first, &body.place, payload)));
    }
    plans.sort_by_key(|(index, _)| *index);
    let mut plans: Vec<Plan> = plans.into_iter().map(|(_, plan)| plan).collect();
    if plans.iter().any(|plan| matches!(plan.payload, Payload::Json(_))) {
        plans.retain(|plan| match &plan.payload {
            Payload::Stream(types) if types.iter().all(|name| holds_objects(name)) => {
                ignored.extend(types.iter().cloned());
                false
            }
            _ => true,
        });
    }
    (plans, ignored)
}

fn plan(media_type: &MediaType, body: &Place, payload: Payload) -> Plan {
    Plan {
        place: media_type.place.clone().unwrap_or_else(|| body.clone()),
        media_type: media_type.name.clone().unwrap_or_default(),
        payload,
        schema: media_type.schema,
        event: None,
    }
}

/// Adds a stream of items, or its media type to that of the same items.
fn add_items(
    index: usize,
    media_type: &MediaType,
    body: &Place,
    items: ItemPlan,
    plans: &mut Vec<(usize, Plan)>,
) {
    let ItemPlan { format, schema, event } = items;
    let name = media_type.name.as_deref().map(essence).unwrap_or_default();
    for (_, plan) in plans.iter_mut().filter(|(_, plan)| (plan.schema, plan.event) == (schema, event)) {
        if let Payload::Items(types, other) = &mut plan.payload
            && *other == format
        {
            types.push(name);
            return;
        }
    }
    let payload = Payload::Items(vec![name], format);
    plans.push((index, Plan { schema, event, ..plan(media_type, body, payload) }));
}

fn is_multipart(media_type: &MediaType) -> bool {
    media_type.name.as_deref().map(essence).is_some_and(|name| name.starts_with("multipart/"))
}

fn same_schema(facts: &Facts<'_>, one: Option<SchemaId>, other: Option<SchemaId>) -> bool {
    one.map(|id| target(facts, id)) == other.map(|id| target(facts, id))
}

/// Returns how a form with the schema of an object is read. A form with another schema is read by the handler.
fn form_payload(media_type: &MediaType, facts: &Facts<'_>) -> Option<Payload> {
    let name = essence(media_type.name.as_deref()?);
    let schema = media_type.schema?;
    if !is_object(facts, schema) {
        return None;
    }
    let fields = || form_fields(media_type, schema, facts, &mut Obstacles::new());
    match name.as_str() {
        URLENCODED => Some(Payload::Urlencoded(fields())),
        // A form with files is read by parameters, if it is the only media type, or by the handler.
        MULTIPART if !may_have_files(facts, schema) => Some(Payload::Multipart(fields())),
        _ => None,
    }
}

/// Returns the form and its schema if the body is only a form with files.
pub(super) fn form_of_files<'a>(body: &'a api::Body, facts: &Facts<'_>) -> Option<(&'a MediaType, SchemaId)> {
    let [media_type] = body.content.as_slice() else { return None };
    let (Some(_), Some(name), Some(schema)) = (&media_type.place, &media_type.name, media_type.schema) else {
        return None;
    };
    let is_form = essence(name) == MULTIPART && facts.json(schema) == Json::Object;
    (is_form && has_files(facts, schema)).then_some((media_type, schema))
}

/// Returns whether a form has files, or may have some that are not properties of its object.
fn may_have_files(facts: &Facts<'_>, schema: SchemaId) -> bool {
    let others = facts.with_all_of(&[schema]).into_iter().map(|id| &facts.schema(id).additional);
    let mut others = others.filter_map(|additional| match additional {
        Additional::Schema(each) => Some(*each),
        Additional::Unsaid | Additional::Allowed | Additional::Rejected => None,
    });
    let mut properties = properties_of(facts, schema).into_iter();
    others.any(|each| !facts.schema(each).is_content && is_file_property(facts, each))
        || properties.any(|property| is_file_property(facts, property.schema))
}

fn has_files(facts: &Facts<'_>, schema: SchemaId) -> bool {
    let merged = all_of::merge(facts, &[schema], OnMistake::Skip, &mut Diagnostics::default());
    merged.members.iter().any(|member| is_file_property(facts, member.property.schema))
}

/// Returns whether a form can have this schema: an object, or alternatives that may be objects.
pub(super) fn is_object(facts: &Facts<'_>, schema: SchemaId) -> bool {
    match facts.json(schema) {
        Json::Object => true,
        Json::Any => facts.schema(target(facts, schema)).has_unions(),
        _ => false,
    }
}

/// Returns the forms of a body whose fields are properties.
pub(super) fn typed_forms<'a>(
    body: &'a api::Body,
    facts: &Facts<'_>,
) -> impl Iterator<Item = (&'a MediaType, SchemaId)> {
    let forms = body.content.iter().filter(|media_type| media_type.place.is_some());
    forms.filter_map(|media_type| {
        form_payload(media_type, facts)?;
        Some((media_type, media_type.schema?))
    })
}

/// Lowers a body.
pub(super) fn lower_body(body: &api::Body, types: &mut Types<'_>, diagnostics: &mut Diagnostics) -> Body {
    for media_type in &body.content {
        report_items(media_type, types.facts, diagnostics);
    }
    let (plans, _) = plan_body(body, types.facts);
    let alternatives = plans.into_iter().map(|plan| lower_alternative(plan, types, diagnostics)).collect();
    Body { docs: body.docs.clone(), required: body.required, alternatives }
}

fn lower_alternative(plan: Plan, types: &mut Types<'_>, diagnostics: &mut Diagnostics) -> BodyContent {
    let Plan { place, media_type, payload, schema, event } = plan;
    let schema = schema.filter(|_| !matches!(payload, Payload::Stream(_)));
    let expr = match (&payload, schema) {
        (Payload::Items(_, ItemFormat::TextEvents), None) => Expr::String,
        (Payload::Stream(_), _) | (_, None) => Expr::Any,
        (Payload::Text(_) | Payload::Items(_, ItemFormat::TextEvents), Some(schema)) => {
            types.parameter_expr(schema, diagnostics)
        }
        (_, Some(schema)) => types.expr(schema, diagnostics),
    };
    // A foreign type must be parsed from both.
    if let (Payload::TextOrJson(..), Expr::Foreign(_), Some(schema)) = (&payload, &expr, schema) {
        types.parameter_expr(schema, diagnostics);
    }
    let checks = schema.map(|schema| checks_of(types.facts, schema)).unwrap_or_default();
    let event = event_checks(event, types.facts);
    BodyContent { place, media_type, payload, expr, checks, event }
}
