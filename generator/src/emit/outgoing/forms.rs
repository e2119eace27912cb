//! The code that creates forms whose fields are parameters.

use super::super::paths::{Paths, to_ident};
use super::parameters::emit_parameter;
use crate::api::Location;
use crate::model::{FormData, Operation, Parameter};
use crate::names::OperationName;
use proc_macro2::TokenStream;
use quote::quote;

/// Emits the expression for a request with a form.
pub(super) fn emit_form(
    operation: &Operation,
    form: &FormData,
    name: &OperationName,
    paths: &Paths<'_>,
) -> TokenStream {
    let new = match (form.files.as_slice(), form.urlencoded) {
        ([], true) => quote!(support::OutgoingForm::urlencoded()),
        _ => {
            let types = form.types.iter().map(|(name, types)| quote!((#name, &[#(#types),*])));
            quote!(support::OutgoingForm::multipart(&[#(#types),*]))
        }
    };
    let fields = emit_fields(operation, name, |parameter| !operation.may_come_late(parameter));
    if form.files.is_empty() {
        return quote!(request.write_fields(#new #fields));
    }
    let names = form.files.iter().map(|file| &file.name);
    let files = to_ident(&name.upload);
    let write = match operation.has_late_fields() {
        true => {
            let fields = paths.of_operation(name, &name.fields);
            quote!(#fields::write)
        }
        false => quote!(|_, form| form),
    };
    quote!(request.write_files(#new #fields, &[#(#names),*], self.#files, #write))
}

/// Emits the function that adds the optional fields of a form with files.
pub(in super::super) fn emit_late_fields(
    operation: &Operation,
    name: &OperationName,
    paths: &Paths<'_>,
) -> Option<TokenStream> {
    if !operation.has_late_fields() {
        return None;
    }
    let ident = paths.of_operation(name, &name.fields);
    let fields = emit_fields(operation, name, |parameter| operation.may_come_late(parameter));
    Some(quote! {
        impl #ident {
            fn write(&self, form: support::OutgoingForm) -> support::OutgoingForm {
                form #fields
            }
        }
    })
}

/// Emits the calls that write some of the fields of a form.
fn emit_fields(operation: &Operation, name: &OperationName, has: impl Fn(&Parameter) -> bool) -> TokenStream {
    let fields = operation.parameters.iter().zip(&name.parameters);
    let fields = fields.filter(|(parameter, _)| parameter.location == Location::Form && has(parameter));
    fields.map(|(parameter, field)| emit_parameter(parameter, field)).collect()
}
