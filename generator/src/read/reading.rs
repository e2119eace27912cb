//! Examples and links, which only readers of the spec and clients use. Their mistakes are warnings.

use crate::codes;
use crate::cursor::{Cursor, Object};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::dialect::{FixedFields, openapi3};

/// Checks the examples of a parameter or of a header, which have no effect.
pub(super) fn check_examples(object: &Object<'_>, of: &str, diagnostics: &mut Diagnostics) {
    check_exclusive(object, of, diagnostics);
    if let Some(examples) = object.peek("examples") {
        check_map(&examples, &openapi3::EXAMPLE, diagnostics);
    }
}

/// "The example field is mutually exclusive of the examples field." (OpenAPI 3, "Parameter Object", "Header Object" and
/// "Media Type Object")
pub(super) fn check_exclusive(object: &Object<'_>, of: &str, diagnostics: &mut Diagnostics) {
    let [Some(example), Some(examples)] = ["example", "examples"].map(|keyword| object.peek(keyword)) else {
        return;
    };
    let message = format!("{of} cannot have both `example` and `examples`");
    let diagnostic = Diagnostic::warning(codes::BAD_EXAMPLE, example.place.key(), message);
    let diagnostic = diagnostic.and(examples.place.key(), "the `examples`");
    diagnostics.push(diagnostic.help("move the `example` into `examples`, as the `value` of a name"));
}

/// Checks the objects of a map, or those that they refer to, for unknown keywords and for references that lead nowhere.
pub(super) fn check_map(map: &Cursor<'_>, fields: &'static FixedFields, diagnostics: &mut Diagnostics) {
    let mut mistakes = Diagnostics::default();
    for (_, entry) in map.entries(&mut mistakes) {
        let Some(entry) = entry.follow_to(fields, &mut mistakes) else { continue };
        if let Some(object) = entry.object_of(fields, &mut mistakes) {
            object.check(fields, &mut mistakes);
        }
    }
    diagnostics.push_as_warnings(mistakes);
}
