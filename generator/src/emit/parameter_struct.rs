//! Structs with a field for each parameter: requests, and the optional fields of forms with files.

use super::arguments::{is_list, is_optional, parameter_docs, parameter_type};
use super::defaults::emit_literal;
use super::paths::{Paths, to_ident};
use crate::model::{Operation, Parameter};
use crate::names::OperationName;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// Returns the parameters of an operation, each with its name.
pub(super) fn parameters<'m>(
    operation: &'m Operation,
    name: &'m OperationName,
) -> impl Iterator<Item = (&'m Parameter, &'m str)> {
    operation.parameters.iter().zip(name.parameters.iter().map(String::as_str))
}

/// The last field of a struct, with its name and its default.
type LastField = (TokenStream, Option<(Ident, TokenStream)>);

/// Emits a struct with these parameters. It implements `Default` unless something is required.
pub(super) fn emit_struct(
    about: &TokenStream,
    name: &str,
    parameters: &[(&Parameter, &str)],
    last: Option<LastField>,
    is_required: bool,
    paths: &Paths<'_>,
) -> TokenStream {
    let struct_name = to_ident(name);
    let fields = parameters.iter().map(|(parameter, name)| {
        let docs = parameter_docs(parameter, paths);
        let name = to_ident(name);
        let ty = parameter_type(parameter, paths);
        quote!(#docs pub #name: #ty,)
    });
    let mut defaults = parameters.iter().filter_map(|(parameter, _)| parameter.default.as_ref());
    let has_default = defaults.any(|default| !default.value.is_default());
    let required = is_required
        || parameters.iter().any(|(parameter, _)| {
            !is_list(parameter) && !is_optional(parameter) && parameter.default.is_none()
        });
    let own = has_default && !required;
    let (last, named) = last.unzip();
    let own = own.then(|| emit_default(&struct_name, parameters, named.flatten(), paths));
    let default = (!required && own.is_none()).then(|| quote!(Default));
    quote! {
        #about
        #[derive(Debug, #default)]
        pub struct #struct_name {
            #(#fields)*
            #last
        }

        #own
    }
}

/// Returns the local variable for a parameter until its struct is created. A name that the surrounding code uses gets
/// an underscore. Apart from keywords, no other name ends in an underscore.
pub(super) fn local(name: &str) -> Ident {
    match name {
        "body" | "cx" | "files" | "form" | "query" => to_ident(&format!("{name}_")),
        _ => to_ident(name),
    }
}

/// Emits the field of a struct whose value is in the local variable.
pub(super) fn emit_local_field(name: &str) -> TokenStream {
    let field = to_ident(name);
    let local = local(name);
    if field == local { quote!(#field,) } else { quote!(#field: #local,) }
}

fn emit_default(
    struct_name: &Ident,
    parameters: &[(&Parameter, &str)],
    last: Option<(Ident, TokenStream)>,
    paths: &Paths<'_>,
) -> TokenStream {
    let default = paths.default();
    let fields = parameters.iter().map(|(parameter, name)| {
        let name = to_ident(name);
        match &parameter.default {
            Some(default) => {
                let value = emit_literal(&default.value, paths);
                quote!(#name: #value,)
            }
            None if is_list(parameter) => quote!(#name: vec![],),
            None => quote!(#name: None,),
        }
    });
    let last = last.map(|(name, value)| quote!(#name: #value,));
    quote! {
        impl #default for #struct_name {
            fn default() -> Self {
                Self { #(#fields)* #last }
            }
        }
    }
}
