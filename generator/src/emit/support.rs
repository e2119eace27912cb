//! The support code: the files of `generator/support` that the output needs. They are copied unchanged, but without a
//! server, they name other crates than axum.

use super::parts::{CHECK_RESPONSES, FORM_BUFFER, Part, Used};
use super::paths::to_ident;
use super::without_axum::{emit_message, rename_in_support, without_routes};
use crate::choices::{CheckResponses, Choices};
use crate::model::Model;
use crate::output::{Content, Item, Module};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The place of the support code that a module uses.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Home {
    /// In the module.
    Inside,
    /// Next to the module, for several modules.
    Shared,
}

/// The settings of the support code.
#[derive(Clone, Copy)]
pub(crate) struct SupportSettings {
    pub has_server: bool,
    /// Whether operations have the fields of servers.
    pub is_routed: bool,
    pub check_responses: CheckResponses,
    pub form_buffer: u32,
}

impl SupportSettings {
    /// Returns the settings for a single API.
    pub(crate) fn new(choices: &Choices, model: &Model) -> Self {
        Self {
            has_server: !model.is_only_client,
            is_routed: !model.is_only_client,
            check_responses: choices.check_responses,
            form_buffer: choices.form_buffer,
        }
    }
}

/// Emits the folder with these parts and the values of its constants.
pub(crate) fn emit_support(used: &Used, settings: SupportSettings) -> Vec<Module> {
    let SupportSettings { has_server, is_routed, check_responses, form_buffer } = settings;
    if used.is_empty() {
        return Vec::new();
    }
    let users = if has_server { "servers" } else { "clients" };
    let docs =
        vec![format!("Support code that is the same in all generated {users}. It is licensed under 0BSD.")];
    let attributes =
        vec![quote!(#![allow(dead_code, unused_imports, reason = "few specs need everything in a module")])];
    let check = used.has_constant(CHECK_RESPONSES).then(|| emit_choice(check_responses));
    let buffer = used.has_constant(FORM_BUFFER).then(|| emit_buffer(form_buffer));
    let modules = used.parts().map(emit_module);
    let macros = used.parts().filter(|part| part.has_macro()).map(emit_macro);
    let exports = used.parts().filter_map(emit_export);
    let message = (!has_server).then(emit_message);
    let items = modules.chain(message).chain(macros).chain(exports).chain(check).chain(buffer);
    let items = items.map(Item::Tokens).collect();
    let root =
        Module { path: "support/mod.rs".to_owned(), content: Content::Items { docs, attributes, items } };
    let parts = used.parts().map(|part| Module {
        path: format!("support/{}.rs", part.name),
        content: Content::Verbatim(match has_server {
            true => part.source.into(),
            false if part.name == "operation" && !is_routed => {
                rename_in_support(&without_routes(part.source)).into()
            }
            false => rename_in_support(part.source).into(),
        }),
    });
    std::iter::once(root).chain(parts).collect()
}

fn emit_module(part: &Part) -> TokenStream {
    let name = to_ident(part.name);
    let public = part.public.then(|| quote!(pub));
    let test = in_tests(part);
    quote!(#test #public mod #name;)
}

fn emit_export(part: &Part) -> Option<TokenStream> {
    let name = to_ident(part.name);
    let exports = part.exports.iter().map(|name| to_ident(name));
    let test = in_tests(part);
    (!part.exports.is_empty()).then(|| quote!(#test pub use #name::{#(#exports),*};))
}

fn emit_macro(part: &Part) -> TokenStream {
    let name = to_ident(part.name);
    quote!(pub(crate) use #name::#name;)
}

/// The tests of the spec's examples are the only tests in generated code.
fn in_tests(part: &Part) -> Option<TokenStream> {
    (part.name == "examples").then(|| quote!(#[cfg(test)]))
}

/// Emits the constant that says whether responses are checked.
fn emit_choice(check: CheckResponses) -> TokenStream {
    let value = match check {
        CheckResponses::Always => quote!(true),
        CheckResponses::Debug => quote!(cfg!(debug_assertions)),
        CheckResponses::Never => quote!(false),
    };
    quote! {
        /// Whether responses are checked against the spec before they are sent.
        pub const CHECK_RESPONSES: bool = #value;
    }
}

fn emit_buffer(bytes: u32) -> TokenStream {
    let bytes = Literal::u32_unsuffixed(bytes);
    quote! {
        /// The number of bytes of a form's files that are read ahead while fields are missing.
        pub const FORM_BUFFER: usize = #bytes;
    }
}
