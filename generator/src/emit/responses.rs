//! Responses: an enum for each operation, with a variant for each declared status code.

use super::docs::{doc_attributes, inline, route_code};
use super::headers::emit_headers;
use super::paths::{Paths, to_ident};
use super::response_bodies::{body_form, chooses, content_type, emit_bodies, emit_written};
use crate::api::{Method, Status};
use crate::model::{Form, Operation, Response};
use crate::names::{BodiesName, HeadersName, Names, OperationName};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

/// Emits the response enum, and the conversions into it.
pub(super) fn emit_response(
    operation: &Operation,
    name: &OperationName,
    paths: &Paths<'_>,
) -> Vec<TokenStream> {
    let about = doc_attributes(&format!("The responses of {}.", route_code(operation)), None);
    let ident_ = to_ident(&name.response);
    let names = name.responses.iter().zip(name.headers.iter().zip(&name.bodies));
    let variants = operation.responses.iter().zip(names);
    let variants = variants.map(|(response, (name, parts))| emit_variant(response, name, parts, paths));
    let response = quote! {
        #about
        #[derive(Debug)]
        #[must_use]
        pub enum #ident_ {
            #(#variants,)*
        }
    };
    let mut items = vec![response];
    items.extend(emit_bodies(operation, name, paths));
    items.extend(emit_headers(operation, name, paths));
    items.extend(emit_conversions(operation, name, paths));
    items
}

fn emit_variant(
    response: &Response,
    name: &str,
    (headers, bodies): (&HeadersName, &BodiesName),
    paths: &Paths<'_>,
) -> TokenStream {
    let status = match response.status {
        Status::Code(code) => code.to_string(),
        Status::Range(digit) => format!("Any undeclared {digit}XX status code"),
        Status::Default => "Any undeclared status code".to_owned(),
    };
    let description = response.docs.description.as_deref().map(inline).unwrap_or_default();
    let is_bare = response.bodies.is_empty() && !response.switches_protocols();
    let status = if is_bare { format!("{status} (no body)") } else { status };
    let text = if description.is_empty() { status } else { format!("{status}: {description}") };
    let about = doc_attributes(&text, None);
    let ident = to_ident(name);
    let held = held_type(response, bodies, paths);
    if let (Status::Code(_), true) = (response.status, response.headers.is_empty()) {
        return match held {
            None => quote!(#about #ident),
            Some((_, ty)) => quote!(#about #ident(#ty)),
        };
    }
    let status = response
        .status
        .is_set_by_handler()
        .then(|| quote!(#[doc = " The status code."] status: axum::http::StatusCode,));
    let headers = (!response.headers.is_empty()).then(|| {
        let headers = to_ident(&headers.name);
        quote!(#[doc = " The headers."] headers: #headers,)
    });
    let held = held.map(|(field, ty)| match response.switches_protocols() {
        true => quote!(#[doc = " The switch to the other protocol."] #field: #ty,),
        false => quote!(#[doc = " The body."] #field: #ty,),
    });
    quote!(#about #ident { #status #headers #held })
}

/// Returns the field of a variant for the body or the upgrade, with its type.
fn held_type(response: &Response, bodies: &BodiesName, paths: &Paths<'_>) -> Option<(Ident, TokenStream)> {
    let ty = match (response.switches_protocols(), response.bodies.as_slice()) {
        (true, _) => paths.support("Upgrade"),
        (false, []) => return None,
        (false, [content]) => content_type(content, paths),
        (false, _) => {
            let bodies = to_ident(&bodies.name);
            quote!(#bodies)
        }
    };
    held_name(response).map(|name| (name, ty))
}

fn held_name(response: &Response) -> Option<Ident> {
    match (response.switches_protocols(), response.bodies.is_empty()) {
        (true, _) => Some(to_ident("upgrade")),
        (false, false) => Some(to_ident("body")),
        (false, true) => None,
    }
}

/// Whether a response with this status code to GET may have a body.
fn may_have_body(status: Status) -> bool {
    !matches!(status, Status::Code(100..200 | 204 | 205 | 304))
}

/// Emits `From` for each body type that only one response has, and for the enum of each response with several bodies.
fn emit_conversions(operation: &Operation, name: &OperationName, paths: &Paths<'_>) -> Vec<TokenStream> {
    let response = to_ident(&name.response);
    let types: Vec<Vec<Form>> = operation
        .responses
        .iter()
        .map(|response| response.bodies.iter().map(|content| body_form(content, paths)).collect())
        .collect();
    let mut conversions = Vec::new();
    let named = name.responses.iter().zip(&name.headers).zip(&name.bodies);
    for (declared, ((name, headers), bodies)) in operation.responses.iter().zip(named) {
        let Some(status) = converted_status(declared, operation) else { continue };
        let variant = to_ident(name);
        let headers = to_ident(&headers.name);
        let headers = (!declared.headers.is_empty()).then(|| quote!(headers: #headers::default(),));
        let mut add = |ty: &TokenStream, body: &TokenStream| {
            let value = match (status.is_empty(), &headers) {
                (true, None) => quote!(Self::#variant(#body)),
                _ if body.to_string() == "body" => quote!(Self::#variant { #status #headers body }),
                _ => quote!(Self::#variant { #status #headers body: #body }),
            };
            conversions.push(quote! {
                impl From<#ty> for #response {
                    fn from(body: #ty) -> Self {
                        #value
                    }
                }
            });
        };
        let mut main = declared.bodies.iter().zip(&bodies.variants);
        let main = main.find(|(content, _)| content.form.is_json());
        let (content, body) = match (declared.has_choice(), main) {
            (false, _) => (declared.bodies.first(), quote!(body)),
            (true, None) => (None, quote!(body)),
            (true, Some((content, variant))) => {
                let (bodies, variant) = (to_ident(&bodies.name), to_ident(variant));
                (Some(content), quote!(#bodies::#variant(body)))
            }
        };
        if let Some(content) = content {
            let form = body_form(content, paths);
            if types.iter().filter(|types| types.contains(&form)).count() == 1 {
                add(&content_type(content, paths), &body);
            }
        }
        if declared.has_choice() {
            let bodies = to_ident(&bodies.name);
            add(&quote!(#bodies), &quote!(body));
        }
    }
    conversions
}

/// Returns the field with the status code that `From` sets, or nothing if there is no such field. Returns `None` if
/// `From` cannot know the status code or a required header. A range of success responses without another success
/// response means 200.
fn converted_status(declared: &Response, operation: &Operation) -> Option<TokenStream> {
    if !declared.has_default_headers() {
        return None;
    }
    let others = || operation.responses.iter().filter(|other| other.status != declared.status);
    match declared.status {
        Status::Code(_) => Some(TokenStream::new()),
        Status::Range(2) if !others().any(|other| other.status.is_success()) => {
            Some(quote!(status: axum::http::StatusCode::OK,))
        }
        Status::Range(_) | Status::Default => None,
    }
}

/// Emits the status code of a response. A status code that the handler sets is checked.
fn emit_status(response: &Response, operation: &Operation, constant: &Ident) -> TokenStream {
    let has_body = !response.bodies.is_empty();
    let ranges = operation.responses.iter().filter_map(|response| match response.status {
        Status::Range(digit) => Some(Literal::u8_unsuffixed(digit)),
        Status::Code(_) | Status::Default => None,
    });
    let ranges: Vec<Literal> = ranges.collect();
    match response.status {
        Status::Code(code) => status(code, &TokenStream::new()),
        Status::Range(digit) => {
            let digit = Literal::u8_unsuffixed(digit);
            quote!(support::in_range(&operations::#constant, #digit, status, #has_body)?)
        }
        Status::Default if ranges.is_empty() => {
            quote!(undeclared(&operations::#constant, status, #has_body)?)
        }
        Status::Default => {
            quote!(support::outside_ranges(&operations::#constant, &[#(#ranges),*], status, #has_body)?)
        }
    }
}

/// Emits the function that renders a response.
pub(super) fn emit_rendering(operation: &Operation, name: &OperationName, names: &Names) -> TokenStream {
    let ident_ = to_ident(&name.response);
    let constant = to_ident(&name.constant);
    let arms = operation.responses.iter().zip(&name.responses).map(|(response, name)| {
        let variant = to_ident(name);
        let status = emit_status(response, operation, &constant);
        let own_status = response.status.is_set_by_handler().then(|| quote!(status,));
        let headers = (!response.headers.is_empty()).then(|| quote!(headers,));
        let held = held_name(response);
        let pattern = match (response.status, &headers, &held) {
            (Status::Code(_), None, None) => quote!(Self::#variant),
            (Status::Code(_), None, Some(held)) => quote!(Self::#variant(#held)),
            _ => quote!(Self::#variant { #own_status #headers #held }),
        };
        let empty = match operation.method == Method::Head && may_have_body(response.status) {
            _ if response.switches_protocols() => quote!(upgrade.into_response()),
            true => quote!(support::head(#status)),
            false => quote!(#status.into_response()),
        };
        let written = match response.bodies.as_slice() {
            [] => None,
            [content] => Some(emit_written(content, &status, operation, names)),
            several => {
                let accept = chooses(several, operation).then(|| quote!(, accept));
                Some(quote!(body.write(#status #accept)))
            }
        };
        let response = match (written, headers) {
            (None, None) => quote!(Ok(#empty)),
            (Some(written), None) => written,
            (None, Some(_)) => quote!(headers.write(#empty)),
            (Some(written), Some(_)) => quote!(headers.write(#written?)),
        };
        quote!(#pattern => #response,)
    });
    let chooses = operation.responses.iter().any(|response| chooses(&response.bodies, operation));
    let accept = if chooses { quote!(accept) } else { quote!(_) };
    let (of_trait, accept) = match operation.negotiates {
        false => (quote!(Render), None),
        true => (quote!(Negotiate), Some(quote!(, #accept: &Accept))),
    };
    quote! {
        impl #of_trait for #ident_ {
            fn render(self #accept) -> Result<Response, Rejection> {
                match self {
                    #(#arms)*
                }
            }
        }
    }
}

/// Emits the status code by its name in the `http` crate, or else by its number, with this path before it.
pub(super) fn status(code: u16, path: &TokenStream) -> TokenStream {
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
            let name = to_ident(name);
            quote!(#path StatusCode::#name)
        }
        None => {
            let code = Literal::u16_unsuffixed(code);
            quote!(#path StatusCode::from_u16(#code).unwrap_or(#path StatusCode::INTERNAL_SERVER_ERROR))
        }
    }
}
