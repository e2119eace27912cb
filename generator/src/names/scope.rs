//! A scope in which each name has one owner.

use super::letters::without_order;
use crate::codes;
use crate::diagnostic::{Diagnostic, Place};
use std::collections::HashMap;

/// The names of one scope, each with the place of what has it. None: the generator's own.
#[derive(Debug, Default)]
pub struct Scope {
    owners: HashMap<String, Option<Place>>,
}

impl Scope {
    /// Takes names for the generator itself.
    pub fn reserve(&mut self, names: &[&str]) {
        self.owners.extend(names.iter().map(|name| ((*name).to_owned(), None)));
    }

    /// Whether the scope has a name.
    pub fn has(&self, name: &str) -> bool {
        self.owners.contains_key(&without_order(name))
    }

    /// Claims a name for a place.
    ///
    /// # Errors
    /// A diagnostic with both places, where the name is taken.
    pub fn claim(&mut self, name: &str, place: &Place) -> Result<(), Box<Diagnostic>> {
        let key = without_order(name);
        let Some(owner) = self.owners.get(&key) else {
            self.owners.insert(key, Some(place.clone()));
            return Ok(());
        };
        let message = match owner {
            Some(_) => format!("two places give the name `{name}`"),
            None => format!("the name `{name}` is the generated code's own"),
        };
        let diagnostic = Diagnostic::new(codes::NAME_COLLISION, place.clone(), message);
        Err(Box::new(match owner {
            Some(owner) => diagnostic.label("again here").and(owner.clone(), "first here"),
            None => diagnostic,
        }))
    }
}
