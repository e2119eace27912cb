//! Request bodies: their types, and the code that decodes them. If the media types of a body have different types, the
//! body is an enum.

use super::checks::emit_all;
use super::docs::{code, doc_attributes, listed, route_code};
use super::paths::{Paths, to_ident};
use super::response_bodies::emit_rule;
use crate::model::{Body, BodyContent, FormField, ItemFormat, Operation, Payload, Written};
use crate::names::{Names, OperationName};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// Emits the type of a body.
pub(super) fn emit_type(body: &Body, name: &OperationName, paths: &Paths<'_>) -> TokenStream {
    match body.alternatives.first() {
        _ if body.is_enum() => {
            let name = to_ident(&name.body_type);
            quote!(#name)
        }
        Some(only) => emit_own_type(only, paths),
        None => quote!(()),
    }
}

fn emit_own_type(alternative: &BodyContent, paths: &Paths<'_>) -> TokenStream {
    match alternative.payload {
        Payload::Stream(_) => paths.support("BodyStream"),
        Payload::Items(_, ItemFormat::Json) => {
            let (stream, item) = (paths.support("ItemStream"), paths.ty(&alternative.expr));
            quote!(#stream<#item>)
        }
        Payload::Items(_, ItemFormat::Events | ItemFormat::TextEvents) => {
            let (stream, event) = (paths.support("ItemStream"), paths.support("Event"));
            let data = paths.ty(&alternative.expr);
            quote!(#stream<#event<#data>>)
        }
        _ => paths.ty(&alternative.expr),
    }
}

/// Emits the enum of a body with several types.
pub(super) fn emit_enum(
    operation: &Operation,
    name: &OperationName,
    paths: &Paths<'_>,
) -> Option<TokenStream> {
    let body = operation.body.as_ref().filter(|body| body.is_enum())?;
    let about = format!("The body of {}. The `Content-Type` of the request chooses.", route_code(operation));
    let about = doc_attributes(&about, None);
    let variants = body.alternatives.iter().zip(&name.body_variants).map(|(alternative, variant)| {
        let types: Vec<String> = alternative.payload.media_types().into_iter().map(code).collect();
        let docs = doc_attributes(&format!("{}.", listed(&types)), None);
        let variant = to_ident(variant);
        let ty = emit_own_type(alternative, paths);
        quote!(#docs #variant(#ty),)
    });
    let ident = to_ident(&name.body_type);
    Some(quote! {
        #about
        #[derive(Debug)]
        pub enum #ident {
            #(#variants)*
        }
    })
}

/// Emits the body's value, and the check of its rules.
pub(super) fn emit_body(body: &Body, name: &OperationName, names: &Names) -> TokenStream {
    let is_received = body.is_received();
    if let [only] = body.alternatives.as_slice() {
        return emit_value(only, body.required, (is_received, false), names);
    }
    let types = body.media_types();
    let decoders = body.alternatives.iter().enumerate().flat_map(|(index, alternative)| {
        let index = Literal::usize_unsuffixed(index);
        alternative.payload.media_types().into_iter().map(move |_| index.clone())
    });
    let ident = body.is_enum().then(|| to_ident(&name.body_type));
    let arms = body.alternatives.iter().enumerate().map(|(index, alternative)| {
        let value = emit_value(alternative, body.required, (is_received, body.has_items()), names);
        let variant = name.body_variants.get(index).map(|name| to_ident(name));
        let index = Literal::usize_unsuffixed(index);
        match (&ident, variant, body.required) {
            (Some(ident), Some(variant), true) => quote!(Some(#index) => #ident::#variant(#value),),
            (Some(ident), Some(variant), false) => quote!(Some(#index) => #value.map(#ident::#variant),),
            _ => quote!(Some(#index) => #value,),
        }
    });
    let absent = if body.required { quote!(return Err(Rejection::MissingBody)) } else { quote!(None) };
    quote!({
        let mut body = body;
        match support::choose_body(cx.headers(), &mut body, &[#(#types),*], &[#(#decoders),*]).await? {
            #(#arms)*
            _ => #absent,
        }
    })
}

/// Emits the value of an alternative. The bytes of a JSON body may already be received.
///
/// | payload | function |
/// |---|---|
/// | JSON | `json_body`, or `chosen_json_body` if the bytes are not received |
/// | text | `text_body`, `text_or_json_body` |
/// | a stream | `stream` |
/// | a form | `form_body`, `multipart_body` |
/// | an array in lines | `json_list_body` |
/// | items | `json_items`, `json_events`, `text_events_body` |
///
/// Next to items, which are limited one by one, another body needs a limit of its own.
fn emit_value(
    alternative: &BodyContent,
    required: bool,
    (is_received, is_next_to_items): (bool, bool),
    names: &Names,
) -> TokenStream {
    let payload = &alternative.payload;
    let all = payload.media_types();
    let body = match payload {
        Payload::Items(..) => quote!(body),
        _ if is_next_to_items => quote!(support::with_limit(cx, body)),
        _ => quote!(body),
    };
    let (reader, arguments) = match payload {
        Payload::Json(_) if is_received => ("json_body", quote!(body)),
        Payload::Json(_) => ("chosen_json_body", quote!(cx.headers(), &[#(#all),*], #body)),
        Payload::Text(_) => ("text_body", quote!(cx.headers(), &[#(#all),*], #body)),
        Payload::TextOrJson(_, json) => {
            ("text_or_json_body", quote!(cx.headers(), &[#(#all),*], &[#(#json),*], #body))
        }
        Payload::Stream(_) => ("stream", quote!(cx.headers(), &[#(#all),*], #body)),
        Payload::List(_) => ("json_list_body", quote!(cx.headers(), &[#(#all),*], #body)),
        Payload::Items(_, format) => {
            let reader = match format {
                ItemFormat::Json => "json_items",
                ItemFormat::Events => "json_events",
                ItemFormat::TextEvents => "text_events_body",
            };
            (reader, quote!(cx, &[#(#all),*], body))
        }
        Payload::Urlencoded(fields) => ("form_body", emit_form_arguments(fields, &body)),
        Payload::Multipart(fields) => ("multipart_body", emit_form_arguments(fields, &body)),
    };
    let reader = to_ident(&if required { reader.to_owned() } else { format!("optional_{reader}") });
    let wait = (!is_received).then(|| quote!(.await));
    let value = quote!(support::#reader(#arguments)#wait?);
    if let Payload::Items(_, format) = payload {
        let rules = (alternative.checks.as_slice(), &alternative.event);
        return match required {
            true => emit_rule(&value, rules, *format, names),
            false => {
                let items = quote!(items);
                let checked = emit_rule(&items, rules, *format, names);
                let is_same = checked.to_string() == items.to_string();
                if is_same { value } else { quote!(#value.map(|items| #checked)) }
            }
        };
    }
    let check = match payload {
        Payload::Urlencoded(_) | Payload::Multipart(_) => to_ident("checked_form"),
        _ => to_ident("checked_body"),
    };
    match (emit_all(&alternative.checks, names), required) {
        (None, _) => value,
        (Some(rule), true) => quote!(support::#check(#value, #rule)?),
        (Some(rule), false) => quote!(support::#check(#value, check::present(#rule))?),
    }
}

fn emit_form_arguments(fields: &[FormField], body: &TokenStream) -> TokenStream {
    let fields = emit_form_fields(fields);
    quote!(cx.headers(), #body, #fields)
}

/// Emits how the fields of a form are written.
pub(super) fn emit_form_fields(fields: &[FormField]) -> TokenStream {
    let fields = fields.iter().map(|FormField { name, written, types, headers }| {
        let field = match written {
            Written::Text => quote!(support::Field::Text(#name)),
            Written::Json => quote!(support::Field::Json(#name)),
            Written::Items(separator) => quote!(support::Field::Items(#name, #separator)),
            Written::Pairs(separator) => quote!(support::Field::Pairs(#name, #separator)),
        };
        let field = match types.as_slice() {
            [] => field,
            types => quote!(support::Field::Typed(&#field, &[#(#types),*])),
        };
        match headers.as_slice() {
            [] => field,
            headers => quote!(support::Field::WithHeaders(&#field, &[#(#headers),*])),
        }
    });
    quote!(&[#(#fields),*])
}
