//! The bodies of responses: how each is written, and an enum for each response with several bodies.

use super::checks::emit_all;
use super::docs::{code, doc_attributes, route_code};
use super::paths::{Paths, to_ident};
use crate::api::{Sequence, Status};
use crate::model::{Check, Content, EventChecks, Expr, Form, ItemFormat, Operation, Response};
use crate::names::{BodiesName, Names, OperationName};
use proc_macro2::TokenStream;
use quote::quote;

/// Emits an enum for each response of an operation with several bodies.
pub(super) fn emit_bodies<'a>(
    operation: &'a Operation,
    name: &'a OperationName,
    paths: &'a Paths<'_>,
) -> impl Iterator<Item = TokenStream> + 'a {
    let responses = operation.responses.iter().zip(&name.bodies);
    responses
        .filter(|(response, _)| response.has_choice())
        .map(|(response, name)| emit_enum(operation, response, name, paths))
}

fn emit_enum(
    operation: &Operation,
    response: &Response,
    name: &BodiesName,
    paths: &Paths<'_>,
) -> TokenStream {
    let route = route_code(operation);
    let of = match response.status {
        Status::Code(code) => format!("the {code} response of {route}"),
        Status::Range(digit) => format!("a {digit}XX response of {route}"),
        Status::Default => format!("a response of {route} with any other status code"),
    };
    let chooses = if operation.role.is_served() { "handler" } else { "receiver" };
    let about = doc_attributes(&format!("The body of {of}. The {chooses} chooses the media type."), None);
    let ident_ = to_ident(&name.name);
    let variants = response.bodies.iter().zip(&name.variants).map(|(content, name)| {
        let media_types: Vec<String> = content.media_types.iter().map(|name| code(name)).collect();
        let about = match media_types.as_slice() {
            [one] => format!("{one}."),
            several if !operation.role.is_served() => format!("{}.", several.join(" or ")),
            several => format!("{}, as the client prefers.", several.join(" or ")),
        };
        let about = doc_attributes(&about, None);
        let ident = to_ident(name);
        let ty = content_type(content, paths);
        quote!(#about #ident(#ty),)
    });
    let conversions = emit_conversions(response, name, paths);
    quote! {
        #about
        #[derive(Debug)]
        pub enum #ident_ {
            #(#variants)*
        }
        #conversions
    }
}

/// Emits `From` for the type of the first JSON body, and for each type that only one body has.
fn emit_conversions(response: &Response, name: &BodiesName, paths: &Paths<'_>) -> TokenStream {
    let forms: Vec<Form> = response.bodies.iter().map(|content| body_form(content, paths)).collect();
    let json = response.bodies.iter().position(|content| content.form.is_json());
    let ident_ = to_ident(&name.name);
    let bodies = response.bodies.iter().zip(&forms).zip(&name.variants).enumerate();
    let conversions = bodies.filter_map(|(index, ((content, form), variant))| {
        let unique = forms.iter().filter(|other| *other == form).count() == 1;
        if !unique && Some(index) != json {
            return None;
        }
        let variant = to_ident(variant);
        let ty = content_type(content, paths);
        Some(quote! {
            impl From<#ty> for #ident_ {
                fn from(body: #ty) -> Self {
                    Self::#variant(body)
                }
            }
        })
    });
    quote!(#(#conversions)*)
}

/// Returns the type of a body.
pub(super) fn content_type(content: &Content, paths: &Paths<'_>) -> TokenStream {
    match &content.form {
        Form::Items(expr, format) => items_type(("Items", "Events"), expr, *format, paths),
        _ => content.expr().map_or_else(|| quote!(Content), |expr| paths.ty(expr)),
    }
}

/// Returns the type of a stream of JSON values or of events, with one of these names.
pub(super) fn items_type(
    (values, events): (&'static str, &'static str),
    expr: &Expr,
    format: ItemFormat,
    paths: &Paths<'_>,
) -> TokenStream {
    let inner = paths.ty(expr);
    let outer = paths.support(if format == ItemFormat::Json { values } else { events });
    quote!(#outer<#inner>)
}

/// Returns a form that is equal for bodies with the same Rust type.
pub(super) fn body_form(content: &Content, paths: &Paths<'_>) -> Form {
    match &content.form {
        Form::Items(expr, ItemFormat::Json) => Form::Items(paths.resolve(expr), ItemFormat::Json),
        Form::Items(expr, ItemFormat::Events | ItemFormat::TextEvents) => {
            Form::Items(paths.resolve(expr), ItemFormat::Events)
        }
        _ => content.expr().map_or(Form::Bytes, |expr| Form::Json(paths.resolve(expr))),
    }
}

/// Whether one of these bodies has several media types that the client can choose from.
pub(super) fn chooses(bodies: &[Content], operation: &Operation) -> bool {
    operation.negotiates && bodies.iter().any(|content| content.media_types.len() > 1)
}

/// Emits the functions that write the enums.
pub(super) fn emit_writing<'a>(
    operation: &'a Operation,
    name: &'a OperationName,
    names: &'a Names,
) -> impl Iterator<Item = TokenStream> + 'a {
    let responses = operation.responses.iter().zip(&name.bodies);
    responses.filter(|(response, _)| response.has_choice()).map(move |(response, name)| {
        let ident_ = to_ident(&name.name);
        let accept = chooses(&response.bodies, operation).then(|| quote!(, accept: &Accept));
        let arms = response.bodies.iter().zip(&name.variants).map(|(content, variant)| {
            let variant = to_ident(variant);
            let written = emit_written(content, &quote!(status), operation, names);
            quote!(Self::#variant(body) => #written,)
        });
        quote! {
            impl #ident_ {
                fn write(self, status: StatusCode #accept) -> Result<Response, Rejection> {
                    match self {
                        #(#arms)*
                    }
                }
            }
        }
    })
}

/// Emits the call that creates a response with a body. If the client cannot choose, the first media type is used.
pub(super) fn emit_written(
    content: &Content,
    status: &TokenStream,
    operation: &Operation,
    names: &Names,
) -> TokenStream {
    let media_types = &content.media_types;
    let chosen = match media_types.as_slice() {
        [only] => quote!(#only),
        [first, ..] if !operation.negotiates => quote!(#first),
        all => quote!(accept.choose(&[#(#all),*])),
    };
    if let Form::Items(_, format) = content.form {
        let body = emit_rule(&quote!(body), (&content.checks, &content.event), format, names);
        let write = to_ident(match format {
            ItemFormat::Json => "items",
            ItemFormat::Events => "events",
            ItemFormat::TextEvents => "text_events",
        });
        return quote!(support::#write(#status, #chosen, #body));
    }
    let body = match emit_all(&content.checks, names) {
        None => quote!(&body),
        Some(rule) => quote!(support::checked_content(&body, #rule)?),
    };
    match &content.form {
        Form::Json(_) if *media_types == ["application/json"] => quote!(json(#status, #body)),
        Form::Json(_) if media_types.iter().any(|name| Sequence::of(name).is_some()) => {
            quote!(support::json_list(#status, #chosen, #body))
        }
        Form::Json(_) => quote!(support::json_as(#status, #chosen, #body)),
        Form::Text(_) => quote!(support::text(#status, #chosen, #body)),
        Form::JsonOrText(_) => quote!(support::json_or_text(#status, #chosen, #body)),
        Form::Bytes | Form::Items(..) => {
            quote!(support::bytes(#status, &[#(#media_types),*], #chosen, body))
        }
    }
}

/// Emits a stream with the rules of its items, if there are any.
pub(super) fn emit_rule(
    items: &TokenStream,
    (checks, event): (&[Check], &EventChecks),
    format: ItemFormat,
    names: &Names,
) -> TokenStream {
    match emit_item_rule(checks, event, format, names) {
        None => items.clone(),
        Some(rule) => quote!(#items.checked(#rule)),
    }
}

/// Emits the rules of each item of a stream.
pub(super) fn emit_item_rule(
    checks: &[Check],
    event: &EventChecks,
    format: ItemFormat,
    names: &Names,
) -> Option<TokenStream> {
    let rule = emit_all(checks, names).map(|rule| match format {
        ItemFormat::Json => rule,
        ItemFormat::Events | ItemFormat::TextEvents => quote!(support::of_data(#rule)),
    });
    let of_event = to_ident(if event.in_string { "of_event_with_json" } else { "of_event" });
    let of_event = emit_all(&event.checks, names).map(|rule| quote!(support::#of_event(#rule)));
    [rule, of_event].into_iter().flatten().reduce(|one, other| quote!(check::both(#one, #other)))
}
