//! The code that writes parameters.

use super::super::paths::to_ident;
use super::super::{alternatives, arguments};
use crate::api::{Location, Style, StyleForm};
use crate::model::{Notation, Parameter};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// Emits the call that writes a parameter.
///
/// | notation | style |
/// |---|---|
/// | an array or an object with `explode`, in a query, in a cookie, or as `matrix` | `Exploded` |
/// | an array in a form, without separators | `Exploded` |
/// | an array of arrays | `Nested` |
/// | an object with `explode`, in a header | `Entries` |
/// | other arrays and objects, and scalars | `Delimited` |
/// | `deepObject`, and a value of several types | `Deep` |
/// | JSON | `Json` |
pub(super) fn emit_parameter(parameter: &Parameter, field: &str) -> TokenStream {
    if parameter.location == Location::Querystring {
        return emit_querystring(parameter, field);
    }
    let name = &parameter.name;
    let field = to_ident(field);
    let function = to_ident(match parameter.location {
        Location::Path => match form_of(parameter) {
            Some(StyleForm::Label) => "add_label",
            Some(StyleForm::Matrix) => "add_matrix",
            _ => "add_segment",
        },
        Location::Header => "add_header",
        Location::Cookie if has_raw_style(parameter) => "add_raw_cookie",
        Location::Cookie => "add_cookie",
        Location::Form => "add_field",
        Location::Query | Location::Querystring => "add_query",
    });
    let is_in_form = parameter.location == Location::Form;
    let style = match (parameter.notation, parameter.styles.first()) {
        (Notation::Json, _) => quote!(Json),
        (Notation::Union, _) => quote!(Deep),
        (Notation::List, _) if parameter.styles.len() > 1 => {
            let separators = parameter.styles.iter().map(|style| match style.separator() {
                Some(separator) => quote!(Some(#separator)),
                None => quote!(None),
            });
            quote!(Nested(&[#(#separators),*]))
        }
        (Notation::List, Some(style)) if is_in_form && style.form == StyleForm::DeepObject => {
            quote!(Exploded)
        }
        (Notation::Object(style), _) | (Notation::List, Some(&style)) => {
            emit_style(style, parameter.notation)
        }
        (Notation::Scalar(_) | Notation::Text | Notation::Form | Notation::List, _) => quote!(Exploded),
    };
    let is_optional_list =
        arguments::is_list(parameter) && !parameter.required && parameter.default.is_none();
    let value = match is_optional_list {
        true => quote!(&(!self.#field.is_empty()).then_some(&self.#field)),
        false => quote!(&self.#field),
    };
    quote!(.#function(#name, #value, support::ParameterStyle::#style))
}

/// Emits the call that writes a parameter that is the whole query.
fn emit_querystring(parameter: &Parameter, field: &str) -> TokenStream {
    let name = &parameter.name;
    let field = to_ident(field);
    match parameter.notation {
        Notation::Form => {
            let fields = alternatives::emit_form_fields(&parameter.fields);
            quote!(.set_query_form(#name, #fields, &self.#field))
        }
        Notation::Json => quote!(.set_query_json(#name, &self.#field)),
        _ => quote!(.set_query_text(#name, &self.#field)),
    }
}

/// Returns whether a cookie is written without escapes.
fn has_raw_style(parameter: &Parameter) -> bool {
    form_of(parameter) == Some(StyleForm::Cookie)
}

fn form_of(parameter: &Parameter) -> Option<StyleForm> {
    match parameter.notation {
        Notation::Scalar(form) => Some(form),
        Notation::Object(style) => Some(style.form),
        _ => parameter.styles.first().map(|style| style.form),
    }
}

fn emit_style(style: Style, notation: Notation) -> TokenStream {
    match (style.form, style.separator()) {
        (StyleForm::DeepObject, _) => quote!(Deep),
        (_, None) => quote!(Exploded),
        (_, Some(separator)) => {
            let separator = Literal::character(separator);
            match style.explode && matches!(notation, Notation::Object(_)) {
                true => quote!(Entries(#separator)),
                false => quote!(Delimited(#separator)),
            }
        }
    }
}
