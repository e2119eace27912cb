//! `nullable` of OpenAPI 3.0 next to schemas that reject null.

use crate::codes;
use crate::cursor::{Cursor, Object};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::dialect::Version;
use serde_json::Value;

/// Reports `nullable: true` next to a composition that rejects null. A value must be valid for the composition too, so
/// null is rejected by the letter of OpenAPI 3.0, but it is accepted: the authors intend this.
pub(super) fn report_rejected_null(object: &Object<'_>, diagnostics: &mut Diagnostics) {
    if object.dialect().version != Version::OpenApi30 {
        return;
    }
    let Some(place) = object.peek("nullable").map(|nullable| nullable.place.key()) else { return };
    let mut left = SCHEMAS;
    let composition = COMPOSITIONS.into_iter().find(|keyword| {
        object.peek(keyword).is_some_and(|members| composition_rejects_null(keyword, &members, &mut left))
    });
    let Some(keyword) = composition else { return };
    let message = format!(
        "`nullable` next to `{keyword}`: by the specification, the schemas of the `{keyword}` reject null; null is accepted anyway"
    );
    let help = "for tools that reject it, add null as an alternative: `anyOf: [{$ref: ...}, {type: string, nullable: true, enum: [null]}]`";
    diagnostics.push(Diagnostic::warning(codes::NULL_REJECTED, place, message).help(help));
}

const COMPOSITIONS: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// The largest number of schemas to look at. Compositions can repeat each other at every level.
const SCHEMAS: usize = 100;

/// | keyword | rejects null |
/// |---|---|
/// | `allOf` | if one of the schemas rejects it |
/// | `anyOf`, `oneOf` | if all schemas reject it |
fn composition_rejects_null(keyword: &str, members: &Cursor<'_>, left: &mut usize) -> bool {
    let members = members.items(&mut Diagnostics::default());
    let mut rejects = members.iter().map(|member| rejects_null(member, left));
    !members.is_empty() && if keyword == "allOf" { rejects.any(|one| one) } else { rejects.all(|one| one) }
}

/// Returns whether a schema rejects null. `nullable` counts only next to `type`.
fn rejects_null(schema: &Cursor<'_>, left: &mut usize) -> bool {
    *left = left.saturating_sub(1);
    let target = schema.follow_with_siblings(&mut Diagnostics::default());
    let Some(target) = target.and_then(|target| target.as_object()).filter(|_| *left > 0) else {
        return false;
    };
    let is_nullable = target.peek("nullable").is_some_and(|nullable| *nullable.value == true);
    let values = target.peek("enum").and_then(|values| values.value.as_array());
    let is_listed = values.is_none_or(|values| values.iter().any(Value::is_null));
    let mut inside = COMPOSITIONS.into_iter();
    (target.has("type") && !is_nullable)
        || !is_listed
        || inside.any(|keyword| {
            target.peek(keyword).is_some_and(|members| composition_rejects_null(keyword, &members, left))
        })
}
