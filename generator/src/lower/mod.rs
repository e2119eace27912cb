//! LOWER: converts [`Api`] to [`Model`]. It decides the Rust type of each schema and the code for each operation, and
//! reports operations that the generated code cannot serve. It does not choose identifiers.

mod alike;
mod all_of;
mod analysis;
mod body;
mod calls;
mod candidates;
mod check;
mod cycles;
mod default;
mod directions;
mod docs;
mod effects;
mod encodings;
mod enumeration;
mod example_responses;
mod examples;
mod exploded;
pub(crate) mod facts;
mod file_form;
mod files;
mod form_fields;
mod form_files;
mod items;
mod literals;
mod media_type;
mod nesting;
mod null_in_types;
mod number;
mod operation;
mod others;
mod outgoing;
mod overlap;
mod parameter;
mod paths;
mod querystring;
mod reach;
mod request_body;
mod response;
mod response_bodies;
mod response_body;
mod response_header;
mod routes;
mod runtime_expression;
mod schema;
mod security;
mod selectors;
mod strong_components;
mod targets;
mod text_types;
mod types_by_path;
mod unions;
mod unknown_formats;
mod unsupported;
mod untyped;
mod unused_media_types;
mod validators;
mod values;
mod waiting;

use crate::api::Api;
use crate::choices::{Choices, OnMistake, Sides};
use crate::diagnostic::Diagnostics;
use crate::model::Model;
use crate::sources::Sources;
use schema::Types;
use std::borrow::Cow;

pub(crate) use cycles::box_cycles;

/// Lowers the whole API.
pub(crate) fn lower(api: &Api, sources: &Sources, choices: &Choices, diagnostics: &mut Diagnostics) -> Model {
    facts::report_unused(api, choices, diagnostics);
    unknown_formats::report(api, choices, diagnostics);
    let operations = match choices.on_mistake {
        OnMistake::Skip => paths::without_mistakes(&api.operations, diagnostics),
        OnMistake::Reject => api.operations.iter().map(Cow::Borrowed).collect(),
    };
    if nesting::is_too_deep(api, diagnostics) {
        return Model::default();
    }
    let Some(facts) = facts::decide(api, choices, diagnostics) else { return Model::default() };
    files::report_misplaced(api, &facts, choices.on_mistake, diagnostics);
    directions::report_both(&facts, diagnostics);
    null_in_types::report_rejected_null(&facts, diagnostics);
    let mut types = Types::new(&facts, choices);
    let mut model = Model::default();
    for document in &api.documents {
        model.documents.push((
            document.title.clone(),
            document.version.clone(),
            document.description.clone(),
        ));
        let name = sources.file(document.file).and_then(|file| file.path.file_name());
        model.sources.extend(name.map(|name| name.to_string_lossy().into_owned()));
    }
    model.has_client = choices.sides != Sides::Server;
    model.is_only_client = choices.sides == Sides::Client && model.has_api();
    model.files = sources.file_names();
    model.tags.clone_from(&api.tags);
    model.event_data.clone_from(&api.event_data);
    model.defined_schemes.clone_from(&api.schemes);
    let schema_files = api.schema_files.iter().filter_map(|file| sources.file(*file)?.path.file_name());
    model.sources.extend(schema_files.map(|name| name.to_string_lossy().into_owned()));
    // Only a server sends webhooks and callbacks.
    let has_server = choices.sides != Sides::Client;
    for operation in operations.iter().filter(|operation| has_server || operation.role.is_served()) {
        let lowered = operation::lower_operation(operation, &mut types, &mut model.requirements, diagnostics);
        model.operations.extend(lowered);
    }
    model.find_keys_next_to_others();
    security::check_supplied(api, choices, diagnostics);
    for definition in &api.definitions {
        if !facts.of(*definition).usage.is_only_merged() {
            types.expr(*definition, diagnostics);
        }
    }
    if !types.finish(&mut model, diagnostics) {
        return model;
    }
    model.formats = facts.enforced_formats();
    analysis::add_derives(&mut model.types, &choices.derives);
    analysis::add_attributes(&mut model.types, &choices.attributes);
    effects::check_effects(&facts, &model, choices, diagnostics);
    analysis::break_alias_cycles(&mut model.types, diagnostics);
    box_cycles(&mut model.types);
    analysis::mark_directions(&mut model);
    candidates::find_known(&mut model);
    default::apply_defaults(&mut model, diagnostics);
    exploded::find_properties(&mut model, diagnostics);
    if has_server {
        model.targets = targets::find_targets(api, &model, choices.on_mistake, diagnostics);
    }
    model.validators = validators::lower_validators(&facts, &model, diagnostics);
    model.patterns = validators::find_patterns(&model);
    validators::add_presets(&mut model);
    types_by_path::report_read_twice(&model, choices, diagnostics);
    overlap::report_overlaps(&facts, &model, sources, diagnostics);
    routes::check_routes(&mut model.operations, choices.head, diagnostics);
    examples::check_examples(&model, diagnostics);
    calls::report_uncallable(&mut model, diagnostics);
    if choices.example_server {
        example_responses::find_example_responses(&mut model, api);
    }
    model
}

#[cfg(test)]
#[path = "../tests/bodies.rs"]
mod bodies_tests;
