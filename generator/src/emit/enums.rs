//! Closed sets of strings.

use super::docs::{code, docs};
use super::paths::ident;
use super::structs::type_docs;
use crate::model::Docs;
use crate::names::TypeName;
use proc_macro2::TokenStream;
use quote::quote;

/// An enum of strings.
pub fn emit_enum(about: &Docs, values: &[String], name: &TypeName) -> TokenStream {
    let (about, ident_) = (type_docs(about), ident(&name.name));
    let variants = values.iter().zip(&name.members).map(|(value, name)| {
        let (docs, ident) = (docs(&code(value), None), ident(name));
        quote!(#docs #ident)
    });
    quote! {
        #about
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum #ident_ {
            #(#variants),*
        }
    }
}

/// How it is read from a parameter.
pub fn emit_scalar(values: &[String], ty: &TokenStream, name: &TypeName) -> TokenStream {
    let idents: Vec<_> = name.members.iter().map(|name| ident(name)).collect();
    let list = values.iter().map(|value| code(value)).collect::<Vec<_>>().join(", ");
    let must_be = format!("must be one of {list}");
    quote! {
        impl Scalar for #ty {
            const MUST_BE: &'static str = #must_be;
            fn from_text(text: &str) -> Option<Self> {
                match text {
                    #(#values => Some(Self::#idents),)*
                    _ => None,
                }
            }
        }
    }
}

/// How it is read and written.
pub fn emit_codec(values: &[String], ty: &TokenStream, name: &TypeName) -> [TokenStream; 4] {
    let idents: Vec<_> = name.members.iter().map(|name| ident(name)).collect();
    let expected = format!(
        "one of {} is expected",
        values.iter().map(|value| code(value)).collect::<Vec<_>>().join(", ")
    );
    let text = quote! {
        impl #ty {
            /// The value as the description writes it.
            pub fn as_str(self) -> &'static str {
                match self {
                    #(Self::#idents => #values,)*
                }
            }
        }
    };
    let decode = quote! {
        impl Decode for #ty {
            fn decode<'de, D: Deserializer<'de>>(input: D, trail: &mut Trail) -> Result<Self, D::Error> {
                match String::decode(input, trail)?.as_str() {
                    #(#values => Ok(Self::#idents),)*
                    _ => Err(D::Error::custom(#expected)),
                }
            }
        }
    };
    let deserialize = quote! {
        impl<'de> Deserialize<'de> for #ty {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                Self::decode(input, &mut Trail::default())
            }
        }
    };
    let serialize = quote! {
        impl Serialize for #ty {
            fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
                output.serialize_str(self.as_str())
            }
        }
    };
    [text, decode, deserialize, serialize]
}
