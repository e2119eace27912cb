//! Enums of scalars, with a variant for each value. An open enum has one more variant, for other values.

use super::checks::one_of;
use super::defaults::literal;
use super::docs::{code, doc_attributes};
use super::paths::{Paths, to_ident};
use super::structs::{emit_attributes, more_derives, type_docs};
use super::text::quoted;
use crate::model::{Enum, EnumKind, Expr, Scalar, Type};
use crate::names::TypeName;
use proc_macro2::{Ident, Literal as RustLiteral, TokenStream};
use quote::quote;

/// Emits the enum.
pub(super) fn emit_enum(typed: &Type, enumeration: &Enum, name: &TypeName, paths: &Paths<'_>) -> TokenStream {
    let about = type_docs(typed, paths);
    let ident_ = to_ident(&name.name);
    let variants = enumeration.values.iter().zip(&name.members).map(|(value, name)| {
        let docs = doc_attributes(&code(&value.scalar.to_string()), value.description.as_deref());
        let ident = to_ident(name);
        quote!(#docs #ident,)
    });
    let other = enumeration.open.then(|| {
        let docs = doc_attributes("Any other value.", None);
        let ident = to_ident(&name.additional);
        let ty = paths.ty(&expr_of(enumeration.kind()));
        quote!(#docs #ident(#ty),)
    });
    let derives: &[&str] = match (enumeration.open, enumeration.kind()) {
        (false, _) | (true, EnumKind::Integers) => {
            &["Clone", "Copy", "Debug", "PartialEq", "Eq", "PartialOrd", "Ord", "Hash"]
        }
        (true, EnumKind::Strings) => &["Clone", "Debug", "PartialEq", "Eq", "PartialOrd", "Ord", "Hash"],
        (true, EnumKind::Numbers) => &["Clone", "Copy", "Debug", "PartialEq", "PartialOrd"],
        (true, EnumKind::Mixed) => &["Clone", "Debug", "PartialEq"],
    };
    let attributes = emit_attributes(&typed.attributes);
    let more = more_derives(typed, derives, paths.names());
    let derives = derives.iter().map(|derive| to_ident(derive));
    quote! {
        #about
        #[derive(#(#derives),* #more)]
        #attributes
        pub enum #ident_ {
            #(#variants)*
            #other
        }
    }
}

/// Returns the type of the values.
fn expr_of(kind: EnumKind) -> Expr {
    match kind {
        EnumKind::Strings => Expr::String,
        EnumKind::Integers => Expr::Integer64,
        EnumKind::Numbers => Expr::Number,
        EnumKind::Mixed => Expr::Any,
    }
}

/// Emits the implementation that decodes it from a parameter.
pub(super) fn emit_scalar(values: &Enum, ty: &TokenStream, name: &TypeName) -> TokenStream {
    let other = to_ident(&name.additional);
    let inner = match values.kind() {
        EnumKind::Strings | EnumKind::Mixed => quote!(String),
        EnumKind::Integers => quote!(i64),
        EnumKind::Numbers => quote!(f64),
    };
    let must_be =
        if values.open { quote!(<#inner as support::Scalar>::MUST_BE) } else { quote!(Self::EXPECTED) };
    // An enum of several types compares the text, since a parameter has no JSON type.
    let known = match values.kind() {
        EnumKind::Strings => quote!(Self::from_value(text)),
        EnumKind::Integers | EnumKind::Numbers => {
            quote!(Self::from_value(&<#inner as support::Scalar>::from_text(text)?))
        }
        EnumKind::Mixed => {
            let idents = variants(name);
            let texts = values.values.iter().map(|value| value.scalar.to_string());
            quote!(match text { #(#texts => Some(Self::#idents),)* _ => None })
        }
    };
    let or_other = values.open.then(|| match values.kind() {
        EnumKind::Integers | EnumKind::Numbers => {
            quote!(.or(Some(Self::#other(<#inner as support::Scalar>::from_text(text)?))))
        }
        EnumKind::Strings | EnumKind::Mixed => quote!(.or_else(|| Some(Self::#other(text.into())))),
    });
    quote! {
        impl support::Scalar for #ty {
            const MUST_BE: &'static str = #must_be;
            fn from_text(text: &str) -> Option<Self> {
                #known #or_other
            }
        }
    }
}

/// Writes the enum's table, with a row for each value.
///
/// | values | type in the table |
/// |---|---|
/// | strings | `str` |
/// | integers | `i64` |
/// | numbers | `f64` |
/// | of several types, or booleans | `any` |
pub(super) fn write_table(values: &Enum, ty: &str, name: &TypeName) -> String {
    let kind = match values.kind() {
        EnumKind::Strings => "str",
        EnumKind::Integers => "i64",
        EnumKind::Numbers => "f64",
        EnumKind::Mixed => "any",
    };
    let rows = values.values.iter().zip(&name.members).map(|(value, variant)| {
        let literal = match &value.scalar {
            // Without a suffix, an integer in the table would be an `i32`.
            Scalar::Integer(integer) if kind == "any" => RustLiteral::i64_suffixed(*integer).to_string(),
            // Without a `type` in the schema, `2.0` next to `0.5` is read as an integer.
            Scalar::Integer(integer) if kind == "f64" => format!("{integer}.0"),
            Scalar::String(text) => RustLiteral::string(text).to_string(),
            // A negative number is two tokens, which are printed with a space between them.
            scalar => literal(scalar).to_string().replace("- ", "-"),
        };
        format!("    {variant} = {literal},\n")
    });
    let rows: String = rows.collect();
    if values.open {
        let other = &name.additional;
        return format!("values!({ty}: {kind} {{\n{rows}    .. => {other}\n}});\n");
    }
    let expected = quoted(&one_of(&listed(values)));
    format!("values!({ty}: {kind}, {expected} {{\n{rows}}});\n")
}

fn variants(name: &TypeName) -> Vec<Ident> {
    name.members.iter().map(|name| to_ident(name)).collect()
}

fn listed(found: &Enum) -> Vec<String> {
    found.values.iter().map(|value| code(&value.scalar.to_string())).collect()
}
