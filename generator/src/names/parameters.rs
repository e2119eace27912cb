//! The fields of a request.

use super::ident::{header_words, snake, words};
use crate::api::Location;
use crate::model::{Operation, Parameter};

/// Names the field of the files. A single file is named after its parameter, and several files are `files`. If a
/// parameter already has that name, the field gets a suffix.
pub(super) fn upload_name(operation: &Operation) -> String {
    let own = match operation.files() {
        [file] => snake(&words(&file.name)),
        _ => "files".to_owned(),
    };
    let taken = operation.parameters.iter().any(|parameter| parameter_name(parameter, operation) == own);
    if taken { format!("{}_upload", own.trim_end_matches('_')) } else { own }
}

/// Returns the words of the name of a parameter.
pub(super) fn own_words(parameter: &Parameter) -> Vec<String> {
    match parameter.location {
        Location::Header => header_words(&parameter.name),
        _ => words(&parameter.name),
    }
}

/// Names the field of a parameter after the parameter. If the path or another location has a parameter with the same
/// name, the field gets its location as a suffix.
pub(super) fn parameter_name(parameter: &Parameter, operation: &Operation) -> String {
    let own = snake(&own_words(parameter));
    let same = |location| {
        parameter.location != location
            && operation
                .parameters
                .iter()
                .any(|other| other.location == location && snake(&own_words(other)) == own)
    };
    let in_uri = [Location::Path, Location::Query, Location::Querystring];
    let suffix = match parameter.location {
        Location::Query | Location::Querystring if same(Location::Path) => "_query",
        Location::Header if in_uri.into_iter().any(same) => "_header",
        Location::Form if in_uri.into_iter().any(same) || same(Location::Header) => "_form",
        Location::Cookie if in_uri.into_iter().any(same) || same(Location::Header) => "_cookie",
        _ if own == "body" && operation.body.is_some() => "_parameter",
        _ => "",
    };
    let word = own.trim_end_matches('_');
    if suffix.is_empty() { own } else { format!("{word}{suffix}") }
}
