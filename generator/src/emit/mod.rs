//! EMIT: takes [`Model`] and [`Names`], gives modules of tokens: one file here for each concept of
//! the output. Invents no name, and lets no text of a document into the output but as a literal or
//! through [`docs`].

mod arguments;
mod bodies;
mod checks;
mod codec;
mod contract;
mod defaults;
pub mod docs;
mod enums;
pub mod example_server;
mod examples;
mod foreign;
mod headers;
mod implementation;
mod imports;
pub mod inventory;
mod paths;
mod patterns;
mod requests;
mod responses;
mod root;
mod schemas;
mod security;
mod server;
mod structs;
pub mod stub;
mod support;
mod tagged;

use crate::model::{Model, Shape, TypeId};
use crate::names::{Module as Place, Names};
use crate::output::{Choices, Content, Dependency, Item, Module};
use crate::sources::Sources;
use paths::Paths;
use proc_macro2::TokenStream;
use quote::quote;

/// Emits everything.
pub fn emit(model: &Model, names: &Names, sources: &Sources, choices: Choices) -> Vec<Module> {
    let examples = choices.example_tests.then(|| examples::emit_examples(model, names, sources)).flatten();
    let server = choices.example_server.then(|| example_server::emit_example_server(model, names)).flatten();
    let parts = support::Parts {
        types: has_types(model, names),
        examples: examples.is_some(),
        example: server.is_some(),
        ..support::Parts::of(model)
    };
    let mut modules = vec![root::emit_root(model, names, &parts)];
    if model.has_api() {
        modules.extend(contract::emit_contracts(model, names, &parts, choices.unimplemented));
        modules.extend(server::emit_servers(model, names, &parts));
    }
    if parts.codec() {
        modules.push(codec::emit_codec(model, names));
    }
    modules.extend(patterns::emit_patterns(model, names));
    modules.extend(schemas::emit_schemas(model, names));
    modules.extend(emit_types(model, names));
    modules.extend(examples);
    modules.extend(server);
    modules.extend(support::emit_support(&parts, choices.check_responses));
    modules
}

/// The crates that all of it stands on.
pub fn dependencies(model: &Model) -> Vec<Dependency> {
    support::Parts::of(model).dependencies()
}

/// The types of one module, by name.
fn types_in(model: &Model, names: &Names, module: Place) -> Vec<TypeId> {
    let mut ids: Vec<TypeId> =
        model.types.iter().map(|(id, _)| id).filter(|id| names.of(*id).module == Some(module)).collect();
    ids.sort_by_key(|id| &names.of(*id).name);
    ids
}

/// Whether the file `types` is there.
fn has_types(model: &Model, names: &Names) -> bool {
    model.types.iter().any(|(id, _)| !matches!(names.of(id).module, Some(Place::Group(_))))
}

fn emit_types(model: &Model, names: &Names) -> Vec<Module> {
    let inline = types_in(model, names, Place::Inline);
    let named = types_in(model, names, Place::Types);
    if inline.is_empty() && named.is_empty() {
        return Vec::new();
    }
    let docs =
        vec!["The types that the description names. Each is read and written by serde, strictly.".to_owned()];
    let mut root = emit_type_module("types.rs", docs, Place::Types, &named, model, names);
    if inline.is_empty() {
        return vec![root];
    }
    if let Content::Items { items, .. } = &mut root.content {
        items.insert(
            0,
            Item::Tokens(quote!(
                pub mod inline;
            )),
        );
    }
    let docs = vec!["The types that the description gives no name: each is called by its place.".to_owned()];
    vec![root, emit_type_module("types/inline.rs", docs, Place::Inline, &inline, model, names)]
}

fn emit_type_module(
    path: &str,
    docs: Vec<String>,
    module: Place,
    ids: &[TypeId],
    model: &Model,
    names: &Names,
) -> Module {
    let paths = Paths::new(module, model, names);
    let emitted: Vec<TokenStream> = ids.iter().map(|id| emit_type(*id, model, names, &paths)).collect();
    let items = paths.imports().into_iter().chain(emitted).map(Item::Tokens).collect();
    Module { path: path.to_owned(), content: Content::Items { docs, attributes: Vec::new(), items } }
}

fn emit_type(id: TypeId, model: &Model, names: &Names, paths: &Paths<'_>) -> TokenStream {
    let found = model.types.get(id);
    match &found.shape {
        Shape::Struct(structure) => structs::emit_struct(found, structure, names.of(id), paths),
        Shape::Enum(values) => enums::emit_enum(found, values, names.of(id), paths),
        Shape::Tagged(variants) => tagged::emit_tagged(found, variants, names.of(id), paths),
        Shape::Alias(expr) => structs::emit_alias(&found.docs, expr, names.of(id), paths),
    }
}
