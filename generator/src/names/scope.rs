//! A scope in which each name has one owner.

use super::letters::without_order;
use crate::codes;
use crate::diagnostic::{Diagnostic, Place};
use std::collections::HashMap;

/// The names of a scope, with the place of each owner. `None` is the generated code itself.
#[derive(Debug, Default)]
pub(super) struct Scope {
    owners: HashMap<String, Option<Place>>,
}

impl Scope {
    /// Reserves names for the generated code.
    pub(super) fn reserve(&mut self, names: &[&str]) {
        self.owners.extend(names.iter().map(|name| ((*name).to_owned(), None)));
    }

    /// Returns whether the scope contains a name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.owners.contains_key(&without_order(name))
    }

    /// Claims a name for a place.
    ///
    /// # Errors
    /// Returns a diagnostic with both places if the name is taken.
    pub(super) fn claim(&mut self, name: &str, place: &Place) -> Result<(), Box<Diagnostic>> {
        let key = without_order(name);
        let Some(owner) = self.owners.get(&key) else {
            self.owners.insert(key, Some(place.clone()));
            return Ok(());
        };
        let message = match owner {
            Some(_) => format!("two items would have the name `{name}` in the generated code"),
            None => format!("the generated code uses the name `{name}` itself"),
        };
        let diagnostic = Diagnostic::new(codes::NAME_COLLISION, place.clone(), message);
        Err(Box::new(match owner {
            Some(owner) => diagnostic.label("used again here").and(owner.clone(), "first used here"),
            None => diagnostic,
        }))
    }
}
