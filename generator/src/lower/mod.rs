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

use crate::api::{Api, Scheme};
use crate::diagnostic::{Diagnostics, Place};
use crate::model::Model;
use crate::output::Head;
use crate::rust_path::RustPath;
use crate::sources::Sources;
use schema::Types;

pub use cycles::box_cycles;
pub use substitute::PRIMITIVES;

/// The choices that the caller makes.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Leave out the operations that cannot be served.
    pub skip_unsupported: bool,
    /// Find the answers that the description shows.
    pub answers: bool,
    /// What answers HEAD where it is not declared.
    pub head: Head,
    /// Keep the members that no schema names, everywhere.
    pub keep_unknown: bool,
    /// Keep them in the objects of these schemas.
    pub keep_unknown_at: Vec<Place>,
    /// The enums of these schemas are open.
    pub open_enum_at: Vec<Place>,
    /// Security schemes that the documents name and do not define.
    pub schemes: Vec<Scheme>,
    /// Formats, the types that they become, and where that is said.
    pub formats: Vec<(String, RustPath, Place)>,
    /// Schemas, and the types in their place.
    pub replacements: Vec<(Place, RustPath)>,
    /// What the types of a schema derive, or those of all.
    pub derives: Vec<(Option<Place>, RustPath)>,
}

/// Lowers the whole API.
pub fn lower(mut api: Api, sources: &Sources, options: &Options, diagnostics: &mut Diagnostics) -> Model {
    substitute::substitute(&mut api, options, diagnostics);
    if !fold::fold_all_of(&mut api, diagnostics) {
        return Model::default();
    }
    recursion::mark_recursive(&mut api);
    if options.skip_unsupported {
        paths::mend_paths(&mut api, diagnostics);
    }
    let api = &api;
    let mut types = Types::new(api, options, diagnostics);
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
    security::check_supplied(api, &options.schemes, diagnostics);
    for definition in &api.definitions {
        let schema = api.schemas.get(*definition);
        if schema.used || !schema.taken_in {
            types.expr(*definition, diagnostics);
        }
    }
    if !types.finish(&mut model, diagnostics) {
        return model;
    }
    analysis::add_derives(&mut model.types, &options.derives);
    effects::check_effects(api, &model, options, diagnostics);
    analysis::break_alias_cycles(&mut model.types, diagnostics);
    box_cycles(&mut model.types);
    analysis::mark_read_only(&mut model);
    default::apply_defaults(&mut model, diagnostics);
    model.tables = table::lower_tables(api, &model, diagnostics);
    model.patterns = check::find_patterns(&model);
    routes::check_routes(&mut model.operations, options.head, diagnostics);
    examples::check_examples(&model, diagnostics);
    if options.answers {
        answers::find_answers(&mut model);
    }
    model
}
