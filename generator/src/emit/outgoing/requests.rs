//! The functions that create requests.

use super::super::checks::emit_all;
use super::super::docs::{code, doc_attributes, inline, listed};
use super::super::paths::{Paths, to_ident};
use super::super::requests::has_request;
use super::super::response_bodies::emit_item_rule;
use super::super::{alternatives, arguments};
use super::forms;
use super::parameters::emit_parameter;
use crate::api::{Location, Source};
use crate::model::{Body, BodyContent, Content, ItemFormat, Operation, Parameter, Payload, Role};
use crate::names::{Names, OperationName};
use proc_macro2::TokenStream;
use quote::quote;

/// Emits the function that creates the request of an operation.
pub(super) fn emit_request(operation: &Operation, name: &OperationName, paths: &Paths<'_>) -> TokenStream {
    // A request without parameters and without a body has its struct here, even if it is received.
    let ident = to_ident(&name.request);
    let request = match has_request(operation) {
        true => paths.of_operation(name, &name.request),
        false => quote!(#ident),
    };
    let about = emit_docs(operation);
    let new = emit_new(operation, name);
    let written = match emit_content(operation, name, &new, Checked::IfResponsesAre, paths) {
        (written, None) => quote!(#written.send_to(target)),
        (written, Some(body)) => quote! {
            let request = #written;
            let request = #body;
            request.send_to(target)
        },
    };
    quote! {
        impl #request {
            #about
            pub fn into_request(
                self,
                target: &axum::http::Uri,
            ) -> Result<axum::http::Request<axum::body::Body>, OutgoingError> {
                #written
            }
        }
    }
}

/// Emits a request without content.
pub(in super::super) fn emit_new(operation: &Operation, name: &OperationName) -> TokenStream {
    let id = super::id_of(operation, name);
    let method = operation.method.name();
    let accept = accepted(operation);
    quote!(support::OutgoingRequest::new(#id, #method, &[#(#accept),*]))
}

/// Whether the values of a request are checked.
#[derive(Clone, Copy, PartialEq)]
pub(in super::super) enum Checked {
    IfResponsesAre,
    /// The receiver checks them.
    Never,
}

/// Emits a request with its parameters, and the expression for the same request with its body.
pub(in super::super) fn emit_content(
    operation: &Operation,
    name: &OperationName,
    request: &TokenStream,
    checked: Checked,
    paths: &Paths<'_>,
) -> (TokenStream, Option<TokenStream>) {
    let names = paths.names();
    let all = || operation.parameters.iter().zip(&name.parameters);
    // The optional fields of a form with files are not in the request.
    let checks =
        all().filter(|(parameter, _)| checked != Checked::Never && !operation.may_come_late(parameter));
    let checks = checks.filter_map(|(parameter, field)| emit_check(parameter, field, names));
    let parameters = all().filter(|(parameter, _)| parameter.location != Location::Form);
    let parameters = parameters.map(|(parameter, field)| emit_parameter(parameter, field));
    let body = operation.body.as_ref().map(|body| emit_body(body, name, checked, paths));
    let form = operation.form.as_ref().map(|form| forms::emit_form(operation, form, name, paths));
    (quote!(#request #(#checks)* #(#parameters)*), body.or(form))
}

/// The docs of the target.
const TARGET: &str = "The target is the URL of the receiver. Validate a target that comes from a client. Otherwise, the client can make\nyour server send requests to any address, also inside your network (server-side request forgery).";

fn emit_docs(operation: &Operation) -> TokenStream {
    let method = operation.method.name();
    let summary = operation.summary.as_deref().map(|text| format!(": {}", inline(text)));
    let summary = summary.map(|text| text.strip_suffix('.').map(str::to_owned).unwrap_or(text));
    let what = match &operation.role {
        Role::Sent(Source::Callback(name)) => format!("the callback {}", code(name)),
        role => format!("the webhook {}", code(role.webhook().unwrap_or_default())),
    };
    let first = format!("Creates the {method} request of {what}{}.", summary.unwrap_or_default());
    let mut more: Vec<String> = TARGET.lines().map(str::to_owned).collect();
    if !operation.receiver.is_empty() {
        let schemes: Vec<String> = operation.receiver.iter().map(|name| code(name)).collect();
        more.push(format!(
            "The receiver declares security: add the credentials of {} to the headers of the request.",
            listed(&schemes)
        ));
    }
    more.push(String::new());
    let errors = "# Errors\nReturns an error if a value cannot be written. If responses are checked, also if a value does not match its declaration.";
    more.extend(errors.lines().map(str::to_owned));
    let lines = more.iter().map(|line| format!(" {line}"));
    let first = doc_attributes(&first, operation.docs.description.as_deref());
    quote!(#first #[doc = ""] #(#[doc = #lines])*)
}

/// Returns the media types of all responses, in order.
fn accepted(operation: &Operation) -> Vec<&str> {
    let mut accepted: Vec<&str> = Vec::new();
    let contents = operation.responses.iter().flat_map(|response| &response.bodies);
    for media_type in contents.flat_map(|Content { media_types, .. }| media_types) {
        // A response in another charset is text as well, and its reader decides.
        let media_type = media_type.strip_suffix("; charset=utf-8").unwrap_or(media_type);
        if !accepted.contains(&media_type) {
            accepted.push(media_type);
        }
    }
    accepted
}

/// Emits the check of a parameter's rules.
fn emit_check(parameter: &Parameter, field: &str, names: &Names) -> Option<TokenStream> {
    let rule = emit_all(&parameter.checks, names)?;
    let rule = match (arguments::is_list(parameter), arguments::is_optional(parameter)) {
        (true, _) if !parameter.required => quote!(check::any_items(#rule)),
        (false, true) => quote!(check::present(#rule)),
        _ => rule,
    };
    let what = format!("the parameter {}", code(&parameter.name));
    let field = to_ident(field);
    Some(quote!(.check_value(#what, &self.#field, #rule)))
}

/// Emits the expression for the request with its body.
fn emit_body(body: &Body, name: &OperationName, checked: Checked, paths: &Paths<'_>) -> TokenStream {
    let field = to_ident(&name.body);
    let value = quote!(self.#field);
    let own = if body.required { value.clone() } else { quote!(body) };
    let written = match body.alternatives.as_slice() {
        [only, ..] if !body.is_enum() => emit_written(only, &own, checked, paths.names()),
        alternatives => {
            let ident = paths.of_operation(name, &name.body_type);
            let arms = alternatives.iter().zip(&name.body_variants).map(|(alternative, variant)| {
                let variant = to_ident(variant);
                let written = emit_written(alternative, &quote!(body), checked, paths.names());
                quote!(#ident::#variant(body) => #written,)
            });
            quote!(match #own { #(#arms)* })
        }
    };
    match body.required {
        true => written,
        false => quote!(match #value { Some(body) => #written, None => request }),
    }
}

/// Emits the call that writes a body in the first of its media types.
fn emit_written(
    alternative: &BodyContent,
    body: &TokenStream,
    checked: Checked,
    names: &Names,
) -> TokenStream {
    if let Payload::Items(_, format) = alternative.payload {
        return emit_items(alternative, body, format, checked, names);
    }
    let media_type = sent_as(&alternative.payload);
    let check = emit_all(&alternative.checks, names).filter(|_| checked != Checked::Never);
    let check = check.map(|rule| quote!(.check_value("the body", &#body, #rule)));
    let written = match &alternative.payload {
        Payload::Json(_) if checked == Checked::Never => quote!(.write_json(#media_type, &#body)),
        Payload::Json(_) => quote!(.write_checked_json(#media_type, &#body)),
        Payload::Text(_) | Payload::TextOrJson(..) => quote!(.write_text(#media_type, &#body)),
        Payload::Stream(types) | Payload::Items(types, _) => quote!(.write_stream(&[#(#types),*], #body)),
        Payload::List(_) => quote!(.write_json_list(#media_type, &#body)),
        Payload::Urlencoded(fields) => {
            let fields = alternatives::emit_form_fields(fields);
            quote!(.write_form(#fields, &#body))
        }
        Payload::Multipart(fields) => {
            let fields = alternatives::emit_form_fields(fields);
            quote!(.write_multipart(#fields, &#body))
        }
    };
    quote!(request #check #written)
}

/// Emits the call that writes a stream of items.
fn emit_items(
    alternative: &BodyContent,
    body: &TokenStream,
    format: ItemFormat,
    checked: Checked,
    names: &Names,
) -> TokenStream {
    let media_type = sent_as(&alternative.payload);
    let write = to_ident(match format {
        ItemFormat::Json => "write_items",
        ItemFormat::Events => "write_events",
        ItemFormat::TextEvents => "write_text_events",
    });
    let rule = emit_item_rule(&alternative.checks, &alternative.event, format, names);
    let rule = rule.filter(|_| checked != Checked::Never).map(|rule| quote!(.checked_when_sent(#rule)));
    quote!(request.#write(#media_type, #body #rule))
}

/// Returns the first media type that is not a range.
fn sent_as(payload: &Payload) -> &str {
    let types = match payload {
        Payload::Json(types)
        | Payload::Text(types)
        | Payload::TextOrJson(types, _)
        | Payload::Stream(types)
        | Payload::List(types)
        | Payload::Items(types, _) => types,
        Payload::Urlencoded(_) | Payload::Multipart(_) => return "",
    };
    let default = match payload {
        Payload::Json(_) => "application/json",
        Payload::Stream(_) => "application/octet-stream",
        _ => "text/plain",
    };
    types.iter().find(|name| !name.contains('*')).map_or(default, String::as_str)
}
