//! The root of the output: what the crate is, and what it is made of.

use super::docs::{code, inline};
use super::paths::import;
use super::support::{DEPENDENCIES, Parts};
use crate::model::Model;
use crate::names::Names;
use crate::output::{Content, Item, Module};
use proc_macro2::TokenStream;
use quote::quote;

/// The root file: what the crate is, and what it is made of.
pub fn emit_root(model: &Model, names: &Names, parts: &Parts) -> Module {
    let mut docs = Vec::new();
    for (title, version, description) in &model.documents {
        let version =
            if version.is_empty() { String::new() } else { format!(", version {}", inline(version)) };
        let title = if title.is_empty() { "An API without a title".to_owned() } else { inline(title) };
        docs.push(format!("{title}{version}."));
        docs.push(String::new());
        docs.extend(description.as_deref().map(|text| [inline(text), String::new()]).into_iter().flatten());
    }
    docs.extend(
        [
            "Implement [`Api`] for your server, and hand it to [`service`]:",
            "",
            "```text",
            "let api = std::sync::Arc::new(MyServer::new());",
            "axum::serve(listener, service(api)).await?;",
            "```",
            "",
        ]
        .map(str::to_owned),
    );
    docs.push(format!(
        "Needs {} in `Cargo.toml`; to be served, axum's features `tokio` and `http1`.",
        DEPENDENCIES.map(code).join(", ")
    ));
    let attributes = vec![
        quote!(#![forbid(unsafe_code)]),
        quote!(#![allow(dead_code, unused_imports, reason = "a server need not use all of its API")]),
        quote!(#![allow(missing_docs, reason = "a description does not describe everything")]),
        quote!(#![allow(rustdoc::bare_urls, reason = "descriptions have them")]),
        quote!(#![allow(clippy::large_enum_variant, reason = "responses are returned once")]),
    ];
    Module {
        path: "mod.rs".to_owned(),
        content: Content::Items {
            docs,
            attributes,
            items: emit_items(model, names, parts).into_iter().map(Item::Tokens).collect(),
        },
    }
}

fn emit_items(model: &Model, names: &Names, parts: &Parts) -> Vec<TokenStream> {
    let public = |name: &str| name == "types";
    let there = |name: &&str| match *name {
        "codec" => parts.structs || parts.enums,
        "types" => super::has_types(model, names),
        _ => true,
    };
    let modules = ["codec", "contract", "server", "support", "types"].into_iter().filter(there).map(|name| {
        // Formatting the author's crate leaves what is generated alone.
        let (skip, public) = (quote!(rustfmt::skip), public(name).then(|| quote!(pub)));
        let name = super::paths::ident(name);
        quote! { #[#skip] #public mod #name; }
    });
    let support = [
        ("Context", true),
        ("Nullable", parts.more),
        ("Operation", true),
        ("Rejection", true),
        ("Routes", true),
        ("Secret", parts.secret),
    ];
    let support: Vec<&str> = support.iter().filter(|(_, used)| *used).map(|(name, _)| *name).collect();
    let exports = [
        import("contract", &["*"]),
        import("server", &["OPERATIONS", "fallbacks", "operations", "router", "routes", "service"]),
        import("support", &support),
    ];
    let exports = exports.into_iter().flatten().map(|import| quote!(pub #import));
    modules.chain(exports).collect()
}
