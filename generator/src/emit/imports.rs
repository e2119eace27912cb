//! What the files of the output import: the names that occur in them.

use super::paths::import;
use proc_macro2::{TokenStream, TokenTree};

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
    let rows: [(&str, &[&str]); 9] = [
        ("super", &["support", "types"]),
        (
            "super::support",
            &["check", "Context", "Operation", "Query", "Rejection", "Routes", "json", "open", "undeclared"],
        ),
        ("axum", &["Router"]),
        ("axum::RequestExt", &["with_limited_body"]),
        ("axum::body", &["Body"]),
        ("axum::extract", &["Request"]),
        ("axum::http", &["Method", "StatusCode"]),
        ("axum::response", &["into_response", "Response"]),
        ("std::sync", &["Arc"]),
    ];
    let all = import("super::contract", &["*"]);
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
