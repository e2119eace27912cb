//! The functions that read responses.

use super::super::checks::emit_all;
use super::super::docs::route_code;
use super::super::paths::{Paths, to_ident};
use super::super::response_bodies::emit_item_rule;
use crate::api::{Sequence, Status};
use crate::model::{Content, Form, Header, HeaderForm, ItemFormat, Operation, Response};
use crate::names::{BodiesName, HeadersName, Names, OperationName};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// Emits the function that reads the response of an operation, and those for its headers and its bodies.
pub(super) fn emit_response(operation: &Operation, name: &OperationName, paths: &Paths<'_>) -> TokenStream {
    let ident = paths.of_operation(name, &name.response);
    let (matched, is_used) = emit_matched(operation, name, Strictness::Strict, paths);
    let body = if is_used { quote!(body) } else { quote!(_) };
    let route = route_code(operation);
    let about = format!(" Reads the response of {route}, whose body has been received.");
    let parts = emit_parts(operation, name, Strictness::Strict, paths);
    quote! {
        impl #ident {
            #[doc = #about]
            ///
            /// # Errors
            /// Returns an error if the spec does not declare the response, or if the response does not match its
            /// declaration.
            pub fn read(
                parts: &axum::http::response::Parts,
                #body: axum::body::Bytes,
            ) -> Result<Self, OutgoingError> {
                #matched
            }
        }

        #parts
    }
}

/// Whether a response is checked against the constraints of its schemas.
#[derive(Clone, Copy, PartialEq)]
pub(in super::super) enum Strictness {
    Strict,
    /// Constraints are not checked, so that a server that is not exact can be called. Types and required properties are.
    Lenient,
}

/// Emits the body of the function that reads a response, and whether it uses the body of the response.
pub(in super::super) fn emit_matched(
    operation: &Operation,
    name: &OperationName,
    strictness: Strictness,
    paths: &Paths<'_>,
) -> (TokenStream, bool) {
    let id = super::id_of(operation, name);
    let arms = arms_of(operation, name, |response, variant, parts| {
        emit_variant(response, variant, parts, name, strictness, paths)
    });
    let has_default = arms.iter().any(|(status, _)| *status == Status::Default);
    let matched = match arms.as_slice() {
        [(Status::Default, value)] => value.clone(),
        arms => {
            let arms = arms.iter().map(|(status, value)| {
                let pattern = emit_pattern(*status);
                quote!(#pattern => #value,)
            });
            let other = (!has_default).then(|| quote!(_ => Err(response.undeclared_status()),));
            quote!(match parts.status.as_u16() { #(#arms)* #other })
        }
    };
    let mut own = operation.responses.iter();
    let is_used = !has_default || own.any(|own| !own.headers.is_empty() || !own.bodies.is_empty());
    let response = is_used.then(|| quote!(let response = support::ReceivedResponse::new(#id, parts, body);));
    (quote!(#response #matched), is_used)
}

/// Returns a value for each response, in the order in which a status code selects it.
pub(in super::super) fn arms_of<T>(
    operation: &Operation,
    name: &OperationName,
    value: impl Fn(&Response, &str, (&HeadersName, &BodiesName)) -> T,
) -> Vec<(Status, T)> {
    let parts = operation.responses.iter().zip(&name.responses).zip(name.headers.iter().zip(&name.bodies));
    // A response that switches protocols has no body that could be read.
    let read = parts.filter(|((response, _), _)| !response.switches_protocols());
    let arms = read.map(|((response, variant), parts)| (response.status, value(response, variant, parts)));
    let mut arms: Vec<_> = arms.collect();
    // "A response code that is declared explicitly takes precedence over the range definition for that code."
    arms.sort_by_key(|(status, _)| match status {
        Status::Code(_) => 0,
        Status::Range(_) => 1,
        Status::Default => 2,
    });
    arms
}

/// Emits the functions that read the headers and the bodies with several media types.
pub(in super::super) fn emit_parts(
    operation: &Operation,
    name: &OperationName,
    strictness: Strictness,
    paths: &Paths<'_>,
) -> TokenStream {
    let parts = || operation.responses.iter().zip(name.headers.iter().zip(&name.bodies));
    let headers = parts().filter(|(response, _)| !response.headers.is_empty());
    let headers =
        headers.map(|(response, (headers, _))| emit_headers(response, headers, name, strictness, paths));
    let bodies = parts().filter(|(response, _)| response.has_choice());
    let bodies = bodies.map(|(response, (_, bodies))| emit_choice(response, bodies, name, strictness, paths));
    quote!(#(#headers)* #(#bodies)*)
}

/// Emits the pattern for a status code.
pub(in super::super) fn emit_pattern(status: Status) -> TokenStream {
    match status {
        Status::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        Status::Range(digit) => {
            let first = u16::from(digit) * 100;
            let last = Literal::u16_unsuffixed(first + 99);
            let first = Literal::u16_unsuffixed(first);
            quote!(#first..=#last)
        }
        Status::Default => quote!(_),
    }
}

/// Emits the variant of a response.
fn emit_variant(
    response: &Response,
    variant: &str,
    (headers, bodies): (&HeadersName, &BodiesName),
    name: &OperationName,
    strictness: Strictness,
    paths: &Paths<'_>,
) -> TokenStream {
    let variant = to_ident(variant);
    let status = response.status.is_set_by_handler().then(|| quote!(status: parts.status,));
    let headers = (!response.headers.is_empty()).then(|| {
        let ident = paths.of_operation(name, &headers.name);
        quote!(headers: #ident::read(&response)?,)
    });
    let body = match response.bodies.as_slice() {
        [] => None,
        [content] => Some(emit_content(content, strictness, paths.names())),
        _ => {
            let ident = paths.of_operation(name, &bodies.name);
            Some(quote!(#ident::read(&response)?))
        }
    };
    match (status.is_none() && headers.is_none(), body) {
        (true, None) => quote!(Ok(Self::#variant)),
        (true, Some(body)) => quote!(Ok(Self::#variant(#body))),
        (false, body) => {
            let body = body.map(|body| quote!(body: #body,));
            quote!(Ok(Self::#variant { #status #headers #body }))
        }
    }
}

/// Emits the value of a body.
fn emit_content(content: &Content, strictness: Strictness, names: &Names) -> TokenStream {
    let types = &content.media_types;
    let read = to_ident(match content.form {
        Form::Json(_) if types.iter().any(|name| Sequence::of(name).is_some()) => "read_json_list",
        Form::Json(_) => "read_json",
        Form::Text(_) => "read_text",
        Form::JsonOrText(_) => "read_json_or_text",
        Form::Bytes => "read_bytes",
        Form::Items(_, ItemFormat::Json) => "read_items",
        Form::Items(_, ItemFormat::Events) => "read_events",
        Form::Items(_, ItemFormat::TextEvents) => "read_text_events",
    });
    let value = quote!(response.#read(&[#(#types),*])?);
    if let Form::Items(_, format) = content.form {
        let rule = emit_item_rule(&content.checks, &content.event, format, names);
        let rule = rule.filter(|_| strictness == Strictness::Strict);
        return rule.map_or(value.clone(), |rule| quote!(response.check_received_items(#value, #rule)));
    }
    match emit_all(&content.checks, names).filter(|_| strictness == Strictness::Strict) {
        None => value,
        Some(rule) => quote!(response.check_received("the body", #value, #rule)?),
    }
}

/// Emits the media types of each body.
pub(in super::super) fn emit_declared(response: &Response) -> TokenStream {
    let declared = response.bodies.iter().map(|content| {
        let types = &content.media_types;
        quote!(&[#(#types),*])
    });
    quote!(&[#(#declared),*])
}

/// Emits the function that reads a body in one of several media types.
fn emit_choice(
    response: &Response,
    bodies: &BodiesName,
    name: &OperationName,
    strictness: Strictness,
    paths: &Paths<'_>,
) -> TokenStream {
    let ident = paths.of_operation(name, &bodies.name);
    let declared = emit_declared(response);
    let arms = response.bodies.iter().zip(&bodies.variants).enumerate();
    let arms = arms.map(|(index, (content, variant))| {
        let variant = to_ident(variant);
        let value = emit_content(content, strictness, paths.names());
        let last = index + 1 == response.bodies.len();
        let index = Literal::usize_unsuffixed(index);
        if last { quote!(_ => Self::#variant(#value),) } else { quote!(#index => Self::#variant(#value),) }
    });
    quote! {
        impl #ident {
            fn read(response: &support::ReceivedResponse<'_>) -> Result<Self, OutgoingError> {
                Ok(match response.choose_content(#declared)? {
                    #(#arms)*
                })
            }
        }
    }
}

/// Emits the function that reads the headers of a response.
fn emit_headers(
    response: &Response,
    headers: &HeadersName,
    name: &OperationName,
    strictness: Strictness,
    paths: &Paths<'_>,
) -> TokenStream {
    let ident = paths.of_operation(name, &headers.name);
    let fields = response.headers.iter().zip(&headers.fields).map(|(header, field)| {
        let field = to_ident(field);
        let value = emit_header(header, strictness, paths.names());
        quote!(#field: #value,)
    });
    quote! {
        impl #ident {
            fn read(response: &support::ReceivedResponse<'_>) -> Result<Self, OutgoingError> {
                Ok(Self { #(#fields)* })
            }
        }
    }
}

/// Emits the value of a header.
fn emit_header(header: &Header, strictness: Strictness, names: &Names) -> TokenStream {
    let name = &header.name;
    let value = match (header.form, header.is_list(), header.required) {
        (HeaderForm::Json, _, true) => quote!(response.required_json_header(#name)?),
        (HeaderForm::Json, _, false) => quote!(response.optional_json_header(#name)?),
        (HeaderForm::Text(_), false, true) => quote!(response.required_header(#name)?),
        (HeaderForm::Text(_), false, false) => quote!(response.optional_header(#name)?),
        (HeaderForm::Text(style), true, required) => {
            // `Set-Cookie` is the only header that is repeated instead of a list.
            let separator = style.separator().filter(|_| !header.name.eq_ignore_ascii_case("set-cookie"));
            let separator = match separator {
                Some(separator) => quote!(Some(#separator)),
                None => quote!(None),
            };
            match required {
                true => quote!(response.required_header_items(#name, #separator)?),
                false => quote!(response.header_items(#name, #separator)?),
            }
        }
    };
    let rule = emit_all(&header.checks, names).filter(|_| strictness == Strictness::Strict);
    let Some(rule) = rule else { return value };
    let rule = match (header.required, header.is_list()) {
        (true, _) => rule,
        (false, true) => quote!(check::any_items(#rule)),
        (false, false) => quote!(check::present(#rule)),
    };
    let what = format!("the header `{name}`");
    quote!(response.check_received(#what, #value, #rule)?)
}
