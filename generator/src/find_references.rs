//! Finds the references of a file, without knowing its objects.

use crate::dialect::{Dialect, Holds};
use crate::pointer::Pointer;
use serde_json::Value;

/// The role of a value: its keys are keywords, or names from the document.
#[derive(Clone, Copy, PartialEq)]
enum Position {
    Object,
    Names,
}

/// Collects every reference with the place of its text. `$ref` is not a reference in data (`enum`, `default`, examples
/// and extensions), or as the name of a property.
pub(crate) fn find_references(value: &Value, dialect: &Dialect, references: &mut Vec<(Pointer, String)>) {
    find_in(value, &Pointer::default(), (Position::Object, dialect), references);
    if Dialect::declared_by(value).is_none() {
        // The keys of a file with parts of documents are names, such as `default` for a response.
        let mut named = Vec::new();
        find_in(value, &Pointer::default(), (Position::Names, dialect), &mut named);
        references.extend(named.into_iter().filter(|found| !references.contains(found)).collect::<Vec<_>>());
    }
}

fn find_in(
    value: &Value,
    at: &Pointer,
    (position, dialect): (Position, &Dialect),
    references: &mut Vec<(Pointer, String)>,
) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                find_in(item, &at.item(index), (Position::Object, dialect), references);
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                let holds = match position {
                    Position::Object if key.starts_with("x-") => Holds::Data,
                    Position::Object => dialect.holds(key),
                    Position::Names => Holds::Objects,
                };
                match (key.as_str(), member, holds) {
                    ("$ref", Value::String(reference), _) => {
                        references.push((at.member(key), reference.clone()));
                    }
                    (_, _, Holds::Data) | (_, Value::Array(_), Holds::Examples) => {}
                    (_, Value::Object(_), Holds::Names | Holds::Examples) => {
                        find_in(member, &at.member(key), (Position::Names, dialect), references);
                    }
                    _ => find_in(member, &at.member(key), (Position::Object, dialect), references),
                }
            }
        }
        _ => {}
    }
}
