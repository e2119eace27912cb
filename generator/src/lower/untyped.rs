//! Reports the schemas with several alternatives that stay JSON, or a struct, that a validator checks.

use super::facts::{Facts, Untyped};
use crate::api::SchemaId;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};

/// Reports a schema with several alternatives that does not become an enum.
pub(super) fn report_untyped(facts: &Facts<'_>, id: SchemaId, diagnostics: &mut Diagnostics) {
    // The alternatives of a scalar only narrow its values.
    let Some((untyped, place)) = facts.untyped(id).filter(|_| !facts.json(id).is_scalar()) else { return };
    let keyword = place.pointer.tokens().next_back().unwrap_or_default();
    let message =
        format!("`{keyword}` does not become an enum, but its values are checked: {}", untyped.why());
    let diagnostic = match untyped {
        // The values of this schema are rejected.
        Untyped::Repeated => Diagnostic::new(codes::UNTYPED_UNION, place.key(), message),
        _ => Diagnostic::note(codes::UNTYPED_UNION, place.key(), message),
    };
    diagnostics.push(diagnostic.help(untyped.fix()));
}
