//! The imports of the output's files, from the names that each file mentions.

use super::mentions::Mentions;
use super::paths::import;
use crate::names::Group;
use crate::names::reserved::{CLIENT, CONTRACT, GLUE, OUTGOING, Row};
use proc_macro2::TokenStream;

/// Emits the imports of a file with a trait. A group's file also imports the shared trait.
pub(super) fn contract_imports(mentions: &Mentions, grouped: bool) -> Vec<TokenStream> {
    imports(&CONTRACT, |path| grouped || path != "super::contract", "super", mentions)
}

/// Emits the imports of the file with the router.
pub(super) fn server_imports(mentions: &Mentions) -> Vec<TokenStream> {
    let contract = import("super::contract", &["*"]);
    let glue = imports(&GLUE, |path| path != "super::contract", "super", mentions);
    contract.into_iter().chain(glue).collect()
}

/// The imports of the file with the router of a group.
pub(super) fn group_imports(mentions: &Mentions, group: &Group) -> Vec<TokenStream> {
    let contract = import(&format!("super::super::{}", group.module), &["*"]);
    let shared = [("super", ["authenticated", "recognized"].as_slice())];
    let shared = imports(&shared, |_| true, "super", mentions);
    let glue = imports(&GLUE, |_| true, "super::super", mentions);
    contract.into_iter().chain(shared).chain(glue).collect()
}

/// Emits the imports of the file that joins the groups.
pub(super) fn base_imports(mentions: &Mentions, groups: &[Group]) -> Vec<TokenStream> {
    let traits = groups.iter().map(|group| (format!("super::{}", group.module), group.trait_name.as_str()));
    let traits = traits.filter_map(|(path, name)| import(&path, &[name]));
    imports(&GLUE, |_| true, "super", mentions).into_iter().chain(traits).collect()
}

/// Emits the imports of the file with the requests that the server sends.
pub(super) fn outgoing_imports(mentions: &Mentions) -> Vec<TokenStream> {
    imports(&OUTGOING, |_| true, "super", mentions)
}

/// Emits the imports of a file of the client, with the modules of groups. `root` is the path to the root.
pub(super) fn client_imports(mentions: &Mentions, root: &str, groups: &[Group]) -> Vec<TokenStream> {
    let groups = groups.iter().map(|group| group.module.as_str());
    let modules = groups.chain(["support", "types"]).filter(|name| mentions.has(name));
    let modules: Vec<&str> = modules.collect();
    // The file with the struct itself is in the root.
    let others = imports(&CLIENT, |path| path != "super::client" || root != "super", root, mentions);
    import(root, &modules).into_iter().chain(others).collect()
}

/// Emits the imports of the file with the schemas.
pub(super) fn schema_imports(mentions: &Mentions) -> Vec<TokenStream> {
    const ROWS: [Row; 3] = [
        ("super", &["patterns"]),
        ("super::support::format", &["Format"]),
        ("super::support::schema", &["Keyword", "Others", "Schema", "Type"]),
    ];
    imports(&ROWS, |_| true, "super", mentions)
}

/// Emits the imports of the names that a file mentions. `root` is the path to the root.
fn imports(rows: &[Row], takes: impl Fn(&str) -> bool, root: &str, mentions: &Mentions) -> Vec<TokenStream> {
    let imports = rows.iter().filter(|(path, _)| takes(path)).filter_map(|(path, names)| {
        let mut used: Vec<&str> = names.iter().filter_map(|name| imported(name, mentions)).collect();
        used.dedup();
        let path =
            path.strip_prefix("super").map_or_else(|| (*path).to_owned(), |rest| format!("{root}{rest}"));
        import(&path, &used)
    });
    imports.collect()
}

/// Returns the name to import for a mentioned name. For a method, it is the method's trait.
fn imported<'n>(name: &'n str, mentions: &Mentions) -> Option<&'n str> {
    match name {
        "into_response" => mentions.has_method(name).then_some("IntoResponse"),
        name => mentions.has(name).then_some(name),
    }
}
