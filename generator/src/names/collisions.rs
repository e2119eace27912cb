//! Two places with one name. The caller decides which one to rename. With `--skip-unsupported`, the later one gets a
//! number.

use super::{Named, Namer, Renames};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use std::collections::{HashMap, HashSet};

/// The maximum number of times that names are chosen again. A numbered name can collide with a name that ends in the
/// number.
const ROUNDS: usize = 8;

/// A name that another place already has.
#[derive(Debug)]
pub(super) struct Collision {
    /// The place to rename, and its current name.
    pub place: Place,
    pub named: Named,
    pub name: String,
    pub diagnostic: Diagnostic,
}

impl Namer<'_> {
    /// Records a failed claim. `place` is the place to rename, and `name` is its current name.
    pub(super) fn report(
        &mut self,
        outcome: Result<(), Box<Diagnostic>>,
        place: &Place,
        named: Named,
        name: &str,
    ) {
        if let Err(diagnostic) = outcome {
            let line = self.rename_line(place, named);
            let diagnostic = diagnostic.help(format!("rename this one with {line}"));
            self.collisions.push(Collision {
                place: place.clone(),
                named,
                name: name.to_owned(),
                diagnostic,
            });
        }
    }

    fn rename_line(&self, place: &Place, named: Named) -> String {
        let place = self.sources.setting_place(place);
        let (flag, method) = named.option();
        format!("`--{flag} '{place}=AnotherName'` or `Config::{method}(\"{place}\", \"AnotherName\")`")
    }
}

/// The renamed places, each with a number after its name.
#[derive(Debug, Default)]
pub(super) struct Numbered {
    rounds: usize,
    /// The number of places so far, by name.
    counts: HashMap<String, usize>,
    /// The original name of each place, in order.
    first: Vec<Collision>,
    by_place: HashMap<(Place, Named), usize>,
}

impl Numbered {
    /// Numbers the places of these collisions. Returns `false` if a name comes from a setting, or after too many
    /// rounds.
    pub(super) fn rename(&mut self, collisions: &[Collision], renames: &mut Renames) -> bool {
        self.rounds += 1;
        let mut collided = collisions.iter();
        if self.rounds > ROUNDS || collided.any(|other| renames.has_given(&other.place, other.named)) {
            return false;
        }
        let mut done = HashSet::new();
        for Collision { place, named, name, diagnostic } in collisions {
            if !done.insert((place, named)) {
                continue;
            }
            let place = place.clone();
            let named = *named;
            let index = *self.by_place.entry((place.clone(), named)).or_insert(self.first.len());
            if index == self.first.len() {
                let place = place.clone();
                let name = name.trim_end_matches('_').to_owned();
                self.first.push(Collision { place, named, name, diagnostic: diagnostic.clone() });
            }
            if let Some(Collision { name, .. }) = self.first.get(index) {
                let count = self.counts.entry(name.clone()).or_insert(1);
                *count += 1;
                renames.number(place, named, format!("{name} {count}"));
            }
        }
        true
    }

    /// Reports the numbered names.
    pub(super) fn report(self, diagnostics: &mut Diagnostics) {
        for Collision { diagnostic, .. } in self.first {
            diagnostics.push(diagnostic.label("used again here; this one gets a number").into_warning());
        }
    }
}

#[cfg(test)]
#[path = "../tests/collisions.rs"]
mod tests;
