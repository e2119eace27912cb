//! Objects: plain structs. How they are read and written stands in `codec`.

use super::checks::{SHOWN, constraints};
use super::defaults;
use super::docs::{code, doc_attributes, docs_and_more, inline};
use super::paths::{Paths, path, to_ident};
use crate::model::{Additional, Docs, Expr, Field, Newtype, Struct, Type};
use crate::names::{Names, TypeName};
use proc_macro2::TokenStream;
use quote::quote;

/// A struct.
pub fn emit_struct(declared: &Type, structure: &Struct, name: &TypeName, paths: &Paths<'_>) -> TokenStream {
    let docs = type_docs(&declared.docs);
    let derives = more_derives(declared, &["Clone", "Debug", "Default", "PartialEq"], paths.names());
    let ident = to_ident(&name.name);
    let fields =
        structure.fields.iter().zip(&name.members).map(|(field, name)| emit_field(field, name, paths));
    let additional = emit_additional(&structure.additional, name, paths);
    let asked = declared.derives.iter().any(|derive| derive.to_string() == "Default");
    let default = asked || !structure.fields.iter().any(|field| field.required);
    let own = defaults::emit_default(structure, name, paths).filter(|_| default);
    let default = (default && own.is_none()).then(|| quote!(Default,));
    quote! {
        #docs
        #[derive(Clone, Debug, #default PartialEq #derives)]
        pub struct #ident {
            #(#fields)*
            #additional
        }

        #own
    }
}

/// What a type derives beside what it derives anyway.
pub fn more_derives(declared: &Type, own: &[&str], names: &Names) -> TokenStream {
    let more = declared.derives.iter().filter(|derive| !own.contains(&derive.to_string().as_str()));
    let more = more.map(|derive| path(derive, names));
    quote!(#(, #more)*)
}

/// An array or a map that holds itself.
pub fn emit_newtype(declared: &Type, newtype: &Newtype, name: &TypeName, paths: &Paths<'_>) -> TokenStream {
    let docs = docs_and_more(
        &declared.docs.title.as_deref().map(inline).unwrap_or_default(),
        declared.docs.description.as_deref(),
        constraints(&newtype.checks),
    );
    let derives = more_derives(declared, &["Clone", "Debug", "Default", "PartialEq"], paths.names());
    let ident = to_ident(&name.name);
    let ty = paths.ty(&newtype.inner);
    let from = paths.from();
    // With a rule, what is empty is perhaps no value.
    let asked = declared.derives.iter().any(|derive| derive.to_string() == "Default");
    let default = (asked || newtype.checks.is_empty()).then(|| quote!(Default,));
    quote! {
        #docs
        #[derive(Clone, Debug, #default PartialEq #derives)]
        pub struct #ident(pub #ty);

        impl #from<#ty> for #ident {
            fn from(value: #ty) -> Self {
                Self(value)
            }
        }
    }
}

/// Another name for a type.
pub fn emit_alias(about: &Docs, expr: &Expr, name: &TypeName, paths: &Paths<'_>) -> TokenStream {
    let docs = type_docs(about);
    let ident = to_ident(&name.name);
    let ty = paths.ty(expr);
    quote! {
        #docs
        pub type #ident = #ty;
    }
}

/// What the description says of a type: its title, then its description.
pub fn type_docs(about: &Docs) -> TokenStream {
    let title = about.title.as_deref().map(inline).unwrap_or_default();
    doc_attributes(&title, about.description.as_deref())
}

/// The type of a field: optional members are an `Option`, cycles are boxed.
pub fn field_type(field: &Field, paths: &Paths<'_>) -> TokenStream {
    let ty = paths.ty(&field.expr);
    let ty = if field.boxed { paths.boxed(&ty) } else { ty };
    if field.required || field.default.is_some() { ty } else { paths.option(&ty) }
}

fn emit_field(field: &Field, name: &str, paths: &Paths<'_>) -> TokenStream {
    let docs = field_docs(field);
    let ident = to_ident(name);
    let ty = field_type(field, paths);
    quote!(#docs pub #ident: #ty,)
}

/// What the description says of a field, and what it is where it is absent.
fn field_docs(field: &Field) -> TokenStream {
    let given = field.given.as_ref().filter(|_| field.default.is_some()).map(|given| given.value.to_string());
    let given = given.filter(|text| text.len() <= SHOWN);
    let default = given.map(|given| format!("{} where it is absent.", code(&given)));
    let more: Vec<String> = default.into_iter().chain(constraints(&field.checks)).collect();
    docs_and_more("", field.description.as_deref(), (!more.is_empty()).then(|| more.join(" ")))
}

fn emit_additional(additional: &Additional, name: &TypeName, paths: &Paths<'_>) -> Option<TokenStream> {
    let expr = match additional {
        Additional::Dropped | Additional::Refused => return None,
        Additional::Kept => Expr::AnyObject,
        Additional::Typed(each, _) => Expr::Map(Box::new(each.clone())),
    };
    let (docs, ident, ty) = (
        doc_attributes(
            "The members that the description does not name. One that it names is not written from here.",
            None,
        ),
        to_ident(&name.additional),
        paths.ty(&expr),
    );
    Some(quote!(#docs pub #ident: #ty,))
}
