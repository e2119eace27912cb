//! The root of the output: its docs, attributes, modules and exports.

use super::crates::dependencies;
use super::docs::{code, inline, listed};
use super::embedded::EXPORTS;
use super::parts::Used;
use super::paths::{file_path, import, to_ident};
use super::support::Home;
use crate::model::{Model, Shape};
use crate::names::Names;
use crate::names::reserved::{EXPORTED, ROOT};
use crate::output::{Content, Item, Module};
use proc_macro2::TokenStream;
use quote::quote;

/// Emits the root file, for an output with the files at these paths.
pub(super) fn emit_root(model: &Model, names: &Names, paths: &[String], used: &Used, home: Home) -> Module {
    let mut docs = Vec::new();
    for (title, version, description) in &model.documents {
        docs.push(emit_title(title, version));
        docs.push(String::new());
        docs.extend(description.as_deref().map(|text| [inline(text), String::new()]).into_iter().flatten());
    }
    let own = dependencies(model).into_iter().map(|needed| code(needed.name));
    let needs: Vec<String> = own.chain(super::named_crates(model).iter().map(|name| code(name))).collect();
    let needs = listed(&needs);
    if model.has_server() {
        docs.extend(how_to(names));
    }
    if model.has_api() && model.has_client {
        docs.extend([
            "To send requests to a server of the API, use [`client::Client`].".to_owned(),
            String::new(),
        ]);
    }
    let (serve, lint) = if model.is_only_client {
        ("", "not every client uses the whole API")
    } else if model.has_api() {
        (
            ". To serve the API, enable axum's features `tokio` and `http1`",
            "not every server uses the whole API",
        )
    } else {
        docs.extend(["The types of JSON Schemas, with serde's traits.".to_owned(), String::new()]);
        ("", "not every crate uses all types")
    };
    docs.push(format!("Requires {needs} in `Cargo.toml`{serve}."));
    let mut attributes = emit_attributes(lint);
    if model.types.iter().any(|(_, ty)| matches!(ty.shape, Shape::Union(_))) {
        attributes.push(
            quote!(#![allow(clippy::enum_variant_names, reason = "variants are named after their schemas")]),
        );
    }
    if names.operations().iter().any(|operation| is_conversion(&operation.method)) {
        attributes.push(
            quote!(#![allow(clippy::wrong_self_convention, reason = "methods are named after their operations")]),
        );
    }
    if names.is_grouped() {
        attributes.push(
            quote!(#![allow(clippy::module_inception, reason = "a tag may have the name of its parent module")]),
        );
    }
    Module {
        path: "mod.rs".to_owned(),
        content: Content::Items {
            docs,
            attributes,
            items: emit_items(model, names, paths, used, home).into_iter().map(Item::Tokens).collect(),
        },
    }
}

/// Emits the title and the version of a document, as a sentence.
pub(super) fn emit_title(title: &str, version: &str) -> String {
    let version = if version.is_empty() { String::new() } else { format!(", version {}", inline(version)) };
    let title = if title.is_empty() { "An API without a title".to_owned() } else { inline(title) };
    format!("{title}{version}.")
}

/// Emits the attributes of every root, with the reason for unused items.
pub(super) fn emit_attributes(unused: &str) -> Vec<TokenStream> {
    vec![
        // `check` compares bytes, so rustfmt must not change the output, however rustfmt is configured. If the output
        // is a module, this attribute covers all of it. If the output is a crate, rustfmt applies the attribute only to
        // the root file, so each `mod` needs its own.
        quote!(#![cfg_attr(rustfmt, rustfmt::skip)]),
        quote!(#![forbid(unsafe_code)]),
        quote!(#![allow(dead_code, unused_imports, reason = #unused)]),
        quote!(#![allow(unreachable_pub, reason = "the items can be part of your crate's interface")]),
        quote!(#![allow(missing_docs, reason = "not everything in a spec has a description")]),
        quote!(#![allow(rustdoc::bare_urls, reason = "descriptions in a spec may contain them")]),
        quote!(#![allow(clippy::large_enum_variant, reason = "a response is moved only once")]),
        quote!(#![allow(clippy::pedantic, reason = "names, sizes and counts come from the spec")]),
    ]
}

/// Whether clippy expects a certain signature for a method with this name.
fn is_conversion(method: &str) -> bool {
    let prefixes = ["as_", "from_", "into_", "is_", "to_"];
    method == "new" || prefixes.iter().any(|prefix| method.starts_with(prefix))
}

/// Returns the docs that say how to use the traits.
fn how_to(names: &Names) -> Vec<String> {
    let implement = match names.groups.as_slice() {
        [first, _, ..] => {
            let module = &first.module;
            let contract = &first.trait_name;
            format!(
                "For your server, implement [`Api`] and the trait of each module, such as [`{module}::{contract}`].\nThen pass the server to [`service()`]:"
            )
        }
        _ => "Implement [`Api`] for your server, and pass the server to [`service()`]:".to_owned(),
    };
    let example = [
        "",
        "```text",
        "let api = std::sync::Arc::new(MyServer::new());",
        "axum::serve(listener, service(api)).await?;",
        "```",
        "",
    ];
    let mut lines: Vec<String> = implement.lines().chain(example).map(str::to_owned).collect();
    if let [first, second, ..] = names.groups.as_slice() {
        let first = &first.module;
        let second = &second.module;
        lines.push("If several types implement the traits, use the router of each module. [`fallbacks()`] adds 404 and 405 responses:".to_owned());
        let example = [
            String::new(),
            "```text".to_owned(),
            format!("let router = {first}::router(one).merge({second}::router(other));"),
            "axum::serve(listener, fallbacks::<One>(router)).await?;".to_owned(),
            "```".to_owned(),
            String::new(),
        ];
        lines.extend(example);
    }
    lines
}

fn emit_items(model: &Model, names: &Names, paths: &[String], used: &Used, home: Home) -> Vec<TokenStream> {
    let groups = names.groups.iter().map(|group| group.module.as_str());
    let groups: Vec<&str> = groups.filter(|_| names.is_grouped()).collect();
    let modules = ROOT.into_iter().filter(|name| match *name {
        "support" => home == Home::Inside && !used.is_empty(),
        // Without a client, a group can have the name of its module.
        name => !groups.contains(&name) && paths.iter().any(|path| path.strip_suffix(".rs") == Some(name)),
    });
    let mut modules: Vec<&str> = modules.collect();
    modules.extend(&groups);
    modules.sort_unstable();
    let modules = modules.into_iter().map(|name| {
        let skip = quote!(rustfmt::skip);
        let is_public =
            ["client", "example_server", "outgoing", "types"].contains(&name) || groups.contains(&name);
        let public = is_public.then(|| quote!(pub));
        let test = (name == "example_tests").then(|| quote!(#[cfg(test)]));
        let group = names.groups.iter().find(|group| names.is_grouped() && group.module == name);
        let path = group.and_then(|group| file_path(name, "", &group.files.0));
        let name = to_ident(name);
        quote! { #test #[#skip] #path #public mod #name; }
    });
    let shared = (home == Home::Shared && !used.is_empty()).then(|| import("super", &["support"])).flatten();
    let support = exported(used);
    let server: &[&str] = if names.is_grouped() { &GROUPED } else { &WHOLE };
    let exports = [
        import("contract", if model.has_api() { &["*"] } else { &[] }),
        import("server", if model.has_server() { server } else { &[] }),
        import("embedded", if model.embedded.is_some() { &EXPORTS } else { &[] }),
        import("support", &support),
    ];
    let exports = exports.into_iter().flatten().map(|import| quote!(pub #import));
    modules.chain(shared).chain(exports).collect()
}

/// Returns the names that a root exports from the support code.
pub(super) fn exported(used: &Used) -> Vec<&'static str> {
    EXPORTED.into_iter().filter(|name| used.exports(name)).collect()
}

/// Returns the items of `server` that the root exports.
const WHOLE: [&str; 6] = ["OPERATIONS", "fallbacks", "operations", "router", "routes", "service"];
/// Returns these items if each group has its own operations.
const GROUPED: [&str; 5] = ["OPERATIONS", "fallbacks", "router", "routes", "service"];
