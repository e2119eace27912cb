//! `collectionFormat`: how the items of an array are written as text.

use crate::api::{Location, Style, StyleForm};
use crate::codes;
use crate::cursor::Object;
use crate::diagnostic::{Diagnostic, Diagnostics, Placed};

/// Reads `collectionFormat`, whose default is `csv`. "multi - corresponds to multiple parameter instances instead of
/// multiple values for a single instance", which only a query and a form support. Items of an array have no location.
pub(super) fn read_style(
    object: &mut Object<'_>,
    location: Option<Location>,
    diagnostics: &mut Diagnostics,
) -> Option<Placed<Style>> {
    let format = object.take("collectionFormat")?;
    let style = match format.string(diagnostics)? {
        "csv" => default_style(location),
        "ssv" => delimited(' '),
        "tsv" => delimited('\t'),
        "pipes" => delimited('|'),
        "multi" if default_style(location) == Style::FORM => Style::EXPLODED,
        other => {
            let message = format!("`{other}` is not a valid `collectionFormat` for this array");
            let help = "the formats are `csv`, `ssv`, `tsv` and `pipes`; query and form parameters also accept `multi`";
            diagnostics.push(Diagnostic::new(codes::BAD_PARAMETER, format.place, message).help(help));
            return None;
        }
    };
    Some(Placed { value: style, place: format.place })
}

fn delimited(separator: char) -> Style {
    Style { form: StyleForm::Delimited(separator), explode: false }
}

/// Returns the style of an array without `collectionFormat`.
pub(super) fn default_style(location: Option<Location>) -> Style {
    match location {
        Some(Location::Query | Location::Querystring | Location::Form | Location::Cookie) => Style::FORM,
        Some(Location::Path | Location::Header) | None => Style::SIMPLE,
    }
}

#[cfg(test)]
#[path = "../tests/style.rs"]
mod tests;
