//! Null in a list of types next to keywords that reject it.

use super::facts::Facts;
use crate::api::{JsonType, Schema, SchemaId, UnionKind};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use serde_json::Value;

/// The maximum number of schemas that are visited. Compositions can repeat each other at every level.
const SCHEMAS: usize = 100;

/// Reports null in a list of types, if another keyword of the schema rejects it. A value must be valid for each keyword.
pub(super) fn report_rejected_null(facts: &Facts<'_>, diagnostics: &mut Diagnostics) {
    for (id, schema) in facts.api.schemas.iter() {
        let Some(place) = schema.place.as_ref().filter(|_| lists_null(schema)) else { continue };
        let Some((rejecting, help)) = rejecting(facts, id, &mut SCHEMAS.clone()) else { continue };
        let message = format!("`type` lists null, but {rejecting}, so null is rejected");
        let place = place.member("type").key();
        diagnostics.push(Diagnostic::warning(codes::NULL_REJECTED, place, message).help(help));
    }
}

fn lists_null(schema: &Schema) -> bool {
    schema.types.len() > 1 && schema.types.contains(&JsonType::Null) && !schema.nullable
}

/// Returns the keyword next to `type` that rejects null, and the fix.
///
/// | keyword | rejects null |
/// |---|---|
/// | `enum`, `const` | if it does not list null |
/// | `$ref`, `allOf` | if one of the schemas rejects it |
/// | `anyOf`, `oneOf` | if all schemas reject it |
fn rejecting(facts: &Facts<'_>, id: SchemaId, left: &mut usize) -> Option<(String, String)> {
    let schema = facts.schema(id);
    let listed = schema.enumeration.as_ref().filter(|_| !facts.of(id).is_open || !facts.is_nullable(id));
    let alternative = "to accept null, write `anyOf: [{...}, {type: 'null'}]`";
    if listed.is_some_and(|values| !values.iter().any(Value::is_null)) {
        let help = "add null to the `enum`, or remove it from `type`; instead of `const`, write an `enum`";
        return Some(("the `enum` or `const` does not".to_owned(), help.to_owned()));
    }
    if schema.all_of.iter().any(|part| rejects_null(facts, *part, left)) {
        return Some(("a `$ref` or a composition next to it rejects it".to_owned(), alternative.to_owned()));
    }
    let union = schema.unions.iter().find(|union| all_reject(facts, &union.members, left))?;
    let keyword = match union.kind {
        UnionKind::AnyOf => "anyOf",
        UnionKind::OneOf => "oneOf",
    };
    let help = format!("to accept null, add `{{type: 'null'}}` to the `{keyword}`");
    Some((format!("all schemas of the `{keyword}` reject it"), help))
}

fn all_reject(facts: &Facts<'_>, members: &[SchemaId], left: &mut usize) -> bool {
    !members.is_empty() && members.iter().all(|member| rejects_null(facts, *member, left))
}

fn rejects_null(facts: &Facts<'_>, id: SchemaId, left: &mut usize) -> bool {
    *left = left.saturating_sub(1);
    let schema = facts.schema(id);
    let is_untyped = schema.types.is_empty() || schema.types.contains(&JsonType::Null);
    *left > 0 && !schema.nullable && (!is_untyped || rejecting(facts, id, left).is_some())
}
