//! The requests that the server sends: webhooks and callbacks, in a module `outgoing`.

pub(super) mod forms;
mod parameters;
pub(super) mod requests;
pub(super) mod responses;
mod targets;

use super::docs::{doc_attributes, route_code};
use super::file::{File, Items};
use super::imports::outgoing_imports;
use super::paths::{Paths, to_ident};
use super::{emit_type, requests as own_requests, responses as own_responses};
use crate::model::{Model, Operation};
use crate::names::{Names, OperationName, TypeModule};
use crate::output::Print;
use proc_macro2::TokenStream;
use quote::quote;

/// Emits the module, or nothing if the spec has neither webhooks nor callbacks.
pub(super) fn emit_outgoing(model: &Model, names: &Names, print: Print) -> Option<File> {
    let paths = Paths::new(TypeModule::Outgoing, model, names);
    let mut items = Items::new(print);
    let named = model.operations.iter().zip(names.operations());
    for (operation, name) in named.filter(|(operation, _)| operation.role.is_sent()) {
        if !operation.role.is_served() {
            items.extend(own_requests::emit_request(operation, name, &paths));
            items.extend(own_responses::emit_response(operation, name, &paths));
        }
        items.extend(emit_empty(operation, name));
        // A server that only receives the request does without the crate that such a body needs.
        let has_crate = model.has_client || !operation.role.is_served() || !operation.sends_stream();
        if operation.can_be_sent() && has_crate {
            items.push(requests::emit_request(operation, name, &paths));
            items.extend(forms::emit_late_fields(operation, name, &paths));
            items.push(responses::emit_response(operation, name, &paths));
        }
    }
    let functions = model.targets.iter().zip(&names.targets);
    items.extend(functions.filter_map(|(target, name)| targets::emit_target(target, name, model, &paths)));
    if items.is_empty() {
        return None;
    }
    let own = names.types_in(TypeModule::Outgoing).iter();
    items.extend(own.map(|id| emit_type(*id, model, names, &paths)));
    let docs = "The requests that the server sends: webhooks and callbacks.\n\nCreate a request with `into_request`, send it with any HTTP client, and read the response with `read`.";
    let docs = docs.lines().map(str::to_owned).collect();
    Some(items.into_file("outgoing.rs".to_owned(), docs, |mentions| {
        outgoing_imports(mentions).into_iter().chain(paths.imports()).collect()
    }))
}

/// Emits the struct of a request without parameters and without a body.
fn emit_empty(operation: &Operation, name: &OperationName) -> Option<TokenStream> {
    if own_requests::has_request(operation) {
        return None;
    }
    let about = doc_attributes(&format!("The request of {}.", route_code(operation)), None);
    let ident = to_ident(&name.request);
    Some(quote! {
        #about
        #[derive(Debug, Default)]
        pub struct #ident;
    })
}

/// Returns the name of an operation in errors.
pub(super) fn id_of<'n>(operation: &'n Operation, name: &'n OperationName) -> &'n str {
    operation.operation_id.as_ref().map_or(name.method.as_str(), |id| id.value.as_str())
}
