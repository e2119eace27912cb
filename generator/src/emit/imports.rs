//! What the files of the output import: the names that occur in them. A field or a variant may be called
//! like one of them; then an import is there that nobody needs, which harms nothing.

use super::paths::import;
use super::support::Parts;
use crate::names::Group;
use proc_macro2::{TokenStream, TokenTree};

/// The imports of a file with a trait; that of a group stands on what all groups share.
pub fn contract_imports(items: &[TokenStream], parts: &Parts, grouped: bool) -> Vec<TokenStream> {
    let support = [
        ("Basic", parts.basic),
        ("Bearer", parts.bearer),
        ("BodyStream", parts.stream),
        ("Content", parts.bytes),
        ("Context", true),
        ("Nullable", parts.more),
        ("Rejection", true),
        ("Secret", parts.secret),
        ("Upgrade", parts.upgrade),
        ("Upload", parts.upload),
    ];
    let support: Vec<&str> = support.iter().filter(|(_, there)| *there).map(|(name, _)| *name).collect();
    let rows: [(&str, &[&str]); 5] = [
        ("super", if parts.types { &["types"] } else { &[] }),
        ("super::contract", if grouped { &["Api"] } else { &[] }),
        ("super::support", &support),
        ("axum::response", &["IntoResponse"]),
        ("std::future", &["Future"]),
    ];
    imports(&rows, items)
}

/// The imports of the file with the router.
pub fn server_imports(items: &[TokenStream], parts: &Parts) -> Vec<TokenStream> {
    let contract = import("super::contract", &["*"]);
    contract.into_iter().chain(glue_imports(items, parts, "super", &[])).collect()
}

/// The imports of the file with the router of a group.
pub fn group_imports(items: &[TokenStream], parts: &Parts, group: &Group) -> Vec<TokenStream> {
    let contract = import(&format!("super::super::{}", group.module), &["*"]);
    let shared = imports(&[("super", &["authenticated", "recognized"])], items);
    let glue = glue_imports(items, parts, "super::super", &["Api", "Credentials"]);
    contract.into_iter().chain(shared).chain(glue).collect()
}

/// The imports of the file that joins the groups.
pub fn base_imports(items: &[TokenStream], parts: &Parts, groups: &[Group]) -> Vec<TokenStream> {
    let traits = groups.iter().map(|group| (format!("super::{}", group.module), group.contract.as_str()));
    let traits = traits.filter_map(|(path, name)| import(&path, &[name]));
    let glue = glue_imports(items, parts, "super", &["Api", "Credentials"]);
    glue.into_iter().chain(traits).collect()
}

/// What the functions between axum and the traits use; `root` is the way to the root.
fn glue_imports(items: &[TokenStream], parts: &Parts, root: &str, contract: &[&str]) -> Vec<TokenStream> {
    let support = [
        "Accept",
        "Call",
        "Context",
        "Find",
        "Negotiate",
        "Operation",
        "Outcome",
        "Query",
        "ReadBody",
        "Rejection",
        "Render",
        "Routes",
        "Secret",
        "Serve",
        "answer",
        "check",
        "json",
        "receive",
        "refuse_token",
        "undeclared",
    ];
    let exists = |name: &&str| match *name {
        "Secret" => parts.secret,
        "check" => parts.checks,
        "json" => parts.json,
        _ => true,
    };
    let support: Vec<&str> = support.into_iter().filter(exists).collect();
    let modules =
        [("patterns", parts.patterns), ("schemas", parts.schemas), ("support", true), ("types", parts.types)];
    let modules: Vec<&str> = modules.iter().filter(|(_, there)| *there).map(|(name, _)| *name).collect();
    let (of_contract, of_support) = (format!("{root}::contract"), format!("{root}::support"));
    let rows: [(&str, &[&str]); 8] = [
        (&of_contract, contract),
        (root, &modules),
        (&of_support, &support),
        ("axum", &["Router"]),
        ("axum::body", &["Body"]),
        ("axum::http", &["Method", "StatusCode"]),
        ("axum::response", &["into_response", "Response"]),
        ("std::sync", &["Arc"]),
    ];
    imports(&rows, items)
}

/// The imports of the file with the schemas.
pub fn schema_imports(items: &[TokenStream]) -> Vec<TokenStream> {
    let schema = ["Keyword", "Others", "Schema", "Type"];
    imports(&[("super", &["patterns"]), ("super::support::schema", &schema)], items)
}

/// From each path, the names that the items use.
fn imports(rows: &[(&str, &[&str])], items: &[TokenStream]) -> Vec<TokenStream> {
    let mut missing: Vec<&str> = rows.iter().flat_map(|(_, names)| names.iter().copied()).collect();
    for item in items {
        strike_out(item.clone(), &mut missing);
    }
    let row = |(path, names): &(&str, &[&str])| {
        let used = names.iter().filter(|name| !missing.contains(name));
        import(path, &used.map(|name| of_trait(name)).collect::<Vec<_>>())
    };
    rows.iter().filter_map(row).collect()
}

/// A method brings its trait.
fn of_trait(name: &str) -> &str {
    if name == "into_response" { "IntoResponse" } else { name }
}

/// Strikes out the names that occur in the tokens as identifiers: the tokens are gone through once for all names.
fn strike_out(tokens: TokenStream, missing: &mut Vec<&str>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => missing.retain(|name| ident != name),
            TokenTree::Group(group) => strike_out(group.stream(), missing),
            _ => {}
        }
    }
}
