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

/// The line before the fields of servers, which are the last ones of the struct `Operation`.
const ROUTED: &str = "    // Fields of servers:\n";

/// Returns the file of the struct `Operation` without the fields of servers.
pub(super) fn without_routes(source: &str) -> String {
    let Some((before, after)) = source.split_once(ROUTED) else { return source.to_owned() };
    let rest = after.split_once("\n}").map(|(_, rest)| rest).unwrap_or_default();
    format!("{}\n}}{rest}", before.trim_end())
}

/// Replaces the paths that begin with `axum` in a file of the support code, and removes the paragraphs about axum from
/// its documentation.
pub(super) fn rename_in_support(source: &str) -> String {
    let source = without_paragraphs(source).replace("axum::BoxError", "super::client_error::BoxError");
    source.replace("axum::http", "::http").replace("axum::body::", "super::message::")
}

/// Removes the paragraphs of the documentation that mention axum, apart from the first one of each item.
fn without_paragraphs(source: &str) -> String {
    let mut kept = String::with_capacity(source.len());
    // The lines of a paragraph after the first one. It begins with an empty line.
    let mut paragraph = String::new();
    for line in source.split_inclusive('\n').chain([""]) {
        let text = line.trim_start().strip_prefix("///").map(str::trim);
        if text.is_none_or(str::is_empty) {
            let paragraph = std::mem::take(&mut paragraph);
            kept += if paragraph.contains("axum") { "" } else { &paragraph };
        }
        match text {
            Some("") => paragraph += line,
            Some(_) if !paragraph.is_empty() => paragraph += line,
            _ => kept += line,
        }
    }
    kept
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
