//! Walks through a file without knowing its objects: their keywords tell which values are objects of the specification,
//! and which are data of the author.

use crate::dialect::{Dialect, Holds, is_known};
use crate::pointer::Pointer;
use serde_json::{Map, Value};

/// The role of a value: its keys are keywords, or names from the document.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Position {
    Object,
    Names,
}

/// Whether to go on inside an object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Walk {
    Into,
    Past,
}

type Visit<'v> = dyn FnMut(&Pointer, &Map<String, Value>, Position) -> Walk + 'v;

/// Visits every object, the outer ones first, except in data: `enum`, `default`, examples and extensions.
pub(crate) fn walk(value: &Value, start: (&Pointer, Position), dialect: &Dialect, visit: &mut Visit<'_>) {
    walk_keys(value, start, (dialect, |_| true), visit);
}

/// Visits the same objects, except those in the values of unknown keywords: "Implementations SHOULD treat keywords they do
/// not support as annotations" (JSON Schema 2020-12, section 4.3.1). If all keys of a file are unknown, they are names.
pub(crate) fn walk_known(value: &Value, at: &Pointer, dialect: &Dialect, visit: &mut Visit<'_>) {
    let is_keyword = |key: &String| is_known(key) || key.starts_with("x-");
    let has_keyword = value.as_object().is_some_and(|members| members.keys().any(is_keyword));
    let position = if has_keyword { Position::Object } else { Position::Names };
    walk_keys(value, (at, position), (dialect, is_known), visit);
}

fn walk_keys(
    value: &Value,
    (at, position): (&Pointer, Position),
    keywords: (&Dialect, fn(&str) -> bool),
    visit: &mut Visit<'_>,
) {
    let (dialect, is_followed) = keywords;
    match value {
        Value::Array(items) => {
            for (index, item) in
                items.iter().enumerate().filter(|(_, item)| item.is_object() || item.is_array())
            {
                walk_keys(item, (&at.item(index), Position::Object), keywords, visit);
            }
        }
        Value::Object(members) => {
            if visit(at, members, position) == Walk::Past {
                return;
            }
            // Scalars have no objects inside.
            for (key, member) in members.iter().filter(|(_, member)| member.is_object() || member.is_array())
            {
                let holds = match position {
                    Position::Object if key.starts_with("x-") || !is_followed(key) => Holds::Data,
                    Position::Object => dialect.holds(key),
                    Position::Names => Holds::Objects,
                };
                let inner = match (member, holds) {
                    (_, Holds::Data) | (Value::Array(_), Holds::Examples) => continue,
                    (Value::Object(_), Holds::Names | Holds::Examples) => Position::Names,
                    _ => Position::Object,
                };
                walk_keys(member, (&at.member(key), inner), keywords, visit);
            }
        }
        _ => {}
    }
}
