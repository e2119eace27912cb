//! The paths of types and traits in settings: takes the text, gives the path, and reports one that cannot be written in
//! generated code.

use crate::attribute::Attribute;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::rust_path::{PRIMITIVES, RustPath};

/// The path of a type in a setting.
pub(crate) fn type_path(text: &str, origin: Place, diagnostics: &mut Diagnostics) -> Option<RustPath> {
    let path = RustPath::parse(text).filter(|path| path.is_absolute(PRIMITIVES));
    let path = path.filter(|path| !["Box", "BTreeMap", "Option", "Vec"].contains(&path.name()));
    report_path(
        path,
        text,
        ("a type", "write a path such as `ruma::OwnedUserId`, or a Rust number type such as `u64`"),
        origin,
        diagnostics,
    )
}

/// The path of a derived trait.
pub(crate) fn derive_path(text: &str, origin: Place, diagnostics: &mut Diagnostics) -> Option<RustPath> {
    let own = ["Clone", "Copy", "Debug", "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"];
    let path = RustPath::parse(text).filter(|path| {
        path.is_absolute(&own) && path.segments.iter().all(|(_, arguments)| arguments.is_empty())
    });
    report_path(
        path,
        text,
        (
            "a derive macro",
            "write a path such as `schemars::JsonSchema`, or a derive of the standard library, such as `Hash`",
        ),
        origin,
        diagnostics,
    )
}

/// Parses an attribute.
pub(crate) fn parse_attribute(text: &str, origin: Place, diagnostics: &mut Diagnostics) -> Option<Attribute> {
    let attribute = Attribute::parse(text);
    if attribute.is_none() {
        let message = format!("`{text}` is not an attribute");
        let help = "write it without `#[` and `]`: `schemars(rename = \"x\")`";
        diagnostics.push(Diagnostic::new(codes::BAD_TYPE_PATH, origin, message).help(help));
    }
    attribute
}

fn report_path(
    path: Option<RustPath>,
    text: &str,
    (what, help): (&str, &str),
    origin: Place,
    diagnostics: &mut Diagnostics,
) -> Option<RustPath> {
    if path.is_none() {
        let message = format!("`{text}` is not the full path of {what}");
        diagnostics.push(Diagnostic::new(codes::BAD_TYPE_PATH, origin, message).help(help));
    }
    path
}
