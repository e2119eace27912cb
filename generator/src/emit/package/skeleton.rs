//! The server and its methods: a file for each trait, and a file for the state that they share.

use super::super::docs::code;
use super::super::operations_in;
use super::super::paths::{import, to_ident};
use super::super::stub::{emit_method, emit_shared, operation_types};
use super::{is_taken, module};
use crate::model::Model;
use crate::names::Names;
use crate::output::Module;
use proc_macro2::TokenStream;
use quote::quote;

/// Returns the modules that implement the traits, in the order of the groups. Empty if there is only one trait, which
/// the module of the server implements.
pub(super) fn group_modules(names: &Names) -> Vec<String> {
    if !names.is_grouped() {
        return Vec::new();
    }
    let mut modules: Vec<String> = Vec::new();
    for group in &names.groups {
        // An underscore keeps the name apart from those of the generated code, which are not next to this file.
        let file = group.files.0.as_str();
        let short = file.trim_end_matches('_');
        let mut module = if is_taken(short) { short.to_owned() } else { file.to_owned() };
        while is_taken(&module) || modules.contains(&module) {
            module.push_str("_api");
        }
        modules.push(module);
    }
    modules
}

/// Emits the files.
pub(super) fn emit_modules(model: &Model, names: &Names, modules: &[String]) -> Vec<Module> {
    let shared = emit_shared(model);
    let mut own = vec!["Api"];
    own.extend(model.is_secured().then_some(["Context", "Credentials", "Rejection"]).into_iter().flatten());
    let mut methods = TokenStream::new();
    if !names.is_grouped() {
        own.extend(operation_types(model, names));
        own.extend(["Context", "Rejection"]);
        let operations = names.groups.iter().flat_map(|group| operations_in(group, model, names));
        methods = operations.map(|(operation, name)| emit_method(operation, name, names)).collect();
    }
    own.sort_unstable();
    own.dedup();
    let imports = [("crate::api", own), ("crate::error", vec!["ServerError"])];
    let mut items: Vec<TokenStream> =
        imports.iter().filter_map(|(path, names)| import(path, names)).collect();
    items.extend(model.is_secured().then(|| {
        quote! {
            /// The caller that `authenticate` returns. TODO: add the fields that your methods need.
            pub struct Caller;
        }
    }));
    items.push(quote! {
        /// The server. TODO: add its state, which methods access through `&self`.
        #[derive(Default)]
        pub struct Server {}
    });
    items.push(quote!(impl Api for Server { #shared #methods }));
    let docs = if names.is_grouped() {
        "The state of the server."
    } else {
        "The state of the server, and its methods."
    };
    let server = module("src/server.rs".to_owned(), docs.to_owned(), items);
    std::iter::once(server).chain(emit_groups(model, names, modules)).collect()
}

fn emit_groups(model: &Model, names: &Names, modules: &[String]) -> Vec<Module> {
    let groups = names.groups.iter().zip(modules);
    let files = groups.map(|(group, file)| {
        let contract = to_ident(&group.trait_name);
        let types = to_ident(&group.module);
        let operations = || operations_in(group, model, names);
        let methods: TokenStream =
            operations().map(|(operation, name)| emit_method(operation, name, names)).collect();
        let is_secured = operations().any(|(operation, _)| operation.access != crate::model::Access::Open);
        let server = if is_secured { vec!["Caller", "Server"] } else { vec!["Server"] };
        let imports = [
            ("crate::api", vec!["Context", "Rejection", group.module.as_str()]),
            ("crate::error", vec!["ServerError"]),
            ("crate::server", server),
        ];
        let mut items: Vec<TokenStream> =
            imports.iter().filter_map(|(path, names)| import(path, names)).collect();
        items.push(quote!(impl #types::#contract for Server { #methods }));
        let kind = if group.is_tag { "the tag" } else { "the group" };
        module(format!("src/{file}.rs"), format!("The operations of {kind} {}.", code(&group.label)), items)
    });
    files.collect()
}
