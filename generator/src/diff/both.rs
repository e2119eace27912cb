//! A value in both documents, while it is compared.

use super::draft::{Directions, Draft};
use super::flat::Flat;
use super::pair::{Found, Pair, Slot};
use super::side::Side;
use crate::api::{JsonType, SchemaId};
use serde_json::Value;

/// A value in both documents.
pub(super) struct Both<'v, 's> {
    pub old_side: &'v Side<'s>,
    pub new_side: &'v Side<'s>,
    pub slot: Slot,
    pub old: Flat<'s>,
    pub new: Flat<'s>,
    pub found: Found,
}

impl Both<'_, '_> {
    /// Adds a change. Its message begins with the name of the value.
    pub(super) fn add(&mut self, mut draft: Draft) {
        let new = self.new.place.and_then(|place| self.new_side.subject(place));
        let subject = new.or_else(|| self.old_side.subject(self.old.place?));
        if let Some(subject) = subject {
            draft.message = format!("`{subject}`: {}", draft.message);
        }
        self.found.drafts.push(draft);
    }

    /// Adds a change at the value itself.
    pub(super) fn add_here(&mut self, draft: Draft) {
        let draft = draft.at(self.old.place, self.new.place);
        let names = self.names();
        self.add(draft.names(names));
    }

    /// Returns the Rust names of the value.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            self.old.place.map(|place| self.old_side.names_of(place)).unwrap_or_default();
        names.extend(self.new.place.map(|place| self.new_side.names_of(place)).unwrap_or_default());
        names
    }

    /// Adds the values inside.
    pub(super) fn inside(&mut self, old: Vec<SchemaId>, new: Vec<SchemaId>, directions: Directions) {
        let slot = match self.slot {
            Slot::Form => Slot::Field,
            Slot::Field if self.new.types.contains(&JsonType::Object) => Slot::Value,
            other => other,
        };
        self.found.inside.push((Pair { slot, old, new }, directions));
    }
}

/// Returns a value as text: a string without quotes.
pub(super) fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
