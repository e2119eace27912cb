//! The rules for operations: which of them are the same, and their paths, methods and names.

use super::draft::Draft;
use super::route::in_words;
use super::rules::{
    BASE_PATH_CHANGED, OPERATION_ADDED, OPERATION_DEPRECATED, OPERATION_METHOD_CHANGED, OPERATION_MOVED,
    OPERATION_PATH_CHANGED, OPERATION_REMOVED, OPERATION_RENAMED, OUTGOING_CHANGED,
};
use super::side::Side;
use super::walk::Walk;
use super::{bodies, parameters, responses, security, texts};
use crate::api::{Operation, Role};
use std::collections::{BTreeMap, BTreeSet};

/// An operation in both documents.
struct Same<'s> {
    old: &'s Operation,
    new: &'s Operation,
}

/// Compares all operations.
///
/// An operation is the same if it has, in this order, the same method and path, apart from the names of variables; the
/// same method and path after another base path; or the same `operationId`.
pub(super) fn compare<'s>(walk: &mut Walk<'_, 's>) {
    let (mut old, mut new): (Vec<&'s Operation>, Vec<&'s Operation>) =
        (walk.old.api.operations.iter().collect(), walk.new.api.operations.iter().collect());
    let mut same = Vec::new();
    // Callbacks of several operations can have the same name and path.
    take_same(&mut old, &mut new, &mut same, |operation| {
        Some((kind(operation), blank(&operation.path), operation.place.pointer.clone()))
    });
    take_same(&mut old, &mut new, &mut same, |operation| Some((kind(operation), blank(&operation.path))));
    take_same(&mut old, &mut new, &mut same, |operation| Some((kind(operation), blank(own_path(operation)))));
    take_same(&mut old, &mut new, &mut same, |operation| {
        let id = operation.operation_id.as_ref()?.value.clone();
        Some((role(operation), id))
    });
    let order = |operation: &Operation| {
        walk.new.api.operations.iter().position(|known| std::ptr::eq(known, operation)).unwrap_or(usize::MAX)
    };
    same.sort_by_key(|same| order(same.new));
    let mut bases: BTreeMap<(String, String), (Draft, BTreeSet<usize>)> = BTreeMap::new();
    let mut moved: BTreeMap<(String, String), (Draft, BTreeSet<usize>)> = BTreeMap::new();
    for Same { old, new } in same {
        let index = walk.operation(in_words(new), is_sent(new));
        compare_base(walk, index, (old, new), &mut bases);
        compare_route(walk, index, old, new);
        compare_names(walk, index, (old, new), &mut moved);
        if new.docs.deprecated && !old.docs.deprecated {
            let draft = Draft::new(OPERATION_DEPRECATED, format!("{} is deprecated now", in_words(new)));
            walk.add(index, draft.at(Some(&old.place), Some(&new.place)));
        }
        if walk.all {
            texts::compare_operations(walk, index, old, new);
        }
        parameters::compare(walk, index, old, new);
        bodies::compare(walk, index, old, new);
        responses::compare(walk, index, old, new);
        security::compare(walk, index, old, new);
    }
    walk.own.extend(bases.into_values().chain(moved.into_values()));
    for operation in new {
        add(walk, operation);
    }
    for operation in old {
        remove(walk, operation);
    }
}

/// Moves the operations with the same key from both lists.
fn take_same<'s, K: Ord>(
    old: &mut Vec<&'s Operation>,
    new: &mut Vec<&'s Operation>,
    same: &mut Vec<Same<'s>>,
    key: impl Fn(&Operation) -> Option<K>,
) {
    let mut known: BTreeMap<K, Vec<&'s Operation>> = BTreeMap::new();
    for operation in new.iter().rev() {
        if let Some(key) = key(operation) {
            known.entry(key).or_default().push(operation);
        }
    }
    let mut taken: Vec<&'s Operation> = Vec::new();
    old.retain(|operation| {
        let found = key(operation).and_then(|key| known.get_mut(&key)?.pop());
        let Some(found) = found else { return true };
        taken.push(found);
        same.push(Same { old: operation, new: found });
        false
    });
    new.retain(|operation| !taken.iter().any(|taken| std::ptr::eq(*taken, *operation)));
}

/// Who sends the requests, and for a webhook or a callback, its name.
fn role(operation: &Operation) -> String {
    match &operation.role {
        Role::Served => String::new(),
        Role::Sent(source) => format!("{source:?}"),
        Role::Received(name) => format!("received {name}"),
    }
}

fn is_sent(operation: &Operation) -> bool {
    !operation.role.is_served()
}

fn kind(operation: &Operation) -> (String, String) {
    (role(operation), operation.method.name())
}

/// Returns the path after the base path.
fn own_path(operation: &Operation) -> &str {
    operation.path.strip_prefix(operation.base_path.trim_end_matches('/')).unwrap_or(&operation.path)
}

/// Returns a path without the names of its variables.
fn blank(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |blank, part| {
        let (_, after) = part.split_once('}').unwrap_or_default();
        blank + "{}" + after
    })
}

fn compare_base(
    walk: &Walk<'_, '_>,
    index: usize,
    (old, new): (&Operation, &Operation),
    bases: &mut BTreeMap<(String, String), (Draft, BTreeSet<usize>)>,
) {
    let (was, is) = (old.base_path.trim_end_matches('/'), new.base_path.trim_end_matches('/'));
    if was == is || blank(&old.path) == blank(&new.path) {
        return;
    }
    let place = |side: &Side<'_>, operation: &Operation| side.base_place(operation);
    let (_, operations) = bases.entry((was.to_owned(), is.to_owned())).or_insert_with(|| {
        let named = |path: &str| if path.is_empty() { "/".to_owned() } else { path.to_owned() };
        let message = format!("the base path was `{}`, and is `{}` now", named(was), named(is));
        let draft = Draft::new(BASE_PATH_CHANGED, message);
        let draft = draft.at(Some(&place(walk.old, old)), Some(&place(walk.new, new)));
        (draft.help("links that your code writes itself keep the old path"), BTreeSet::new())
    });
    operations.insert(index);
}

fn compare_route(walk: &mut Walk<'_, '_>, index: usize, old: &Operation, new: &Operation) {
    let places = (Some(&old.place), Some(&new.place));
    // The path of a callback is the expression for its URL.
    if is_sent(new) && old.path != new.path {
        let message =
            format!("{} was sent to `{}`, and is sent to `{}` now", new.in_docs(), old.path, new.path);
        let draft = Draft::new(OUTGOING_CHANGED, message).at(Some(&old.path_place), Some(&new.path_place));
        return walk.add(index, draft);
    }
    if blank(own_path(old)) != blank(own_path(new)) {
        let message = format!("the path was `{}`, and is `{}` now", old.path, new.path);
        let draft =
            Draft::new(OPERATION_PATH_CHANGED, message).at(Some(&old.path_place), Some(&new.path_place));
        walk.add(
            index,
            draft.help("look for the old path in texts, such as links: the compiler does not find it"),
        );
    }
    if old.method != new.method {
        let message = format!("the method was {}, and is {} now", old.method.name(), new.method.name());
        walk.add(index, Draft::new(OPERATION_METHOD_CHANGED, message).at(places.0, places.1));
    }
}

fn compare_names(
    walk: &mut Walk<'_, '_>,
    index: usize,
    (old, new): (&Operation, &Operation),
    moved: &mut BTreeMap<(String, String), (Draft, BTreeSet<usize>)>,
) {
    let (Some((_, was)), Some((_, is))) = (walk.old.operation(&old.place), walk.new.operation(&new.place))
    else {
        return;
    };
    if was.method != is.method {
        let message = format!("the method `{}` is `{}` now", was.method, is.method);
        let place = |operation: &Operation| {
            operation.operation_id.as_ref().map_or_else(|| operation.place.clone(), |id| id.place.clone())
        };
        let draft = Draft::new(OPERATION_RENAMED, message).at(Some(&place(old)), Some(&place(new)));
        let types = [&was.request, &is.request, &was.response, &is.response];
        let draft = draft.names([&was.method, &is.method]).names(types);
        let rename = format!(
            "rename yours, or keep the name: `--rename '{}={}'`",
            walk.new.setting(&new.place),
            was.method
        );
        walk.add(index, draft.help(rename));
    }
    let groups = (walk.old.group(was), walk.new.group(is));
    let names = |group: Option<&crate::names::Group>| {
        group.map(|group| (group.trait_name.clone(), group.module.clone())).unwrap_or_default()
    };
    let (old_group, new_group) = (names(groups.0), names(groups.1));
    if old_group != new_group {
        let (draft, operations) =
            moved.entry((old_group.0.clone(), new_group.0.clone())).or_insert_with(|| {
                let message = format!("the trait `{}` is `{}` now", old_group.0, new_group.0);
                let draft = Draft::new(OPERATION_MOVED, message).at(Some(&old.place), Some(&new.place));
                let draft = draft.names([old_group.0, old_group.1, new_group.0.clone(), new_group.1]);
                (draft.help(format!("move the methods to your `impl` of `{}`", new_group.0)), BTreeSet::new())
            });
        draft.names.push(is.method.clone());
        operations.insert(index);
    }
}

fn add(walk: &mut Walk<'_, '_>, operation: &Operation) {
    let index = walk.operation(in_words(operation), is_sent(operation));
    let draft = match operation.role {
        Role::Sent(_) => Draft::new(OUTGOING_CHANGED, format!("{} is new", operation.in_docs())),
        Role::Served | Role::Received(_) => {
            let draft = Draft::new(OPERATION_ADDED, format!("{} is new", operation.in_docs()));
            let names = walk.new.operation(&operation.place).map(|(_, name)| (name, walk.new.group(name)));
            match names {
                Some((name, Some(group))) => {
                    let known =
                        walk.old.names.groups.iter().any(|known| known.trait_name == group.trait_name);
                    let draft = draft.names([&name.method, &group.trait_name]);
                    draft.help(match known {
                        true => format!("write `{}` in your `impl` of `{}`", name.method, group.trait_name),
                        false => format!("write `impl {} for ..`: the trait is new", group.trait_name),
                    })
                }
                _ => draft,
            }
        }
    };
    walk.add(index, draft.at(None, Some(&operation.place)));
}

fn remove(walk: &mut Walk<'_, '_>, operation: &Operation) {
    let index = walk.operation(in_words(operation), is_sent(operation));
    let message = format!("{} is gone", operation.in_docs());
    let draft = match operation.role {
        Role::Sent(_) => Draft::new(OUTGOING_CHANGED, message),
        Role::Served | Role::Received(_) => Draft::new(OPERATION_REMOVED, message),
    };
    let draft = match walk.old.operation(&operation.place) {
        Some((_, name)) => {
            let group = walk.old.group(name).map(|group| group.trait_name.clone());
            let draft = draft.names([&name.method, &name.request, &name.response]).names(group);
            match operation.role.is_served() {
                true => draft.help(format!("delete your method `{}`", name.method)),
                // Without such operations, the code has no module for them.
                false => draft.names(["outgoing"]),
            }
        }
        None => draft,
    };
    walk.add(index, draft.at(Some(&operation.place), None));
}
