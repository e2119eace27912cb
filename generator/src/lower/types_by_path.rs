//! Reports types that a setting names by their path, although the support code already reads them for a word of `formats`.

use crate::choices::Choices;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Model, Reading};
use crate::presets::{instead_of_path, reader_of};

/// Reports each of these types at the setting, or at the schema that it replaces.
pub(super) fn report_read_twice(model: &Model, choices: &Choices, diagnostics: &mut Diagnostics) {
    let is_own = |reading| reading == Reading::Own;
    for foreign in model.foreign.iter().filter(|foreign| is_own(foreign.reading)) {
        if !foreign.json && !foreign.text {
            continue;
        }
        let Some(preset) = reader_of(&foreign.path, foreign.text, &model.presets) else { continue };
        let mapped = choices.formats.iter().filter(|mapped| mapped.path == foreign.path);
        let replaced = choices.replacements.iter().filter(|(_, path)| *path == foreign.path);
        let mut places =
            mapped.filter_map(|mapped| mapped.origin.as_ref()).chain(replaced.map(|(place, _)| place));
        let Some(place) = places.next() else { continue };
        let message = format!(
            "the type `{}` cannot be named by its path, because the code for the word `{}` already reads it",
            foreign.path, preset.word
        );
        let diagnostic = Diagnostic::new(codes::BAD_FORMATS, place.clone(), message);
        diagnostics.push(diagnostic.help(instead_of_path(preset, &foreign.formats)));
    }
}
