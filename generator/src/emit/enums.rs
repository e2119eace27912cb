//! Sets of scalars: a variant for each value; an open set has one more, for any other.

use super::defaults::literal;
use super::docs::{code, doc_attributes};
use super::paths::{Paths, to_ident};
use super::structs::{more_derives, type_docs};
use crate::model::{Enum, EnumKind, Expr, Scalar, Type};
use crate::names::TypeName;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

/// The enum.
pub fn emit_enum(typed: &Type, enumeration: &Enum, name: &TypeName, paths: &Paths<'_>) -> TokenStream {
    let about = type_docs(&typed.docs);
    let ident_ = to_ident(&name.name);
    let variants = enumeration.values.iter().zip(&name.members).map(|(value, name)| {
        let docs = doc_attributes(&code(&value.scalar.to_string()), None);
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
    let more = more_derives(typed, derives, paths.names());
    let derives = derives.iter().map(|derive| to_ident(derive));
    quote! {
        #about
        #[derive(#(#derives),* #more)]
        pub enum #ident_ {
            #(#variants)*
            #other
        }
    }
}

/// The type that all values have.
fn expr_of(kind: EnumKind) -> Expr {
    match kind {
        EnumKind::Strings => Expr::String,
        EnumKind::Integers => Expr::Integer64,
        EnumKind::Numbers => Expr::Number,
        EnumKind::Mixed => Expr::Any,
    }
}

/// How it is read from a parameter.
pub fn emit_scalar(enumeration: &Enum, ty: &TokenStream, name: &TypeName) -> TokenStream {
    let idents = variants(name);
    let other = to_ident(&name.additional);
    let typed = match enumeration.kind() {
        EnumKind::Strings | EnumKind::Mixed => quote!(String),
        EnumKind::Integers => quote!(i64),
        EnumKind::Numbers => quote!(f64),
    };
    let must_be = if enumeration.open {
        quote!(#typed::MUST_BE)
    } else {
        let text = format!("must be one of {}", listed(enumeration));
        quote!(#text)
    };
    let (value, patterns): (_, Vec<TokenStream>) = match enumeration.kind() {
        EnumKind::Strings | EnumKind::Mixed => {
            let texts = enumeration.values.iter().map(|value| value.scalar.to_string());
            (quote!(text), texts.map(|text| quote!(#text)).collect())
        }
        _ => (quote!(#typed::from_text(text)?), literals(enumeration)),
    };
    let rest = match enumeration.kind() {
        _ if !enumeration.open => quote!(_ => None),
        EnumKind::Strings => quote!(other => Some(Self::#other(other.to_owned()))),
        EnumKind::Mixed => quote!(other => Some(Self::#other(other.into()))),
        _ => quote!(other => Some(Self::#other(other))),
    };
    quote! {
        impl Scalar for #ty {
            const MUST_BE: &'static str = #must_be;
            fn from_text(text: &str) -> Option<Self> {
                match #value {
                    #(#patterns => Some(Self::#idents),)*
                    #rest,
                }
            }
        }
    }
}

/// How it is read and written.
pub fn emit_codec(enumeration: &Enum, ty: &TokenStream, name: &TypeName) -> Vec<TokenStream> {
    let deserialize = quote! {
        impl<'de> Deserialize<'de> for #ty {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                Self::decode(input, &mut Trail::default())
            }
        }
    };
    let rest = [emit_decode(enumeration, ty, name), deserialize, emit_serialize(enumeration, ty, name)];
    emit_accessor(enumeration, ty, name).into_iter().chain(rest).collect()
}

/// The value as the description writes it, where all have one type.
fn emit_accessor(enumeration: &Enum, ty: &TokenStream, name: &TypeName) -> Option<TokenStream> {
    let idents = variants(name);
    let literals = literals(enumeration);
    let other = to_ident(&name.additional);
    let rest = enumeration.open.then(|| quote!(Self::#other(other) => other,));
    let signature = match (enumeration.kind(), enumeration.open) {
        (EnumKind::Strings, false) => quote!(as_str(self) -> &'static str),
        (EnumKind::Strings, true) => quote!(as_str(&self) -> &str),
        (EnumKind::Integers, _) => quote!(as_i64(self) -> i64),
        (EnumKind::Numbers, _) => quote!(as_f64(self) -> f64),
        (EnumKind::Mixed, _) => return None,
    };
    Some(quote! {
        impl #ty {
            /// The value as the description writes it.
            pub fn #signature {
                match self {
                    #(Self::#idents => #literals,)*
                    #rest
                }
            }
        }
    })
}

fn emit_decode(enumeration: &Enum, ty: &TokenStream, name: &TypeName) -> TokenStream {
    let idents = variants(name);
    let other = to_ident(&name.additional);
    let (typed, matched) = match enumeration.kind() {
        EnumKind::Strings => (quote!(String), quote!(value.as_str())),
        EnumKind::Integers => (quote!(i64), quote!(value)),
        EnumKind::Numbers => (quote!(f64), quote!(value)),
        EnumKind::Mixed => (quote!(Value), quote!(&value)),
    };
    let patterns = match enumeration.kind() {
        EnumKind::Mixed => enumeration.values.iter().map(|value| pattern(&value.scalar)).collect(),
        _ => literals(enumeration),
    };
    let expected = format!("must be one of {}", listed(enumeration));
    let rest = if enumeration.open {
        quote!(_ => Ok(Self::#other(value)))
    } else {
        quote!(_ => Err(D::Error::custom(#expected)))
    };
    let read = match (enumeration.kind(), enumeration.open) {
        (EnumKind::Strings, false) => quote!(match String::decode(input, trail)?.as_str()),
        (EnumKind::Integers | EnumKind::Numbers, false) => quote!(match #typed::decode(input, trail)?),
        (EnumKind::Mixed, false) => quote!(match &Value::decode(input, trail)?),
        (_, true) => quote!(let value = #typed::decode(input, trail)?; match #matched),
    };
    quote! {
        impl Decode for #ty {
            fn decode<'de, D: Deserializer<'de>>(input: D, trail: &mut Trail) -> Result<Self, D::Error> {
                #read {
                    #(#patterns => Ok(Self::#idents),)*
                    #rest,
                }
            }
        }
    }
}

fn emit_serialize(enumeration: &Enum, ty: &TokenStream, name: &TypeName) -> TokenStream {
    let write = match enumeration.kind() {
        EnumKind::Strings => quote!(output.serialize_str(self.as_str())),
        EnumKind::Integers => quote!(output.serialize_i64(self.as_i64())),
        EnumKind::Numbers => quote!(output.serialize_f64(self.as_f64())),
        EnumKind::Mixed => {
            let idents = variants(name);
            let other = to_ident(&name.additional);
            let writes = enumeration.values.iter().map(|value| {
                let method = write_method(&value.scalar);
                let literal = literal(&value.scalar);
                quote!(output.#method(#literal))
            });
            let rest = enumeration.open.then(|| quote!(Self::#other(other) => other.serialize(output),));
            quote!(match self { #(Self::#idents => #writes,)* #rest })
        }
    };
    quote! {
        impl Serialize for #ty {
            fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
                #write
            }
        }
    }
}

fn write_method(scalar: &Scalar) -> Ident {
    to_ident(match scalar {
        Scalar::Boolean(_) => "serialize_bool",
        Scalar::Integer(_) => "serialize_i64",
        Scalar::Number(_) => "serialize_f64",
        Scalar::String(_) => "serialize_str",
    })
}

fn variants(name: &TypeName) -> Vec<Ident> {
    name.members.iter().map(|name| to_ident(name)).collect()
}

fn literals(enumeration: &Enum) -> Vec<TokenStream> {
    enumeration.values.iter().map(|value| literal(&value.scalar)).collect()
}

/// What a value of any type is matched with.
fn pattern(scalar: &Scalar) -> TokenStream {
    match scalar {
        Scalar::Boolean(boolean) => quote!(Value::Bool(#boolean)),
        Scalar::String(text) => quote!(Value::String(text) if text == #text),
        Scalar::Integer(integer) if integer.unsigned_abs() > 1 << f64::MANTISSA_DIGITS => {
            let integer = Literal::i64_unsuffixed(*integer);
            quote!(Value::Number(number) if number.as_i64() == Some(#integer))
        }
        Scalar::Integer(integer) => number_pattern(float(*integer)),
        Scalar::Number(number) => number_pattern(*number),
    }
}

fn number_pattern(number: f64) -> TokenStream {
    let number = Literal::f64_unsuffixed(number);
    quote!(Value::Number(number) if number.as_f64() == Some(#number))
}

#[expect(clippy::cast_precision_loss, reason = "checked to be exact")]
fn float(integer: i64) -> f64 {
    integer as f64
}

fn listed(enumeration: &Enum) -> String {
    let values = enumeration.values.iter().map(|value| code(&value.scalar.to_string()));
    values.collect::<Vec<_>>().join(", ")
}
