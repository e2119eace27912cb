//! Bodies and forms: what they are, and how each is read.

use super::arguments::emit_checked;
use super::checks::{constraints, emit_all};
use super::docs::{code, docs, docs_and_more};
use super::paths::{Paths, ident};
use crate::api::Location;
use crate::model::{Body, FormData, Operation, Parameter, Payload};
use crate::names::{Names, OperationName};
use proc_macro2::TokenStream;
use quote::quote;

/// The field with the body, or with the first file of the form.
pub fn emit_field(operation: &Operation, name: &OperationName, paths: &Paths<'_>) -> Option<TokenStream> {
    let body = operation.body.as_ref().map(|body| {
        let about = docs_and_more("The body.", body.description.as_deref(), constraints(&body.checks));
        let ident = ident(&name.body);
        let ty = match body.payload {
            Payload::Stream(_) => paths.support("BodyStream"),
            _ => paths.ty(&body.expr),
        };
        let ty = if body.required { ty } else { paths.option(&ty) };
        quote!(#about pub #ident: #ty,)
    });
    body.or_else(|| emit_upload(operation, name, paths))
}

/// The name of that field.
pub fn field_name<'n>(operation: &Operation, name: &'n OperationName) -> Option<&'n str> {
    match (&operation.body, operation.files()) {
        (Some(_), _) => Some(&name.body),
        (None, []) => None,
        (None, _) => Some(&name.upload),
    }
}

fn emit_upload(operation: &Operation, name: &OperationName, paths: &Paths<'_>) -> Option<TokenStream> {
    let (ident, upload) = (ident(&name.upload), paths.support("Upload"));
    let docs = match operation.files() {
        [] => return None,
        [file] => docs(&format!("{}, a file in the form.", code(&file.name)), file.description.as_deref()),
        files => {
            let names: Vec<String> = files.iter().map(|file| code(&file.name)).collect();
            let about =
                format!("The first of the files {}, in the order in which they are sent.", names.join(", "));
            docs(&about, None)
        }
    };
    let ty = if needs_upload(operation) { upload } else { paths.option(&upload) };
    Some(quote!(#docs pub #ident: #ty,))
}

fn needs_upload(operation: &Operation) -> bool {
    operation.files().iter().any(|file| file.required)
}

/// Whether a request is waited for.
pub enum Waiting {
    /// Not at all: it has no body.
    Never,
    /// Until the whole of its body is there.
    Received,
    /// As its body needs: it is read as its media type says, in parts, or by the handler.
    Own,
}

/// How a request is waited for.
pub fn waiting(operation: &Operation) -> Waiting {
    match (&operation.body, &operation.form) {
        (Some(Body { payload: Payload::Json(_), .. }), _) => Waiting::Received,
        (None, None) => Waiting::Never,
        _ => Waiting::Own,
    }
}

/// The media types of a body that is received as a whole before it is read.
pub fn received(operation: &Operation) -> Option<Vec<&str>> {
    let body = operation.body.as_ref().filter(|_| matches!(waiting(operation), Waiting::Received))?;
    Some(body.payload.media_types())
}

/// Whether a request cannot be made without a body.
pub fn is_required(operation: &Operation) -> bool {
    operation.body.as_ref().is_some_and(|body| body.required) || needs_upload(operation)
}

/// The body's value, and the rules that it has to keep to.
pub fn emit_body(body: &Body, names: &Names) -> TokenStream {
    let (reader, types) = match &body.payload {
        Payload::Json(_) => ("json_body", quote!()),
        Payload::Text(types) => ("text_body", quote!(&[#(#types),*])),
        Payload::TextOrJson(_, json) => {
            let all = body.payload.media_types();
            ("text_or_json_body", quote!(&[#(#all),*], &[#(#json),*]))
        }
        Payload::Stream(types) => ("stream", quote!(&[#(#types),*])),
    };
    let reader = ident(&if body.required { reader.to_owned() } else { format!("optional_{reader}") });
    let value = match &body.payload {
        Payload::Json(_) => quote!(support::#reader(body)?),
        _ => quote!(support::#reader(cx.headers(), #types, body).await?),
    };
    match (emit_all(&body.checks, names), body.required) {
        (None, _) => value,
        (Some(rule), true) => quote!(support::checked_body(#value, #rule)?),
        (Some(rule), false) => quote!(support::checked_body(#value, check::present(#rule))?),
    }
}

/// The statements that read a form, and the fields that come of it. What is not in the form is read
/// before it, and kept in a tuple: a local variable could be called as another.
pub fn emit_form(operation: &Operation, form: &FormData, name: &OperationName, names: &Names) -> TokenStream {
    let named = || operation.parameters.iter().zip(&name.parameters);
    let in_form = |parameter: &Parameter| parameter.location == Location::Form;
    let before = named()
        .filter(|(parameter, _)| !in_form(parameter))
        .map(|(parameter, _)| emit_checked(parameter, names));
    let before: Vec<TokenStream> = before.collect();
    let parameters = (!before.is_empty()).then(|| quote!(let parameters = (#(#before,)*);));
    let mut index = 0..;
    let fields = named().map(|(parameter, name)| {
        let field = ident(name);
        let value = if in_form(parameter) {
            emit_checked(parameter, names)
        } else {
            let index = syn::Index::from(index.next().unwrap_or_default());
            quote!(parameters.#index)
        };
        quote!(#field: #value,)
    });
    let fields: Vec<TokenStream> = fields.collect();
    let fields_in_form =
        named().filter(|(parameter, _)| in_form(parameter)).map(|(parameter, _)| &parameter.name);
    let wanted = quote!(&[#(#fields_in_form),*]);
    let has_fields = named().any(|(parameter, _)| in_form(parameter));
    let taken_apart = has_fields.then(|| quote!(let form = form.fields();));
    let (pattern, read, upload) = match (form.files.as_slice(), form.multipart, form.urlencoded) {
        ([], true, true) => (quote!(form), quote!(form(cx.headers(), body, #wanted)), None),
        ([], true, false) => (quote!(form), quote!(multipart(cx.headers(), body, #wanted)), None),
        ([], false, _) => (quote!(form), quote!(urlencoded(cx.headers(), body)), None),
        (files, _, _) => {
            let read = ident(if needs_upload(operation) { "required_upload" } else { "upload" });
            let files = files.iter().map(|file| {
                let (name, required) = (&file.name, file.required);
                quote!((#name, #required))
            });
            let form = if has_fields { quote!(form) } else { quote!(_) };
            let field = ident(&name.upload);
            let read = quote!(#read(cx.headers(), body, #wanted, &[#(#files),*]));
            (quote!((#form, upload)), read, Some(quote!(#field: upload,)))
        }
    };
    quote! {
        #parameters
        let #pattern = support::#read.await?;
        #taken_apart
        Ok(Self { #(#fields)* #upload })
    }
}
