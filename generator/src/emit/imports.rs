//! What the files of the output import: the names that occur in them. A field or a variant may be called
//! like one of them; then an import is there that nobody needs, which harms nothing.

use super::paths::import;
use proc_macro2::{TokenStream, TokenTree};

/// Parts of the output that not every description has.
pub struct There {
    pub types: bool,
    pub secrets: bool,
    pub checks: bool,
}

/// The imports of the file with the trait.
pub fn api_imports(items: &[TokenStream], there: &There) -> Vec<TokenStream> {
    let support: &[&str] =
        if there.secrets { &["Context", "Rejection", "Secret"] } else { &["Context", "Rejection"] };
    let rows: [(&str, &[&str]); 4] = [
        ("super", if there.types { &["types"] } else { &[] }),
        ("super::support", support),
        ("axum::response", &["IntoResponse"]),
        ("std::future", &["Future"]),
    ];
    imports(&rows, items)
}

/// The imports of the file with the router.
pub fn server_imports(items: &[TokenStream], there: &There) -> Vec<TokenStream> {
    let support = [
        "Context",
        "Operation",
        "Query",
        "Rejection",
        "Routes",
        "Secret",
        "check",
        "json",
        "open",
        "undeclared",
    ];
    let exists = |name: &&str| match *name {
        "Secret" => there.secrets,
        "check" => there.checks,
        _ => true,
    };
    let support: Vec<&str> = support.into_iter().filter(exists).collect();
    let rows: [(&str, &[&str]); 9] = [
        ("super", if there.types { &["support", "types"] } else { &["support"] }),
        ("super::support", &support),
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
