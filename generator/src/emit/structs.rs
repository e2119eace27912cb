//! Plain structs for objects. `codec` implements serde's traits for them.

use super::checks::{SHOWN, constraints};
use super::constructors::emit_constructor;
use super::defaults;
use super::docs::{code, doc_attributes, docs_and_more, inline};
use super::paths::{Paths, path, to_ident};
use crate::attribute::Attribute;
use crate::model::{Additional, Expr, Field, Newtype, ReadOnly, Struct, Type, WriteOnly};
use crate::names::{Names, TypeName};
use proc_macro2::TokenStream;
use quote::quote;

/// Emits a struct.
pub(super) fn emit_struct(
    declared: &Type,
    structure: &Struct,
    name: &TypeName,
    paths: &Paths<'_>,
) -> TokenStream {
    let title = type_title(declared, paths);
    let docs = docs_and_more(&title, declared.docs.description.as_deref(), always(structure));
    let derives = more_derives(declared, &["Clone", "Debug", "Default", "PartialEq"], paths.names());
    let attributes = emit_attributes(&declared.attributes);
    let ident = to_ident(&name.name);
    let fields =
        structure.fields.iter().zip(&name.members).map(|(field, name)| emit_field(field, name, paths));
    let additional = emit_additional(&structure.additional, name, paths);
    let asked = declared.derives.iter().any(|derive| derive.to_string() == "Default");
    let default = asked || !structure.fields.iter().any(|field| field.required);
    let own = defaults::emit_default(structure, name, paths).filter(|_| default);
    let default = (default && own.is_none()).then(|| quote!(Default,));
    let constructor = emit_constructor(structure, name, paths);
    quote! {
        #docs
        #[derive(Clone, Debug, #default PartialEq #derives)]
        #attributes
        pub struct #ident {
            #(#fields)*
            #additional
        }

        #own

        #constructor
    }
}

/// Describes the properties that have the same value in all objects. They are not fields.
fn always(structure: &Struct) -> Option<String> {
    let tags = structure.tags.iter();
    let tags = tags.map(|tag| format!("{} is always {}.", code(&tag.wire), code(&tag.value.to_string())));
    let tags: Vec<String> = tags.collect();
    (!tags.is_empty()).then(|| tags.join(" "))
}

/// Emits the derives that the settings add to a type.
pub(super) fn more_derives(declared: &Type, own: &[&str], names: &Names) -> TokenStream {
    let more = declared.derives.iter().filter(|derive| !own.contains(&derive.to_string().as_str()));
    let more = more.map(|derive| path(derive, names));
    quote!(#(, #more)*)
}

/// Emits a newtype for an array or a map that contains itself.
pub(super) fn emit_newtype(
    declared: &Type,
    newtype: &Newtype,
    name: &TypeName,
    paths: &Paths<'_>,
) -> TokenStream {
    let docs = docs_and_more(
        &type_title(declared, paths),
        declared.docs.description.as_deref(),
        constraints(&newtype.checks, &newtype.inner, paths),
    );
    let derives = more_derives(declared, &["Clone", "Debug", "Default", "PartialEq"], paths.names());
    let ident = to_ident(&name.name);
    let ty = paths.ty(&newtype.inner);
    let attributes = emit_attributes(&declared.attributes);
    let from = paths.from();
    // If there are rules, an empty value may be invalid, so there is no default.
    let asked = declared.derives.iter().any(|derive| derive.to_string() == "Default");
    let default = (asked || newtype.checks.is_empty()).then(|| quote!(Default,));
    quote! {
        #docs
        #[derive(Clone, Debug, #default PartialEq #derives)]
        #attributes
        pub struct #ident(pub #ty);

        impl #from<#ty> for #ident {
            fn from(value: #ty) -> Self {
                Self(value)
            }
        }
    }
}

/// Emits another name for a type.
pub(super) fn emit_alias(declared: &Type, expr: &Expr, name: &TypeName, paths: &Paths<'_>) -> TokenStream {
    let docs = type_docs(declared, paths);
    let ident = to_ident(&name.name);
    let ty = paths.ty(expr);
    quote! {
        #docs
        pub type #ident = #ty;
    }
}

/// Emits the title and the description of a type.
pub(super) fn type_docs(declared: &Type, paths: &Paths<'_>) -> TokenStream {
    doc_attributes(&type_title(declared, paths), declared.docs.description.as_deref())
}

/// Returns the title of a type, or its place in the spec if it has neither a title nor a description.
fn type_title(declared: &Type, paths: &Paths<'_>) -> String {
    match (&declared.docs.title, &declared.docs.description, &declared.place) {
        (Some(title), _, _) => inline(title),
        (None, None, Some(place)) => {
            let reference = format!("{}#{}", paths.file_name(place), place.pointer);
            format!("Schema {}.", code(reference.strip_suffix('#').unwrap_or(&reference)))
        }
        (None, _, _) => String::new(),
    }
}

/// Emits the type of a field. Optional properties are an `Option`, and cycles are boxed.
pub(super) fn field_type(field: &Field, paths: &Paths<'_>) -> TokenStream {
    let ty = paths.ty(&field.expr);
    let ty = if field.boxed { paths.boxed(&ty) } else { ty };
    if field.required || field.default.is_some() { ty } else { paths.option(&ty) }
}

fn emit_field(field: &Field, name: &str, paths: &Paths<'_>) -> TokenStream {
    let docs = field_docs(field, name, paths);
    let ident = to_ident(name);
    let ty = field_type(field, paths);
    let attributes = emit_attributes(&field.attributes);
    quote!(#docs #attributes pub #ident: #ty,)
}

/// Emits the attributes that the settings add.
pub(super) fn emit_attributes(attributes: &[Attribute]) -> TokenStream {
    // The text of an `Attribute` always parses as tokens.
    let tokens = attributes.iter().filter_map(|attribute| attribute.to_string().parse::<TokenStream>().ok());
    quote!(#(#[#tokens])*)
}

/// Emits the docs of a field: its description, its name in JSON, its format, its default, and its constraints.
fn field_docs(field: &Field, name: &str, paths: &Paths<'_>) -> TokenStream {
    let wire = (field.wire != name).then(|| format!("{} in JSON.", code(&field.wire)));
    let format = field.format.as_deref().map(|format| format!("Format: {}.", code(format)));
    let given = field.given.as_ref().filter(|_| field.default.is_some()).map(|given| given.value.to_string());
    let given = given.filter(|text| text.len() <= SHOWN);
    let default = given.map(|given| format!("Default: {}.", code(&given)));
    let write_only = match field.write_only {
        WriteOnly::No => None,
        WriteOnly::Optional => Some("Write-only: responses do not have it.".to_owned()),
        WriteOnly::Required => {
            Some("Write-only: requests must have it, and responses do not have it.".to_owned())
        }
    };
    let read_only = match field.read_only {
        ReadOnly::No | ReadOnly::Optional => None,
        ReadOnly::Required => {
            Some("Read-only: responses must have it, and it is ignored in requests.".to_owned())
        }
    };
    let more = [read_only, write_only, wire, format, default, constraints(&field.checks, &field.expr, paths)];
    let more: Vec<String> = more.into_iter().flatten().collect();
    docs_and_more("", field.description.as_deref(), (!more.is_empty()).then(|| more.join(" ")))
}

fn emit_additional(additional: &Additional, name: &TypeName, paths: &Paths<'_>) -> Option<TokenStream> {
    let expr = match additional {
        Additional::Ignored | Additional::Rejected => return None,
        Additional::Kept => Expr::AnyObject,
        Additional::Typed(each, _) => Expr::Map(Box::new(each.clone())),
    };
    let docs = doc_attributes(
        "Properties that the schema does not declare. Keys that the schema declares are skipped when\nthe value is serialized.",
        None,
    );
    let ident = to_ident(&name.additional);
    let ty = paths.ty(&expr);
    Some(quote!(#docs pub #ident: #ty,))
}
