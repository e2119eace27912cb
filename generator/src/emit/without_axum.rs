//! Code without axum, for clients without a server. It names the crates that axum re-exports.

use super::paths::to_ident;
use crate::output::{Content, Item, Module};
use proc_macro2::{Group, TokenStream, TokenTree};
use quote::quote;

/// Replaces the paths that begin with `axum` in the tokens of a module.
pub(super) fn rename(module: &mut Module) {
    let Content::Items { items, .. } = &mut module.content else { return };
    for item in items {
        if let Item::Tokens(tokens) = item {
            *tokens = renamed(std::mem::take(tokens));
        }
    }
}

/// Replaces `axum::http` by `::http`, and `axum::body` by `::bytes`: `Bytes` is the only type of it that a client names.
pub(crate) fn renamed(tokens: TokenStream) -> TokenStream {
    let mut is_in_axum = false;
    let renamed = tokens.into_iter().filter_map(|token| match token {
        TokenTree::Ident(ident) if ident == "axum" => {
            is_in_axum = true;
            None
        }
        TokenTree::Ident(ident) => {
            let is_body = std::mem::take(&mut is_in_axum) && ident == "body";
            Some(if is_body { to_ident("bytes").into() } else { ident.into() })
        }
        TokenTree::Group(group) => Some(Group::new(group.delimiter(), renamed(group.stream())).into()),
        other => Some(other),
    });
    renamed.collect()
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
