//! Reports formats that are probably misspelled. Any text is allowed as a format, so it is only a note, unless a setting
//! for the format that was probably meant does not apply.

use crate::api::Api;
use crate::choices::Choices;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::presets::meant;
use std::collections::HashMap;

/// Reports each format that is nearly spelled like a registered one. A format that a setting names is intended.
pub(super) fn report(api: &Api, choices: &Choices, diagnostics: &mut Diagnostics) {
    let mapped = choices.formats.iter().map(|mapped| mapped.format.as_str());
    let named: Vec<&str> =
        mapped.chain(choices.presets.iter().map(|chosen| chosen.format.as_str())).collect();
    let mut known: HashMap<&str, Option<&str>> = HashMap::new();
    for (_, schema) in api.schemas.iter() {
        let (Some(format), Some(place)) = (schema.format.as_deref(), &schema.place) else { continue };
        let found =
            *known.entry(format).or_insert_with(|| meant(format).filter(|_| !named.contains(&format)));
        if let Some(found) = found {
            let place = place.member("format");
            let diagnostic = match named.contains(&found) {
                // A build script shows warnings only, and the type is another one than the setting selects.
                true => Diagnostic::warning(
                    codes::UNKNOWN_FORMAT,
                    place,
                    format!(
                        "`{format}` is not a format of OpenAPI's registry, so the setting for `{found}` does not apply"
                    ),
                ),
                false => {
                    let message = format!("`{format}` is not a format of OpenAPI's registry");
                    Diagnostic::note(codes::UNKNOWN_FORMAT, place, message)
                }
            };
            diagnostics.push(diagnostic.help(format!("did you mean `{found}`?")));
        }
    }
}
