//! What the files of the output import: the names that occur in them. A field or a variant may be called
//! like one of them; then an import is there that nobody needs, which harms nothing.

use super::paths::import;
use super::support::Parts;
use crate::names::Group;
use crate::names::reserved::{CONTRACT, GLUE, Row};
use proc_macro2::{TokenStream, TokenTree};

/// The imports of a file with a trait; that of a group stands on what all groups share.
pub fn contract_imports(items: &[TokenStream], parts: &Parts, grouped: bool) -> Vec<TokenStream> {
    let own = |path: &str| grouped || path != "super::contract";
    imports(&CONTRACT, own, "super", items, parts)
}

/// The imports of the file with the router.
pub fn server_imports(items: &[TokenStream], parts: &Parts) -> Vec<TokenStream> {
    let contract = import("super::contract", &["*"]);
    let glue = imports(&GLUE, |path| path != "super::contract", "super", items, parts);
    contract.into_iter().chain(glue).collect()
}

/// The imports of the file with the router of a group.
pub fn group_imports(items: &[TokenStream], parts: &Parts, group: &Group) -> Vec<TokenStream> {
    let contract = import(&format!("super::super::{}", group.module), &["*"]);
    let shared = [("super", ["authenticated", "recognized"].as_slice())];
    let shared = imports(&shared, |_| true, "super", items, parts);
    let glue = imports(&GLUE, |_| true, "super::super", items, parts);
    contract.into_iter().chain(shared).chain(glue).collect()
}

/// The imports of the file that joins the groups.
pub fn base_imports(items: &[TokenStream], parts: &Parts, groups: &[Group]) -> Vec<TokenStream> {
    let traits = groups.iter().map(|group| (format!("super::{}", group.module), group.contract.as_str()));
    let traits = traits.filter_map(|(path, name)| import(&path, &[name]));
    imports(&GLUE, |_| true, "super", items, parts).into_iter().chain(traits).collect()
}

/// The imports of the file with the schemas.
pub fn schema_imports(items: &[TokenStream], parts: &Parts) -> Vec<TokenStream> {
    const ROWS: [Row; 2] =
        [("super", &["patterns"]), ("super::support::schema", &["Keyword", "Others", "Schema", "Type"])];
    imports(&ROWS, |_| true, "super", items, parts)
}

/// From each path, the names that the items use, as far as they are there; `root` is the way to the root.
fn imports(
    rows: &[Row],
    takes: impl Fn(&str) -> bool,
    root: &str,
    items: &[TokenStream],
    parts: &Parts,
) -> Vec<TokenStream> {
    let mut missing: Vec<&str> = rows.iter().flat_map(|(_, names)| names.iter().copied()).collect();
    for item in items {
        strike_out(item.clone(), &mut missing);
    }
    let row = |(path, names): &Row| {
        let there = |name: &&&str| !missing.contains(*name) && parts.has(path, name);
        let mut used: Vec<&str> = names.iter().filter(there).map(|name| of_trait(name)).collect();
        used.dedup();
        let path =
            path.strip_prefix("super").map_or_else(|| (*path).to_owned(), |rest| format!("{root}{rest}"));
        import(&path, &used)
    };
    rows.iter().filter(|(path, _)| takes(path)).filter_map(row).collect()
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
