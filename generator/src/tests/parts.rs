//! The table of the support code's parts agrees with its files.

use crate::emit::parts::{CHECK_RESPONSES, FORM_BUFFER, PARTS, Part};
use proc_macro2::{TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

const FOLDER: &str = "support";

/// A name after `super::`, and whether it is a module's.
type Reference = (String, bool);

/// The names after `super::` and, in macros, after `support::`, in paths and in lists of imports.
fn references(tokens: TokenStream, found: &mut BTreeSet<Reference>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_path = |index: usize| {
        let colon = |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
        colon(tokens.get(index)) && colon(tokens.get(index + 1))
    };
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Ident(ident) if (ident == "super" || ident == "support") && is_path(index + 1) => {
                match tokens.get(index + 3) {
                    Some(TokenTree::Ident(name)) => {
                        let name = name.to_string();
                        let is_module = is_path(index + 4) && name.starts_with(char::is_lowercase);
                        found.insert((name, is_module));
                    }
                    Some(TokenTree::Group(list)) => {
                        let text = list.stream().to_string();
                        let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
                        found.extend(names.map(|name| match name.split_once("::") {
                            Some((module, _)) => (module.trim().to_owned(), true),
                            None => (name.to_owned(), false),
                        }));
                    }
                    _ => {}
                }
            }
            TokenTree::Group(group) => references(group.stream(), found),
            _ => {}
        }
    }
}

/// The part that a reference leads to. A name is that of an export, or of a module.
fn target((name, is_module): &Reference) -> &str {
    let exporting = PARTS.iter().find(|part| part.exports.contains(&name.as_str()));
    match exporting {
        Some(part) if !is_module => part.name,
        _ => name,
    }
}

fn file(source: &str) -> syn::File {
    syn::parse_file(source).unwrap()
}

#[test]
fn every_file_is_a_part() {
    let files = fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let files: BTreeSet<String> =
        files.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    let mut parts: Vec<&str> = PARTS.iter().map(|part| part.name).collect();
    assert!(parts.is_sorted(), "the table is in the order of the files");
    parts.push("mod");
    assert_eq!(files, parts.into_iter().map(str::to_owned).collect());
}

#[test]
fn needs_are_the_names_in_the_files() {
    for part in PARTS {
        let mut found = BTreeSet::new();
        references(part.source.parse().unwrap(), &mut found);
        // The model says whether `dispatch` or `router` is needed, and whether tables of structs have tags or a schema.
        let by_model = |name: &&str| {
            *name == "dispatch" || (part.name == "object" && ["schema", "tagged"].contains(name))
        };
        let own = |name: &&str| *name == part.name;
        let named: BTreeSet<&str> =
            found.iter().map(target).filter(|name| !by_model(name) && !own(name)).collect();
        let needs: BTreeSet<&str> = part.needs.iter().copied().collect();
        assert_eq!(named, needs, "{}", part.name);
        let known = |name: &&&str| {
            [CHECK_RESPONSES, FORM_BUFFER].contains(*name) || PARTS.iter().any(|other| other.name == **name)
        };
        assert_eq!(part.needs.iter().find(|name| !known(name)), None, "{}", part.name);
    }
}

/// The exports in the table exist, and the table has all exports of `support/mod.rs`, which is only for tests.
#[test]
fn exports_are_public_items() {
    let mut exporting: BTreeMap<&str, &str> = BTreeMap::new();
    for part in PARTS {
        for name in part.exports.iter().filter(|name| **name != "connect") {
            assert_eq!(exporting.insert(name, part.name), None, "{name} is in two parts");
            let kinds = ["struct", "enum", "trait", "fn", "async fn", "type"];
            let is_declared = kinds.iter().any(|kind| {
                let start = format!("pub {kind} {name}");
                let rest = part.source.split(start.as_str()).skip(1);
                rest.filter_map(|rest| rest.chars().next()).any(|next| !next.is_alphanumeric() && next != '_')
            });
            assert!(is_declared, "{} has no public `{name}`", part.name);
        }
    }
    let root = fs::read_to_string(format!("{FOLDER}/mod.rs")).unwrap();
    for part in PARTS {
        let is_public = root.contains(&format!("pub mod {};", part.name));
        assert!(!is_public || part.public, "{} is public in mod.rs", part.name);
        let line = root.lines().find_map(|line| line.strip_prefix(&format!("pub use {}::", part.name)));
        let names = line.unwrap_or_default().trim_matches(['{', '}', ';']).split(", ");
        let unknown: Vec<_> = names.filter(|name| !name.is_empty() && !part.exports.contains(name)).collect();
        assert!(unknown.is_empty(), "{} does not export {unknown:?}", part.name);
    }
}

/// The methods that a part adds to types of other parts. A function without `self` is called by the name of its type.
fn added_methods(part: &Part) -> BTreeSet<String> {
    let items = file(part.source).items;
    let own = |name: &str| {
        items.iter().any(|item| match item {
            syn::Item::Struct(item) => item.ident == name,
            syn::Item::Enum(item) => item.ident == name,
            _ => false,
        })
    };
    let mut methods = BTreeSet::new();
    for item in &items {
        let syn::Item::Impl(item) = item else { continue };
        let syn::Type::Path(ty) = item.self_ty.as_ref() else { continue };
        let name = ty.path.segments.last().unwrap().ident.to_string();
        if item.trait_.is_none() && !own(&name) {
            methods.extend(item.items.iter().filter_map(|item| match item {
                syn::ImplItem::Fn(method) => method.sig.receiver().map(|_| method.sig.ident.to_string()),
                _ => None,
            }));
        }
    }
    methods
}

#[test]
fn methods_are_of_one_part() {
    let added: Vec<(&Part, BTreeSet<String>)> =
        PARTS.iter().map(|part| (part, added_methods(part))).collect();
    for part in PARTS {
        for method in part.methods {
            let having = added.iter().filter(|(_, methods)| methods.contains(*method));
            let having: Vec<&str> = having.map(|(part, _)| part.name).collect();
            assert_eq!(having, [part.name], "`{method}`");
        }
    }
}

/// The names after a dot that are called.
fn calls(tokens: TokenStream, found: &mut BTreeSet<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (index, token) in tokens.iter().enumerate() {
        match (token, tokens.get(index + 1), tokens.get(index + 2)) {
            (TokenTree::Punct(dot), Some(TokenTree::Ident(name)), Some(TokenTree::Group(_)))
                if dot.as_char() == '.' =>
            {
                found.insert(name.to_string());
            }
            (TokenTree::Group(group), ..) => calls(group.stream(), found),
            _ => {}
        }
    }
}

/// A part that calls a method of another part must need it, even if it does not name it.
#[test]
fn called_methods_are_of_needed_parts() {
    // Other types have methods with these names too.
    const COMMON: [&str; 10] =
        ["all", "check", "checked", "default", "entries", "header", "list", "or", "part", "value"];
    let added: Vec<(&Part, BTreeSet<String>)> =
        PARTS.iter().map(|part| (part, added_methods(part))).collect();
    // The rows of a table decide which methods `object` calls.
    for part in PARTS.iter().filter(|part| part.name != "object") {
        let mut needed: BTreeSet<&str> = [part.name].into();
        let mut waiting = vec![part];
        while let Some(next) = waiting.pop() {
            let needs = PARTS.iter().filter(|other| next.needs.contains(&other.name));
            waiting.extend(needs.filter(|other| needed.insert(other.name)));
        }
        let mut called = BTreeSet::new();
        calls(part.source.parse().unwrap(), &mut called);
        for method in called.iter().filter(|method| !COMMON.contains(&method.as_str())) {
            let having: Vec<&str> = added
                .iter()
                .filter(|(_, methods)| methods.contains(method))
                .map(|(part, _)| part.name)
                .collect();
            let is_needed = having.is_empty() || having.iter().any(|name| needed.contains(name));
            assert!(is_needed, "{} calls `{method}` of {having:?}, but does not need it", part.name);
        }
    }
}
