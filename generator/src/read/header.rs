//! Headers: what HTTP allows them to be called.

use crate::api::is_header_name;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};

/// Reports a name that no header can have.
pub fn check_header_name(name: &str, place: &Place, diagnostics: &mut Diagnostics) {
    if !is_header_name(name) {
        let message = format!("`{name}` is no name of a header");
        let help = "it has letters, digits and signs such as `-`, and no space";
        diagnostics.push(Diagnostic::error("bad-parameter", place.member("name"), message).help(help));
    }
}
