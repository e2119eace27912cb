//! The root of the output: what the crate is, and what it is made of.

use super::crates::dependencies;
use super::docs::{code, inline};
use super::parts::Used;
use super::paths::{file_path, import, to_ident};
use crate::model::Model;
use crate::names::Names;
use crate::names::reserved::{EXPORTED, ROOT};
use crate::output::{Content, Item, Module};
use proc_macro2::TokenStream;
use quote::quote;

/// The root file, next to the other files at these paths.
pub fn emit_root(model: &Model, names: &Names, paths: &[String], used: &Used) -> Module {
    let mut docs = Vec::new();
    for (title, version, description) in &model.documents {
        let version =
            if version.is_empty() { String::new() } else { format!(", version {}", inline(version)) };
        let title = if title.is_empty() { "An API without a title".to_owned() } else { inline(title) };
        docs.push(format!("{title}{version}."));
        docs.push(String::new());
        docs.extend(description.as_deref().map(|text| [inline(text), String::new()]).into_iter().flatten());
    }
    let needs = dependencies(model).iter().map(|needed| code(needed.name)).collect::<Vec<_>>().join(", ");
    let (serve, lint) = if model.has_api() {
        docs.extend(how_to(names));
        ("; to be served, axum's features `tokio` and `http1`", "a server need not use all of its API")
    } else {
        docs.extend([
            "What JSON Schemas describe, as types that serde reads and writes.".to_owned(),
            String::new(),
        ]);
        ("", "whoever uses some of the types need not use all of them")
    };
    docs.push(format!("Needs {needs} in `Cargo.toml`{serve}."));
    let mut attributes = vec![
        // Whatever the author's rustfmt is told: `check` compares bytes.
        quote!(#![cfg_attr(rustfmt, rustfmt::skip)]),
        quote!(#![forbid(unsafe_code)]),
        quote!(#![allow(dead_code, unused_imports, reason = #lint)]),
        quote!(#![allow(missing_docs, reason = "a description does not describe everything")]),
        quote!(#![allow(rustdoc::bare_urls, reason = "descriptions have them")]),
        quote!(#![allow(clippy::large_enum_variant, reason = "responses are returned once")]),
        quote!(#![allow(clippy::pedantic, reason = "names, sizes and counts are the description's")]),
    ];
    if names.operations().iter().any(|operation| is_conversion(&operation.method)) {
        attributes.push(
            quote!(#![allow(clippy::wrong_self_convention, reason = "methods are called as their operations are")]),
        );
    }
    if names.is_grouped() {
        attributes.push(
            quote!(#![allow(clippy::module_inception, reason = "a tag may be called as the module around it")]),
        );
    }
    Module {
        path: "mod.rs".to_owned(),
        content: Content::Items {
            docs,
            attributes,
            items: emit_items(model, names, paths, used).into_iter().map(Item::Tokens).collect(),
        },
    }
}

/// Whether clippy expects something of a method by its name.
fn is_conversion(method: &str) -> bool {
    let prefixes = ["as_", "from_", "into_", "is_", "to_"];
    method == "new" || prefixes.iter().any(|prefix| method.starts_with(prefix))
}

/// What to do with the traits.
fn how_to(names: &Names) -> Vec<String> {
    let implement = match names.groups.as_slice() {
        [first, _, ..] => {
            let module = &first.module;
            let contract = &first.trait_name;
            format!(
                "Implement [`Api`] for your server, and beside it the trait of each module, such as [`{module}::{contract}`];\nthen hand it to [`service()`]:"
            )
        }
        _ => "Implement [`Api`] for your server, and hand it to [`service()`]:".to_owned(),
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
        lines.push("Where several types implement them, each module has a router of its own; [`fallbacks()`] adds 404 and 405:".to_owned());
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

fn emit_items(model: &Model, names: &Names, paths: &[String], used: &Used) -> Vec<TokenStream> {
    let groups = names.groups.iter().map(|group| group.module.as_str());
    let groups: Vec<&str> = groups.filter(|_| names.is_grouped()).collect();
    let modules = ROOT.into_iter().filter(|name| match *name {
        "support" => !used.is_empty(),
        name => paths.iter().any(|path| path.strip_suffix(".rs") == Some(name)),
    });
    let mut modules: Vec<&str> = modules.collect();
    modules.extend(&groups);
    modules.sort_unstable();
    let modules = modules.into_iter().map(|name| {
        // Formatting the author's crate leaves what is generated alone.
        let skip = quote!(rustfmt::skip);
        let is_public = ["example_server", "types"].contains(&name) || groups.contains(&name);
        let public = is_public.then(|| quote!(pub));
        let test = (name == "example_tests").then(|| quote!(#[cfg(test)]));
        let group = names.groups.iter().find(|group| names.is_grouped() && group.module == name);
        let path = group.and_then(|group| file_path(name, "", &group.files.0));
        let name = to_ident(name);
        quote! { #test #[#skip] #path #public mod #name; }
    });
    let support: Vec<&str> = EXPORTED.into_iter().filter(|name| used.exports(name)).collect();
    let server: &[&str] = if names.is_grouped() { &GROUPED } else { &WHOLE };
    let exports = [
        import("contract", if model.has_api() { &["*"] } else { &[] }),
        import("server", if model.has_api() { server } else { &[] }),
        import("support", &support),
    ];
    let exports = exports.into_iter().flatten().map(|import| quote!(pub #import));
    modules.chain(exports).collect()
}

/// What the root has of the router.
const WHOLE: [&str; 6] = ["OPERATIONS", "fallbacks", "operations", "router", "routes", "service"];
/// The same, where each group has its own operations.
const GROUPED: [&str; 5] = ["OPERATIONS", "fallbacks", "router", "routes", "service"];
