//! The methods of the client, and the functions that write their requests and read their responses.

use super::super::docs::{docs_of, inline, route_code};
use super::super::outgoing::forms::emit_late_fields;
use super::super::outgoing::requests::{Checked, emit_content, emit_new};
use super::super::outgoing::responses::{
    Strictness, arms_of, emit_declared, emit_matched, emit_parts, emit_pattern,
};
use super::super::paths::{Paths, to_ident};
use super::super::requests::has_request;
use super::success::emit_success;
use crate::api::{Location, Status};
use crate::model::{Form, Operation, Response, Segment};
use crate::names::OperationName;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// Emits the methods of the client for some operations, and the functions that they call.
pub(super) fn emit_operations<'m>(
    operations: impl Iterator<Item = (&'m Operation, &'m OperationName)>,
    base: &str,
    paths: &Paths<'_>,
) -> Vec<TokenStream> {
    let mut methods = Vec::new();
    let mut items = Vec::new();
    for (operation, name) in operations {
        methods.push(emit_method(operation, name, base, paths));
        items.extend(emit_writing(operation, name, base, paths));
        items.extend(emit_late_fields(operation, name, paths));
        items.push(emit_reading(operation, name, paths));
        items.push(emit_parts(operation, name, Strictness::Lenient, paths));
    }
    if methods.is_empty() {
        return items;
    }
    let client = quote! {
        impl Client {
            #(#methods)*
        }
    };
    std::iter::once(client).chain(items).collect()
}

fn emit_method(operation: &Operation, name: &OperationName, base: &str, paths: &Paths<'_>) -> TokenStream {
    let summary = operation.summary.as_deref().map(inline).unwrap_or_default();
    let route = route_code(operation);
    let line = if summary.is_empty() { route } else { format!("{route}: {summary}") };
    let about = docs_of(&line, &operation.docs, None);
    let deprecated = operation.docs.deprecated.then(|| quote!(#[doc = ""] #[doc = " Deprecated."]));
    let method = to_ident(&name.client_method);
    let response = paths.of_operation(name, &name.response);
    let constant = paths.constant(name);
    let request = has_request(operation).then(|| {
        let request = paths.of_operation(name, &name.request);
        quote!(, request: #request)
    });
    let (written, statement) = match request {
        Some(_) => (quote!(request.write()), None),
        None => {
            let written = emit_start(operation, name, base);
            (quote!(request), Some(quote!(let request = #written;)))
        }
    };
    let sent = match is_streamed(operation) {
        false => quote!(self.0.send_request(&#constant, #written, #response::read)),
        true => {
            quote!(self.0.send_for_stream(&#constant, #written, #response::is_streamed, #response::read))
        }
    };
    quote! {
        #about
        #deprecated
        pub fn #method(&self #request) -> Reply<#response> {
            #statement
            #sent
        }
    }
}

/// Emits a request with its path and its security, but without parameters.
fn emit_start(operation: &Operation, name: &OperationName, base: &str) -> TokenStream {
    let new = emit_new(operation, name);
    let template = template(operation);
    let own = super::has_own_server(operation, base).then(|| quote!(.with_own_server()));
    let alternatives = operation.access.alternatives().iter();
    let alternatives: Vec<_> =
        alternatives.map(|alternative| Literal::usize_unsuffixed(alternative.requirement)).collect();
    let secured = (!alternatives.is_empty()).then(|| quote!(.secured_by(&[#(#alternatives),*])));
    let selectors = emit_selectors(operation);
    quote!(#new.at_path(#template) #own #secured #(#selectors)*)
}

/// Emits the query of the path, apart from parameters that the caller sets.
fn emit_selectors(operation: &Operation) -> impl Iterator<Item = TokenStream> {
    let is_parameter = |name: &String| {
        let mut parameters = operation.parameters.iter();
        parameters.any(|parameter| parameter.location == Location::Query && parameter.name == *name)
    };
    let selectors = operation.path.selectors.iter();
    let selectors = selectors.filter(move |selector| selector.is_sent && !is_parameter(&selector.name));
    selectors.map(|selector| {
        let (name, value) = (&selector.name, selector.value.as_deref().unwrap_or_default());
        quote!(.add_query(#name, &#value, support::ParameterStyle::Exploded))
    })
}

/// Emits the function that writes a request.
fn emit_writing(
    operation: &Operation,
    name: &OperationName,
    base: &str,
    paths: &Paths<'_>,
) -> Option<TokenStream> {
    if !has_request(operation) {
        return None;
    }
    let request = paths.of_operation(name, &name.request);
    let start = emit_start(operation, name, base);
    let written = match emit_content(operation, name, &start, Checked::Never, paths) {
        (written, None) => written,
        (written, Some(body)) => quote!(let request = #written; #body),
    };
    Some(quote! {
        impl #request {
            fn write(self) -> support::OutgoingRequest {
                #written
            }
        }
    })
}

/// Emits the functions that read a response.
fn emit_reading(operation: &Operation, name: &OperationName, paths: &Paths<'_>) -> TokenStream {
    let response = paths.of_operation(name, &name.response);
    let (matched, is_used) = emit_matched(operation, name, Strictness::Lenient, paths);
    let body = if is_used { quote!(body) } else { quote!(_) };
    let success = emit_success(operation, name, paths);
    let streamed = is_streamed(operation).then(|| emit_is_streamed(operation, name));
    quote! {
        impl #response {
            fn read(
                parts: &axum::http::response::Parts,
                #body: support::ReceivedBody,
            ) -> Result<Self, OutgoingError> {
                #matched
            }
            #streamed
            #success
        }
    }
}

/// Returns whether a body of a response is read while it arrives.
fn is_streamed(operation: &Operation) -> bool {
    let mut bodies = operation.responses.iter().flat_map(|response| &response.bodies);
    bodies.any(|content| is_stream(&content.form))
}

fn is_stream(form: &Form) -> bool {
    matches!(form, Form::Bytes | Form::Items(..))
}

/// Emits the function that selects the responses whose body is read while it arrives.
fn emit_is_streamed(operation: &Operation, name: &OperationName) -> TokenStream {
    let arms = arms_of(operation, name, |response, _, _| emit_streamed(response, operation, name));
    let matched = match arms.as_slice() {
        [(Status::Default, value)] => value.clone(),
        arms => {
            let has_default = arms.iter().any(|(status, _)| *status == Status::Default);
            let arms = arms.iter().map(|(status, value)| {
                let pattern = emit_pattern(*status);
                quote!(#pattern => #value,)
            });
            let other = (!has_default).then(|| quote!(_ => false,));
            quote!(match parts.status.as_u16() { #(#arms)* #other })
        }
    };
    let is_used = !matches!(arms.as_slice(), [(Status::Default, value)] if value.to_string() == "true");
    let parts = if is_used { quote!(parts) } else { quote!(_) };
    quote! {
        #[allow(clippy::match_like_matches_macro, reason = "each response has its line")]
        fn is_streamed(#parts: &axum::http::response::Parts) -> bool {
            #matched
        }
    }
}

/// Emits whether the body of a response is read while it arrives. Its media type may decide.
fn emit_streamed(response: &Response, operation: &Operation, name: &OperationName) -> TokenStream {
    let streams = || response.bodies.iter().enumerate().filter(|(_, content)| is_stream(&content.form));
    if streams().next().is_none() {
        return quote!(false);
    }
    if streams().count() == response.bodies.len() {
        return quote!(true);
    }
    let id = super::super::outgoing::id_of(operation, name);
    let declared = emit_declared(response);
    let indexes = streams().map(|(index, _)| Literal::usize_unsuffixed(index));
    quote! {
        support::ReceivedResponse::new(#id, parts, axum::body::Bytes::new())
            .choose_content(#declared)
            .is_ok_and(|index| matches!(index, #(#indexes)|*))
    }
}

/// Returns the template of the path, with escapes. Each variable is its name in braces.
fn template(operation: &Operation) -> String {
    let segments = operation.path.segments.iter().map(|segment| match segment {
        Segment::Literal(text) => escape(text),
        Segment::Variable(name) => format!("{{{name}}}"),
        Segment::Parted { texts, variables } => {
            let mut texts = texts.iter();
            let first = texts.next().cloned().unwrap_or_default();
            let pairs = variables.iter().zip(texts);
            pairs.fold(first, |whole, (name, text)| format!("{whole}{{{name}}}{text}"))
        }
    });
    segments.fold(String::new(), |path, segment| path + "/" + &segment)
}

/// Percent-encodes a literal part of a path, apart from the characters that RFC 3986, section 3.3, allows in it.
pub(super) fn escape(text: &str) -> String {
    let bytes = text.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        byte if b"-._~!$&'()*+,;=:@%/".contains(&byte) => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    bytes.collect()
}
