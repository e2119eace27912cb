//! Headers: what HTTP allows them to be called.

use crate::diagnostic::{Diagnostic, Diagnostics, Place};

/// RFC 9110, section 5.1: the name of a field is a token.
pub fn check_header_name(name: &str, place: &Place, diagnostics: &mut Diagnostics) {
    let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(token) {
        let message = format!("`{name}` is no name of a header");
        let help = "it has letters, digits and signs such as `-`, and no space";
        diagnostics.push(Diagnostic::error("bad-parameter", place.member("name"), message).help(help));
    }
}
