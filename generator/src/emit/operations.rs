//! Operations as data: a constant for each, and a list of them.

use super::docs::{doc_attributes, route_code};
use super::paths::to_ident;
use super::security;
use crate::api::Method;
use crate::model::{Model, Operation};
use crate::names::{Group, Names, OperationName};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// Emits the constants of a group, and their list. `is_routed` says whether they have the fields of servers.
pub(super) fn emit_operations(
    operations: &[(&Operation, &OperationName)],
    model: &Model,
    is_routed: bool,
) -> Vec<TokenStream> {
    vec![emit_statics(operations, model, is_routed), emit_list(operations)]
}

/// Emits the list of the operations of all groups. `module` returns the path to the module of a group.
pub(super) fn emit_whole_list(
    model: &Model,
    names: &Names,
    module: impl Fn(&Group) -> TokenStream,
) -> TokenStream {
    let operations = model.operations.iter().zip(names.operations()).filter_map(|(_, name)| {
        let module = module(names.group_of(name)?);
        let constant = to_ident(&name.constant);
        Some(quote!(&#module::operations::#constant))
    });
    quote! {
        /// All operations, in the order of the spec.
        pub static OPERATIONS: &[&Operation] = &[#(#operations),*];
    }
}

fn emit_statics(operations: &[(&Operation, &OperationName)], model: &Model, is_routed: bool) -> TokenStream {
    let statics = operations.iter().map(|(operation, name)| {
        let constant = to_ident(&name.constant);
        let about = doc_attributes(&route_code(operation), None);
        let id = operation.operation_id.as_ref().map_or(name.method.as_str(), |id| id.value.as_str());
        let method = operation.method.name();
        let path = &operation.path.template;
        let tags = &operation.tags;
        let security = security::requirements(&operation.access, model);
        let routed = is_routed.then(|| {
            let route = &operation.path.route;
            let allow = operation.methods.iter().map(Method::name).collect::<Vec<_>>().join(", ");
            quote!(route: #route, allow: #allow,)
        });
        let challenges = is_routed.then(|| {
            let challenges = security::challenges(&operation.access, model);
            quote!(challenges: &[#(#challenges),*],)
        });
        let statuses = operation.responses.iter().filter_map(|response| match response.status {
            crate::api::Status::Code(code) => Some(Literal::u16_unsuffixed(code)),
            crate::api::Status::Range(_) | crate::api::Status::Default => None,
        });
        quote! {
            #about
            pub static #constant: Operation = Operation {
                id: #id,
                method: #method,
                path: #path,
                #routed
                tags: &[#(#tags),*],
                statuses: &[#(#statuses),*],
                security: &[#(#security),*],
                #challenges
            };
        }
    });
    let import = (!operations.is_empty()).then(|| {
        quote!(
            use super::Operation;
        )
    });
    quote! {
        /// Constants that describe the operations.
        pub mod operations {
            #import
            #(#statics)*
        }
    }
}

fn emit_list(operations: &[(&Operation, &OperationName)]) -> TokenStream {
    let constants = operations.iter().map(|(_, name)| to_ident(&name.constant));
    quote! {
        /// All operations, in the order of the spec.
        pub static OPERATIONS: &[&Operation] = &[#(&operations::#constants),*];
    }
}
