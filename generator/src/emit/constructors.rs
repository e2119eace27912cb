//! The function `new` of a struct. Code that calls it still compiles if the spec adds an optional property.

use super::defaults::emit_literal;
use super::docs::doc_attributes;
use super::paths::{Paths, to_ident};
use crate::model::{Constructor, Expr, Field, Struct};
use crate::names::TypeName;
use proc_macro2::TokenStream;
use quote::quote;

/// Emits the function, and the struct that it accepts if there are too many required fields for arguments.
///
/// | required fields | |
/// |---|---|
/// | none | `Default` instead of `new` |
/// | up to seven | `Pet::new(id, name)` |
/// | more | `Pet::new(PetRequired { id, name, .. })` |
pub(super) fn emit_constructor(
    structure: &Struct,
    name: &TypeName,
    paths: &Paths<'_>,
) -> Option<TokenStream> {
    match (structure.constructor(), &name.required) {
        (Constructor::None, _) | (Constructor::Struct, None) => None,
        (Constructor::Arguments, _) => Some(emit_arguments(structure, name, paths)),
        (Constructor::Struct, Some(required)) => Some(emit_struct(structure, name, required, paths)),
    }
}

fn emit_arguments(structure: &Struct, name: &TypeName, paths: &Paths<'_>) -> TokenStream {
    let arguments = required(structure, name).map(|(field, member)| {
        let ident = to_ident(member);
        let ty = paths.ty(&field.expr);
        let ty = if is_text(field, paths) { paths.impl_into(&ty) } else { ty };
        quote!(#ident: #ty)
    });
    let values = structure.fields.iter().zip(&name.members).map(|(field, member)| {
        let ident = to_ident(member);
        match required_value(field, &quote!(#ident), paths) {
            Some(value) if ident == value.to_string() => quote!(#ident,),
            Some(value) => quote!(#ident: #value,),
            None => emit_absent(field, member, paths),
        }
    });
    let additional = emit_additional(name, paths);
    let ident = to_ident(&name.name);
    let allow = allow_own_name(name);
    let docs = doc_attributes(
        "Creates a value from its required properties. Optional properties are absent or have their defaults.",
        None,
    );
    quote! {
        impl #ident {
            #docs
            #allow
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values)* #additional }
            }
        }
    }
}

fn emit_struct(structure: &Struct, name: &TypeName, taken: &str, paths: &Paths<'_>) -> TokenStream {
    let fields = required(structure, name).map(|(field, member)| {
        let ident = to_ident(member);
        let ty = paths.ty(&field.expr);
        quote!(pub #ident: #ty,)
    });
    let values = structure.fields.iter().zip(&name.members).map(|(field, member)| {
        let ident = to_ident(member);
        if !field.required {
            return emit_absent(field, member, paths);
        }
        let value =
            if field.boxed { paths.in_box(&quote!(required.#ident)) } else { quote!(required.#ident) };
        quote!(#ident: #value,)
    });
    let additional = emit_additional(name, paths);
    let ident = to_ident(&name.name);
    let allow = allow_own_name(name);
    let taken = to_ident(taken);
    let struct_docs = doc_attributes(&format!("The required properties of [`{}`].", name.name), None);
    let docs = doc_attributes(
        "Creates a value from its required properties. Optional properties are absent or have their defaults.",
        None,
    );
    quote! {
        #struct_docs
        #[derive(Clone, Debug, PartialEq)]
        pub struct #taken {
            #(#fields)*
        }

        impl #ident {
            #docs
            #allow
            pub fn new(required: #taken) -> Self {
                Self { #(#values)* #additional }
            }
        }
    }
}

fn required<'s>(structure: &'s Struct, name: &'s TypeName) -> impl Iterator<Item = (&'s Field, &'s String)> {
    structure.fields.iter().zip(&name.members).filter(|(field, _)| field.required)
}

/// Whether an argument is `impl Into<String>`.
fn is_text(field: &Field, paths: &Paths<'_>) -> bool {
    paths.resolve(&field.expr) == Expr::String
}

/// Emits the value of a required field from its argument.
fn required_value(field: &Field, argument: &TokenStream, paths: &Paths<'_>) -> Option<TokenStream> {
    field.required.then(|| match (field.boxed, is_text(field, paths)) {
        (true, _) => paths.in_box(argument),
        (false, true) => quote!(#argument.into()),
        (false, false) => argument.clone(),
    })
}

/// Emits an optional field without a value.
fn emit_absent(field: &Field, member: &str, paths: &Paths<'_>) -> TokenStream {
    let ident = to_ident(member);
    let value = field.default.as_ref().map_or_else(|| quote!(None), |value| emit_literal(value, paths));
    quote!(#ident: #value,)
}

/// Emits the field for undeclared properties, if there is one.
fn emit_additional(name: &TypeName, paths: &Paths<'_>) -> Option<TokenStream> {
    let default = paths.default();
    let ident = Some(&name.additional).filter(|name| !name.is_empty()).map(|name| to_ident(name));
    ident.map(|ident| quote!(#ident: #default::default(),))
}

/// Silences clippy, which does not expect a constructor `new` in a type `New`.
fn allow_own_name(name: &TypeName) -> Option<TokenStream> {
    (name.name == "New")
        .then(|| quote!(#[allow(clippy::self_named_constructors, reason = "the spec names the type")]))
}
