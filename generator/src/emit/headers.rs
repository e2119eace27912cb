//! The headers of a response: a struct, and the function that adds its headers.

use super::checks::{constraints, emit_all};
use super::docs::{code, doc_attributes, docs_of, route_code};
use super::paths::{Paths, to_ident};
use crate::api::Status;
use crate::model::{Expr, Header, HeaderForm, Operation, Response};
use crate::names::{HeadersName, Names, OperationName};
use proc_macro2::TokenStream;
use quote::quote;

/// Emits a struct for each response of an operation that has headers.
pub(super) fn emit_headers<'a>(
    operation: &'a Operation,
    name: &'a OperationName,
    paths: &'a Paths<'_>,
) -> impl Iterator<Item = TokenStream> + 'a {
    let responses = operation.responses.iter().zip(&name.headers);
    responses
        .filter(|(response, _)| !response.headers.is_empty())
        .map(|(response, name)| emit_struct(operation, response, name, paths))
}

fn emit_struct(
    operation: &Operation,
    response: &Response,
    name: &HeadersName,
    paths: &Paths<'_>,
) -> TokenStream {
    let route = route_code(operation);
    let of = match response.status {
        Status::Code(code) => format!("the {code} response of {route}"),
        Status::Range(digit) => format!("a {digit}XX response of {route}"),
        Status::Default => format!("a response of {route} with any other status code"),
    };
    let about = doc_attributes(&format!("The headers of {of}."), None);
    let ident_ = to_ident(&name.name);
    let fields = response.headers.iter().zip(&name.fields).map(|(header, name)| {
        let about = header_docs(header, paths);
        let ident = to_ident(name);
        let ty = paths.ty(&header.expr);
        let ty = if header.is_list() || header.required { ty } else { paths.option(&ty) };
        quote!(#about pub #ident: #ty,)
    });
    let default = response.has_default_headers().then(|| quote!(Default,));
    let constructor = emit_constructor(response, name, paths);
    quote! {
        #about
        #[derive(Clone, Debug, #default PartialEq)]
        pub struct #ident_ {
            #(#fields)*
        }
        #constructor
    }
}

/// The maximum number of required headers that are arguments.
const ARGUMENTS: usize = 7;

/// Emits the function `new`, if the handler has to set a header. Code that calls it still compiles if the spec adds an
/// optional header.
fn emit_constructor(response: &Response, name: &HeadersName, paths: &Paths<'_>) -> Option<TokenStream> {
    let named = || response.headers.iter().zip(&name.fields);
    if !(1..=ARGUMENTS).contains(&named().filter(|(header, _)| header.needs_value()).count()) {
        return None;
    }
    let is_text = |header: &Header| paths.resolve(&header.expr) == Expr::String;
    let arguments = named().filter(|(header, _)| header.needs_value()).map(|(header, name)| {
        let ident = to_ident(name);
        let ty = paths.ty(&header.expr);
        let ty = if is_text(header) { paths.impl_into(&ty) } else { ty };
        quote!(#ident: #ty)
    });
    let values = named().map(|(header, name)| {
        let ident = to_ident(name);
        match (header.needs_value(), header.is_list()) {
            (true, _) if is_text(header) => quote!(#ident: #ident.into(),),
            (true, _) => quote!(#ident,),
            (false, true) => quote!(#ident: Vec::new(),),
            (false, false) => quote!(#ident: None,),
        }
    });
    let ident_ = to_ident(&name.name);
    Some(quote! {
        impl #ident_ {
            /// Creates the headers from the required ones. The others are absent.
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values)* }
            }
        }
    })
}

fn header_docs(header: &Header, paths: &Paths<'_>) -> TokenStream {
    let items = match (header.form, header.is_list(), is_set_cookie(header)) {
        (HeaderForm::Json, ..) => ", as JSON",
        (_, true, true) => ", one for each item",
        (_, true, false) if !header.required => ", omitted if there are no items",
        _ => "",
    };
    let about = format!("{}{items}.", code(&header.name));
    docs_of(&about, &header.docs, constraints(&header.checks, &header.expr, paths))
}

/// Whether a header is the only one that is repeated instead of a list.
fn is_set_cookie(header: &Header) -> bool {
    header.name.eq_ignore_ascii_case("set-cookie")
}

/// Emits the functions that add them to a response.
pub(super) fn emit_writing<'a>(
    operation: &'a Operation,
    name: &'a OperationName,
    names: &'a Names,
) -> impl Iterator<Item = TokenStream> + 'a {
    let responses = operation.responses.iter().zip(&name.headers);
    responses.filter(|(response, _)| !response.headers.is_empty()).map(move |(response, name)| {
        let ident_ = to_ident(&name.name);
        let checks = response
            .headers
            .iter()
            .zip(&name.fields)
            .filter_map(|(header, name)| emit_check(header, name, names));
        let lines = response.headers.iter().zip(&name.fields).map(|(header, name)| emit_line(header, name));
        let mut offers = response.headers.iter().map(|header| header.name.eq_ignore_ascii_case("upgrade"));
        let connection =
            offers.any(|offers| offers).then(|| quote!(support::connection_upgrade(&mut response);));
        quote! {
            impl #ident_ {
                fn write(&self, mut response: Response) -> Result<Response, Rejection> {
                    #(#checks)*
                    #(#lines)*
                    #connection
                    Ok(response)
                }
            }
        }
    })
}

fn emit_line(header: &Header, field: &str) -> TokenStream {
    let name = &header.name;
    let field = to_ident(field);
    let style = match header.form {
        HeaderForm::Text(style) => style,
        HeaderForm::Json if header.required => {
            return quote!(support::json_header(&mut response, #name, Some(&self.#field))?;);
        }
        HeaderForm::Json => return quote!(support::json_header(&mut response, #name, self.#field.as_ref())?;),
    };
    let separator = style.separator().unwrap_or(',');
    match (header.is_list(), is_set_cookie(header), header.required) {
        (true, true, false) => quote!(support::each_header(&mut response, #name, &self.#field)?;),
        (true, true, true) => {
            quote!(support::each_required_header(&mut response, #name, &self.#field)?;)
        }
        (true, false, false) => {
            quote!(support::list_header(&mut response, #name, &self.#field, #separator)?;)
        }
        (true, false, true) => {
            quote!(support::required_list_header(&mut response, #name, &self.#field, #separator)?;)
        }
        (false, _, false) => quote!(support::header(&mut response, #name, &self.#field)?;),
        (false, _, true) => quote!(support::header(&mut response, #name, &Some(&self.#field))?;),
    }
}

fn emit_check(header: &Header, field: &str, names: &Names) -> Option<TokenStream> {
    let name = &header.name;
    let field = to_ident(field);
    let rule = emit_all(&header.checks, names)?;
    let rule = match (header.required, header.is_list()) {
        (true, _) => rule,
        (false, true) => quote!(check::any_items(#rule)),
        (false, false) => quote!(check::present(#rule)),
    };
    Some(quote!(support::checked_header(#name, &self.#field, #rule)?;))
}
