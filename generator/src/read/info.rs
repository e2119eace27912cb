//! Reads the "Info Object" of a document.

use super::other_version::report_newer;
use super::required_keywords::check_documentation;
use super::skim;
use crate::choices::OnMistake;
use crate::cursor::Cursor;
use crate::diagnostic::Diagnostics;
use crate::dialect::{FixedFields, swagger2};

/// Reads an "Info Object".
pub(super) fn read_info(
    cursor: &Cursor<'_>,
    (fields, license_fields): (&'static FixedFields, &'static FixedFields),
    on_mistake: OnMistake,
    diagnostics: &mut Diagnostics,
) -> Option<(String, String, Option<String>)> {
    let mut object = cursor.follow(diagnostics)?.object_of(fields, diagnostics)?;
    check_documentation(&object, fields, diagnostics);
    report_newer(&object, fields, diagnostics);
    if let Some(license) = object.peek("license").and_then(|license| license.as_object()) {
        report_newer(&license, license_fields, diagnostics);
    }
    let title = object.text("title", diagnostics).unwrap_or_default();
    let version = object.text("version", diagnostics).unwrap_or_default();
    let description = object.text("description", diagnostics);
    skim(&mut object, "contact", &swagger2::CONTACT, diagnostics);
    skim(&mut object, "license", license_fields, diagnostics);
    object.finish(fields, on_mistake.severity(), diagnostics);
    Some((title, version, description))
}
