//! The fields of a request.

use super::ident::{header_words, snake, words};
use crate::api::Location;
use crate::model::{Operation, Parameter};

/// The field of a file is named after its parameter, and that of several files is `files`. If a parameter has that name
/// already, it gets a suffix.
pub(super) fn upload_name(operation: &Operation) -> String {
    let own = match operation.files() {
        [file] => snake(&words(&file.name)),
        _ => "files".to_owned(),
    };
    let taken = operation.parameters.iter().any(|parameter| parameter_name(parameter, operation) == own);
    if taken { format!("{}_upload", own.trim_end_matches('_')) } else { own }
}

/// The words of a parameter's own name.
pub(super) fn own_words(parameter: &Parameter) -> Vec<String> {
    match parameter.location {
        Location::Header => header_words(&parameter.name),
        _ => words(&parameter.name),
    }
}

/// The field of a parameter is named after it. If the path or another location has the same name, it gets its own
/// location as a suffix.
pub(super) fn parameter_name(parameter: &Parameter, operation: &Operation) -> String {
    let own = snake(&own_words(parameter));
    let same = |location| {
        parameter.location != location
            && operation
                .parameters
                .iter()
                .any(|other| other.location == location && snake(&own_words(other)) == own)
    };
    let suffix = match parameter.location {
        Location::Query if same(Location::Path) => "_query",
        Location::Header if same(Location::Path) || same(Location::Query) => "_header",
        Location::Form if [Location::Path, Location::Query, Location::Header].into_iter().any(same) => {
            "_form"
        }
        _ if own == "body" && operation.body.is_some() => "_parameter",
        _ => "",
    };
    let word = own.trim_end_matches('_');
    if suffix.is_empty() { own } else { format!("{word}{suffix}") }
}
