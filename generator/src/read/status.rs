//! The keys of OpenAPI 3's `responses`.

use crate::api::Status;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, KEEP_ONE, Place};
use crate::suggest::did_you_mean;

/// Reads a key, and reports one that means the same as an earlier key.
///
/// "To define a range of response codes, this field MAY contain the uppercase wildcard character X. [...] Only the
/// following range definitions are allowed: 1XX, 2XX, 3XX, 4XX, and 5XX."
pub(super) fn read_status(
    key: &str,
    place: &Place,
    known: &mut Vec<(Status, Place)>,
    diagnostics: &mut Diagnostics,
) -> Option<Status> {
    let Some(status) = Status::parse(key).filter(|_| key.len() == 3 || key == "default") else {
        report_bad_status(key, place, diagnostics);
        return None;
    };
    if status.to_string() != key {
        let message = format!("the range `{key}` is read as `{status}`");
        let help = format!("write `{status}`: the specification requires upper case");
        diagnostics.push(Diagnostic::warning(codes::BAD_STATUS, place.key(), message).help(help));
    }
    if let Some((_, first)) = known.iter().find(|(other, _)| *other == status) {
        let message = format!("the response `{status}` is declared twice");
        let diagnostic =
            Diagnostic::new(codes::BAD_STATUS, place.key(), message).label("declared again here");
        diagnostics.push(diagnostic.and(first.key(), "first declared here").help(KEEP_ONE));
        return None;
    }
    known.push((status, place.clone()));
    Some(status)
}

fn report_bad_status(key: &str, place: &Place, diagnostics: &mut Diagnostics) {
    let message =
        format!("`{key}` is not a status code: expected 100-599, a range from `1XX` to `5XX`, or `default`");
    let diagnostic = Diagnostic::new(codes::BAD_STATUS, place.key(), message);
    diagnostics.push(match did_you_mean(key, ["default"]) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None => diagnostic,
    });
}
