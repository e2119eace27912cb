//! Options that only the program or a build script has, in `stubsmith.yaml`.

use crate::codes;
use crate::cursor::Object;
use crate::diagnostic::{Diagnostic, Diagnostics};

/// Reports the options that `stubsmith.yaml` does not have.
pub(super) fn report(object: &mut Object<'_>, diagnostics: &mut Diagnostics) {
    for option in ["out", "crate", "report", "format", "deny-warnings", "apply-overrides"] {
        if option == "format" && object.peek(option).is_none_or(|format| !format.value.is_string()) {
            continue;
        }
        if let Some(value) = object.take(option) {
            let message = format!("`{option}` is not a setting of `stubsmith.yaml`; it is ignored");
            let help = format!("it is an option of the program: `--{option}`");
            diagnostics
                .push(Diagnostic::warning(codes::UNKNOWN_KEYWORD, value.place.key(), message).help(help));
        }
    }
    if let Some(value) = object.take("name") {
        let message = "`name` is not a setting of `stubsmith.yaml`; it is ignored";
        let help = "a build script sets it with `Config::name`";
        diagnostics.push(Diagnostic::warning(codes::UNKNOWN_KEYWORD, value.place.key(), message).help(help));
    }
}
