//! Two places with one name. Which of them is called differently is the caller's to say; where mistakes are
//! passed over, the later one gets a number.

use super::{Named, Namer, Renames};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use std::collections::{HashMap, HashSet};

/// How often names are chosen anew. A number may be taken as well, by a name that ends in it.
const ROUNDS: usize = 8;

/// A name that another place has.
#[derive(Debug)]
pub struct Collision {
    /// What would have to be called differently, and what it is called now.
    pub place: Place,
    pub named: Named,
    pub name: String,
    pub diagnostic: Diagnostic,
}

impl Namer<'_> {
    /// Keeps what a claim gave. `place` is the one to rename, `name` what it is called.
    pub(super) fn report(
        &mut self,
        outcome: Result<(), Box<Diagnostic>>,
        place: &Place,
        named: Named,
        name: &str,
    ) {
        if let Err(diagnostic) = outcome {
            let line = self.rename_line(place, named);
            let diagnostic = diagnostic.help(format!("give one of them another name: {line}"));
            self.collisions.push(Collision {
                place: place.clone(),
                named,
                name: name.to_owned(),
                diagnostic,
            });
        }
    }

    fn rename_line(&self, place: &Place, named: Named) -> String {
        let input = self.sources.inputs.first() == Some(&place.file);
        let path =
            self.sources.file(place.file).filter(|_| !input).map(|file| file.path.display().to_string());
        let place = format!("{}#{}", path.unwrap_or_default(), place.pointer);
        let (flag, method) = named.option();
        format!("`--{flag} '{place}=AnotherName'`, or `Config::{method}(\"{place}\", \"AnotherName\")`")
    }
}

/// The places that are called differently, each by a number behind its name.
#[derive(Debug, Default)]
pub struct Numbered {
    rounds: usize,
    /// How many have each name so far.
    counts: HashMap<String, usize>,
    /// What each was called at first, by its place, in their order.
    first: Vec<Collision>,
    by_place: HashMap<(Place, Named), usize>,
}

impl Numbered {
    /// Gives a number to each of these. False where one is called as the caller says, or there is no end.
    pub fn rename(&mut self, collisions: &[Collision], renames: &mut Renames) -> bool {
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

    /// Says what is called differently.
    pub fn report(self, diagnostics: &mut Diagnostics) {
        for Collision { diagnostic, .. } in self.first {
            diagnostics.push(diagnostic.label("again here: it gets a number").into_warning());
        }
    }
}

#[cfg(test)]
#[path = "../tests/collisions.rs"]
mod tests;
