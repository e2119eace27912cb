//! EMIT: converts [`Model`] and [`Names`] into modules of tokens. There is one file here for each concept of the
//! output. This stage chooses no names. Text of a document gets into the output only as a literal or through [`docs`].

mod alternatives;
pub(crate) mod apis;
mod arguments;
mod bodies;
mod checks;
mod client;
mod codec;
mod constructors;
mod contract;
pub(crate) mod crates;
mod defaults;
pub(crate) mod docs;
mod embedded;
mod enums;
mod equal_enums;
pub(crate) mod example_server;
mod examples;
mod file;
mod foreign;
mod headers;
mod implementation;
mod imports;
pub(crate) mod inventory;
pub(crate) mod mentions;
mod operations;
mod outgoing;
pub(crate) mod package;
mod parameter_struct;
pub(crate) mod parts;
mod paths;
mod patterns;
mod requests;
mod response_bodies;
mod responses;
mod root;
mod security;
mod server;
mod structs;
pub(crate) mod stub;
pub(crate) mod support;
mod tagged;
mod text;
mod unions;
mod validators;
pub(crate) mod without_axum;

use crate::choices::Choices;
use crate::model::{Model, Operation, Shape, TypeId};
use crate::names::{Group, Names, OperationName, TypeModule};
use crate::output::{Content, Item, Module, Print};
use crate::rust_path::RustPath;
use crate::sources::Sources;
use file::File;
use mentions::Mentions;
use parts::Used;
use paths::Paths;
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;
use support::Home;

/// Emits everything except the support code, and returns the parts of it that are used. The root comes last, since it
/// depends on the other files. Tokens need a lot of memory, so each module is passed on as soon as it is finished, and
/// most items are printed immediately.
pub(crate) fn emit(
    model: &Model,
    names: &Names,
    sources: &Sources,
    choices: &Choices,
    home: Home,
    print: Print,
    mut take: impl FnMut(Module),
) -> Used {
    let mut paths: Vec<String> = Vec::new();
    let mut mentions = Mentions::default();
    let mut add = |mut file: File| {
        if model.is_only_client {
            without_axum::rename(&mut file.module);
        }
        paths.push(file.module.path.clone());
        mentions.join(file.mentions);
        take(file.module);
    };
    if model.has_api() {
        contract::emit_contracts(model, names, choices.unimplemented, home, print).for_each(&mut add);
        client::emit_client(model, names, print).for_each(&mut add);
    }
    if model.has_server() {
        server::emit_servers(model, names, print).for_each(&mut add);
        embedded::emit_embedded(model).map(File::from).into_iter().for_each(&mut add);
        outgoing::emit_outgoing(model, names, print).into_iter().for_each(&mut add);
    }
    codec::emit_codec(model, names, home, print).map(File::from).into_iter().for_each(&mut add);
    patterns::emit_patterns(model, names).map(File::from).into_iter().for_each(&mut add);
    validators::emit_validators(model, names, print).into_iter().for_each(&mut add);
    emit_types(model, names, print, &mut |module| add(File::from(module)));
    if choices.example_tests {
        examples::emit_examples(model, names, sources).map(File::from).into_iter().for_each(&mut add);
    }
    if choices.example_server {
        example_server::emit_example_server(model, names).map(File::from).into_iter().for_each(&mut add);
    }
    let used = Used::new(&mentions, model);
    take(root::emit_root(model, names, &paths, &used, home));
    used
}

/// Returns the crates of the types and derives in the settings, by their names in Rust.
pub(crate) fn named_crates(model: &Model) -> Vec<String> {
    let derives = model.types.iter().flat_map(|(_, ty)| &ty.derives);
    let attributes = model.types.iter().flat_map(|(_, ty)| &ty.attributes);
    let attributes = attributes
        .chain(model.structs().flat_map(|structure| &structure.fields).flat_map(|field| &field.attributes));
    let attributes = attributes.map(|attribute| &attribute.path);
    let presets: Vec<RustPath> = model.presets.iter().filter_map(|preset| preset.rust_path()).collect();
    let paths = model.foreign.iter().map(|foreign| &foreign.path).chain(&presets);
    let paths = paths.chain(derives).chain(attributes);
    let known = crates::dependencies(model);
    let named: BTreeSet<&str> = paths.flat_map(RustPath::crates).collect();
    let unknown = named.into_iter().filter(|name| known.iter().all(|dependency| dependency.name != *name));
    unknown.map(str::to_owned).collect()
}

/// Returns the operations of a group.
fn operations_in<'m>(
    group: &'m Group,
    model: &'m Model,
    names: &'m Names,
) -> impl Iterator<Item = (&'m Operation, &'m OperationName)> {
    group
        .operations
        .iter()
        .filter_map(|index| Some((model.operations.get(*index)?, names.operations().get(*index)?)))
}

fn emit_types(model: &Model, names: &Names, print: Print, take: &mut impl FnMut(Module)) {
    let inline = names.types_in(TypeModule::Inline);
    let named = names.types_in(TypeModule::Types);
    if inline.is_empty() && named.is_empty() {
        return;
    }
    let docs = named_docs(inline.iter().chain(named), model);
    let mut root = emit_type_module("types.rs", docs, TypeModule::Types, named, model, names, print);
    if inline.is_empty() {
        return take(root);
    }
    if let Content::Items { items, .. } = &mut root.content {
        items.insert(
            0,
            Item::Tokens(quote!(
                pub mod inline;
            )),
        );
    }
    let docs =
        vec!["The types of schemas that have no name in the spec. Each is named after its place.".to_owned()];
    take(root);
    take(emit_type_module("types/inline.rs", docs, TypeModule::Inline, inline, model, names, print));
}

/// Returns the docs of the module `types`. Aliases need no implementation of serde's traits.
fn named_docs<'i>(mut ids: impl Iterator<Item = &'i TypeId>, model: &Model) -> Vec<String> {
    let mut docs = vec!["The types that the spec declares.".to_owned()];
    if ids.any(|id| !matches!(model.types.get(*id).shape, Shape::Alias(_))) {
        let place = "`codec.rs` implements serde's `Serialize` and `Deserialize` for them with tables instead of derives.";
        docs.extend([String::new(), place.to_owned()]);
        docs.extend(codec::STRICTER.lines().map(str::to_owned));
    }
    docs
}

fn emit_type_module(
    path: &str,
    docs: Vec<String>,
    module: TypeModule,
    ids: &[TypeId],
    model: &Model,
    names: &Names,
    print: Print,
) -> Module {
    let paths = Paths::new(module, model, names);
    let emitted: Vec<Item> =
        ids.iter().map(|id| print.print(emit_type(*id, model, names, &paths), &mut |_| {})).collect();
    let items = paths.imports().into_iter().map(Item::Tokens).chain(emitted).collect();
    Module { path: path.to_owned(), content: Content::Items { docs, attributes: Vec::new(), items } }
}

fn emit_type(id: TypeId, model: &Model, names: &Names, paths: &Paths<'_>) -> TokenStream {
    let ty = model.types.get(id);
    match &ty.shape {
        Shape::Struct(structure) => structs::emit_struct(ty, structure, names.type_name(id), paths),
        Shape::Enum(values) => enums::emit_enum(ty, values, names.type_name(id), paths),
        Shape::Union(variants) => unions::emit_union(ty, variants, names.type_name(id), model, paths),
        Shape::Newtype(newtype) => structs::emit_newtype(ty, newtype, names.type_name(id), paths),
        Shape::Alias(expr) => structs::emit_alias(ty, expr, names.type_name(id), paths),
    }
}
