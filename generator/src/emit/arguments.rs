//! Parameters: what they are called, what they are, and how each is read from its text.

use super::checks::{constraints, emit_all};
use super::docs::{code, docs_and_more};
use super::paths::{Paths, ident};
use crate::api::{Location, Style};
use crate::model::{Expr, Parameter, Part};
use crate::names::Names;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// What a parameter's field says of it.
pub fn parameter_docs(parameter: &Parameter) -> TokenStream {
    let location = match parameter.location {
        Location::Path => "in the path",
        Location::Query => "in the query",
        Location::Header => "in a header",
        Location::Form => "in the form",
    };
    let mut text = format!("{}, {location}", code(&parameter.name));
    for (depth, style) in parameter.styles.iter().enumerate() {
        let items = if depth == 0 { "its items" } else { "the items of each" };
        let how = separator(*style)
            .map_or("given one by one".to_owned(), |(_, words)| format!("separated by {words}"));
        text = format!("{text}, {items} {how}");
    }
    if let Some(default) = &parameter.default {
        text = format!("{text}; {} where it is absent", code(&default.texts.join(", ")));
    }
    docs_and_more(&(text + "."), parameter.description.as_deref(), constraints(&parameter.checks))
}

/// What stands between two items, and its name. None where each item is a parameter by itself.
fn separator(style: Style) -> Option<(char, &'static str)> {
    match style {
        Style::Csv => Some((',', "commas")),
        Style::Ssv => Some((' ', "spaces")),
        Style::Tsv => Some(('\t', "tabs")),
        Style::Pipes => Some(('|', "`|`")),
        Style::Multi => None,
    }
}

/// Whether a parameter is an array.
pub fn is_list(parameter: &Parameter) -> bool {
    matches!(parameter.expr, Expr::List(_))
}

/// Whether there is a text to be read, be it the default.
fn is_given(parameter: &Parameter) -> bool {
    parameter.required || parameter.default.is_some()
}

/// Whether there may be no value. An array without items has one.
pub fn is_optional(parameter: &Parameter) -> bool {
    let empty = parameter.required && parameter.may_be_empty;
    !is_list(parameter) && (empty || !is_given(parameter))
}

/// The type of a parameter's field.
pub fn parameter_type(parameter: &Parameter, paths: &Paths<'_>) -> TokenStream {
    let ty = paths.ty(&parameter.expr);
    if is_optional(parameter) { paths.option(&ty) } else { ty }
}

/// A parameter's value, and the rules that it has to keep to where it is there.
pub fn emit_checked(parameter: &Parameter, names: &Names) -> TokenStream {
    let (name, value) = (&parameter.name, emit_argument(parameter));
    let Some(rule) = emit_all(&parameter.checks, names) else { return value };
    let rule = match (is_list(parameter), is_given(parameter)) {
        (true, false) => quote!(check::any_items(#rule)),
        _ if is_optional(parameter) => quote!(check::present(#rule)),
        _ => rule,
    };
    quote!(support::checked(#name, #value, #rule)?)
}

fn emit_argument(parameter: &Parameter) -> TokenStream {
    let source = emit_source(parameter);
    let unless_empty = parameter.may_be_empty.then(|| quote!(.unless_empty()));
    let separators: Vec<char> =
        parameter.styles.iter().filter_map(|style| Some(separator(*style)?.0)).collect();
    let (reader, arguments) = match (parameter.styles.as_slice(), separators.as_slice()) {
        ([], _) if parameter.required && parameter.may_be_empty => {
            return quote!(#source.required_or_empty()?);
        }
        ([], _) => ("", quote!()),
        ([_], separator) => ("list", quote!(#(#separator)*)),
        (_, separators) => ("nested", quote!(&[#(#separators),*])),
    };
    let reader = match (reader, is_given(parameter)) {
        ("", true) => "required".to_owned(),
        ("", false) => "optional".to_owned(),
        (reader, true) => format!("required_{reader}"),
        (reader, false) => reader.to_owned(),
    };
    let reader = ident(&reader);
    let texts = parameter.default.as_ref().map(|default| &default.texts);
    let default = texts.map(|texts| match parameter.styles.as_slice() {
        [Style::Multi] => quote!(.or(&[#(#texts),*])),
        _ => quote!(.or(#(#texts)*)),
    });
    quote!(#source #unless_empty #default.#reader(#arguments)?)
}

/// Where the text of a parameter comes from.
fn emit_source(parameter: &Parameter) -> TokenStream {
    let name = &parameter.name;
    match (parameter.location, parameter.styles.first()) {
        (Location::Path, _) => {
            let index = Literal::usize_unsuffixed(parameter.segment);
            match &parameter.part {
                None => quote!(cx.segment(#name, #index)),
                Some(Part { texts, index: part }) => {
                    let part = Literal::usize_unsuffixed(*part);
                    quote!(cx.part(#name, #index, &[#(#texts),*], #part))
                }
            }
        }
        (Location::Form, Some(Style::Multi)) => quote!(form.all(#name)),
        (Location::Form, _) => quote!(form.get(#name)),
        (Location::Query, Some(Style::Multi)) => quote!(query.all(#name)),
        (Location::Query, _) => quote!(query.get(#name)),
        (Location::Header, Some(Style::Csv)) => quote!(cx.header_list(#name)),
        (Location::Header, _) => quote!(cx.header(#name)),
    }
}
