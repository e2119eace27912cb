//! What a handler takes: one struct for each operation, decoded and checked.

use super::checks::emit_all;
use super::docs::{code, docs};
use super::paths::{Paths, ident};
use crate::api::{Location, Style};
use crate::model::{Expr, Operation, Parameter};
use crate::names::OperationName;
use proc_macro2::{Literal, TokenStream};
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
    let required = operation.parameters.iter().any(|parameter| parameter.required && !is_list(parameter))
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

fn parameter_docs(parameter: &Parameter) -> TokenStream {
    let location = match parameter.location {
        Location::Path => "in the path",
        Location::Query => "in the query",
        Location::Header => "in a header",
    };
    let separator = match parameter.style {
        Style::Csv | Style::Multi => "commas",
        Style::Ssv => "spaces",
        Style::Tsv => "tabs",
        Style::Pipes => "`|`",
    };
    let items =
        if is_list(parameter) { format!(", its items separated by {separator}") } else { String::new() };
    docs(&format!("{}, {location}{items}.", code(&parameter.name)), parameter.description.as_deref())
}

fn is_list(parameter: &Parameter) -> bool {
    matches!(parameter.expr, Expr::List(_))
}

fn parameter_type(parameter: &Parameter, paths: &Paths<'_>) -> TokenStream {
    let ty = paths.ty(&parameter.expr);
    if parameter.required || is_list(parameter) { ty } else { paths.option(&ty) }
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
pub fn emit_reading(operation: &Operation, name: &OperationName) -> Option<TokenStream> {
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
        let value = match (emit_all(&body.checks), body.required) {
            (None, _) => value,
            (Some(rule), true) => quote!(support::checked_body(#value, #rule)?),
            (Some(rule), false) => quote!(support::checked_body(#value, check::present(#rule))?),
        };
        (quote!(async), quote!(body: Body,), quote!(#field: #value,))
    });
    let (is_async, body_in, body_out) =
        body.map_or((None, None, None), |(a, b, c)| (Some(a), Some(b), Some(c)));
    let fields = operation.parameters.iter().zip(&name.parameters).map(|(parameter, name)| {
        let (ident, value) = (ident(name), emit_checked(parameter));
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

/// A parameter's value, and the rules that it has to keep to where it is there.
fn emit_checked(parameter: &Parameter) -> TokenStream {
    let (name, value) = (&parameter.name, emit_argument(parameter));
    let Some(rule) = emit_all(&parameter.checks) else { return value };
    let rule = match (is_list(parameter), parameter.required) {
        (_, true) => rule,
        (true, false) => quote!(check::any_items(#rule)),
        (false, false) => quote!(check::present(#rule)),
    };
    quote!(support::checked(#name, #value, #rule)?)
}

fn emit_argument(parameter: &Parameter) -> TokenStream {
    let name = &parameter.name;
    let source = match parameter.location {
        Location::Path => {
            let index = Literal::usize_unsuffixed(parameter.segment);
            quote!(cx.segment(#name, #index)?)
        }
        Location::Query => quote!(query.get(#name)?),
        Location::Header => quote!(cx.header(#name)?),
    };
    let separator = match parameter.style {
        Style::Csv | Style::Multi => ',',
        Style::Ssv => ' ',
        Style::Tsv => '\t',
        Style::Pipes => '|',
    };
    match (is_list(parameter), parameter.required) {
        (true, true) => quote!(#source.required_list(#separator)?),
        (true, false) => quote!(#source.list(#separator)?),
        (false, true) => quote!(#source.required()?),
        (false, false) => quote!(#source.optional()?),
    }
}
