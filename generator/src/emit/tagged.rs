//! Inheritance: an enum with a variant for each definition that a value can be.

use super::docs::{code, docs};
use super::paths::{Paths, ident};
use super::structs::{more_derives, type_docs};
use crate::model::{Tag, Tagged, Type};
use crate::names::TypeName;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The enum, and how each of its structs becomes it.
pub fn emit_tagged(found: &Type, tagged: &Tagged, name: &TypeName, paths: &Paths<'_>) -> TokenStream {
    let (about, ident_) = (type_docs(&found.docs), ident(&name.name));
    let derives = more_derives(found, &["Clone", "Debug", "PartialEq"], paths.names());
    let variants = tagged.variants.iter().zip(&name.members).map(|((value, id), name)| {
        let about = format!("{} is {}.", code(&tagged.tag), code(value));
        let (docs, ident, ty) = (docs(&about, None), ident(name), paths.named(*id));
        quote!(#docs #ident(#ty),)
    });
    let from = tagged.variants.iter().zip(&name.members).map(|((_, id), name)| {
        let (ident, ty, from) = (ident(name), paths.named(*id), paths.from());
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
        pub enum #ident_ {
            #(#variants)*
        }

        #(#from)*
    }
}

/// The enum's table: a row for each value of the tag.
pub fn write_table(tagged: &Tagged, ty: &str, name: &TypeName) -> String {
    let rows = tagged
        .variants
        .iter()
        .zip(&name.members)
        .map(|((value, _), name)| format!("    {name} = {},\n", Literal::string(value)));
    let values = tagged.variants.iter().map(|(value, _)| code(value)).collect::<Vec<_>>().join(", ");
    let (tag, expected) =
        (Literal::string(&tagged.tag), Literal::string(&format!("must be one of {values}")));
    format!("tagged!({ty}, {tag}, {expected} {{\n{}}});\n", rows.collect::<String>())
}

/// What stands behind a struct's table where it has tags.
pub fn write_tags(tags: &[Tag]) -> String {
    let tags =
        tags.iter().map(|tag| format!("{} = {}", Literal::string(&tag.wire), Literal::string(&tag.value)));
    let tags: Vec<String> = tags.collect();
    if tags.is_empty() { String::new() } else { format!(", tags({})", tags.join(", ")) }
}
