//! DIFF: takes two APIs, and returns the changes, each with its effect on clients and on the code of the server author.
//! A change is reported once, at its place in the new document, with the operations that it affects.

mod accept;
mod bodies;
mod both;
mod change;
mod constraints;
mod conversions;
mod draft;
mod flat;
mod objects;
mod operations;
mod others;
mod pair;
mod parameters;
mod positions;
mod render;
mod responses;
mod route;
mod rules;
mod security;
mod side;
mod texts;
mod types;
mod unions;
mod values;
mod verdict;
mod walk;

pub(crate) use accept::accept;
pub use change::{Change, CompileError, Counts, Spot};
use draft::Draft;
pub use render::{Annotation, summary_json, summary_text};
use rules::DEPENDENCY_NEEDED;
pub use rules::{RULES, Rule, find_rule};
pub(crate) use side::Side;
pub use verdict::Verdict;
use walk::{Reached, Walk};

/// Compares two APIs. Texts are compared if `all` is set.
pub(crate) fn compare(old: &mut Side<'_>, new: &mut Side<'_>, all: bool) -> Vec<Change> {
    let mut walk = Walk::new(old, new, all);
    operations::compare(&mut walk);
    compare_crates(&mut walk);
    let (reached, operations) = walk.finish();
    let places = |side: fn(&Draft) -> Option<&crate::diagnostic::Place>| {
        reached.iter().filter_map(|reached| side(&reached.draft)).cloned().collect::<Vec<_>>()
    };
    old.positions.prepare(places(|draft| draft.old.as_ref()).iter());
    new.positions.prepare(places(|draft| draft.new.as_ref()).iter());
    let mut changes: Vec<Change> =
        reached.iter().filter_map(|reached| change(old, new, reached, &operations)).collect();
    // By place, and those of the old document after those of the new one.
    changes.sort_by_key(|change| {
        let spot = change.place();
        (change.new.is_none(), spot.position.path.clone(), spot.position.line, spot.position.column)
    });
    changes
}

/// Compares the crates that the generated code needs.
fn compare_crates(walk: &mut Walk<'_, '_>) {
    let known = walk.old.crates.clone();
    for name in walk.new.crates.iter().filter(|name| !known.contains(name)) {
        let draft = Draft::new(DEPENDENCY_NEEDED, format!("the generated code needs the crate `{name}` now"));
        let place = walk.new.sources.first_place();
        let draft = draft.at(None, Some(&place)).names([*name]);
        walk.own
            .push((draft.help(format!("add `{name}` to `Cargo.toml`")), std::collections::BTreeSet::new()));
    }
}

fn change(old: &Side<'_>, new: &Side<'_>, reached: &Reached, operations: &[String]) -> Option<Change> {
    let effect = reached.draft.effect()?;
    let draft = &reached.draft;
    let spot = |side: &Side<'_>, place: &crate::diagnostic::Place| Spot {
        position: side.positions.position(place),
        pointer: format!("#{}", place.pointer),
    };
    Some(Change {
        rule: effect.rule,
        wire: effect.wire,
        build: effect.build,
        new: draft.new.as_ref().map(|place| spot(new, place)),
        old: draft.old.as_ref().map(|place| spot(old, place)),
        reach: reached.operations.iter().filter_map(|index| operations.get(*index).cloned()).collect(),
        message: draft.message.clone(),
        help: draft.help.clone(),
        names: draft.names.clone(),
        rustc: Vec::new(),
        accepted: None,
    })
}
