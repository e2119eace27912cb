//! The headers of a response: a struct, and the function that adds its headers.

use super::checks::{constraints, emit_all};
use super::docs::{code, doc_attributes, docs_of, route_code};
use super::paths::{Paths, to_ident};
use crate::api::Status;
use crate::model::{Expr, Header, Operation, Response};
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
        let ty = if is_list(header) { ty } else { paths.option(&ty) };
        quote!(#about pub #ident: #ty,)
    });
    quote! {
        #about
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct #ident_ {
            #(#fields)*
        }
    }
}

fn header_docs(header: &Header, paths: &Paths<'_>) -> TokenStream {
    let items = match (is_list(header), is_set_cookie(header)) {
        (true, true) => ", one for each item",
        (true, false) => ", omitted if there are no items",
        (false, _) => "",
    };
    let about = format!("{}{items}.", code(&header.name));
    docs_of(&about, &header.docs, constraints(&header.checks, &header.expr, paths))
}

fn is_list(header: &Header) -> bool {
    matches!(header.expr, Expr::List(_))
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
    let separator = header.style.separator().unwrap_or(',');
    match (is_list(header), is_set_cookie(header)) {
        (true, true) => quote!(support::each_header(&mut response, #name, &self.#field)?;),
        (true, false) => quote!(support::list_header(&mut response, #name, &self.#field, #separator)?;),
        (false, _) => quote!(support::header(&mut response, #name, &self.#field)?;),
    }
}

fn emit_check(header: &Header, field: &str, names: &Names) -> Option<TokenStream> {
    let name = &header.name;
    let field = to_ident(field);
    let rule = emit_all(&header.checks, names)?;
    let rule = match is_list(header) {
        true => quote!(check::any_items(#rule)),
        false => quote!(check::present(#rule)),
    };
    Some(quote!(support::checked_header(#name, &self.#field, #rule)?;))
}
