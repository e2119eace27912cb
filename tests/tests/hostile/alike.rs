//! Compares the code of two runs without names, literals and docs.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens as _;
use stubsmith::Generated;

/// Code without its names, literals and docs, and without tokens that depend on the layout: commas, and braces around
/// an expression that is too long for its line.
fn skeleton(tokens: TokenStream, out: &mut String) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_doc = |tree: Option<&TokenTree>| matches!(tree, Some(TokenTree::Group(group)) if group.to_string().starts_with("[doc"));
    let mut index = 0;
    while let Some(tree) = tokens.get(index) {
        let bang = usize::from(tokens.get(index + 1).is_some_and(|next| next.to_string() == "!"));
        if tree.to_string() == "#" && is_doc(tokens.get(index + 1 + bang)) {
            index += 2 + bang;
            continue;
        }
        match tree {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && out.ends_with(['>', '|']) => {
                skeleton(group.stream(), out);
            }
            TokenTree::Group(group) => {
                out.push(match group.delimiter() {
                    Delimiter::Parenthesis => '(',
                    Delimiter::Brace => '{',
                    Delimiter::Bracket => '[',
                    Delimiter::None => ' ',
                });
                skeleton(group.stream(), out);
                out.push('/');
            }
            TokenTree::Ident(_) => out.push('i'),
            TokenTree::Literal(_) => out.push('l'),
            TokenTree::Punct(punct) if punct.as_char() == ',' => {}
            TokenTree::Punct(punct) => out.push(punct.as_char()),
        }
        index += 1;
    }
}

/// The items of a file, without an order: items that are sorted by name may have other places.
fn items(text: &str) -> Vec<String> {
    let parsed = syn::parse_file(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let skeleton_of = |item: syn::Item| {
        let mut one = String::new();
        skeleton(item.into_token_stream(), &mut one);
        one
    };
    let mut all: Vec<String> = parsed.items.into_iter().map(skeleton_of).collect();
    all.sort();
    all
}

/// Whether two runs give the same code, apart from names and literals.
pub fn are_alike(one: &Generated, other: &Generated) -> bool {
    let both = || one.files.iter().zip(&other.files);
    one.files.len() == other.files.len()
        && both().all(|(a, b)| a.path == b.path && (a.text == b.text || items(&a.text) == items(&b.text)))
}
