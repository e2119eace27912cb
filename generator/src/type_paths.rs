//! The paths of types and traits that the caller writes in options: takes the text, gives the path, and reports one that
//! cannot be written in generated code.

use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::rust_path::{PRIMITIVES, RustPath};

/// The path of a type, as the caller writes it.
pub fn type_path(text: &str, origin: Place, diagnostics: &mut Diagnostics) -> Option<RustPath> {
    let path = RustPath::parse(text).filter(|path| path.is_absolute(PRIMITIVES));
    let path = path.filter(|path| !["Box", "BTreeMap", "Option", "Vec"].contains(&path.name()));
    report_path(
        path,
        text,
        "a type from its crate on, such as `ruma::OwnedUserId`, or a number's",
        origin,
        diagnostics,
    )
}

/// The path of a trait that is derived.
pub fn derive_path(text: &str, origin: Place, diagnostics: &mut Diagnostics) -> Option<RustPath> {
    let own = ["Clone", "Copy", "Debug", "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"];
    let path = RustPath::parse(text).filter(|path| {
        path.is_absolute(&own) && path.segments.iter().all(|(_, arguments)| arguments.is_empty())
    });
    report_path(
        path,
        text,
        "a derive of Rust's own, or one from its crate on, such as `schemars::JsonSchema`",
        origin,
        diagnostics,
    )
}

fn report_path(
    path: Option<RustPath>,
    text: &str,
    meant: &str,
    origin: Place,
    diagnostics: &mut Diagnostics,
) -> Option<RustPath> {
    if path.is_none() {
        let message = format!("`{text}` is no path that can be written here");
        diagnostics
            .push(Diagnostic::new(codes::BAD_TYPE_PATH, origin, message).help(format!("name {meant}")));
    }
    path
}
