//! Decodes types of other crates. They implement `Serialize` themselves.

use super::docs::code;
use crate::model::{Foreign, Reading};
use crate::rust_path::RustPath;
use proc_macro2::TokenStream;
use quote::quote;

/// Emits the implementations that decode them.
pub(super) fn emit_codec(foreign: &[Foreign], path: impl Fn(&RustPath) -> TokenStream) -> Vec<TokenStream> {
    let own = foreign.iter().filter(|foreign| foreign.reading == Reading::Own);
    let json = own.clone().filter(|foreign| foreign.json);
    let json = json.map(|foreign| emit_decode(foreign, &path(&foreign.path)));
    let text = own.filter(|foreign| foreign.text);
    let text = text.map(|foreign| emit_scalar(foreign, &path(&foreign.path)));
    json.chain(text).collect()
}

fn emit_decode(foreign: &Foreign, ty: &TokenStream) -> TokenStream {
    let (trail, says) = match must_be(foreign) {
        None => (quote!(_), None),
        Some(text) => (quote!(trail), Some(quote!(.inspect_err(|_| trail.must_be(#text))))),
    };
    quote! {
        impl support::Decode for #ty {
            fn decode<'de, D: ::serde::Deserializer<'de>>(
                input: D,
                #trail: &mut support::Trail,
            ) -> Result<Self, D::Error> {
                ::serde::Deserialize::deserialize(input) #says
            }
        }
    }
}

/// Returns the error message for an invalid value, or `None` for a type without a format, whose own error names the
/// invalid part.
fn must_be(foreign: &Foreign) -> Option<String> {
    let formats: Vec<String> = foreign.formats.iter().map(|format| code(format)).collect();
    (!formats.is_empty()).then(|| format!("must be in the format {}", formats.join(" or ")))
}

fn emit_scalar(foreign: &Foreign, ty: &TokenStream) -> TokenStream {
    let must_be = must_be(foreign).unwrap_or_else(|| "must match its schema".to_owned());
    quote! {
        impl support::Scalar for #ty {
            const MUST_BE: &'static str = #must_be;
            fn from_text(text: &str) -> Option<Self> {
                text.parse().ok()
            }
        }
    }
}
