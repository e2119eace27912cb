//! The patterns: a static for each pattern in the spec.

use super::paths::{import, to_ident};
use crate::model::{Model, Pattern};
use crate::names::Names;
use crate::output::{Content, Item, Module};
use proc_macro2::TokenStream;
use quote::quote;

/// Emits the file with the patterns.
pub(super) fn emit_patterns(model: &Model, names: &Names) -> Option<Module> {
    let mut patterns: Vec<&Pattern> = model.patterns.iter().collect();
    patterns.sort_by_key(|pattern| names.pattern(pattern));
    let import = (!patterns.is_empty()).then(|| import("super::support", &["Pattern"])).flatten()?;
    let statics = patterns.iter().map(|pattern| emit_pattern(pattern, names.pattern(pattern)));
    let items = std::iter::once(import).chain(statics).map(Item::Tokens).collect();
    let docs = vec![
        "The patterns in the spec. `rewritten` also has the form for the `regex` crate, if that form differs."
            .to_owned(),
    ];
    Some(Module {
        path: "patterns.rs".to_owned(),
        content: Content::Items { docs, attributes: Vec::new(), items },
    })
}

fn emit_pattern(Pattern { ecma, regex, .. }: &Pattern, name: &str) -> TokenStream {
    let name = to_ident(name);
    let new =
        if ecma == regex { quote!(Pattern::new(#ecma)) } else { quote!(Pattern::rewritten(#ecma, #regex)) };
    quote! {
        pub static #name: Pattern = #new;
    }
}
