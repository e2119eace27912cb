//! Walks through a file without knowing its objects: their keywords tell which values are objects of the specification,
//! and which are data of the author.

use crate::dialect::{Dialect, Holds};
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
    let (at, position) = start;
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, (&at.item(index), Position::Object), dialect, visit);
            }
        }
        Value::Object(members) => {
            if visit(at, members, position) == Walk::Past {
                return;
            }
            for (key, member) in members {
                let holds = match position {
                    Position::Object if key.starts_with("x-") => Holds::Data,
                    Position::Object => dialect.holds(key),
                    Position::Names => Holds::Objects,
                };
                let inner = match (member, holds) {
                    (_, Holds::Data) | (Value::Array(_), Holds::Examples) => continue,
                    (Value::Object(_), Holds::Names | Holds::Examples) => Position::Names,
                    _ => Position::Object,
                };
                walk(member, (&at.member(key), inner), dialect, visit);
            }
        }
        _ => {}
    }
}
