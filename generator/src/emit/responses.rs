//! What a handler gives: one enum for each operation, a variant for each declared status.

use super::docs::{docs, inline};
use super::paths::{Paths, ident};
use super::requests::route_code;
use crate::api::Status;
use crate::model::{Expr, Operation, Response};
use crate::names::OperationName;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The response enum, and the conversions into it.
pub fn emit_response(operation: &Operation, name: &OperationName, paths: &Paths<'_>) -> Vec<TokenStream> {
    let about = docs(&format!("The responses of {}.", route_code(operation)), None);
    let ident_ = ident(&name.response);
    let variants = operation.responses.iter().zip(&name.responses);
    let variants = variants.map(|(response, name)| emit_variant(response, name, paths));
    let response = quote! {
        #about
        #[derive(Clone, Debug, PartialEq)]
        #[must_use]
        pub enum #ident_ {
            #(#variants,)*
        }
    };
    let mut items = vec![response];
    items.extend(emit_conversions(operation, name, paths));
    items
}

fn emit_variant(response: &Response, name: &str, paths: &Paths<'_>) -> TokenStream {
    let status = match response.status {
        Status::Code(code) => code.to_string(),
        Status::Default => "Any status that is not declared".to_owned(),
    };
    let description = response.description.as_deref().map(inline).unwrap_or_default();
    let status = if response.body.is_some() { status } else { format!("{status}, without a body") };
    let text = if description.is_empty() { status } else { format!("{status}: {description}") };
    let (about, ident) = (docs(&text, None), ident(name));
    let body = response.body.as_ref().map(|body| paths.ty(body));
    match (response.status, body) {
        (Status::Code(_), None) => quote!(#about #ident),
        (Status::Code(_), Some(body)) => quote!(#about #ident(#body)),
        (Status::Default, body) => {
            let body = body.map(|body| quote!(#[doc = " The body."] body: #body,));
            quote!(#about #ident { #[doc = " The status."] status: axum::http::StatusCode, #body })
        }
    }
}

/// `From` of a body that one variant alone has.
fn emit_conversions(operation: &Operation, name: &OperationName, paths: &Paths<'_>) -> Vec<TokenStream> {
    let response = ident(&name.response);
    let bodies: Vec<Option<Expr>> = operation
        .responses
        .iter()
        .map(|response| response.body.as_ref().map(|body| paths.resolve(body)))
        .collect();
    let mut conversions = Vec::new();
    for ((declared, body), name) in operation.responses.iter().zip(&bodies).zip(&name.responses) {
        let unique = body.is_some() && bodies.iter().filter(|other| *other == body).count() == 1;
        if let (true, Status::Code(_), Some(body)) = (unique, declared.status, &declared.body) {
            let (body, variant) = (paths.ty(body), ident(name));
            conversions.push(quote! {
                impl From<#body> for #response {
                    fn from(body: #body) -> Self {
                        Self::#variant(body)
                    }
                }
            });
        }
    }
    conversions
}

/// The function that writes a response.
pub fn emit_rendering(operation: &Operation, name: &OperationName) -> TokenStream {
    let (ident_, constant) = (ident(&name.response), ident(&name.constant));
    let arms = operation.responses.iter().zip(&name.responses).map(|(response, name)| {
        let variant = ident(name);
        match (response.status, &response.body) {
            (Status::Code(code), None) => {
                let status = status(code);
                quote!(Self::#variant => Ok(#status.into_response()),)
            }
            (Status::Code(code), Some(_)) => {
                let status = status(code);
                quote!(Self::#variant(body) => json(#status, &body),)
            }
            (Status::Default, None) => {
                quote!(Self::#variant { status } => Ok(undeclared(&operations::#constant, status, false)?.into_response()),)
            }
            (Status::Default, Some(_)) => {
                quote!(Self::#variant { status, body } => json(undeclared(&operations::#constant, status, true)?, &body),)
            }
        }
    });
    quote! {
        impl #ident_ {
            fn render(self) -> Result<Response, Rejection> {
                match self {
                    #(#arms)*
                }
            }
        }
    }
}

/// The status by its name in the `http` crate, else by its number.
fn status(code: u16) -> TokenStream {
    const NAMES: [(u16, &str); 40] = [
        (200, "OK"),
        (201, "CREATED"),
        (202, "ACCEPTED"),
        (203, "NON_AUTHORITATIVE_INFORMATION"),
        (204, "NO_CONTENT"),
        (205, "RESET_CONTENT"),
        (206, "PARTIAL_CONTENT"),
        (207, "MULTI_STATUS"),
        (300, "MULTIPLE_CHOICES"),
        (301, "MOVED_PERMANENTLY"),
        (302, "FOUND"),
        (303, "SEE_OTHER"),
        (304, "NOT_MODIFIED"),
        (307, "TEMPORARY_REDIRECT"),
        (308, "PERMANENT_REDIRECT"),
        (400, "BAD_REQUEST"),
        (401, "UNAUTHORIZED"),
        (402, "PAYMENT_REQUIRED"),
        (403, "FORBIDDEN"),
        (404, "NOT_FOUND"),
        (405, "METHOD_NOT_ALLOWED"),
        (406, "NOT_ACCEPTABLE"),
        (408, "REQUEST_TIMEOUT"),
        (409, "CONFLICT"),
        (410, "GONE"),
        (411, "LENGTH_REQUIRED"),
        (412, "PRECONDITION_FAILED"),
        (413, "PAYLOAD_TOO_LARGE"),
        (414, "URI_TOO_LONG"),
        (415, "UNSUPPORTED_MEDIA_TYPE"),
        (416, "RANGE_NOT_SATISFIABLE"),
        (417, "EXPECTATION_FAILED"),
        (422, "UNPROCESSABLE_ENTITY"),
        (423, "LOCKED"),
        (428, "PRECONDITION_REQUIRED"),
        (429, "TOO_MANY_REQUESTS"),
        (500, "INTERNAL_SERVER_ERROR"),
        (501, "NOT_IMPLEMENTED"),
        (502, "BAD_GATEWAY"),
        (503, "SERVICE_UNAVAILABLE"),
    ];
    match NAMES.iter().find(|(other, _)| *other == code) {
        Some((_, name)) => {
            let name = ident(name);
            quote!(StatusCode::#name)
        }
        None => {
            let code = Literal::u16_unsuffixed(code);
            quote!(StatusCode::from_u16(#code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR))
        }
    }
}
