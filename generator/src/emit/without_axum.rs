//! Code without axum, for clients without a server. It names the crates that axum re-exports.

use crate::output::{Content, Item, Module, without_axum};
use proc_macro2::TokenStream;
use quote::quote;

/// Replaces the paths that begin with `axum` in the tokens of a module.
pub(super) fn rename(module: &mut Module) {
    let Content::Items { items, .. } = &mut module.content else { return };
    for item in items {
        if let Item::Tokens(tokens) = item {
            *tokens = without_axum(std::mem::take(tokens));
        }
    }
}

/// Replaces the paths that begin with `axum` in a file of the support code.
pub(super) fn rename_in_support(source: &str) -> String {
    let source = source.replace("axum::BoxError", "super::client_error::BoxError");
    source.replace("axum::http", "::http").replace("axum::body::", "super::message::")
}

/// Emits the module with the types that the support code of a server has from axum.
pub(super) fn emit_message() -> TokenStream {
    quote! {
        /// The types of bodies. The support code of a server has those of axum instead.
        mod message {
            pub(super) use super::client_body::Body;
            pub(super) use ::bytes::Bytes;
            pub(super) use ::http_body::Body as HttpBody;
        }
    }
}
