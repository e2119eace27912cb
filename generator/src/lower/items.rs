//! Streams of items: the type of their items, and how each item is written.

use super::all_of;
use super::facts::{Facts, Json, in_place};
use super::request_body::{BodySort, sort_of_body};
use crate::api::{JsonType, MediaType, Schema, SchemaId, Sequence, StreamItems};
use crate::choices::OnMistake;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Placed};
use crate::model::validator::ValidatorId;
use crate::model::{Check, EventChecks, ItemFormat};
use crate::suggest::did_you_mean;

/// The items of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ItemPlan {
    pub format: ItemFormat,
    /// The schema of the items, or of the data of events. `None` if any value, or any text, is valid.
    pub schema: Option<SchemaId>,
    /// The schema of each event as an object, and whether its data is a string that contains JSON.
    pub event: Option<(SchemaId, bool)>,
}

/// Returns the checks of each event as an object.
pub(super) fn event_checks(event: Option<(SchemaId, bool)>, facts: &Facts<'_>) -> EventChecks {
    let Some((event, in_string)) = event else { return EventChecks::default() };
    let place = facts.schema(event).place.clone();
    let checks = place.map(|place| Check::Schema(ValidatorId::whole(place)));
    EventChecks { checks: checks.into_iter().collect(), in_string }
}

/// Plans the items of a media type, if it is a stream of items.
///
/// | declared | items |
/// |---|---|
/// | `itemSchema` of JSON Lines or `json-seq` | JSON values |
/// | `itemSchema` of events, whose `data` has a `contentSchema` of JSON | events with JSON |
/// | the same, whose `data` is an object or an array | events with JSON, with a warning: the data of an event is a string |
/// | the same, others | events with text |
/// | the setting `event-items`, and a schema of a string, a number or a boolean | events with text |
/// | the setting `event-items`, and another schema | events with JSON |
pub(super) fn plan_items(media_type: &MediaType, facts: &Facts<'_>) -> Option<ItemPlan> {
    let plan = |format, schema, event| Some(ItemPlan { format, schema, event });
    match media_type.items? {
        StreamItems::List => None,
        StreamItems::Values(schema) => plan(ItemFormat::Json, schema, None),
        StreamItems::Data(schema) => plan(format_of(schema, facts), schema, None),
        StreamItems::Events { event, content } => {
            let whole = (!is_plain(event, facts)).then_some((event, content.is_some()));
            match (content, data_of(event, facts)) {
                (Some(content), _) => plan(ItemFormat::Events, Some(content), whole),
                (None, data) => plan(format_of(data, facts), data, whole),
            }
        }
    }
}

/// Returns how the data of an event is written. Null can only be JSON.
fn format_of(data: Option<SchemaId>, facts: &Facts<'_>) -> ItemFormat {
    let Some(data) = data else { return ItemFormat::TextEvents };
    match sort_of_body(facts, Some(data)) {
        BodySort::String | BodySort::Scalar | BodySort::File | BodySort::Binary => ItemFormat::TextEvents,
        BodySort::NullableString | BodySort::Untyped | BodySort::Structured => ItemFormat::Events,
    }
}

/// Returns the schema of the property `data`. Without a type, it is a string: "fields not given an explicit value type
/// MUST be handled as strings".
fn data_of(event: SchemaId, facts: &Facts<'_>) -> Option<SchemaId> {
    let merged = all_of::merge(facts, &[event], OnMistake::Skip, &mut Diagnostics::default());
    let data = merged.members.into_iter().find(|member| member.property.name == "data")?;
    let schema = data.property.schema;
    (!matches!(facts.json(schema), Json::Any)).then_some(schema)
}

/// Returns whether any event matches a schema: an object that requires nothing but `data`, whose fields have no
/// constraints. `data` has its own checks.
fn is_plain(event: SchemaId, facts: &Facts<'_>) -> bool {
    let schema = facts.schema(event);
    let is_free = |name: &str, id: SchemaId| {
        let expected = if name == "retry" { JsonType::Integer } else { JsonType::String };
        let types = &facts.of(id).types;
        let is_bare = super::check::checks_of(facts, id).is_empty() && !facts.is_enum(id);
        let is_data = name == "data" && (facts.json(id) != Json::Any || facts.only_annotates(id));
        is_data || (is_bare && (types.is_empty() || types.contains(&expected)))
    };
    let properties = schema.properties.iter().map(|property| (property.name.as_str(), property.schema));
    let narrows = schema.has_choices()
        || !schema.constraints.is_empty()
        || !schema.all_of.is_empty()
        || schema.enumeration.is_some()
        || schema.additional.narrows()
        || facts.of(event).needs_validator;
    !narrows
        && schema.required.iter().all(|name| name.value == "data")
        && properties.clone().all(|(name, id)| FIELDS.contains(&name) && is_free(name, id))
}

/// Returns whether a body is an array of JSON values, which is sent and received as a whole: "the `schema` field [...]
/// applies to the complete content", as an array. (OpenAPI 3.2, "Sequential Media Types")
pub(super) fn is_list(media_type: &MediaType, facts: &Facts<'_>) -> bool {
    let is_array = media_type.schema.is_some_and(|schema| facts.json(schema) == Json::Array);
    is_array && media_type.items == Some(StreamItems::List)
}

/// Returns the help for a schema that is not enforced: the way to declare typed items.
pub(super) fn help_for_items(media_type: &str) -> Option<&'static str> {
    Sequence::of(media_type).map(|sequence| match sequence {
        Sequence::Json => {
            "if it is the schema of each item, write `event-items: true` in `stubsmith.yaml`; OpenAPI 3.2 has `itemSchema`"
        }
        Sequence::Events => {
            "if it is the schema of the data of each event, write `event-items: true` in `stubsmith.yaml`; OpenAPI 3.2 has \
             `itemSchema`"
        }
    })
}

/// The fields of an event as an object. `retry` is a number, and the others are strings.
const FIELDS: [&str; 4] = ["data", "event", "id", "retry"];

/// Reports events that cannot have the declared fields, or cannot be valid.
pub(super) fn report_items(media_type: &MediaType, facts: &Facts<'_>, diagnostics: &mut Diagnostics) {
    let Some(StreamItems::Events { event, content }) = media_type.items else { return };
    let parts: Vec<&Schema> = in_place(facts.api, &[event]).into_iter().map(|id| facts.schema(id)).collect();
    if !describes_event(event, &parts, facts) {
        let place = media_type.place.as_ref().map(|place| place.member("itemSchema"));
        let Some(place) = place.or_else(|| facts.schema(event).place.clone()) else { return };
        let message = "`itemSchema` describes an event, but the schema has none of its fields: `data`, `event`, `id` and `retry`";
        let help = "if it is the schema of the data, write `itemSchema: {properties: {data: {type: string, contentMediaType: \
                    application/json, contentSchema: ...}}}`";
        return diagnostics.push(Diagnostic::warning(codes::WRONG_TYPE, place, message).help(help));
    }
    report_fields(&parts, facts, diagnostics);
    report_required(&parts, diagnostics);
    if content.is_none() {
        report_data(event, facts, diagnostics);
    }
}

/// Returns whether a schema, with the other ones that apply to the same value, can be that of an event: an object that
/// declares one of its fields, or no properties.
fn describes_event(event: SchemaId, parts: &[&Schema], facts: &Facts<'_>) -> bool {
    let properties = parts.iter().flat_map(|part| &part.properties).map(|property| property.name.as_str());
    let required = parts.iter().flat_map(|part| &part.required).map(|name| name.value.as_str());
    let mut names = properties.clone().chain(required).filter(|name| FIELDS.contains(name));
    let is_object = matches!(facts.json(event), Json::Object | Json::Any | Json::Several);
    is_object && (names.next().is_some() || properties.count() == 0)
}

/// Reports required properties that no event has. Declared ones are reported as properties.
fn report_required(parts: &[&Schema], diagnostics: &mut Diagnostics) {
    let is_declared = |name: &str| parts.iter().flat_map(|part| &part.properties).any(|own| own.name == name);
    for name in parts.iter().flat_map(|part| &part.required) {
        let Placed { value, place } = name;
        if FIELDS.contains(&value.as_str()) || is_declared(value) {
            continue;
        }
        let message = format!("`{value}` is required, but it is not a field of an event, so no event has it");
        let diagnostic = Diagnostic::new(codes::UNDECLARED_REQUIRED, place.clone(), message);
        diagnostics.push(diagnostic.help(meant_field(value)));
    }
}

/// Returns the help for a name that is not a field of an event.
fn meant_field(name: &str) -> String {
    match did_you_mean(name, FIELDS) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "the fields are `data`, `event`, `id` and `retry`".to_owned(),
    }
}

/// Reports properties that are not fields of an event, and fields with another type than theirs.
fn report_fields(parts: &[&Schema], facts: &Facts<'_>, diagnostics: &mut Diagnostics) {
    for property in parts.iter().flat_map(|part| &part.properties) {
        let name = property.name.as_str();
        if !FIELDS.contains(&name) {
            let is_required = parts.iter().flat_map(|part| &part.required).any(|other| other.value == name);
            let so = if is_required { ", but it is required" } else { "" };
            let message = format!("`{name}` is not a field of an event, so it is always absent{so}");
            let place = property.place.key();
            let diagnostic = Diagnostic::warning(codes::UNKNOWN_KEYWORD, place, message);
            diagnostics.push(diagnostic.help(meant_field(name)));
            continue;
        }
        let types = &facts.of(property.schema).types;
        let (expected, of) = match name {
            "data" => continue,
            "retry" => ([JsonType::Integer, JsonType::Number], "a number of milliseconds"),
            _ => ([JsonType::String; 2], "a string"),
        };
        if !types.is_empty() && !expected.iter().any(|expected| types.contains(expected)) {
            let message =
                format!("the field `{name}` of an event is {of}, so an event that has it is rejected");
            let place = property.place.clone();
            diagnostics.push(Diagnostic::warning(codes::WRONG_TYPE, place, message));
        }
    }
}

/// Reports the data of an event that is declared as JSON without `contentSchema`.
fn report_data(event: SchemaId, facts: &Facts<'_>, diagnostics: &mut Diagnostics) {
    let Some(data) = data_of(event, facts) else { return };
    let types = &facts.of(data).types;
    if types.is_empty() || types.contains(&JsonType::String) {
        return;
    }
    // The schema may have other uses, so the mistake is in the event.
    let merged = all_of::merge(facts, &[event], OnMistake::Skip, &mut Diagnostics::default());
    let member = merged.members.into_iter().find(|member| member.property.name == "data");
    let Some(place) = member.map(|member| member.property.place) else { return };
    let message = "the data of an event is a string; it is read and written as JSON with this schema";
    let help = "write `{type: string, contentMediaType: application/json, contentSchema: ...}`";
    diagnostics.push(Diagnostic::warning(codes::WRONG_TYPE, place, message).help(help));
}
