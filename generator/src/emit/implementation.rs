//! Implementations of the API's traits, for the skeleton and for the server that responds with examples.

use super::operations_in;
use super::paths::to_ident;
use crate::model::{Model, Operation};
use crate::names::{Group, Names, OperationName};
use proc_macro2::TokenStream;
use quote::quote;

/// Returns the names that every implementation imports from the generated code.
pub(super) fn shared_names<'n>(model: &Model, names: &'n Names) -> Vec<&'n str> {
    let mut own = vec!["Api", "Rejection"];
    own.extend(model.served().next().is_some().then_some("Context"));
    own.extend(model.is_secured().then_some("Credentials"));
    if names.is_grouped() {
        own.extend(names.groups.iter().map(|group| group.module.as_str()));
    }
    own
}

/// Emits the path to the types of an operation.
pub(super) fn module(name: &OperationName, names: &Names) -> Option<TokenStream> {
    let group = names.group_of(name).filter(|_| names.is_grouped())?;
    let module = to_ident(&group.module);
    Some(quote!(#module::))
}

/// Emits the shared items and the operations, in one `impl` if there is only one group.
pub(super) fn emit_impls(
    server: &str,
    shared: &TokenStream,
    emit_method: impl Fn(&Operation, &OperationName) -> TokenStream,
    model: &Model,
    names: &Names,
) -> Vec<TokenStream> {
    let server = to_ident(server);
    let methods = |group: &Group| -> TokenStream {
        operations_in(group, model, names).map(|(operation, name)| emit_method(operation, name)).collect()
    };
    if !names.is_grouped() {
        let methods: TokenStream = names.groups.iter().map(methods).collect();
        return vec![quote!(impl Api for #server { #shared #methods })];
    }
    let groups = names.groups.iter().map(|group| {
        let module = to_ident(&group.module);
        let contract = to_ident(&group.trait_name);
        let methods = methods(group);
        quote!(impl #module::#contract for #server { #methods })
    });
    std::iter::once(quote!(impl Api for #server { #shared })).chain(groups).collect()
}
