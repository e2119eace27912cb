//! The names of headers, cookies and query parameters.

use crate::api::{is_cookie_name, is_header_name};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};

/// Reports a name that is not a header name.
pub(super) fn report_header_name(name: &str, place: Place, diagnostics: &mut Diagnostics) {
    let message = format!("`{name}` is not a header name");
    let help = "use letters, digits and `-`, without spaces";
    diagnostics.push(Diagnostic::new(codes::BAD_PARAMETER, place, message).help(help));
}

/// Reports an invalid header name.
pub(super) fn check_header_name(name: &str, place: &Place, diagnostics: &mut Diagnostics) {
    if !is_header_name(name) {
        report_header_name(name, place.member("name"), diagnostics);
    }
}

/// Reports an invalid cookie name.
pub(super) fn check_cookie_name(name: &str, place: &Place, diagnostics: &mut Diagnostics) {
    if !is_cookie_name(name) {
        let message = format!("`{name}` is not a cookie name");
        let help = "use letters, digits, `-` and `_`, without spaces";
        diagnostics.push(Diagnostic::new(codes::BAD_PARAMETER, place.member("name"), message).help(help));
    }
}

/// Reports a name of a query parameter or of a form's field that is empty: no client sends it.
pub(super) fn check_query_name(name: &str, place: &Place, diagnostics: &mut Diagnostics) {
    if name.is_empty() {
        let diagnostic = Diagnostic::new(codes::BAD_PARAMETER, place.member("name"), "the `name` is empty");
        diagnostics.push(diagnostic.help("write the name that clients send"));
    }
}
