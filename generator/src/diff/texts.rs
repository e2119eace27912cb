//! The rule for texts: titles, summaries and descriptions.

use super::draft::Draft;
use super::rules::TEXTS_CHANGED;
use super::walk::Walk;
use crate::api::{Docs, Operation};
use crate::diagnostic::Place;

const MESSAGE: &str = "a text has changed";

/// Compares the texts of an operation.
pub(super) fn compare_operations(walk: &mut Walk<'_, '_>, index: usize, old: &Operation, new: &Operation) {
    let mut places: Vec<(&Place, &Place)> = Vec::new();
    let differs =
        |one: &Docs, other: &Docs| (&one.title, &one.description) != (&other.title, &other.description);
    if old.summary != new.summary || differs(&old.docs, &new.docs) {
        places.push((&old.place, &new.place));
    }
    for parameter in &new.parameters {
        let known = old
            .parameters
            .iter()
            .find(|known| (known.location, &known.name) == (parameter.location, &parameter.name));
        places.extend(
            known
                .filter(|known| differs(&known.docs, &parameter.docs))
                .map(|known| (&known.place, &parameter.place)),
        );
    }
    for response in &new.responses {
        let known = old.responses.iter().find(|known| known.status == response.status);
        places.extend(
            known
                .filter(|known| differs(&known.docs, &response.docs))
                .map(|known| (&known.place, &response.place)),
        );
    }
    for (old, new) in places {
        walk.add(index, Draft::new(TEXTS_CHANGED, MESSAGE).at(Some(old), Some(new)));
    }
}
