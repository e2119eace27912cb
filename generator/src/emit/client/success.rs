//! The functions that return the body of a success response.

use super::super::paths::{Paths, to_ident};
use super::super::response_bodies::content_type;
use crate::api::Status;
use crate::model::{Operation, Response};
use crate::names::{BodiesName, OperationName};
use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens as _, quote};

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
    let constant = paths.constant(name);
    // The guard of a response with any status code does not match errors.
    let is_success = |response: &Response| {
        response.status != Status::Default
            && successes.iter().any(|((own, _), _)| own.status == response.status)
    };
    let others = all().filter(|((response, _), _)| !is_success(response));
    let others = others.map(|((response, variant), _)| emit_failure(response, variant, &constant));
    Some(quote! {
        /// Returns the body of a success response.
        ///
        /// # Errors
        /// Returns an error for every other response.
        pub fn success(self) -> Result<#ty, Failure> {
            match self {
                #(#arms)*
                #(#others)*
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

/// Emits the arm of another response. It does not move the response, which the error shows.
fn emit_failure(response: &Response, variant: &str, constant: &TokenStream) -> TokenStream {
    let variant = to_ident(variant);
    let pattern = match (response.status, is_bare(response), response.bodies.is_empty()) {
        (Status::Range(_) | Status::Default, ..) => quote!({ status, .. }),
        (Status::Code(_), true, true) => TokenStream::new(),
        (Status::Code(_), true, false) => quote!((_)),
        (Status::Code(_), false, _) => quote!({ .. }),
    };
    let status = match response.status {
        Status::Code(code) => Literal::u16_unsuffixed(code).into_token_stream(),
        Status::Range(_) | Status::Default => quote!(status.as_u16()),
    };
    quote!(Self::#variant #pattern => Err(Failure::new(&#constant, #status, &self)),)
}

/// Returns whether the variant has at most a body.
fn is_bare(response: &Response) -> bool {
    !response.status.is_set_by_handler() && response.headers.is_empty()
}

fn emit_arm(response: &Response, variant: &str) -> TokenStream {
    let variant = to_ident(variant);
    let has_body = !response.bodies.is_empty();
    let value = if has_body { quote!(body) } else { quote!(()) };
    if response.status == Status::Default {
        let body = has_body.then(|| quote!(body,));
        return quote!(Self::#variant { status, #body .. } if status.is_success() => Ok(#value),);
    }
    match (is_bare(response), has_body) {
        (true, true) => quote!(Self::#variant(body) => Ok(body),),
        (true, false) => quote!(Self::#variant => Ok(()),),
        (false, true) => quote!(Self::#variant { body, .. } => Ok(body),),
        (false, false) => quote!(Self::#variant { .. } => Ok(()),),
    }
}
