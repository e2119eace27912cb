//! LOWER: takes [`Api`], gives [`Model`]. Decides what each schema and operation becomes, and
//! reports what cannot be served. Chooses no identifier.

mod alike;
mod all_of;
mod analysis;
mod answers;
mod body;
mod check;
mod components;
mod content;
mod cycles;
mod default;
mod effects;
mod enumeration;
mod examples;
mod fold;
mod inheritance;
mod kinds;
mod left_out;
mod map;
mod media_type;
mod operation;
mod paths;
mod recursion;
mod response;
mod routes;
mod schema;
mod security;
mod substitute;
mod table;
mod unsupported;
mod values;

use crate::api::Api;
use crate::choices::{Choices, OnMistake};
use crate::diagnostic::Diagnostics;
use crate::model::Model;
use crate::sources::Sources;
use schema::Types;

pub use cycles::box_cycles;

/// Lowers the whole API.
pub fn lower(mut api: Api, sources: &Sources, choices: &Choices, diagnostics: &mut Diagnostics) -> Model {
    substitute::substitute(&mut api, choices, diagnostics);
    if !fold::fold_all_of(&mut api, diagnostics) {
        return Model::default();
    }
    recursion::mark_recursive(&mut api);
    if choices.on_mistake == OnMistake::Skip {
        paths::mend_paths(&mut api, diagnostics);
    }
    let api = &api;
    let mut types = Types::new(api, choices, diagnostics);
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
    model.tags.clone_from(&api.tags);
    model.defined_schemes.clone_from(&api.schemes);
    let schema_files = api.schema_files.iter().filter_map(|file| sources.file(*file)?.path.file_name());
    model.sources.extend(schema_files.map(|name| name.to_string_lossy().into_owned()));
    for operation in &api.operations {
        let lowered = operation::lower_operation(operation, &mut types, &mut model.requirements, diagnostics);
        model.operations.extend(lowered);
    }
    model.find_keys_next_to_others();
    security::check_supplied(api, &choices.security_schemes, diagnostics);
    for definition in &api.definitions {
        let schema = api.schemas.get(*definition);
        if schema.used || !schema.taken_in {
            types.expr(*definition, diagnostics);
        }
    }
    if !types.finish(&mut model, diagnostics) {
        return model;
    }
    analysis::add_derives(&mut model.types, &choices.derives);
    effects::check_effects(api, &model, choices, diagnostics);
    analysis::break_alias_cycles(&mut model.types, diagnostics);
    box_cycles(&mut model.types);
    analysis::mark_read_only(&mut model);
    default::apply_defaults(&mut model, diagnostics);
    model.tables = table::lower_tables(api, &model, diagnostics);
    model.patterns = check::find_patterns(&model);
    routes::check_routes(&mut model.operations, choices.head, diagnostics);
    examples::check_examples(&model, diagnostics);
    if choices.example_server {
        answers::find_answers(&mut model);
    }
    model
}

#[cfg(test)]
#[path = "../tests/bodies.rs"]
mod bodies_tests;
