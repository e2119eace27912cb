//! What a handler takes: one struct for each operation, decoded and checked.

use super::arguments::{emit_checked, is_list, is_optional, parameter_docs, parameter_type};
use super::checks::emit_all;
use super::docs::{code, docs};
use super::paths::{Paths, ident};
use crate::api::Location;
use crate::model::Operation;
use crate::names::{Names, OperationName};
use proc_macro2::TokenStream;
use quote::quote;

/// Whether an operation takes anything.
pub fn has_request(operation: &Operation) -> bool {
    !operation.parameters.is_empty() || operation.body.is_some()
}

/// An operation's route, as docs show it.
pub fn route_code(operation: &Operation) -> String {
    code(&format!("{} {}", operation.method.name(), operation.path.template))
}

/// The request struct.
pub fn emit_request(operation: &Operation, name: &OperationName, paths: &Paths<'_>) -> Option<TokenStream> {
    if !has_request(operation) {
        return None;
    }
    let about = docs(&format!("What {} takes.", route_code(operation)), None);
    let ident_ = ident(&name.request);
    let parameters = operation.parameters.iter().zip(&name.parameters).map(|(parameter, name)| {
        let (docs, ident, ty) = (parameter_docs(parameter), ident(name), parameter_type(parameter, paths));
        quote!(#docs pub #ident: #ty,)
    });
    let body = operation.body.as_ref().map(|body| {
        let (docs, ident, ty) =
            (docs("The body.", body.description.as_deref()), ident(&name.body), paths.ty(&body.expr));
        let ty = if body.required { ty } else { paths.option(&ty) };
        quote!(#docs pub #ident: #ty,)
    });
    let required =
        operation.parameters.iter().any(|parameter| !is_list(parameter) && !is_optional(parameter))
            || operation.body.as_ref().is_some_and(|body| body.required);
    let default = (!required).then(|| quote!(Default,));
    Some(quote! {
        #about
        #[derive(Clone, Debug, #default PartialEq)]
        pub struct #ident_ {
            #(#parameters)*
            #body
        }
    })
}

/// What the reading of a request needs.
pub struct Inputs {
    pub context: bool,
    pub query: bool,
}

/// Where an operation's parameters are.
pub fn inputs(operation: &Operation) -> Inputs {
    let any = |location| operation.parameters.iter().any(|parameter| parameter.location == location);
    let body = operation.body.is_some();
    Inputs { context: body || any(Location::Path) || any(Location::Header), query: any(Location::Query) }
}

/// The function that reads a request: the parameters, and then the body, which costs more.
pub fn emit_reading(operation: &Operation, name: &OperationName, names: &Names) -> Option<TokenStream> {
    if !has_request(operation) {
        return None;
    }
    let ident_ = ident(&name.request);
    let inputs = inputs(operation);
    let context = inputs.context.then(|| quote!(cx: &Context,));
    let query = inputs.query.then(|| quote!(query: &Query,));
    let body = operation.body.as_ref().map(|body| {
        let field = ident(&name.body);
        let read = ident(if body.required { "body" } else { "optional_body" });
        let value = quote!(support::#read(cx.headers(), body).await?);
        let value = match (emit_all(&body.checks, names), body.required) {
            (None, _) => value,
            (Some(rule), true) => quote!(support::checked_body(#value, #rule)?),
            (Some(rule), false) => quote!(support::checked_body(#value, check::present(#rule))?),
        };
        (quote!(async), quote!(body: Body,), quote!(#field: #value,))
    });
    let (is_async, body_in, body_out) =
        body.map_or((None, None, None), |(a, b, c)| (Some(a), Some(b), Some(c)));
    let fields = operation.parameters.iter().zip(&name.parameters).map(|(parameter, name)| {
        let (ident, value) = (ident(name), emit_checked(parameter, names));
        quote!(#ident: #value,)
    });
    Some(quote! {
        impl #ident_ {
            #is_async fn read(#context #query #body_in) -> Result<Self, Rejection> {
                Ok(Self { #(#fields)* #body_out })
            }
        }
    })
}
