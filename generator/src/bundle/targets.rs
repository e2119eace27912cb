//! The values of other files that the document contains: the place of each in its file and in the document.

use super::kind::Kind;
use crate::diagnostic::{FileId, Place};
use crate::dialect::Dialect;
use crate::pointer::Pointer;
use crate::sources::{Sources, lookup};
use serde_json::Value;
use std::borrow::Cow;

/// The parts of files, each with its place in the document.
#[derive(Debug, Default)]
pub(super) struct Parts(Vec<Part>);

#[derive(Debug)]
struct Part {
    place: Place,
    here: Pointer,
    is_schema: bool,
}

impl Parts {
    pub(super) fn add(&mut self, place: Place, here: Pointer, kind: Kind) {
        self.0.push(Part { place, here, is_schema: kind == Kind::Schema });
    }

    /// Returns the place of a value in the document, if one of the parts contains it.
    pub(super) fn find(&self, file: FileId, pointer: &Pointer) -> Option<Pointer> {
        let inner = |part: &Part| {
            let start = part.place.pointer.as_str();
            let rest = pointer.as_str().strip_prefix(start)?;
            let is_inside = part.place.file == file && (rest.is_empty() || rest.starts_with('/'));
            // The schemas that a file declares are entries themselves, with their own names.
            let is_declared =
                start.is_empty() && part.is_schema && DECLARED.iter().any(|key| rest.starts_with(key));
            let here = Pointer::parse(&format!("{}{rest}", part.here))?;
            (is_inside && !is_declared).then_some((start.len(), here))
        };
        self.0.iter().filter_map(inner).max_by_key(|(length, _)| *length).map(|(_, here)| here)
    }
}

/// The objects of a file with the schemas that it declares.
const DECLARED: [&str; 2] = ["/definitions/", "/$defs/"];

/// Returns the value that becomes an entry if a reference leads to a place: the value itself, or the schema around it,
/// as in the names of generated code.
pub(super) fn unit(place: &Place, kind: Kind, sources: &Sources) -> (Place, Kind) {
    let tokens: Vec<Cow<'_, str>> = place.pointer.tokens().collect();
    let tokens: Vec<&str> = tokens.iter().map(Cow::as_ref).collect();
    for length in [1, 2] {
        let Some((container, [_, ..])) = tokens.split_at_checked(length) else { continue };
        if let Some(own) = Kind::of_container(container) {
            let around = pointer_to(tokens.get(..=length).unwrap_or_default());
            // A file with parts of documents can have other objects at such a place.
            let is_itself = around == place.pointer;
            return (Place::value(place.file, around), if is_itself { kind } else { own });
        }
    }
    let around = (0..tokens.len()).find_map(|length| {
        let (before, [keyword, ..]) = tokens.split_at_checked(length)? else { return None };
        let around = pointer_to(before);
        let value = lookup(sources.file(place.file)?.value.as_ref()?, &around)?;
        is_schema(value, keyword, sources.dialect(place.file)).then_some(around)
    });
    match around {
        Some(around) if kind == Kind::Schema => (Place::value(place.file, around), Kind::Schema),
        _ => (place.clone(), kind),
    }
}

/// Returns whether a value is a schema, and the key a keyword of it that contains schemas.
fn is_schema(value: &Value, key: &str, dialect: &Dialect) -> bool {
    const INNER: [&str; 14] = [
        "additionalProperties",
        "allOf",
        "anyOf",
        "contains",
        "else",
        "if",
        "items",
        "not",
        "oneOf",
        "patternProperties",
        "prefixItems",
        "properties",
        "propertyNames",
        "then",
    ];
    let is_keyword = INNER.contains(&key) && dialect.schema.find(key).is_some();
    is_keyword && !["openapi", "swagger"].iter().any(|word| value.get(word).is_some())
}

fn pointer_to(tokens: &[&str]) -> Pointer {
    tokens.iter().fold(Pointer::default(), |pointer, token| pointer.member(token))
}
