//! Types of other crates: how they are read. They are written by their own serde.

use super::docs::code;
use super::paths::path;
use crate::model::{Foreign, Model, Reading};
use proc_macro2::TokenStream;
use quote::quote;

/// Whether one is read from JSON by its own code.
pub fn is_in_json(model: &Model) -> bool {
    model.foreign.iter().any(|found| found.json && found.reading == Reading::Own)
}

/// Whether one is read from a parameter by its own code.
pub fn is_in_text(model: &Model) -> bool {
    model.foreign.iter().any(|found| found.text && found.reading == Reading::Own)
}

/// How each is read.
pub fn emit_codec(model: &Model) -> Vec<TokenStream> {
    let own = || model.foreign.iter().filter(|found| found.reading == Reading::Own);
    let json = own().filter(|found| found.json).map(emit_decode);
    json.chain(own().filter(|found| found.text).map(emit_scalar)).collect()
}

fn emit_decode(found: &Foreign) -> TokenStream {
    let ty = path(&found.path);
    quote! {
        impl Decode for #ty {
            fn decode<'de, D: Deserializer<'de>>(input: D, _: &mut Trail) -> Result<Self, D::Error> {
                Self::deserialize(input)
            }
        }
    }
}

fn emit_scalar(found: &Foreign) -> TokenStream {
    let (ty, formats) =
        (path(&found.path), found.formats.iter().map(|format| code(format)).collect::<Vec<_>>());
    let must_be = match formats.as_slice() {
        [] => "must be as its schema says".to_owned(),
        formats => format!("must be in the format {}", formats.join(" or ")),
    };
    quote! {
        impl Scalar for #ty {
            const MUST_BE: &'static str = #must_be;
            fn from_text(text: &str) -> Option<Self> {
                text.parse().ok()
            }
        }
    }
}
