//! The functions that return the body of a success response.

use super::super::paths::{Paths, to_ident};
use super::super::response_bodies::content_type;
use crate::api::Status;
use crate::model::{Operation, Response};
use crate::names::{BodiesName, OperationName};
use proc_macro2::TokenStream;
use quote::quote;

/// Emits the function, if all success responses have the same type of body. A response with any undeclared status code
/// counts only if the spec declares no success.
pub(super) fn emit_success(
    operation: &Operation,
    name: &OperationName,
    paths: &Paths<'_>,
) -> Option<TokenStream> {
    let all = || operation.responses.iter().zip(&name.responses).zip(&name.bodies);
    let declared: Vec<_> = all().filter(|((response, _), _)| response.status.is_success()).collect();
    let default = all().filter(|((response, _), _)| response.status == Status::Default);
    let successes: Vec<_> = if declared.is_empty() { default.collect() } else { declared };
    let mut types = successes.iter().map(|((response, _), bodies)| body_type(response, bodies, name, paths));
    let ty = types.next()?;
    if types.any(|other| other.to_string() != ty.to_string()) {
        return None;
    }
    let arms = successes.iter().map(|((response, variant), _)| emit_arm(response, variant));
    let is_whole = successes.len() == operation.responses.len()
        && !successes.iter().any(|((response, _), _)| response.status == Status::Default);
    let constant = paths.constant(name);
    let other = (!is_whole).then(|| quote!(other => Err(Failure::new(&#constant, &other)),));
    Some(quote! {
        /// Returns the body of a success response.
        ///
        /// # Errors
        /// Returns an error for every other response.
        pub fn success(self) -> Result<#ty, Failure> {
            match self {
                #(#arms)*
                #other
            }
        }
    })
}

fn body_type(
    response: &Response,
    bodies: &BodiesName,
    name: &OperationName,
    paths: &Paths<'_>,
) -> TokenStream {
    match response.bodies.as_slice() {
        [] => quote!(()),
        [content] => content_type(content, paths),
        _ => paths.of_operation(name, &bodies.name),
    }
}

fn emit_arm(response: &Response, variant: &str) -> TokenStream {
    let variant = to_ident(variant);
    let has_body = !response.bodies.is_empty();
    let value = if has_body { quote!(body) } else { quote!(()) };
    if response.status == Status::Default {
        let body = has_body.then(|| quote!(body,));
        return quote!(Self::#variant { status, #body .. } if status.is_success() => Ok(#value),);
    }
    let is_bare = !response.status.is_set_by_handler() && response.headers.is_empty();
    match (is_bare, has_body) {
        (true, true) => quote!(Self::#variant(body) => Ok(body),),
        (true, false) => quote!(Self::#variant => Ok(()),),
        (false, true) => quote!(Self::#variant { body, .. } => Ok(body),),
        (false, false) => quote!(Self::#variant { .. } => Ok(()),),
    }
}
