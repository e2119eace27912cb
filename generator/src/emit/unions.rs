//! Unions: enums with a variant for each alternative.

use super::checks::{one_of, write_checks};
use super::docs::{code, doc_attributes};
use super::paths::{Paths, path_text, to_ident};
use super::structs::{emit_attributes, more_derives, type_docs};
use super::text::quoted;
use crate::model::{
    Choose, Expr, JsonTypes, Known, Model, Scalar, Type, Union, Variant, WriteOnly, struct_of,
};
use crate::names::TypeName;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// Emits the enum, and `From` for each type that only one variant has.
pub(super) fn emit_union(
    declared: &Type,
    union: &Union,
    name: &TypeName,
    model: &Model,
    paths: &Paths<'_>,
) -> TokenStream {
    let about = type_docs(declared, paths);
    let ident_ = to_ident(&name.name);
    let attributes = emit_attributes(&declared.attributes);
    let derives = more_derives(declared, &["Clone", "Debug", "PartialEq"], paths.names());
    let variants = union.variants.iter().zip(&name.members).map(|(variant, name)| {
        let is_default = union.otherwise.and_then(|index| union.variants.get(index));
        let is_default = is_default.is_some_and(|default| std::ptr::eq(default, variant));
        let docs = doc_attributes(&docs_of(union, variant, is_default), None);
        let ident = to_ident(name);
        let payload = variant.constant.is_none().then(|| paths.ty(&variant.expr)).map(|ty| quote!((#ty)));
        quote!(#docs #ident #payload,)
    });
    let resolved: Vec<Expr> = union.variants.iter().map(|variant| model.resolve(&variant.expr)).collect();
    let is_unique = |variant: &Variant, expr: &Expr| {
        let payloads = union.variants.iter().zip(&resolved).filter(|(variant, _)| variant.constant.is_none());
        variant.constant.is_none() && payloads.filter(|(_, other)| *other == expr).count() == 1
    };
    let variants_by_type = union.variants.iter().zip(&resolved).zip(&name.members);
    let unique = variants_by_type.filter(|((variant, expr), _)| is_unique(variant, expr));
    let from = unique.map(|((variant, _), name)| {
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

/// Returns the values that become this variant, in words.
fn docs_of(union: &Union, variant: &Variant, is_default: bool) -> String {
    let applies = match (union.tag(), &variant.constant) {
        (Some(tag), _) if is_default => {
            Some(format!("{} is absent, or has a value that selects no other variant.", code(tag)))
        }
        (Some(tag), _) => Some(is_one_of(tag, &variant.tags)),
        (None, Some(constant)) => Some(format!("{}.", code(&constant.to_string()))),
        (None, None) => of_known(&variant.known),
    };
    let about = variant.description.iter().cloned().chain(applies);
    about.collect::<Vec<_>>().join("\n\n")
}

/// Describes an object by a required property with few values, or by its required properties.
fn of_known(known: &Known) -> Option<String> {
    let mut tags = known.tags.iter();
    if let Some((tag, values)) = tags.find(|(tag, _)| known.required.contains(tag)) {
        return Some(is_one_of(tag, values));
    }
    let required: Vec<String> = known.required.iter().map(|name| code(name)).collect();
    match required.as_slice() {
        [] => None,
        [only] => Some(format!("An object with {only}.")),
        [others @ .., last] => Some(format!("An object with {} and {last}.", others.join(", "))),
    }
}

fn is_one_of(property: &str, values: &[Scalar]) -> String {
    let values: Vec<String> = values.iter().map(|value| code(&value.to_string())).collect();
    match values.as_slice() {
        [only] => format!("{} is {only}.", code(property)),
        several => format!("{} is one of {}.", code(property), several.join(", ")),
    }
}

/// Writes the enum's table, with a row for each alternative.
pub(super) fn write_table(
    union: &Union,
    ty: &str,
    name: &TypeName,
    model: &Model,
    paths: &Paths<'_>,
) -> String {
    let rule = match &union.choose {
        Choose::Tag(tag) => return write_tagged((union, tag), ty, name, model, paths),
        Choose::OneOf => "OneOf",
        Choose::AnyOf => "AnyOf",
    };
    let objects = union.variants.iter().filter(|variant| variant.known.types.has(JsonTypes::OBJECT)).count();
    let rows = union.variants.iter().zip(&name.members).map(|(variant, name)| {
        if let Some(constant) = &variant.constant {
            return format!("    {name} = {},\n", write_constant(constant));
        }
        let has_names = objects > 1 && struct_of(&model.types, &variant.expr).is_some();
        let object = has_names.then(|| path_text(&paths.ty(&variant.expr)));
        let row = write_known(&variant.known, object.as_deref());
        format!("    {name}: {row}{},\n", write_checks(&variant.checks, paths.names()))
    });
    format!("union!({ty}, {rule} {{\n{}}});\n", rows.collect::<String>())
}

/// Writes what is known about an alternative, and its type if it is a struct.
fn write_known(known: &Known, object: Option<&str>) -> String {
    let types = known.types.names().collect::<Vec<_>>().join(" | ");
    let object = object.map(|object| format!("({object})"));
    let required = list(known.required.iter().map(|name| quoted(name).to_string()));
    let required = (!required.is_empty()).then(|| format!(" requires [{required}]"));
    let tags = list(
        known
            .tags
            .iter()
            .map(|(tag, values)| format!("{} = [{}]", quoted(tag), list(values.iter().map(write_constant)))),
    );
    let tags = (!tags.is_empty()).then(|| format!(" tags [{tags}]"));
    let others = known.closed.then(|| " others rejected".to_owned());
    [Some(types), object, required, tags, others].into_iter().flatten().collect()
}

fn list(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(", ")
}

fn write_constant(scalar: &Scalar) -> String {
    match scalar {
        Scalar::Boolean(boolean) => format!("boolean({boolean})"),
        Scalar::Integer(integer) => format!("integer({integer})"),
        Scalar::Number(number) => {
            format!("number({})", Literal::f64_unsuffixed(*number).to_string().replace("- ", "-"))
        }
        Scalar::String(text) => format!("text({})", quoted(text)),
    }
}

/// Writes the table of an enum with a discriminator, with a row for each variant.
fn write_tagged(
    (union, tag): (&Union, &str),
    ty: &str,
    name: &TypeName,
    model: &Model,
    paths: &Paths<'_>,
) -> String {
    let rows = union.variants.iter().zip(&name.members).enumerate().map(|(index, (variant, name))| {
        let values = variant.tags.iter().map(|value| quoted(&value.to_string()).to_string());
        let values = values.collect::<Vec<_>>().join(" | ");
        let field = field_of(tag, variant, model, paths).filter(|_| union.otherwise != Some(index));
        let field = field.map(|field| format!(".{field}"));
        format!("    {name}{} = {values},\n", field.unwrap_or_default())
    });
    let values = union.variants.iter().flat_map(|variant| &variant.tags);
    let values: Vec<String> = values.map(|value| code(&value.to_string())).collect();
    let default = union.otherwise.and_then(|index| union.variants.get(index).zip(name.members.get(index)));
    let default = default.map(|(variant, name)| match field_of(tag, variant, model, paths) {
        Some(field) => format!(" else {name}.{field}"),
        None => format!(" else {name}"),
    });
    let default = default.unwrap_or_default();
    let tag = quoted(tag);
    let expected = quoted(&one_of(&values));
    format!("tagged!({ty}, {tag}, {expected} {{\n{}}}{default});\n", rows.collect::<String>())
}

/// Returns the field with the discriminator. A struct that only one value selects, in all enums, has none.
fn field_of<'n>(tag: &str, variant: &Variant, model: &Model, paths: &'n Paths<'_>) -> Option<&'n str> {
    let Expr::Named(id) = model.resolve(&variant.expr) else { return None };
    let fields = &model.types.get(id).shape.as_struct()?.fields;
    let position = fields.iter().position(|field| field.wire == tag && field.write_only == WriteOnly::No)?;
    paths.names().type_name(id).members.get(position).map(String::as_str)
}
