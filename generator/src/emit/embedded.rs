//! The spec as one document, and its route.

use crate::model::{Embedded, Model};
use crate::output::{Content, Item, Module};
use proc_macro2::TokenStream;
use quote::quote;

/// The functions and constants that the root exports.
pub(super) const EXPORTS: [&str; 2] = ["DESCRIPTION", "description"];

/// Emits the file, if the server serves the document.
pub(super) fn emit_embedded(model: &Model) -> Option<Module> {
    let Embedded { path, text } = model.embedded.as_ref()?;
    let imports = quote! {
        use axum::{Router, http::header, routing::get};
    };
    let about = format!(
        " Returns a router that responds to `GET {path}` with [`DESCRIPTION`], without authentication."
    );
    let route = quote! {
        #[doc = #about]
        #[doc = " [`service()`](super::service) contains it."]
        pub fn description() -> Router {
            let json = [(header::CONTENT_TYPE, "application/json")];
            Router::new().route(#path, get(move || async move { (json, DESCRIPTION) }))
        }
    };
    let docs = vec!["The spec that the server serves.".to_owned()];
    let items = vec![Item::Tokens(imports), Item::Text(emit_text(text)), Item::Tokens(route)];
    let content = Content::Items { docs, attributes: Vec::new(), items };
    Some(Module { path: "embedded.rs".to_owned(), content })
}

/// Emits the text as a raw literal, so that a change of the spec is a change of its lines.
fn emit_text(text: &str) -> String {
    let mut marks = String::from("#");
    while text.contains(&format!("\"{marks}")) {
        marks.push('#');
    }
    let about = "/// The spec as one JSON document, without references to other files. It has the operations of this server, and\n/// URLs that are relative to it.";
    format!("{about}\npub const DESCRIPTION: &str = r{marks}\"{text}\"{marks};\n")
}

/// Emits the route of the document as a part of another router.
pub(super) fn emit_merge(model: &Model) -> Option<TokenStream> {
    model.embedded.is_some().then(|| quote!(.merge(super::embedded::description())))
}
