//! Requests: a struct for each operation.

use super::alternatives::{emit_body as emit_body_value, emit_enum};
use super::arguments::emit_checked;
use super::bodies::{self, Waiting};
use super::docs::{doc_attributes, route_code};
use super::parameter_struct::{emit_local_field, emit_struct, local, parameters};
use super::paths::{Paths, to_ident};
use crate::api::Location;
use crate::model::Operation;
use crate::names::{Names, OperationName};
use proc_macro2::TokenStream;
use quote::quote;

/// Whether an operation has a request struct, for its parameters or its body.
pub(super) fn has_request(operation: &Operation) -> bool {
    !operation.parameters.is_empty() || operation.has_body()
}

/// Emits the request struct.
pub(super) fn emit_request(
    operation: &Operation,
    name: &OperationName,
    paths: &Paths<'_>,
) -> Option<TokenStream> {
    if !has_request(operation) {
        return None;
    }
    let about = doc_attributes(&format!("The request of {}.", route_code(operation)), None);
    let parameters: Vec<_> =
        parameters(operation, name).filter(|(parameter, _)| !operation.may_come_late(parameter)).collect();
    let body = bodies::emit_field(operation, name, paths).map(|field| {
        let value = bodies::emit_default(operation);
        (field, bodies::field_name(operation, name).map(|name| (to_ident(name), value)))
    });
    let required = bodies::is_required(operation);
    let request = emit_struct(&about, &name.request, &parameters, body, required, paths);
    let late = bodies::emit_late_fields(operation, name, paths);
    let body = emit_enum(operation, name, paths);
    Some(quote!(#request #body #late))
}

/// The arguments of the function that decodes a request.
pub(super) struct Inputs {
    pub context: bool,
    pub query: bool,
}

/// Returns the arguments that an operation needs.
pub(super) fn inputs(operation: &Operation) -> Inputs {
    let any = |location| operation.parameters.iter().any(|parameter| parameter.location == location);
    // The media type of a body that is received in full has already been checked.
    let body = matches!(bodies::waiting(operation), Waiting::Own);
    let context =
        [Location::Path, Location::Header, Location::Cookie, Location::Querystring].into_iter().any(any);
    Inputs { context: body || context, query: any(Location::Query) }
}

/// Emits the function that decodes a request: first the parameters, then the body, which costs more.
pub(super) fn emit_reading(
    operation: &Operation,
    name: &OperationName,
    names: &Names,
) -> Option<TokenStream> {
    if !has_request(operation) {
        return None;
    }
    let ident_ = to_ident(&name.request);
    let inputs = inputs(operation);
    let context = inputs.context.then(|| quote!(cx: &Context,));
    let query = inputs.query.then(|| quote!(query: Query<'_>,));
    let (signature, read) = match bodies::waiting(operation) {
        Waiting::Never => {
            let fields = emit_fields(operation, name, names);
            (quote!(fn read(#context #query) -> Result<Self, Rejection>), quote!(Ok(Self { #fields })))
        }
        Waiting::Received => {
            let signature =
                quote!(fn read(#context #query) -> Result<impl ReadBody<Self> + use<>, Rejection>);
            (signature, emit_steps(operation, name, names))
        }
        Waiting::Own => {
            let read = match &operation.form {
                Some(form) => bodies::emit_form(operation, form, name, names),
                None => {
                    let fields = emit_fields(operation, name, names);
                    quote!(Ok(Self { #fields }))
                }
            };
            (quote!(async fn read(#context #query body: Body) -> Result<Self, Rejection>), read)
        }
    };
    Some(quote! {
        impl #ident_ {
            #signature {
                #read
            }
        }
    })
}

fn emit_fields(operation: &Operation, name: &OperationName, names: &Names) -> TokenStream {
    let fields = operation.parameters.iter().zip(&name.parameters).map(|(parameter, name)| {
        let ident = to_ident(name);
        let value = emit_checked(parameter, names);
        quote!(#ident: #value,)
    });
    let body = emit_body(operation, name, names);
    quote!(#(#fields)* #body)
}

fn emit_body(operation: &Operation, name: &OperationName, names: &Names) -> Option<TokenStream> {
    let body = operation.body.as_ref()?;
    let ident = to_ident(&name.body);
    let value = emit_body_value(body, name, names);
    Some(quote!(#ident: #value,))
}

/// Emits code that decodes the parameters and returns a closure that decodes the body.
fn emit_steps(operation: &Operation, name: &OperationName, names: &Names) -> TokenStream {
    let locals = name.parameters.iter().map(|name| local(name));
    let values = operation.parameters.iter().map(|parameter| emit_checked(parameter, names));
    let fields = name.parameters.iter().map(|name| emit_local_field(name));
    let body = emit_body(operation, name, names);
    quote! {
        #(let #locals = #values;)*
        Ok(move |body: &[u8]| Ok(Self { #(#fields)* #body }))
    }
}
