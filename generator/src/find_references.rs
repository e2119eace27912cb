//! Finds the references of a file, without knowing its objects.

use crate::dialect::{Dialect, Version};
use crate::pointer::Pointer;
use crate::walk::{Position, Walk, walk};
use serde_json::Value;

/// Collects every reference with the place of its text. `$ref` is not a reference in data (`enum`, `default`, examples
/// and extensions), or as the name of a property. A `discriminator` refers to files too.
pub(crate) fn find_references(value: &Value, dialect: &Dialect, references: &mut Vec<(Pointer, String)>) {
    find_in(value, Position::Object, dialect, references);
    if Dialect::declared_by(value).is_none() {
        // The keys of a file with parts of documents are names, such as `default` for a response.
        let mut named = Vec::new();
        find_in(value, Position::Names, dialect, &mut named);
        references.extend(named.into_iter().filter(|found| !references.contains(found)).collect::<Vec<_>>());
    }
}

/// Collects the files that the `mapping` of a discriminator names. Its other values are names of schemas, or references
/// into the same file.
fn find_in_mapping(discriminator: &Value, at: &Pointer, references: &mut Vec<(Pointer, String)>) {
    let mapping = discriminator.get("mapping").and_then(Value::as_object);
    let mapping = mapping.into_iter().flatten();
    let mapping = mapping.map(|(value, target)| (at.member("mapping").member(value), target));
    let default = discriminator.get("defaultMapping").map(|target| (at.member("defaultMapping"), target));
    for (at, target) in mapping.chain(default) {
        let Some(reference) = target.as_str() else { continue };
        let file = reference.split('#').next().unwrap_or_default();
        let is_file = [".json", ".yaml", ".yml"].iter().any(|ending| file.ends_with(ending));
        if is_file || file.starts_with("./") || file.starts_with("../") {
            references.push((at, reference.to_owned()));
        }
    }
}

/// Collects the security schemes that a requirement names by their URI. A name of a scheme in the document has no slash
/// and no fragment. (OpenAPI 3.2, "Security Requirement Object")
fn find_in_security(security: &Value, at: &Pointer, references: &mut Vec<(Pointer, String)>) {
    for (index, requirement) in security.as_array().into_iter().flatten().enumerate() {
        for name in requirement.as_object().into_iter().flat_map(serde_json::Map::keys) {
            if name.contains(['/', '#']) {
                references.push((at.item(index).member(name), name.clone()));
            }
        }
    }
}

fn find_in(value: &Value, position: Position, dialect: &Dialect, references: &mut Vec<(Pointer, String)>) {
    walk(value, (&Pointer::default(), position), dialect, &mut |at, members, position| {
        if let Some(Value::String(reference)) = members.get("$ref") {
            references.push((at.member("$ref"), reference.clone()));
        }
        if let (Some(discriminator), Position::Object) = (members.get("discriminator"), position) {
            find_in_mapping(discriminator, &at.member("discriminator"), references);
        }
        let security = members.get("security").filter(|_| dialect.version >= Version::OpenApi32);
        if let (Some(security), Position::Object) = (security, position) {
            find_in_security(security, &at.member("security"), references);
        }
        Walk::Into
    });
}
