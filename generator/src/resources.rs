//! Schema resources: schemas with an `$id`, and the references to them (JSON Schema 2020-12, section 8.2). An `$id` is
//! a name, and is never fetched.

use crate::diagnostic::{FileId, Place};
use crate::dialect::{Dialect, Holds};
use crate::pointer::Pointer;
use crate::reference::{split, unescape};
use serde_json::Value;

/// A schema with an `$id`.
#[derive(Debug)]
pub(crate) struct Resource {
    pub file: FileId,
    pub pointer: Pointer,
    /// The absolute URI, without a fragment.
    pub uri: String,
}

/// Finds the schemas of a file that have an `$id`, the outer ones first.
pub(crate) fn find_resources(file: FileId, root: &Value, dialect: &Dialect) -> Vec<Resource> {
    let mut found = Vec::new();
    find_in(root, &Place::file(file), ("", false), dialect, &mut found);
    found
}

fn find_in(
    value: &Value,
    at: &Place,
    (base, in_names): (&str, bool),
    dialect: &Dialect,
    found: &mut Vec<Resource>,
) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                find_in(item, &at.item(index), (base, false), dialect, found);
            }
        }
        Value::Object(members) => {
            let id = members.get("$id").and_then(Value::as_str).filter(|_| !in_names);
            let own = id.map(|id| resolve(base, split(id).0)).filter(|uri| !uri.is_empty());
            let base = own.as_deref().unwrap_or(base);
            if let Some(uri) = &own {
                found.push(Resource { file: at.file, pointer: at.pointer.clone(), uri: uri.clone() });
            }
            for (key, member) in members {
                let holds = if in_names { Holds::Objects } else { dialect.holds(key) };
                if !in_names && (holds == Holds::Data || key.starts_with("x-")) {
                    continue;
                }
                let in_names = matches!(holds, Holds::Names | Holds::Examples) && member.is_object();
                find_in(member, &at.member(key), (base, in_names), dialect, found);
            }
        }
        _ => {}
    }
}

/// Returns the value that a reference at a place means, if its URI is that of a resource.
pub(crate) fn find_target<'r>(
    resources: &'r [Resource],
    at: &Place,
    reference: &str,
) -> Option<(&'r Resource, String)> {
    let (path, fragment) = split(reference);
    let around = resources.iter().rev().find(|resource| {
        resource.file == at.file && is_inside(at.pointer.as_str(), resource.pointer.as_str())
    });
    let target = match (around, path) {
        (Some(around), "") => around,
        (None, "") => return None,
        (around, path) => {
            let uri = resolve(around.map_or("", |around| around.uri.as_str()), path);
            resources.iter().find(|resource| resource.uri == uri)?
        }
    };
    Some((target, unescape(fragment)?))
}

fn is_inside(pointer: &str, outer: &str) -> bool {
    pointer.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Resolves a URI reference without a fragment against a base (RFC 3986, section 5.2).
fn resolve(base: &str, reference: &str) -> String {
    let has_scheme = reference.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic()) && !scheme.contains(['/', '?'])
    });
    if has_scheme || base.is_empty() {
        return reference.to_owned();
    }
    let (authority, path) = match base.split_once("://") {
        Some((scheme, rest)) => {
            let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
            (format!("{scheme}://{host}"), path)
        }
        None => (String::new(), base.trim_start_matches('/')),
    };
    let (whole, relative) = match reference.strip_prefix('/') {
        Some(rest) => ("", rest),
        None => (path.rsplit_once('/').map_or("", |(folder, _)| folder), reference),
    };
    let mut segments: Vec<&str> = Vec::new();
    for segment in whole.split('/').chain(relative.split('/')) {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            other => segments.push(other),
        }
    }
    format!("{authority}/{}", segments.join("/"))
}

#[cfg(test)]
#[path = "tests/resources.rs"]
mod tests;
