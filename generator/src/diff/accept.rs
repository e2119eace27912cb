//! Accepted changes: entries of a setting, each with the id and the place of a change.

use super::change::{Change, Spot};
use super::rules::{RULES, find_rule};
use crate::accepted::{Accepted, compare_versions};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::places::readings;
use crate::sources::Sources;
use crate::suggest::did_you_mean;
use std::cmp::Ordering;
use std::path::Path;

/// Marks the accepted changes. An entry that accepts nothing, or whose version is reached, is an error, so that the list
/// does not grow.
pub(crate) fn accept(
    changes: &mut [Change],
    accepted: &[Accepted],
    (old, new): (&Sources, &Sources),
    version: &str,
    diagnostics: &mut Diagnostics,
) {
    for entry in accepted {
        let (id, at) = (&entry.id.text, &entry.at.text);
        if find_rule(id).is_none() {
            let message = format!("`{id}` is not the id of a change");
            let diagnostic = Diagnostic::new(codes::ACCEPTED_CHANGE_GONE, entry.id.place(new), message);
            let meant = did_you_mean(id, RULES.iter().map(|rule| rule.id));
            let help = meant.map_or_else(
                || "`stubsmith explain` lists the ids".to_owned(),
                |meant| format!("did you mean `{meant}`?"),
            );
            diagnostics.push(diagnostic.help(help));
            continue;
        }
        let until = &entry.until;
        if compare_versions(&until.text, version) != Ordering::Greater {
            let message = format!(
                "`{id}` at `{at}` is accepted until {}, and the spec has version {version}",
                until.text
            );
            let diagnostic = Diagnostic::new(codes::ACCEPTED_CHANGE_GONE, until.place(new), message);
            diagnostics.push(diagnostic.help("remove the entry, or accept the change until a later version"));
            continue;
        }
        let mut is_used = false;
        for change in changes.iter_mut().filter(|change| change.rule.id == *id) {
            let is_at = |spot: Option<&Spot>, sources| spot.is_some_and(|spot| is_place(at, spot, sources));
            if is_at(change.new.as_ref(), new) || is_at(change.old.as_ref(), old) {
                change.accepted = Some(entry.reason.clone());
                is_used = true;
            }
        }
        if !is_used {
            let message = format!("there is no change `{id}` at `{at}`");
            let diagnostic = Diagnostic::new(codes::ACCEPTED_CHANGE_GONE, entry.at.place(new), message);
            let places: Vec<String> = changes
                .iter()
                .filter(|change| change.rule.id == *id)
                .map(|change| name(&change.place()))
                .collect();
            diagnostics.push(diagnostic.help(match places.as_slice() {
                [] => "remove the entry".to_owned(),
                some => format!("remove the entry, or write the place of a change: `{}`", some.join("`, `")),
            }));
        }
    }
}

/// Returns a place as an entry names it: the name of its file, and the pointer.
pub(super) fn name(spot: &Spot) -> String {
    let file = Path::new(&spot.position.path).file_name().unwrap_or_default();
    format!("{}{}", file.to_string_lossy(), spot.pointer)
}

/// Returns whether a setting means this place. Without a file name, it means a place in an input.
fn is_place(text: &str, spot: &Spot, sources: &Sources) -> bool {
    let file = Path::new(&spot.position.path);
    readings(text).any(|(path, pointer)| {
        let is_pointer = spot.pointer.strip_prefix('#') == Some(pointer.as_str());
        let is_input = || {
            let mut inputs = sources.inputs.iter().filter_map(|id| sources.file(*id));
            inputs.any(|input| input.path == file)
        };
        is_pointer && if path.is_empty() { is_input() } else { file.ends_with(path) }
    })
}
