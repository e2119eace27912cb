//! Inheritance: enums with a variant for each subtype.

use super::checks::one_of;
use super::docs::{code, doc_attributes};
use super::paths::{Paths, to_ident};
use super::structs::{emit_attributes, more_derives, type_docs};
use crate::model::{Tag, Type, Union};
use crate::names::TypeName;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// Emits the enum, and `From` for each of its structs.
pub(super) fn emit_tagged(declared: &Type, union: &Union, name: &TypeName, paths: &Paths<'_>) -> TokenStream {
    let about = type_docs(declared, paths);
    let ident_ = to_ident(&name.name);
    let attributes = emit_attributes(&declared.attributes);
    let derives = more_derives(declared, &["Clone", "Debug", "PartialEq"], paths.names());
    let variants = union.variants.iter().zip(&name.members).map(|(variant, name)| {
        let about = format!("{} is {}.", code(union.tag()), code(&variant.tag));
        let docs = doc_attributes(&about, None);
        let ident = to_ident(name);
        let ty = paths.ty(&variant.expr);
        quote!(#docs #ident(#ty),)
    });
    let from = union.variants.iter().zip(&name.members).map(|(variant, name)| {
        let ident = to_ident(name);
        let ty = paths.ty(&variant.expr);
        let from = paths.from();
        quote! {
            impl #from<#ty> for #ident_ {
                fn from(value: #ty) -> Self {
                    Self::#ident(value)
                }
            }
        }
    });
    quote! {
        #about
        #[derive(Clone, Debug, PartialEq #derives)]
        #attributes
        pub enum #ident_ {
            #(#variants)*
        }

        #(#from)*
    }
}

/// Writes the enum's table, with a row for each value of the discriminator.
pub(super) fn write_table(union: &Union, ty: &str, name: &TypeName) -> String {
    let rows = union
        .variants
        .iter()
        .zip(&name.members)
        .map(|(variant, name)| format!("    {name} = {},\n", Literal::string(&variant.tag)));
    let values: Vec<String> = union.variants.iter().map(|variant| code(&variant.tag)).collect();
    let tag = Literal::string(union.tag());
    let expected = Literal::string(&one_of(&values));
    format!("tagged!({ty}, {tag}, {expected} {{\n{}}});\n", rows.collect::<String>())
}

/// Writes the row of a struct's table for its discriminators, if it has any.
pub(super) fn write_tags(tags: &[Tag]) -> String {
    let tags: Vec<String> = tags
        .iter()
        .map(|tag| format!("{} = {}", Literal::string(&tag.wire), Literal::string(&tag.value)))
        .collect();
    if tags.is_empty() { String::new() } else { format!("    tag({}),\n", tags.join(", ")) }
}
