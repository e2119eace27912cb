//! The root of the output, and what its files import.

use super::docs::{code, inline};
use super::paths::import;
use super::support::{DEPENDENCIES, Parts};
use super::{Content, Item, Module};
use crate::model::Model;
use crate::names::Names;
use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

/// The root file: what the crate is, and what it is made of.
pub fn emit_root(model: &Model, names: &Names, parts: &Parts) -> Module {
    let mut docs = Vec::new();
    for (title, version, description) in &model.documents {
        let version =
            if version.is_empty() { String::new() } else { format!(", version {}", inline(version)) };
        docs.push(format!("{}{version}.", inline(title)));
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
        quote!(#![allow(missing_docs, reason = "a description does not describe everything")]),
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
        "codec" => model.types.iter().next().is_some(),
        "types" => super::has_types(model, names),
        _ => true,
    };
    let modules = ["api", "codec", "server", "support", "types"].into_iter().filter(there).map(|name| {
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
        import("api", &["*"]),
        import("server", &["OPERATIONS", "fallbacks", "operations", "router", "routes", "service"]),
        import("support", &support),
    ];
    let exports = exports.into_iter().flatten().map(|import| quote!(pub #import));
    modules.chain(exports).collect()
}

/// The imports of the file with the trait.
pub fn api_imports(items: &[TokenStream]) -> Vec<TokenStream> {
    let rows: [(&str, &[&str]); 4] = [
        ("super", &["types"]),
        ("super::support", &["Context", "Rejection", "Secret"]),
        ("axum::response", &["IntoResponse"]),
        ("std::future", &["Future"]),
    ];
    imports(&rows, items)
}

/// The imports of the file with the router.
pub fn server_imports(items: &[TokenStream]) -> Vec<TokenStream> {
    let rows: [(&str, &[&str]); 8] = [
        ("super", &["support", "types"]),
        ("super::support", &["Context", "Operation", "Query", "Rejection", "Routes", "json", "open"]),
        ("axum", &["Router"]),
        ("axum::RequestExt", &["with_limited_body"]),
        ("axum::extract", &["Request"]),
        ("axum::http", &["Method", "StatusCode"]),
        ("axum::response", &["into_response", "Response"]),
        ("std::sync", &["Arc"]),
    ];
    let all = import("super::api", &["*"]);
    all.into_iter().chain(imports(&rows, items)).collect()
}

/// From each path, the names that the items use.
fn imports(rows: &[(&str, &[&str])], items: &[TokenStream]) -> Vec<TokenStream> {
    let row = |(path, names): &(&str, &[&str])| import(path, &used(items, names));
    rows.iter().filter_map(row).collect()
}

/// Those names that occur in the items as identifiers. A method brings its trait.
fn used<'n>(items: &[TokenStream], names: &[&'n str]) -> Vec<&'n str> {
    let occurs = |name: &&&str| items.iter().any(|item| mentions(item.clone(), name));
    let of_trait = |name: &&'n str| match *name {
        "into_response" => "IntoResponse",
        "with_limited_body" => "_",
        other => other,
    };
    names.iter().filter(occurs).map(of_trait).collect()
}

fn mentions(tokens: TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => mentions(group.stream(), name),
        _ => false,
    })
}
