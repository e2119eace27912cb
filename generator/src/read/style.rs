//! `collectionFormat`: how the items of an array are told apart in text.

use crate::api::Style;
use crate::codes;
use crate::cursor::Object;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};

/// Reads `collectionFormat`. "multi - corresponds to multiple parameter instances instead of multiple
/// values for a single instance", which a query and a form alone can have.
pub fn read_style(
    object: &mut Object<'_>,
    can_repeat: bool,
    diagnostics: &mut Diagnostics,
) -> Option<(Style, Place)> {
    let format = object.take("collectionFormat")?;
    let style = match format.string(diagnostics)? {
        "csv" => Style::Csv,
        "ssv" => Style::Ssv,
        "tsv" => Style::Tsv,
        "pipes" => Style::Pipes,
        "multi" if can_repeat => Style::Multi,
        other => {
            let message = format!("`{other}` is no `collectionFormat` of this array");
            let help =
                "the formats are csv, ssv, tsv, pipes and, for a parameter in a query or a form, multi";
            diagnostics.push(Diagnostic::new(codes::BAD_PARAMETER, format.place, message).help(help));
            return None;
        }
    };
    Some((style, format.place))
}
