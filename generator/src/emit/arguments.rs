//! Parameters: their fields, their types, and the code that decodes them.

use super::alternatives::emit_form_fields;
use super::checks::{constraints, emit_all};
use super::docs::{code, docs_of};
use super::paths::{Paths, to_ident};
use crate::api::{Location, Style, StyleForm};
use crate::model::{Expr, Notation, Parameter, Part, Properties};
use crate::names::Names;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

/// Emits the docs of a parameter's field.
pub(super) fn parameter_docs(parameter: &Parameter, paths: &Paths<'_>) -> TokenStream {
    let location = match parameter.location {
        Location::Path => "in the path",
        Location::Query => "in the query",
        Location::Header => "in a header",
        Location::Form => "in the form",
        Location::Cookie => "in a cookie",
        Location::Querystring => "as the whole query",
    };
    let notation = match parameter.notation {
        Notation::Json => ", as JSON".to_owned(),
        Notation::Form => ", as a form".to_owned(),
        Notation::Object(style) => format!(", {}", object_docs(parameter, style)),
        Notation::Scalar(_) | Notation::List | Notation::Union | Notation::Text => String::new(),
    };
    let mut text = format!("{}, {location}{notation}", code(&parameter.name));
    for (depth, style) in parameter.styles.iter().enumerate() {
        text = format!("{text}, {}", separation(*style, depth));
    }
    if let Some(default) = &parameter.default {
        text = format!("{text}. Default: {}", code(&default.texts.join(", ")));
    }
    let deprecated = if parameter.docs.deprecated { " Deprecated." } else { "" };
    docs_of(
        &(text + "." + deprecated),
        &parameter.docs,
        constraints(&parameter.checks, &parameter.expr, paths),
    )
}

/// Says how the properties of an object are written.
fn object_docs(parameter: &Parameter, style: Style) -> String {
    let free = matches!(parameter.properties, Properties::AreNot(_));
    match (style.form, style.separator(), style.explode) {
        (StyleForm::DeepObject, ..) => {
            format!("with each property as {}", code(&format!("{}[...]", parameter.name)))
        }
        (StyleForm::Form | StyleForm::Cookie, None, _) if free => {
            "with each undeclared parameter as a property".to_owned()
        }
        (StyleForm::Form | StyleForm::Cookie, None, _) => "with each property under its own name".to_owned(),
        (_, separator, true) => {
            format!(
                "with each property as `name=value`, separated by {}",
                separator_name(separator.unwrap_or(';'))
            )
        }
        (_, separator, false) => {
            format!(
                "with names and values in turn, separated by {}",
                separator_name(separator.unwrap_or(','))
            )
        }
    }
}

fn separator_name(separator: char) -> String {
    match separator {
        ',' => "commas".to_owned(),
        ' ' => "spaces".to_owned(),
        '\t' => "tabs".to_owned(),
        other => format!("`{other}`"),
    }
}

/// Says how the items of an array are separated. At a depth, they belong to the items of the array around it.
fn separation(style: Style, depth: usize) -> String {
    let Some(separator) = style.separator() else { return "with one parameter for each item".to_owned() };
    let separator = separator_name(separator);
    format!("{} separated by {separator}", if depth == 0 { "with items" } else { "whose items are" })
}

/// Whether a parameter is an array that is empty if it is absent.
pub(super) fn is_list(parameter: &Parameter) -> bool {
    parameter.notation == Notation::List && matches!(parameter.expr, Expr::List(_))
}

/// Whether there is always a string to decode: the value or the default.
fn is_given(parameter: &Parameter) -> bool {
    parameter.required || parameter.default.is_some()
}

/// Whether a parameter may have no value. An empty array is a value.
pub(super) fn is_optional(parameter: &Parameter) -> bool {
    let empty = parameter.required && parameter.may_be_empty;
    !is_list(parameter) && (empty || !is_given(parameter))
}

/// The type of a parameter's field.
pub(super) fn parameter_type(parameter: &Parameter, paths: &Paths<'_>) -> TokenStream {
    let ty = paths.ty(&parameter.expr);
    if is_optional(parameter) { paths.option(&ty) } else { ty }
}

/// Emits a parameter's value, with its rules, which are checked if the parameter is present. An array without items can
/// be sent in several ways:
///
/// | in the request | the array |
/// |---|---|
/// | absent | is absent |
/// | sent empty, with `allowEmptyValue` | is absent; or, if it is required, is present without a check of its rules |
/// | sent empty | is present: `minItems` may reject it |
/// | with one parameter for each item | is absent, since nothing is sent |
pub(super) fn emit_checked(parameter: &Parameter, names: &Names) -> TokenStream {
    let name = &parameter.name;
    let Some(rule) = emit_all(&parameter.checks, names) else { return emit_argument(parameter, false) };
    let value = emit_argument(parameter, true);
    let checked = to_ident(if parameter.notation == Notation::Json { "checked_json" } else { "checked" });
    match (is_list(parameter), is_given(parameter)) {
        (true, false) if !parameter.is_sent_by_items() => {
            quote!(support::checked_list(#name, #value, #rule)?)
        }
        (true, false) => quote!(support::checked(#name, #value, check::any_items(#rule))?),
        (true, true) if parameter.may_be_empty && parameter.default.is_none() => {
            quote!(support::checked(#name, #value, check::any_items(#rule))?)
        }
        _ if is_optional(parameter) => quote!(support::#checked(#name, #value, check::present(#rule))?),
        _ => quote!(support::#checked(#name, #value, #rule)?),
    }
}

/// Emits a parameter's value. If it has rules, an empty array differs from an absent one.
///
/// | | required, or with a default | required, `allowEmptyValue` | optional |
/// |---|---|---|---|
/// | scalar | `required()` | `required_or_empty()` | `optional()` |
/// | array | `required_list(..)` | `given()?`, then `list(..)` | `list(..)`; with rules `optional_list(..)` |
/// | array of parameters | `required_list()` | `given()?`, then `list()` | `list()` |
/// | array of arrays | as an array, with `nested` for `list` | | |
/// | object | `required_object()` | `given()?`, then `optional_object()` | `optional_object()` |
/// | JSON | `required_json()` | `given()?`, then `optional_json()` | `optional_json()` |
fn emit_argument(parameter: &Parameter, has_rules: bool) -> TokenStream {
    let source = emit_source(parameter);
    let separators: Vec<char> = parameter.styles.iter().filter_map(|style| style.separator()).collect();
    match parameter.notation {
        Notation::Json => return emit_json(parameter),
        Notation::Union => return emit_object(parameter, Style::DEEP),
        Notation::Object(style) => return emit_object(parameter, style),
        Notation::Form => return emit_query_form(parameter),
        Notation::Scalar(_) | Notation::List | Notation::Text => {}
    }
    let (items, arguments) = match (parameter.styles.as_slice(), separators.as_slice()) {
        ([], _) => (None, quote!()),
        ([_], separator) => (Some("list"), quote!(#(#separator)*)),
        (_, separators) => (Some("nested"), quote!(&[#(#separators),*])),
    };
    let need_not_have_value = parameter.required && parameter.may_be_empty;
    let reader = match (items, is_given(parameter)) {
        (None, _) if need_not_have_value => return quote!(#source.required_or_empty()?),
        (None, true) => "required".to_owned(),
        (None, false) => "optional".to_owned(),
        // The parameters of a path are never absent.
        (Some(items), true) if is_matrix_list(parameter) => items.to_owned(),
        (Some(items), true) if !need_not_have_value => format!("required_{items}"),
        (Some(items), false) if has_rules && !parameter.is_sent_by_items() => format!("optional_{items}"),
        (Some(items), _) => items.to_owned(),
    };
    let reader = to_ident(&reader);
    let given = need_not_have_value.then(|| quote!(.given()?));
    let unless_empty = parameter.may_be_empty.then(|| quote!(.unless_empty()));
    let texts = parameter.default.as_ref().map(|default| &default.texts);
    let default = texts.map(|texts| match parameter.is_sent_by_items() {
        true => quote!(.or(&[#(#texts),*])),
        false => quote!(.or(#(#texts)*)),
    });
    quote!(#source #given #unless_empty #default.#reader(#arguments)?)
}

/// Whether each item of a path parameter has the parameter's name.
fn is_matrix_list(parameter: &Parameter) -> bool {
    parameter.location == Location::Path && parameter.is_sent_by_items()
}

/// Emits the value of a parameter that is JSON. In a form, the names may also have brackets.
fn emit_json(parameter: &Parameter) -> TokenStream {
    let name = &parameter.name;
    if parameter.location == Location::Form {
        let default = parameter.default.iter().flat_map(|default| &default.texts);
        let reader = object_reader(parameter);
        return quote!(form.json_field(#name) #(.or_json(#default))*.#reader()?);
    }
    let source = emit_source(parameter);
    let given = (parameter.required && parameter.may_be_empty).then(|| quote!(.given()?));
    let unless_empty = parameter.may_be_empty.then(|| quote!(.unless_empty()));
    let texts = parameter.default.iter().flat_map(|default| &default.texts);
    let reader = if is_optional(parameter) { "optional_json" } else { "required_json" };
    let reader = to_ident(reader);
    quote!(#source #given #unless_empty #(.or(#texts))*.#reader()?)
}

/// Emits the value of an object.
///
/// | in | style | `explode` | expression for the texts |
/// |---|---|---|---|
/// | query, form | `deepObject` | any | `query.deep_object(..)`; of several types: `query.deep_value(..)` |
/// | query | `form` | true | `query.exploded(..)`, `query.exploded_except(..)` |
/// | cookie | `form` | true | `cx.cookie_properties(..)` |
/// | cookie | `cookie` | true | `cx.raw_cookie_properties(..)` |
/// | path | `matrix` | true | `cx.segment(..).matrix_entries()` |
/// | path, header | others | true | as for a scalar, then `entries(..)` |
/// | any | others | false | as for a scalar, then `pairs(..)` |
fn emit_object(parameter: &Parameter, style: Style) -> TokenStream {
    let name = &parameter.name;
    let source = emit_source(parameter);
    let given = (parameter.required && parameter.may_be_empty).then(|| quote!(.given()?));
    let unless_empty = parameter.may_be_empty.then(|| quote!(.unless_empty()));
    let source = quote!(#source #given #unless_empty);
    let pairs = to_ident(if parameter.location == Location::Form { "form" } else { "query" });
    let texts = match (style.form, style.separator(), parameter.location, &parameter.properties) {
        (StyleForm::DeepObject, ..) if parameter.notation == Notation::Union => {
            quote!(#pairs.deep_value(#name))
        }
        (StyleForm::DeepObject, ..) => quote!(#pairs.deep_object(#name)),
        (StyleForm::Form, None, Location::Query, Properties::Are(names)) => {
            quote!(query.exploded(#name, &[#(#names),*]))
        }
        (StyleForm::Form, None, Location::Query, Properties::AreNot(names)) => {
            quote!(query.exploded_except(#name, &[#(#names),*]))
        }
        (StyleForm::Cookie, None, _, Properties::Are(names) | Properties::AreNot(names)) => {
            quote!(cx.raw_cookie_properties(#name, &[#(#names),*]))
        }
        (StyleForm::Form, None, _, Properties::Are(names) | Properties::AreNot(names)) => {
            quote!(cx.cookie_properties(#name, &[#(#names),*]))
        }
        (_, None, ..) => quote!(#source.matrix_entries()),
        (_, Some(separator), ..) if style.explode => quote!(#source.entries(#separator)),
        (_, Some(separator), ..) => quote!(#source.pairs(#separator)),
    };
    let default = parameter.default.iter().flat_map(|default| &default.texts);
    let reader = object_reader(parameter);
    quote!(#texts #(.or_json(#default))*.#reader()?)
}

/// Emits the value of a form that is the whole query.
fn emit_query_form(parameter: &Parameter) -> TokenStream {
    let name = &parameter.name;
    let fields = emit_form_fields(&parameter.fields);
    let (Properties::Are(keys) | Properties::AreNot(keys)) = &parameter.properties;
    let default = parameter.default.iter().flat_map(|default| &default.texts);
    let reader = object_reader(parameter);
    quote!(cx.query_form(#name, #fields, &[#(#keys),*]) #(.or_json(#default))*.#reader()?)
}

fn object_reader(parameter: &Parameter) -> Ident {
    to_ident(if is_optional(parameter) { "optional_object" } else { "required_object" })
}

/// Emits the expression for the text of a parameter, without the signs that its style adds.
///
/// | in | style | expression |
/// |---|---|---|
/// | path | `label` | `cx.segment(..).label()` |
/// | path | `matrix` | `cx.segment(..).matrix()`; each item with the name: `.matrix_items()` |
/// | query, form | `deepObject` | `query.indexed(..)` |
/// | query, form | others | `get(..)`; each item as a parameter: `all(..)` |
/// | header | `simple` | `cx.header(..)`; an array: `cx.header_list(..)` |
/// | cookie | `form` | `cx.cookie(..)`; each item as a cookie: `cx.cookies(..)` |
/// | cookie | `cookie` | `cx.raw_cookie(..)`; each item as a cookie: `cx.raw_cookies(..)` |
/// | querystring | | `cx.querystring(..)` |
fn emit_source(parameter: &Parameter) -> TokenStream {
    let name = &parameter.name;
    let form = match parameter.notation {
        Notation::Scalar(form) => Some(form),
        Notation::List => parameter.styles.first().map(|style| style.form),
        // `matrix` with `explode` has no common name before the properties.
        Notation::Object(style) => {
            Some(style.form).filter(|_| style.form != StyleForm::Matrix || !style.explode)
        }
        Notation::Union | Notation::Json | Notation::Text | Notation::Form => None,
    };
    match (parameter.location, parameter.is_sent_by_items()) {
        (Location::Path, by_items) => {
            let segment = emit_segment(parameter);
            match (form, by_items) {
                (Some(StyleForm::Label), _) => quote!(#segment.label()),
                (Some(StyleForm::Matrix), false) => quote!(#segment.matrix()),
                (Some(StyleForm::Matrix), true) => quote!(#segment.matrix_items()),
                _ => segment,
            }
        }
        (Location::Form, true) if form == Some(StyleForm::DeepObject) => quote!(form.indexed(#name)),
        (Location::Form, true) => quote!(form.all(#name)),
        (Location::Form, false) => quote!(form.get(#name)),
        (Location::Query, true) if form == Some(StyleForm::DeepObject) => quote!(query.indexed(#name)),
        (Location::Query, true) => quote!(query.all(#name)),
        (Location::Query, false) => quote!(query.get(#name)),
        (Location::Header, _) if parameter.is_header_list() => quote!(cx.header_list(#name)),
        (Location::Header, _) => quote!(cx.header(#name)),
        (Location::Querystring, _) => quote!(cx.querystring(#name)),
        (Location::Cookie, true) if form == Some(StyleForm::Cookie) => quote!(cx.raw_cookies(#name)),
        (Location::Cookie, false) if form == Some(StyleForm::Cookie) => quote!(cx.raw_cookie(#name)),
        (Location::Cookie, true) => quote!(cx.cookies(#name)),
        (Location::Cookie, false) if form.is_none() => quote!(cx.cookie(#name).undecoded()),
        (Location::Cookie, false) => quote!(cx.cookie(#name)),
    }
}

fn emit_segment(parameter: &Parameter) -> TokenStream {
    let name = &parameter.name;
    let index = Literal::usize_unsuffixed(parameter.segment);
    match &parameter.part {
        None => quote!(cx.segment(#name, #index)),
        Some(Part { texts, index: part }) => {
            let part = Literal::usize_unsuffixed(*part);
            quote!(cx.part(#name, #index, &[#(#texts),*], #part))
        }
    }
}

#[cfg(test)]
#[path = "../tests/arguments.rs"]
mod tests;
