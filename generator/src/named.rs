//! Where named schemas are: the single source for all stages. Another version of the specification adds a row.

use crate::dialect::Dialect;
use crate::pointer::Pointer;
use std::borrow::Cow;

/// The objects of a file whose entries are named schemas, by the tokens that lead to them.
const CONTAINERS: &[&[&str]] = &[&["definitions"], &["components", "schemas"], &["$defs"]];

/// A place in a named schema.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NamedSchema {
    /// The tokens that lead to the object with the named schemas.
    pub container: &'static [&'static str],
    pub name: String,
    /// The tokens from the schema to the place. Empty for the schema itself.
    pub inside: Vec<String>,
}

/// The named schema around a place.
pub(crate) fn named(pointer: &Pointer) -> Option<NamedSchema> {
    CONTAINERS.iter().find_map(|container| {
        let mut tokens = pointer.tokens();
        if !container.iter().all(|token| tokens.next().is_some_and(|own| own == *token)) {
            return None;
        }
        let name = tokens.next()?.into_owned();
        Some(NamedSchema { container, name, inside: tokens.map(Cow::into_owned).collect() })
    })
}

/// The name of the schema at a place, if it is a named one.
pub(crate) fn name_of(pointer: &Pointer) -> Option<String> {
    named(pointer).filter(|named| named.inside.is_empty()).map(|named| named.name)
}

/// Whether the schema at a place has a name: its own, or that of its file.
pub(crate) fn is_named(pointer: &Pointer) -> bool {
    pointer.as_str().is_empty() || name_of(pointer).is_some()
}

/// A reference to a named schema of the same file.
pub(crate) fn reference_to(name: &str, dialect: &Dialect) -> String {
    let container = if dialect.is_openapi3() { "components/schemas" } else { "definitions" };
    format!("#/{container}/{name}")
}

#[cfg(test)]
#[path = "tests/named.rs"]
mod tests;
