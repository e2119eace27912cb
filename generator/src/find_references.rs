//! Finds the references of a file, without knowing its objects.

use crate::dialect::Dialect;
use crate::pointer::Pointer;
use crate::walk::{Position, Walk, walk};
use serde_json::Value;

/// Collects every reference with the place of its text. `$ref` is not a reference in data (`enum`, `default`, examples
/// and extensions), or as the name of a property.
pub(crate) fn find_references(value: &Value, dialect: &Dialect, references: &mut Vec<(Pointer, String)>) {
    find_in(value, Position::Object, dialect, references);
    if Dialect::declared_by(value).is_none() {
        // The keys of a file with parts of documents are names, such as `default` for a response.
        let mut named = Vec::new();
        find_in(value, Position::Names, dialect, &mut named);
        references.extend(named.into_iter().filter(|found| !references.contains(found)).collect::<Vec<_>>());
    }
}

fn find_in(value: &Value, position: Position, dialect: &Dialect, references: &mut Vec<(Pointer, String)>) {
    walk(value, (&Pointer::default(), position), dialect, &mut |at, members, _| {
        if let Some(Value::String(reference)) = members.get("$ref") {
            references.push((at.member("$ref"), reference.clone()));
        }
        Walk::Into
    });
}
